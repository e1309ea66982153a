-- name: take_next_case
-- Takes the head of the queue; differs because a row that another operator is taking is passed over.
update cases set state = 'taken', assignee_id = :operator_id, taken_at = :now
where state = 'waiting'
    and (select count(*) from cases o where o.assignee_id = :operator_id and o.state = 'taken')
        < (select s.capacity from staff s
            where s.person_id = :operator_id and s.removed_at is null)
    and id = (select id from cases where state = 'waiting' and citizen_id <> :operator_id
        order by place, id
        limit 1 for update skip locked)
returning id;

-- name: take_next_among
-- The head of some lanes, or what has waited too long for lanes; differs because PostgreSQL reads JSON in its own words and passes over a row that another operator is taking.
with likely as materialized (
    select h.id, h.place
    from json_array_elements(cast(cast(:lanes as text) as json)) lane
    cross join lateral (
        select c.id, c.place from cases c
        where c.state = 'waiting' and c.language = lane.value ->> 0 and c.topic = lane.value ->> 1
            and c.citizen_id <> :operator_id
        order by c.place, c.id limit 10) h
    union all
    select h.id, h.place
    from json_array_elements(cast(cast(:ripe as text) as json)) level
    cross join lateral (
        select c.id, c.place from cases c
        where c.state = 'waiting' and c.level = level.value ->> 0
            and c.queued_at <= cast(level.value ->> 1 as bigint) and c.citizen_id <> :operator_id
        order by c.queued_at, c.id limit 10) h)
update cases set state = 'taken', assignee_id = :operator_id, taken_at = :now
where state = 'waiting'
    and (select count(*) from cases o where o.assignee_id = :operator_id and o.state = 'taken')
        < (select s.capacity from staff s
            where s.person_id = :operator_id and s.removed_at is null)
    and id = (select c.id from (select id, place from likely order by place, id limit 30) first
        join cases c on c.id = first.id
        where c.state = 'waiting'
        order by first.place, first.id limit 1 for update of c skip locked)
returning id;

-- name: hold_open_case
-- Holds the open case of a citizen until the commit; differs because others write beside this transaction.
select id from cases where citizen_id = :citizen_id and state in ('waiting', 'taken') for update;

-- name: take_held_case
-- Takes the head of the queue, after whoever holds it; differs because here it can be held.
update cases set state = 'taken', assignee_id = :operator_id, taken_at = :now
where state = 'waiting'
    and (select count(*) from cases o where o.assignee_id = :operator_id and o.state = 'taken')
        < (select s.capacity from staff s
            where s.person_id = :operator_id and s.removed_at is null)
    and id = (select id from cases where state = 'waiting' and citizen_id <> :operator_id
        order by place, id limit 1 for update)
returning id;

-- name: take_held_among
-- The same after whoever holds it; differs because here it can be held.
with likely as materialized (
    select h.id, h.place
    from json_array_elements(cast(cast(:lanes as text) as json)) lane
    cross join lateral (
        select c.id, c.place from cases c
        where c.state = 'waiting' and c.language = lane.value ->> 0 and c.topic = lane.value ->> 1
            and c.citizen_id <> :operator_id
        order by c.place, c.id limit 10) h
    union all
    select h.id, h.place
    from json_array_elements(cast(cast(:ripe as text) as json)) level
    cross join lateral (
        select c.id, c.place from cases c
        where c.state = 'waiting' and c.level = level.value ->> 0
            and c.queued_at <= cast(level.value ->> 1 as bigint) and c.citizen_id <> :operator_id
        order by c.queued_at, c.id limit 10) h)
update cases set state = 'taken', assignee_id = :operator_id, taken_at = :now
where state = 'waiting'
    and (select count(*) from cases o where o.assignee_id = :operator_id and o.state = 'taken')
        < (select s.capacity from staff s
            where s.person_id = :operator_id and s.removed_at is null)
    and id = (select c.id from (select id, place from likely order by place, id limit 30) first
        join cases c on c.id = first.id
        where c.state = 'waiting'
        order by first.place, first.id limit 1 for update of c)
returning id;
