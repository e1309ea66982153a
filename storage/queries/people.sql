-- name: person_by_id
-- One person with their role, for work that is not about an update of theirs.
select p.*, s.role, s.on_shift_since
from people p
left join staff s on s.person_id = p.id and s.removed_at is null
where p.id = :id;

-- name: person_by_chat
-- The person behind a private chat: its id is their Telegram id.
select p.*, s.role, s.on_shift_since
from people p
left join staff s on s.person_id = p.id and s.removed_at is null
where p.telegram_id = :telegram_id;

-- name: add_person
-- A first word from somebody unknown; two first words at once make one person.
insert into people (telegram_id, name, app_language, created_at)
values (:telegram_id, :name, :app_language, :now)
on conflict (telegram_id) do update set name = excluded.name
returning *;

-- name: update_person!
-- The name and the app's language change in Telegram, and we follow.
update people set name = :name, app_language = :app_language where id = :id;

-- name: set_language!
-- The language chosen in the bot, which every text follows from now on.
update people set language = :language where id = :id;

-- name: set_source!
-- The campaign that brought a person; only the first one counts.
update people set source = :source where id = :id and source is null;

-- name: set_unreachable!
-- A person blocked the bot or deleted the account; an empty reason: they are back.
update people set unreachable = :reason, unreachable_at = :now
where telegram_id = :telegram_id;

-- name: stored_about
-- What is kept about a person, counted, for them to read.
select
    (select count(*) from attempts where person_id = :id) as attempts,
    (select count(*) from answers join attempts on attempts.id = answers.attempt_id
     where attempts.person_id = :id) as answers,
    (select count(*) from cases where citizen_id = :id) as cases,
    (select count(*) from case_messages join cases on cases.id = case_messages.case_id
     where cases.citizen_id = :id) as messages,
    (select max(id) from cases
     where citizen_id = :id and state in ('waiting', 'taken')) as open_case,
    (select count(*) from staff where person_id = :id) as staff;

-- name: erase_answers!
-- Erasing a person: their answers.
delete from answers
where attempt_id in (select id from attempts where person_id = :id);

-- name: erase_attempts!
-- Erasing a person: their lessons.
delete from attempts where person_id = :id;

-- name: erase_copies!
-- Erasing a person: where their messages were shown.
delete from case_copies
where case_id in (select id from cases where citizen_id = :id);

-- name: erase_messages!
-- Erasing a person: what was written in their cases, by either side.
delete from case_messages
where case_id in (select id from cases where citizen_id = :id);

-- name: erase_events!
-- Erasing a person: what happened to their cases.
delete from case_events
where case_id in (select id from cases where citizen_id = :id);

-- name: erase_notes!
-- Erasing a person: what operators wrote about their cases.
delete from case_notes
where case_id in (select id from cases where citizen_id = :id);

-- name: unlink_cases!
-- Erasing a person: cases point at earlier ones and cannot go in one step otherwise.
update cases set previous_id = null where citizen_id = :id;

-- name: erase_cases!
-- Erasing a person: their closed and cancelled cases (an open one forbids erasing).
delete from cases where citizen_id = :id;

-- name: erase_outbox!
-- Erasing a person: what still waits to be sent to them, and the record of what was.
delete from outbox where chat_id = (select telegram_id from people where id = :id);

-- name: erase_replies!
-- Erasing a person: all kept answers, because those of others can hold the name, too.
update updates set reply = null where reply is not null;

-- name: erase_fsm!
-- Erasing a person: the request they were writing.
delete from fsm where user_id = (select telegram_id from people where id = :id);

-- name: erase_invitations!
-- Erasing a person: the invitation they used.
delete from invitations where used_by = :id;

-- name: erase_person!
-- Erasing a person: the person.
delete from people where id = :id;
