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

-- name: hold_open_case
-- Holds the open case of a citizen until the commit; differs because SQLite's one writer holds everything already.
select id from cases where citizen_id = :citizen_id and state in ('waiting', 'taken');

-- name: take_held_case
-- Nothing: differs because on SQLite nobody can hold a case beside the one writer.
select id from cases where id < 0 and assignee_id = :operator_id and taken_at = :now;
