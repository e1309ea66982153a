-- name: open_update(bot_id, update_id, received_at, chat_id, user_id, thread_id, business_connection_id, telegram_id)^
-- Records the update and loads what it needs, in one round trip: SQLite allows no INSERT in WITH.
-- The lock of the person was taken by an earlier statement, so this one sees all they did before.
with recorded as (
    insert into updates (bot_id, update_id, received_at)
    values (:bot_id, :update_id, :received_at)
    on conflict (bot_id, update_id) do nothing
    returning update_id
)
select
    (select count(*) from recorded) as is_new,
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
