-- name: owed_cases
-- Taken cases whose citizen waits for an answer; differs because rows held by others are passed over.
select c.id, c.level, c.assignee_id, o.telegram_id as operator_chat,
    p.telegram_id as citizen_chat, s.on_shift_since, c.owed_since, c.taken_at, c.written_at,
    c.reminded_at,
    c.unheard_at
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
select c.id, coalesce(c.owed_since, c.created_at) as since, c.alarmed_at
from cases c
where c.state = 'waiting' and c.level = 'today' and c.created_at <= :before
order by c.created_at, c.id
limit :limit
for update of c skip locked;

-- name: late_cases
-- Waiting requests whose promise has slipped, before their citizens know; differs because rows held by others are passed over.
select c.id
from cases c
where c.state = 'waiting' and (c.slipped_at is null or c.slipped_at < c.promised_by)
    and c.promised_by <= :now
order by c.promised_by, c.id
limit :limit
for update of c skip locked;
