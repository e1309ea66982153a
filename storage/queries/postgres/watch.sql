-- name: owed_cases
-- Taken cases whose citizen waits for an answer; differs because rows held by others are passed over.
select c.id, c.level, c.assignee_id, o.telegram_id as operator_chat,
    p.telegram_id as citizen_chat, s.on_shift_since, c.owed_since, c.taken_at, c.written_at,
    c.reminded_at, c.unheard_at, c.slot,
    (select max(e.at) from case_events e
        where e.case_id = c.id and e.kind = 'called' and c.contact = 'phone') as called_at
from cases c
join people p on p.id = c.citizen_id
join people o on o.id = c.assignee_id
left join staff s on s.person_id = c.assignee_id and s.removed_at is null
where c.state = 'taken' and c.owed_since is not null and c.owed_since <= :before
order by c.owed_since, c.id
limit :limit
for update of c skip locked;

-- name: untaken_cases
-- Urgent requests that wait for some time; differs because rows held by others are passed over.
select c.id, c.reason, greatest(
    coalesce(c.owed_since, c.created_at),
    coalesce((select max(e.at) from case_events e
        where e.case_id = c.id and e.kind in ('returned', 'reopened')), 0)) as since, c.alarmed_at
from cases c
where c.state = 'waiting' and c.level = 'today' and c.created_at <= :before
order by c.created_at, c.id
limit :limit
for update of c skip locked;

-- name: late_cases
-- Waiting requests whose promise has slipped, before their citizens know; differs because rows held by others are passed over.
select c.id, c.slips
from cases c
where c.state = 'waiting' and (c.slipped_at is null or c.slipped_at < c.promised_by)
    and c.promised_by <= :now
order by c.promised_by, c.id
limit :limit
for update of c skip locked;

-- name: awaited_calls
-- Taken cases whose citizen waits for a call, nobody has reached them since they asked, and nothing was told
-- of it since it was taken or last called, or not for long or not since its operator came to work; tries are counted since the citizen last wrote; differs because PostgreSQL reads JSON in its own words.
select c.id, o.telegram_id as operator_chat, p.telegram_id as citizen_chat, s.on_shift_since, c.slot,
    c.taken_at, c.call_told_at,
    (select max(e.at) from case_events e where e.case_id = c.id and e.kind = 'called') as called_at,
    (select count(*) from case_events e where e.case_id = c.id and e.kind = 'called'
        and e.at >= coalesce(c.written_at, 0)
        and e.id > coalesce((select max(o.id) from case_events o
            where o.case_id = c.id and o.kind = 'reopened'), 0)) as tries
from cases c
join people p on p.id = c.citizen_id
join people o on o.id = c.assignee_id
left join staff s on s.person_id = c.assignee_id and s.removed_at is null
where c.state = 'taken' and c.contact = 'phone'
    and (c.call_told_at is null or c.call_told_at < c.taken_at
        or c.call_told_at <= :told_before or c.call_told_at < s.on_shift_since or exists (
        select 1 from case_events e
        where e.case_id = c.id and e.kind = 'called' and e.at >= c.call_told_at))
    and not exists (
        select 1 from case_events r
        where r.case_id = c.id and r.kind = 'called'
            and r.id > coalesce((select max(o.id) from case_events o
                where o.case_id = c.id and o.kind = 'reopened'), 0)
            and r.details::json ->> 'reached' = '1')
order by c.taken_at, c.id
limit :limit
for update of c skip locked;
