-- name: claim_hooks
-- As on SQLite; differs because several posters may ask at once and pass over each other's rows.
with heads as materialized (
    select head.event_id from hooks head
    where head.state = 'pending' and head.due_at <= :now and head.leased_until <= :now
        and not exists (select 1 from hooks f
            where f.state = 'pending' and f.case_id = head.case_id
                and f.event_id < head.event_id)
    order by head.due_at, head.event_id
    limit :limit
    for update of head skip locked
)
update hooks set leased_until = :lease_until, attempts = hooks.attempts + 1
from heads
where hooks.event_id = heads.event_id
returning hooks.event_id, case_id, kind, attempts, created_at;
