-- name: record_update(bot_id, update_id, received_at)
-- Gives a row if the update is new, none if it had its effect before.
-- PostgreSQL does this inside open_update, to save a round trip.
insert into updates (bot_id, update_id, received_at)
values (:bot_id, :update_id, :received_at)
on conflict (bot_id, update_id) do nothing
returning update_id;

-- name: open_update(bot_id, update_id, chat_id, user_id, thread_id, business_connection_id, telegram_id)^
-- Everything an update needs before its handler runs; differs from PostgreSQL's, which also records it.
select
    u.reply as update_reply,
    f.state as fsm_state,
    f.data as fsm_data,
    p.*,
    s.role,
    s.on_shift_since
from (select 1) as always
left join updates as u on u.bot_id = :bot_id and u.update_id = :update_id
left join people as p on p.telegram_id = :telegram_id
left join staff as s on s.person_id = p.id and s.removed_at is null
left join fsm as f
    on f.bot_id = :bot_id
    and f.chat_id = :chat_id
    and f.user_id = :user_id
    and f.thread_id = :thread_id
    and f.business_connection_id = :business_connection_id
    and f.destiny = 'default';
