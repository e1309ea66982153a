-- name: parcels_put
-- Everything that was put into the outbox, in order.
select chat_id, kind, payload from outbox order by id;

-- name: on_shift_since(person_id)
-- The shift of somebody, or nothing.
select on_shift_since from staff where person_id = :person_id;

-- name: all_arrived()!
-- Everything in the outbox has reached its chat.
update outbox set state = 'sent', finished_at = 0 where state = 'pending';

-- name: slips_of(case_id)
-- The promises of a case that were not kept.
select promised_by from promise_slips where case_id = :case_id order by promised_by;
