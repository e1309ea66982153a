-- name: put_parcel!
-- Something to deliver; a second one with the same key is the same thing and is not written.
INSERT INTO outbox (chat_id, priority, kind, payload, dedupe, due_at, created_at, state)
VALUES (:chat_id, :priority, :kind, :payload, :dedupe, :due_at, :now, 'pending')
ON CONFLICT (dedupe) DO NOTHING;

-- name: claim_parcels
-- Lease the first item of each chat: of those in line (due, or tried a few times and waiting) the most
-- important, then the oldest; nothing of a chat to which something is being sent.
UPDATE outbox
SET leased_until = :lease_until, attempts = attempts + 1
WHERE id IN (
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
                        (other.due_at <= :now OR (other.error IS NOT NULL AND other.attempts < :holding))
                        AND (
                            other.priority < head.priority
                            OR (other.priority = head.priority AND other.id < head.id)
                        )
                    )
                )
        )
    ORDER BY head.priority, head.id
    LIMIT :limit
)
RETURNING id, chat_id, kind, payload, priority, attempts, created_at;

-- name: claim_parcel_of_chat
-- Lease the next item of one chat, by the same order; the chat's former item has just ended.
UPDATE outbox
SET leased_until = :lease_until, attempts = attempts + 1
WHERE due_at <= :now AND leased_until <= :now AND id = (
    SELECT first.id
    FROM outbox AS first
    WHERE first.state = 'pending' AND first.chat_id = :chat_id
        AND (first.due_at <= :now OR (first.error IS NOT NULL AND first.attempts < :holding))
    ORDER BY first.priority, first.id
    LIMIT 1
)
RETURNING id, chat_id, kind, payload, priority, attempts, created_at;
