-- name: case_by_id
-- A case with the names and chats of both sides.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from cases c
join people p on p.id = c.citizen_id
left join people o on o.id = c.assignee_id
where c.id = :id;

-- name: open_case_of
-- The one open case of a citizen; the schema allows no second one.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from cases c
join people p on p.id = c.citizen_id
left join people o on o.id = c.assignee_id
where c.citizen_id = :citizen_id and c.state in ('waiting', 'taken');

-- name: last_closed_case_of
-- The case that a new request of the same citizen is linked to.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from cases c
join people p on p.id = c.citizen_id
left join people o on o.id = c.assignee_id
where c.citizen_id = :citizen_id and c.state = 'closed'
order by c.id desc
limit 1;

-- name: add_case
-- A new request; nothing comes back when the citizen has an open one.
insert into cases (citizen_id, topic, contact, phone, state, previous_id, created_at)
values (:citizen_id, :topic, :contact, :phone, 'waiting', :previous_id, :created_at)
on conflict (citizen_id) where state in ('waiting', 'taken') do nothing
returning id;

-- name: take_case!
-- Takes one case: the state is checked by the very statement that changes it.
update cases set state = 'taken', assignee_id = :operator_id, taken_at = :now
where id = :id and state = 'waiting' and citizen_id <> :operator_id;

-- name: close_case!
-- Closes a case that is this operator's and taken.
update cases set state = 'closed', closed_at = :now, outcome = :outcome
where id = :id and assignee_id = :operator_id and state = 'taken';

-- name: cancel_case!
-- The citizen takes an open case back.
update cases set state = 'cancelled', closed_at = :now
where id = :id and state in ('waiting', 'taken');

-- name: give_case_back!
-- A case whose operator has left waits again; it keeps its place by the time it was made.
update cases set state = 'waiting', assignee_id = null, taken_at = null
where id = :id and assignee_id = :operator_id and state = 'taken';

-- name: rate_case!
-- The first rating of a closed case stays.
update cases set rating = :stars, rated_at = :now
where id = :id and state = 'closed' and rating is null;

-- name: waiting_cases
-- The head of the queue.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    cast(null as text) as assignee_name, cast(null as bigint) as assignee_chat
from cases c
join people p on p.id = c.citizen_id
where c.state = 'waiting'
order by c.created_at, c.id
limit :limit;

-- name: waiting_count
-- The length of the queue.
select count(*) as count from cases where state = 'waiting';

-- name: waiting_before
-- How many wait in front of a case.
select count(*) as count from cases
where state = 'waiting'
    and (created_at < :created_at or (created_at = :created_at and id < :id));

-- name: cases_taken_by
-- An operator's open cases, the oldest first.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from cases c
join people p on p.id = c.citizen_id
join people o on o.id = c.assignee_id
where c.assignee_id = :operator_id and c.state = 'taken'
order by c.taken_at, c.id;

-- name: add_case_message
-- A message of a case; the same message of the same chat is kept once.
insert into case_messages
    (case_id, author, author_id, chat_id, message_id, media_group, content, created_at)
values (:case_id, :author, :author_id, :chat_id, :message_id, :media_group, :content, :now)
on conflict (chat_id, message_id) do nothing
returning id;

-- name: case_message_by_id
-- One message, to be put together for the other side.
select * from case_messages where id = :id;

-- name: messages_of_case
-- All that was written in a case, in order.
select * from case_messages where case_id = :case_id order by id;

-- name: case_message_at
-- The case message that stands at this place of this chat.
select * from case_messages where chat_id = :chat_id and message_id = :message_id;

-- name: case_of_group
-- Where the first parts of an album went.
select case_id from case_messages
where chat_id = :chat_id and media_group = :media_group
order by id limit 1;

-- name: change_case_message!
-- The author edited the message.
update case_messages set content = :content, edited_at = :now where id = :id;

-- name: parts_to_carry
-- The parts of an album that the chat has not got yet.
select m.* from case_messages m
where m.case_id = :case_id and m.chat_id = :from_chat and m.media_group = :media_group
    and not exists (
        select 1 from case_copies c where c.case_message_id = m.id and c.chat_id = :chat_id)
order by m.id
limit 10;

-- name: add_copy!
-- A message of a case as it now stands in the other side's chat.
insert into case_copies (chat_id, message_id, case_id, case_message_id, headed)
values (:chat_id, :message_id, :case_id, :case_message_id, :headed)
on conflict (chat_id, message_id) do nothing;

-- name: copies_of_message
-- Where a message of a case is shown.
select * from case_copies where case_message_id = :case_message_id order by message_id;

-- name: copy_at
-- What stands at this place of this chat, so that a reply to it finds its case.
select * from case_copies where chat_id = :chat_id and message_id = :message_id;

-- name: hold_message!
-- An operator's message that waits for its addressee.
insert into held_messages (chat_id, message_id, operator_id, media_group, content, created_at)
values (:chat_id, :message_id, :operator_id, :media_group, :content, :now)
on conflict (chat_id, message_id) do nothing;

-- name: change_held!
-- It was edited before its addressee was named.
update held_messages set content = :content
where chat_id = :chat_id and message_id = :message_id;

-- name: held_group
-- Whether a part of this album waits already: the operator is asked once for all of it.
select 1 as held from held_messages
where chat_id = :chat_id and media_group = :media_group limit 1;

-- name: release_held
-- Takes a held message out, with the other parts of its album; a second press finds nothing.
delete from held_messages
where operator_id = :operator_id and chat_id = :chat_id
    and (message_id = :message_id
        or media_group = (select h.media_group from held_messages h
            where h.chat_id = :chat_id and h.message_id = :message_id))
returning *;

-- name: forget_held!
-- Messages whose addressee was never named.
delete from held_messages where created_at < :before;
