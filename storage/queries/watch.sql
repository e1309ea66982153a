-- name: watch_turn
-- Whose look at the desk is the first of its minute; of several processes one gets the row. A
-- clock that was set back does not blind the watch.
insert into service_state (key, value, updated_at) values ('watch', '', :now)
on conflict (key) do update set updated_at = excluded.updated_at
where service_state.updated_at / 60 < excluded.updated_at / 60
    or service_state.updated_at > excluded.updated_at + 600
returning key;

-- name: end_late_shifts
-- The shifts that did not end before the last closing hour; each operator is told once.
update staff set on_shift_since = null
where on_shift_since < :began_before
returning person_id,
    (select p.telegram_id from people p where p.id = staff.person_id) as telegram_id;

-- name: mark_reminded!
-- The operator was told that the citizen waits for an answer.
update cases set reminded_at = :now where id = :id;

-- name: mark_unheard!
-- Others than the operator off shift were told that the citizen has written.
update cases set unheard_at = :now where id = :id;

-- name: mark_alarmed!
-- The supervisors were told that nobody has taken it.
update cases set alarmed_at = :now where id = :id;

-- name: unpromised_cases
-- What came back to the queue and waits without a promise, in the order of the queue.
select c.id from cases c
where c.state = 'waiting' and c.promised_by is null
    and exists (select 1 from case_events e where e.case_id = c.id and e.kind = 'returned')
order by c.place, c.id
limit :limit;

-- name: late_parcels
-- Messages of cases that have not gone out for some time.
select payload from outbox
where state = 'pending' and kind in ('case_message', 'case_album') and created_at <= :before
order by id limit :limit;

-- name: comments_given
-- Ratings and comments of a time; the stars stand in the details.
select case_id, details from case_events
where kind = 'rated' and at > :since and at <= :until
order by id;

-- name: mark_call_told!
-- It was told that the citizen is to be called now.
update cases set call_told_at = :now where id = :id;

-- name: mark_slipped!
-- The citizen was told that it takes longer, and perhaps by when now.
update cases set slipped_at = :now, slips = slips + 1,
    promised_by = coalesce(cast(:promised_by as bigint), promised_by)
where id = :id;

-- name: add_slip!
-- The promise that was not kept, for the numbers of its day.
insert into promise_slips (case_id, promised_by, told_at)
select id, promised_by, :now from cases where id = :id and promised_by is not null
on conflict (case_id, promised_by) do nothing;

-- name: supervisors
-- Who looks after the desk and can be reached.
select p.telegram_id, s.role, s.on_shift_since
from staff s join people p on p.id = s.person_id
where s.removed_at is null and s.role in ('owner', 'supervisor') and p.unreachable is null
order by s.id;

-- name: is_on_shift
-- Whether somebody is at work at this moment.
select 1 as here from staff
where person_id = :person_id and removed_at is null and on_shift_since is not null;
