-- name: open_update(bot_id, update_id, chat_id, user_id, thread_id, business_connection_id, telegram_id)^
-- Everything an update needs before its handler runs. On PostgreSQL the lock of the person was
-- taken by an earlier statement, so this one sees all that their earlier updates did.
select
    u.update_id as recorded,
    u.reply as update_reply,
    f.state as fsm_state,
    f.data as fsm_data,
    p.*,
    s.role,
    s.on_shift_since,
    c.id as open_case
from (select 1) as always
left join updates as u on u.bot_id = :bot_id and u.update_id = :update_id
left join people as p on p.telegram_id = :telegram_id
left join staff as s on s.person_id = p.id and s.removed_at is null
left join cases as c on c.citizen_id = p.id and c.state in ('waiting', 'taken')
left join fsm as f
    on f.bot_id = :bot_id
    and f.chat_id = :chat_id
    and f.user_id = :user_id
    and f.thread_id = :thread_id
    and f.business_connection_id = :business_connection_id
    and f.destiny = 'default';

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
