-- name: parcels_put
-- Everything that was put into the outbox, in order.
select chat_id, kind, payload from outbox order by id;

-- name: on_shift_since(person_id)
-- The shift of somebody, or nothing.
select on_shift_since from staff where person_id = :person_id;
