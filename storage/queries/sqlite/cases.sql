-- name: take_next_case
-- Takes the head of the queue; SQLite has one writer, so nobody can be quicker in between.
update cases set state = 'taken', assignee_id = :operator_id, taken_at = :now
where state = 'waiting'
    and (select count(*) from cases o where o.assignee_id = :operator_id and o.state = 'taken')
        < (select s.capacity from staff s
            where s.person_id = :operator_id and s.removed_at is null)
    and id = (select id from cases where state = 'waiting' and citizen_id <> :operator_id
        order by place, id limit 1)
returning id;

-- name: take_next_among
-- The head of some lanes, or what has waited too long for lanes; differs because SQLite reads JSON in its own words, and has one writer.
update cases set state = 'taken', assignee_id = :operator_id, taken_at = :now
where state = 'waiting'
    and (select count(*) from cases o where o.assignee_id = :operator_id and o.state = 'taken')
        < (select s.capacity from staff s
            where s.person_id = :operator_id and s.removed_at is null)
    and id = (
        select c.id from (
            select (select h.id from cases h
                where h.state = 'waiting' and h.language = json_extract(lane.value, '$[0]')
                    and h.topic = json_extract(lane.value, '$[1]')
                    and h.citizen_id <> :operator_id
                order by h.place, h.id limit 1) as id
            from json_each(:lanes) lane
            union all
            select r.id from json_each(:ripe) level
            cross join cases r on r.id in (select h.id from cases h
                where h.state = 'waiting' and h.level = json_extract(level.value, '$[0]')
                    and h.queued_at <= json_extract(level.value, '$[1]')
                    and h.citizen_id <> :operator_id
                order by h.queued_at, h.id limit 10)) likely
        cross join cases c on c.id = likely.id
        order by c.place, c.id limit 1)
returning id;

-- name: hold_open_case
-- Holds the open case of a citizen until the commit; differs because SQLite's one writer holds everything already.
select id from cases where citizen_id = :citizen_id and state in ('waiting', 'taken');

-- name: take_held_case
-- Nothing: differs because on SQLite nobody can hold a case beside the one writer.
select id from cases where id < 0 and assignee_id = :operator_id and taken_at = :now;

-- name: take_held_among
-- Nothing: differs because on SQLite nobody can hold a case beside the one writer.
select id from cases
where id < 0 and assignee_id = :operator_id and taken_at = :now and :lanes = :ripe;
