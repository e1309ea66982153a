-- name: day_happened
-- What happened on a day beside takes and messages, with the urgency of its case.
select e.kind, e.at, e.details, c.level
from case_events e
join cases c on c.id = e.case_id
where e.kind in ('opened', 'closed', 'cancelled', 'rated') and e.at >= :since and e.at < :until
order by e.at, e.id
limit :limit;

-- name: day_takes
-- The takes of a day: how long each case had waited, whether it was its first, and when whoever took it answered.
select c.level, c.created_at as sent, t.at as taken_at,
    case when exists (select 1 from case_events b
        where b.case_id = t.case_id and b.kind = 'taken' and b.id < t.id) then 0 else 1 end as first,
    (select min(m.at) from case_events m
        where m.case_id = t.case_id and m.id > t.id and m.kind = 'message'
            and m.by_id = t.by_id) as replied_at
from case_events t
join cases c on c.id = t.case_id
where t.kind = 'taken' and t.at >= :since and t.at < :until
order by t.at, t.id
limit :limit;

-- name: day_slips
-- Promises for a day that were not kept.
select count(*) as count from promise_slips where promised_by >= :since and promised_by < :until;
