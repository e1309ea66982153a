-- name: add_caller
-- Somebody new who calls from a number; of two who write them down at once the second finds them.
insert into people (phone, name, language, created_at)
values (:phone, :name, :language, :now)
on conflict (phone, name) do update set language = excluded.language
returning id;

-- name: caller_speaks!
-- Who has called before speaks the language that they say now.
update people set language = :language where id = :id;

-- name: open_case_with_phone
-- An open case that is answered by this number, of a caller or of somebody in Telegram.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from cases c
join people p on p.id = c.citizen_id
left join people o on o.id = c.assignee_id
where c.phone = :phone and c.state in ('waiting', 'taken')
order by c.id desc
limit 1;

-- name: hold_callers
-- Whoever has called from this number, held until the commit: no operator writes down another request of
-- theirs in between. An update holds a row on both engines.
update people set name = name where phone = :phone returning id, name;

-- name: calls_from
-- What was asked from a number and may still be asked for: numbers change hands.
select c.*, p.name as citizen_name, p.telegram_id as citizen_chat,
    o.name as assignee_name, o.telegram_id as assignee_chat
from people p
join cases c on c.citizen_id = p.id
left join people o on o.id = c.assignee_id
where p.phone = :phone
    and (c.state in ('waiting', 'taken') or (c.state = 'closed' and c.closed_at >= :after))
order by c.id desc;

-- name: give_case!
-- A caller's case becomes that of somebody in Telegram, who reads it in their language; the name that was
-- said stays with it.
update cases set citizen_id = :to, language = :language,
    called_as = (select p.name from people p where p.id = :caller_id)
where id = :id and citizen_id = :caller_id;

-- name: give_words!
-- What was noted for the caller is from now on what this person said.
update case_messages set author_id = :to where case_id = :id and author_id = :caller_id;

-- name: forget_caller!
-- A caller whose cases have all become somebody's; one with older cases stays.
delete from people
where id = :id and telegram_id is null
    and not exists (select 1 from cases where citizen_id = :id);
