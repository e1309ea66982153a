-- name: put_parcel!
-- Something to deliver; the commit wakes the workers of every process (SQLite has only one).
WITH written AS (
    INSERT INTO outbox (chat_id, priority, kind, payload, dedupe, due_at, created_at, state)
    VALUES (:chat_id, :priority, :kind, :payload, :dedupe, :due_at, :now, 'pending')
    ON CONFLICT (dedupe) DO NOTHING
    RETURNING id
)
SELECT pg_notify('outbox', '') FROM written;

-- name: claim_parcels
-- As on SQLite; SKIP LOCKED because several workers may ask at once.
WITH heads AS MATERIALIZED (
    SELECT head.id
    FROM outbox AS head
    WHERE head.state = 'pending' AND head.due_at <= :now AND head.leased_until <= :now
        AND NOT EXISTS (
            SELECT 1
            FROM outbox AS other
            WHERE other.state = 'pending' AND other.chat_id = head.chat_id AND other.id <> head.id
                AND (
                    other.leased_until > :now
                    OR (
                        (other.due_at <= :now OR (other.error IS NOT NULL AND other.attempts < cast(:holding as bigint)))
                        AND (
                            other.priority < head.priority
                            OR (other.priority = head.priority AND other.id < head.id)
                        )
                    )
                )
        )
    ORDER BY head.priority, head.id
    LIMIT :limit
    FOR UPDATE OF head SKIP LOCKED
)
UPDATE outbox
SET leased_until = :lease_until, attempts = outbox.attempts + 1
FROM heads
WHERE outbox.id = heads.id
RETURNING outbox.id, chat_id, kind, payload, priority, attempts, created_at;

-- name: claim_parcel_of_chat
-- As on SQLite; when another worker has just taken something of this chat, nothing is claimed.
WITH first AS MATERIALIZED (
    SELECT candidate.id
    FROM outbox AS candidate
    WHERE candidate.state = 'pending' AND candidate.chat_id = :chat_id
        AND (candidate.due_at <= :now OR (candidate.error IS NOT NULL AND candidate.attempts < cast(:holding as bigint)))
    ORDER BY candidate.priority, candidate.id
    LIMIT 1
    FOR UPDATE OF candidate SKIP LOCKED
)
UPDATE outbox
SET leased_until = :lease_until, attempts = outbox.attempts + 1
FROM first
WHERE outbox.id = first.id AND outbox.due_at <= :now AND outbox.leased_until <= :now
RETURNING outbox.id, chat_id, kind, payload, priority, attempts, created_at;
