-- name: events_of(case_id)
-- What is kept of a case, in order.
select kind, by_id, at, details from case_events where case_id = :case_id order by id;

-- name: add_note_row(case_id, author_id, words)!
-- A note of an operator.
insert into case_notes (case_id, author_id, words, created_at)
values (:case_id, :author_id, :words, 0);

-- name: leave(person_id)!
-- Somebody is no staff any more.
update staff set removed_at = 1 where person_id = :person_id;
