-- name: waiting_by_level
-- The queue by urgency, counted up to a limit: how many, and since when the first of them.
with levels (level) as (values ('today'), ('days'), ('week'), ('plan'))
select l.level,
    (select count(*) from (
        select 1 from cases c where c.state = 'waiting' and c.level = l.level
        order by c.created_at limit :upto) as waiting) as count,
    (select min(c.created_at) from cases c
        where c.state = 'waiting' and c.level = l.level) as since
from levels l;

-- name: colleagues_on_shift
-- Who takes cases now and how many they have, whoever has least first.
select p.id as person_id, p.name, s.capacity,
    (select count(*) from cases c
        where c.assignee_id = s.person_id and c.state = 'taken') as open
from staff s
join people p on p.id = s.person_id
where s.removed_at is null and s.on_shift_since is not null
    and s.role in ('owner', 'supervisor', 'operator') and p.unreachable is null
order by open, p.name, p.id;

-- name: add_case_note!
-- A note of an operator about a case.
insert into case_notes (case_id, author_id, words, created_at)
values (:case_id, :author_id, :words, :now);

-- name: notes_of_case
-- What operators wrote about a case, in order.
select n.*, p.name as author_name
from case_notes n join people p on p.id = n.author_id
where n.case_id = :case_id order by n.id;

-- name: note_by_id
-- One note, to be shown to an operator.
select n.*, p.name as author_name
from case_notes n join people p on p.id = n.author_id
where n.id = :id;

-- name: calls_of_case
-- The results of the calls made so far.
select details from case_events where case_id = :case_id and kind = 'called' order by id;

-- name: earlier_cases
-- Earlier requests of the same person, the newest first.
select id, outcome_code from cases
where citizen_id = :citizen_id and id < :id and state in ('closed', 'cancelled')
order by created_at desc, id desc
limit 5;

-- name: lessons_done
-- How many lessons a person has finished.
select count(distinct lesson) as count from attempts
where person_id = :person_id and finished_at is not null;

-- name: cases_by_phone
-- The newest cases that are answered by this number.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from cases c
join people p on p.id = c.citizen_id
left join people o on o.id = c.assignee_id
where c.phone = :phone
order by c.id desc
limit :limit;

-- name: own_cases_by_phone
-- The same among those that wait and those of one operator.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from cases c
join people p on p.id = c.citizen_id
left join people o on o.id = c.assignee_id
where c.phone = :phone and (c.state = 'waiting' or c.assignee_id = :operator_id)
order by c.id desc
limit :limit;

-- name: cases_by_name
-- Open and lately ended cases of people with such a name; a name is written in several ways.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from cases c
join people p on p.id = c.citizen_id
left join people o on o.id = c.assignee_id
where (c.state in ('waiting', 'taken') or c.closed_at >= :after)
    and (p.name like :written escape '!' or p.name like :small escape '!'
        or p.name like :titled escape '!' or p.name like :large escape '!')
order by c.id desc
limit :limit;

-- name: own_cases_by_name
-- The same among those that wait and those of one operator.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from cases c
join people p on p.id = c.citizen_id
left join people o on o.id = c.assignee_id
where (c.state = 'waiting' or (c.assignee_id = :operator_id
        and (c.state = 'taken' or c.closed_at >= :after)))
    and (p.name like :written escape '!' or p.name like :small escape '!'
        or p.name like :titled escape '!' or p.name like :large escape '!')
order by c.id desc
limit :limit;
