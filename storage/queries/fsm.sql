-- name: read_fsm(bot_id, chat_id, user_id, thread_id, business_connection_id, destiny)^
-- Where one conversation stands.
select state, data
from fsm
where
    bot_id = :bot_id
    and chat_id = :chat_id
    and user_id = :user_id
    and thread_id = :thread_id
    and business_connection_id = :business_connection_id
    and destiny = :destiny;

-- name: save_fsm(bot_id, chat_id, user_id, thread_id, business_connection_id, destiny, state, data, now)!
-- Where it stands from now on, state and data together.
insert into fsm (
    bot_id, chat_id, user_id, thread_id, business_connection_id, destiny, state, data, updated_at
)
values (
    :bot_id, :chat_id, :user_id, :thread_id, :business_connection_id, :destiny, :state, :data, :now
)
on conflict (bot_id, chat_id, user_id, thread_id, business_connection_id, destiny) do update
set state = excluded.state, data = excluded.data, updated_at = excluded.updated_at;

-- name: drop_fsm(bot_id, chat_id, user_id, thread_id, business_connection_id, destiny)!
-- A conversation with nothing in it leaves no row.
delete from fsm
where
    bot_id = :bot_id
    and chat_id = :chat_id
    and user_id = :user_id
    and thread_id = :thread_id
    and business_connection_id = :business_connection_id
    and destiny = :destiny;

-- name: forget_conversations(before)!
-- What people began to write and left: it does not stay for ever.
delete from fsm where updated_at < :before;
