-- name: take_next_case
-- Takes the head of the queue; SQLite has one writer, so nobody can be quicker in between.
update cases set state = 'taken', assignee_id = :operator_id, taken_at = :now
where state = 'waiting'
    and id = (select id from cases where state = 'waiting' order by created_at, id limit 1)
returning id;
