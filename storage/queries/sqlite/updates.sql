-- name: record_update(bot_id, update_id, received_at, reply)!
-- The update has had its effect; a repeat is answered with the reply.
insert into updates (bot_id, update_id, received_at, reply)
values (:bot_id, :update_id, :received_at, :reply);

-- name: newest_message(telegram_id, message_id)!
-- The newest message of a person: screens above it are not edited any more.
-- PostgreSQL does this inside record_update, to save a round trip: SQLite has no UPDATE in WITH.
update people set last_message_id = :message_id
where telegram_id = :telegram_id and last_message_id < :message_id;
