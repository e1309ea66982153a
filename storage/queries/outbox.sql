-- name: finish_parcel!
-- A delivery has ended; an item that was erased or ended meanwhile stays as it is.
UPDATE outbox
SET state = :state, error = :error, finished_at = :now, leased_until = 0
WHERE id = :id AND state = 'pending';

-- name: retry_parcel!
-- To be tried again later. A try in which nothing was sent is taken back from the count.
UPDATE outbox
SET due_at = :due_at, error = :error, leased_until = 0, attempts = attempts - :uncounted
WHERE id = :id AND state = 'pending';

-- name: revive_parcels!
-- Notices that somebody missed while they had blocked the bot; they are looked at once more when they are sent.
UPDATE outbox
SET state = 'pending', due_at = :now, attempts = 0, error = NULL, finished_at = NULL
WHERE chat_id = :chat_id AND state = 'blocked'
    AND kind IN ('case_closed', 'case_taken', 'case_not_reached');

-- name: line_of_chat
-- What waits in a chat's line, and a parcel that has just ended, in order.
SELECT id, kind, payload FROM outbox
WHERE chat_id = :chat_id AND (state = 'pending' OR id = :item)
ORDER BY id;

-- name: turn_parcel!
-- A parcel becomes another one where it stands, and waits for its turn.
UPDATE outbox
SET kind = :kind, payload = :payload, state = 'pending', due_at = :now, error = NULL, finished_at = NULL
WHERE id = :id;

-- name: release_parcels!
-- Take back every lease: the only worker starts, so nobody is sending.
UPDATE outbox SET leased_until = 0 WHERE state = 'pending' AND leased_until > 0;

-- name: forget_parcels!
-- Clean-up of what ended long ago; what waits is never touched.
DELETE FROM outbox WHERE finished_at < :before;

-- name: oldest_due_parcel
-- How far behind the outbox is.
SELECT MIN(due_at) AS due_at FROM outbox WHERE state = 'pending' AND due_at <= :now;

-- name: settled_parcel
-- The newest thing of a chat that ended some time before its last one did, with nothing pending before it.
select id from outbox
where chat_id = :chat_id
    and finished_at <= (select l.finished_at from outbox l
        where l.chat_id = :chat_id and l.finished_at is not null order by l.id desc limit 1) - :margin
    and not exists (select 1 from outbox p
        where p.chat_id = :chat_id and p.state = 'pending' and p.id < outbox.id
            and p.kind not in ('menu', 'case_waiting'))
order by id desc limit 1;

-- name: ended_parcels
-- What has ended of a chat after that one.
select id from outbox
where chat_id = :chat_id and id > :parcel and state <> 'pending'
    and kind not in ('menu', 'case_waiting')
order by id limit :limit;

-- name: carrying_parcels
-- Messages of cases, and changes of them, that are on their way to a chat.
select kind, payload from outbox
where chat_id = :chat_id and state = 'pending'
    and kind in ('case_message', 'case_album', 'case_joined', 'case_edit');

-- name: parcels_since
-- What there is for a chat after that, but for menus and news of cases that wait.
select id, payload from outbox
where chat_id = :chat_id and id > :parcel and kind not in ('menu', 'case_waiting')
order by id limit :limit;
