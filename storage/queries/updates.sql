-- name: keep_reply(bot_id, update_id, reply)!
-- What a repeat of the update is to be answered with; in the transaction of the update itself.
update updates set reply = :reply where bot_id = :bot_id and update_id = :update_id;

-- name: forget_updates(before)!
-- Telegram repeats an update for a day at most: older records serve nobody.
delete from updates where received_at < :before;

-- name: forget_replies!
-- Answers are kept for the minutes in which Telegram may ask for them again: they can hold names.
update updates
set reply = null
where (bot_id, update_id) in (
    select bot_id, update_id from updates
    where reply is not null and received_at < :before
    limit :limit
);
