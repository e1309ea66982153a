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
insert into cases (citizen_id, language, topic, facts, level, reason, last_day, contact, phone,
    slot, state, previous_id, created_at, queued_at, owed_since, place, promised_by)
values (:citizen_id, :language, :topic, :facts, :level, :reason, :last_day, :contact, :phone,
    :slot, 'waiting', :previous_id, :created_at, :created_at, :created_at, :place, :promised_by)
on conflict (citizen_id) where state in ('waiting', 'taken') do nothing
returning id;

-- name: urge_case!
-- What was written since has made it more urgent; it never goes back for that. Its operator is measured by the new
-- patience from now on, and what supervisors were told before was something else.
update cases set facts = :facts, level = :level, reason = :reason, last_day = :last_day, alarmed_at = null,
    place = case when place < :place then place else :place end,
    owed_since = case when state = 'taken' then :now else owed_since end
where id = :id;

-- name: speak_in_cases!
-- The citizen has chosen another language: what is open goes on in it.
update cases set language = :language
where citizen_id = :citizen_id and state in ('waiting', 'taken');

-- name: take_case!
-- Takes one case: state and capacity are checked by the very statement that changes it.
update cases set state = 'taken', assignee_id = :operator_id, taken_at = :now
where id = :id and state = 'waiting' and citizen_id <> :operator_id
    and (select count(*) from cases o where o.assignee_id = :operator_id and o.state = 'taken')
        < (select s.capacity from staff s
            where s.person_id = :operator_id and s.removed_at is null);

-- name: load_of
-- How many open cases an operator has, and how many they may have.
select s.capacity,
    (select count(*) from cases where assignee_id = s.person_id and state = 'taken') as open
from staff s where s.person_id = :operator_id;

-- name: close_case!
-- Closes a case that is this operator's and taken.
update cases set state = 'closed', closed_at = :now, outcome_code = :code, outcome = :outcome,
    owed_since = null
where id = :id and assignee_id = :operator_id and state = 'taken';

-- name: cancel_case!
-- The citizen takes an open case back.
update cases set state = 'cancelled', closed_at = :now, owed_since = null
where id = :id and state in ('waiting', 'taken');

-- name: give_case_back!
-- A case that its operator does not keep waits again, at its old place or further in front. The promise
-- that somebody takes it was kept, and is no more.
update cases set state = 'waiting', assignee_id = null, taken_at = null, promised_by = null,
    slipped_at = null, slips = 0, queued_at = :now, place = place - :sooner
where id = :id and assignee_id = :operator_id and state = 'taken';

-- name: correct_case!
-- A case that its operator gives to the queue of another topic: as one that is given back, and never later
-- than it would have been.
update cases set state = 'waiting', assignee_id = null, taken_at = null, promised_by = null,
    topic = :topic, facts = :facts, level = :level, reason = :reason, last_day = :last_day,
    queued_at = :now, place = case when place < :place then place else :place end
where id = :id and assignee_id = :operator_id and state = 'taken';

-- name: transfer_case!
-- From one operator to another, who is one at this moment and has room for it.
update cases set assignee_id = :to, taken_at = :now
where id = :id and assignee_id = :operator_id and state = 'taken' and citizen_id <> :to
    and (select count(*) from cases o where o.assignee_id = :to and o.state = 'taken')
        < (select s.capacity from staff s where s.person_id = :to and s.removed_at is null);

-- name: reopen_case!
-- The citizen needs more: back into the queue, in their language of now, unless another request of theirs
-- is open.
update cases set state = 'waiting', assignee_id = null, taken_at = null, closed_at = null,
    language = coalesce((select p.language from people p where p.id = cases.citizen_id), language),
    queued_at = :now, owed_since = :now, rating = null, rated_at = null, slipped_at = null, slips = 0
where id = :id and state = 'closed'
    and not exists (select 1 from cases o
        where o.citizen_id = cases.citizen_id and o.state in ('waiting', 'taken'));

-- name: owe_answer!
-- Since when the citizen waits for an answer: since the first of their words that got none.
update cases set owed_since = coalesce(owed_since, :now), written_at = :now where id = :id;

-- name: owe_again!
-- What was to be their answer has not reached the citizen.
update cases set owed_since = coalesce(owed_since, :now)
where id = :id and state in ('waiting', 'taken');

-- name: answer_case!
-- The operator has answered, unless something was not read yet or a call is due: that is owed since then.
update cases set owed_since = :since where id = :id;

-- name: call_is_due
-- Whether its operator was told to call, and nobody has called since.
select 1 as due from cases c
where c.id = :id and c.contact = 'phone' and c.call_told_at >= c.taken_at
    and not exists (select 1 from case_events e
        where e.case_id = c.id and e.kind = 'called' and e.at >= c.call_told_at);

-- name: add_case_event!
-- What happened, with who and when.
insert into case_events (case_id, kind, by_id, at, details)
values (:case_id, :kind, :by_id, :at, :details);

-- name: rate_case!
-- The first rating of a closed case stays.
update cases set rating = :stars, rated_at = :now
where id = :id and state = 'closed' and rating is null;

-- name: comment_case!
-- A comment beside a rating; one from before the case was reopened stays above it.
update cases set comment = coalesce(comment || :gap, '') || :words
where id = :id and state = 'closed' and rating is not null;

-- name: promise_case!
-- By when the citizen was told to expect somebody; the slips of an earlier wait are another matter.
update cases set promised_by = :promised_by, slipped_at = null, slips = 0 where id = :id;

-- name: open_case_of_caller
-- An open case of somebody without Telegram that is answered by this number.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from cases c
join people p on p.id = c.citizen_id
left join people o on o.id = c.assignee_id
where c.phone = :phone and c.state in ('waiting', 'taken') and p.telegram_id is null
order by c.id desc
limit 1;

-- name: pair_cases!
-- Two open requests with one number: whoever takes either learns of the other.
update cases set twin_id = case when id = :one then cast(:other as bigint) else :one end
where id in (:one, :other);

-- name: cases_of
-- A citizen's requests, the newest first.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from cases c
join people p on p.id = c.citizen_id
left join people o on o.id = c.assignee_id
where c.citizen_id = :citizen_id
order by c.created_at desc, c.id desc
limit :limit;

-- name: abandoned_cases
-- Taken cases whose citizen waits for somebody off shift; those of which nobody was told yet are left to the
-- watch.
select c.id from cases c
left join staff s on s.person_id = c.assignee_id and s.removed_at is null
where c.state = 'taken' and c.owed_since is not null and c.unheard_at is not null
    and s.on_shift_since is null and c.citizen_id <> :operator_id
order by c.owed_since, c.id
limit :limit;

-- name: first_takes
-- When cases were sent and first taken: what came back and was taken again says nothing of the queue.
select c.created_at, e.at as taken_at
from case_events e
join cases c on c.id = e.case_id
where e.kind = 'taken' and e.at >= :since
    and not exists (select 1 from case_events b
        where b.case_id = e.case_id and b.kind = 'taken' and b.id < e.id)
order by e.at desc
limit :limit;

-- name: waiting_cases
-- A part of the queue, the most urgent first and with time everybody.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    cast(null as text) as assignee_name, cast(null as bigint) as assignee_chat
from cases c
join people p on p.id = c.citizen_id
where c.state = 'waiting'
order by c.place, c.id
limit :limit offset :skip;

-- name: waiting_count
-- The length of the queue, up to a limit.
select count(*) as count
from (select 1 from cases where state = 'waiting' order by place, id limit :upto) as waiting;

-- name: waiting_before
-- How many wait in front of a case, up to a limit.
select count(*) as count
from (select 1 from cases c
    where c.state = 'waiting'
        and (c.place, c.id) < ((select own.place from cases own where own.id = :id),
            cast(:id as bigint))
    order by c.place, c.id limit :upto) as ahead;

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

-- name: unanswered_since
-- The first words of the citizen that wait for an answer: written since one is owed, or changed since then; what
-- came with the request itself is asked in the call.
select min(m.created_at) as since
from case_messages m
join cases c on c.id = m.case_id
where m.case_id = :case_id and m.author = 'citizen'
    and (m.created_at > c.created_at or m.edited_at > c.taken_at)
    and (m.created_at >= c.owed_since or m.edited_at >= c.owed_since);

-- name: case_message_by_id
-- One message, to be put together for the other side.
select m.*, p.name as author_name
from case_messages m join people p on p.id = m.author_id
where m.id = :id;

-- name: messages_of_case
-- All that was written in a case, in order.
select m.*, p.name as author_name
from case_messages m join people p on p.id = m.author_id
where m.case_id = :case_id order by m.id;

-- name: case_message_at
-- The case message that stands at this place of this chat.
select m.*, p.name as author_name
from case_messages m join people p on p.id = m.author_id
where m.chat_id = :chat_id and m.message_id = :message_id;

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
select m.*, p.name as author_name
from case_messages m join people p on p.id = m.author_id
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

-- name: loosen_copies!
-- What a chat has of a case still leads to it, and shows its messages no more: they come anew.
update case_copies set case_message_id = null
where chat_id = :chat_id
    and case_message_id in (select m.id from case_messages m where m.case_id = :case_id);

-- name: answers_of_case
-- The answers of a case, and whether they stand in its citizen's chat.
select m.id, case when exists (
        select 1 from case_copies c where c.case_message_id = m.id and c.chat_id = :chat_id)
    then 1 else 0 end as arrived
from case_messages m
where m.case_id = :case_id and m.author = 'operator';

-- name: copies_of_message
-- Where a message of a case is shown.
select * from case_copies where case_message_id = :case_message_id order by message_id;

-- name: mark_of_case
-- The newest header, card or notice of a case in a chat.
select message_id from case_copies
where chat_id = :chat_id and case_id = :case_id and case_message_id is null
order by message_id desc limit 1;

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
