-- name: record_update(bot_id, update_id, received_at, reply, telegram_id, message_id)!
-- The update has had its effect; a repeat is answered with the reply.
-- The newest message of a person: screens above it are not edited any more.
with wrote as (
    update people set last_message_id = :message_id
    where telegram_id = :telegram_id and last_message_id < :message_id
)
insert into updates (bot_id, update_id, received_at, reply)
values (:bot_id, :update_id, :received_at, :reply);
