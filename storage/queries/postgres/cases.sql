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
