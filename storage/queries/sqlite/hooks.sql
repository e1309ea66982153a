-- name: claim_hooks
-- Lease the first pending event of each case, if it is due; SQLite has one writer.
update hooks set leased_until = :lease_until, attempts = attempts + 1
where event_id in (
    select head.event_id from hooks head
    where head.state = 'pending' and head.due_at <= :now and head.leased_until <= :now
        and not exists (select 1 from hooks f
            where f.state = 'pending' and f.case_id = head.case_id
                and f.event_id < head.event_id)
    order by head.due_at, head.event_id
    limit :limit)
returning event_id, case_id, kind, attempts, created_at;
