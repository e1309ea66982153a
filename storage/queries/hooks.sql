-- name: begin_hooks!
-- Posting is switched on for the first time: what happened before is not told.
insert into service_state (key, value, updated_at)
select 'hooks_floor', cast(coalesce(max(id), 0) as text), cast(:now as bigint)
from case_events
where true
on conflict (key) do nothing;

-- name: hooks_to_do
-- Whether there is an event without a row, or a row to post; and since when the oldest waits.
select
    (select count(*) from (
        select e.id from case_events e
        where e.id > (select cast(s.value as bigint) from service_state s
                where s.key = 'hooks_floor')
            and e.kind <> 'note'
            and not exists (select 1 from hooks h where h.event_id = e.id)
        limit 1) as fresh_one) as fresh,
    (select count(*) from (
        select event_id from hooks
        where state = 'pending' and due_at <= :now and leased_until <= :now
        limit 1) as due_one) as due,
    (select min(created_at) from hooks where state = 'pending') as oldest;

-- name: put_hooks!
-- A row for each event that has none, wherever it stands above the floor: numbers are given out
-- in another order than transactions end. Messages wait for the end of their ten seconds. All
-- kinds but one, and so written that the index of kinds does not look better than the floor.
insert into hooks (event_id, case_id, kind, state, due_at, created_at)
select e.id, e.case_id, e.kind, 'pending',
    case when e.kind = 'message' then (e.at / 10 + 1) * 10 else cast(:now as bigint) end,
    cast(:now as bigint)
from case_events e
where e.id > (select cast(s.value as bigint) from service_state s where s.key = 'hooks_floor')
    and e.kind <> 'note'
    and not exists (select 1 from hooks h where h.event_id = e.id)
on conflict (event_id) do nothing;

-- name: join_messages!
-- Of the messages of a case in the same ten seconds the last one stands for all.
update hooks set state = 'joined', finished_at = :now
where state = 'pending' and kind = 'message' and attempts = 0
    and exists (select 1 from hooks n
        where n.case_id = hooks.case_id and n.kind = 'message' and n.state = 'pending'
            and n.due_at = hooks.due_at and n.event_id > hooks.event_id);

-- name: move_hooks_floor!
-- Events below the floor are not looked at again; no transaction lasts as long as the time in
-- between, so nothing can still appear down there.
update service_state
set value = cast((select max(e.id) from case_events e
        where e.id > cast(service_state.value as bigint) and e.at < :settled) as text),
    updated_at = :now
where key = 'hooks_floor'
    and exists (select 1 from case_events e
        where e.id > cast(service_state.value as bigint) and e.at < :settled);

-- name: finish_hook!
-- The receiver has it, or it was given up.
update hooks set state = :state, error = :error, finished_at = :now, leased_until = 0
where event_id = :event_id and state = 'pending';

-- name: retry_hook!
-- To be posted again later.
update hooks set due_at = :due_at, error = :error, leased_until = 0
where event_id = :event_id and state = 'pending';

-- name: release_hooks!
-- Take back every lease: the only worker starts, so nobody is posting.
update hooks set leased_until = 0 where state = 'pending' and leased_until > 0;

-- name: forget_hooks!
-- Clean-up of what ended long ago; only below the floor, where a missing row means nothing.
delete from hooks
where ((state in ('done', 'joined') and finished_at < :ended)
        or (state = 'dead' and finished_at < :dead))
    and event_id <= (select cast(s.value as bigint) from service_state s
        where s.key = 'hooks_floor');

-- name: hook_happening
-- What is told of an event: the case as it stood right after it, as far as it changes.
select e.id, e.kind, e.at, e.details, e.case_id,
    case when e.by_id = c.citizen_id then 'citizen' else s.role end as by_role,
    case when p.telegram_id is null then 'phone' else 'telegram' end as channel,
    c.state, c.topic, c.level, c.reason, c.last_day, c.language, c.contact, c.slot, c.previous_id,
    c.created_at, c.promised_by, c.phone, c.outcome, c.comment,
    m.kind as moved, m.at as moved_at,
    (select count(*) from case_messages w where w.case_id = c.id and w.author = 'citizen'
        and w.created_at <= e.at) as from_citizen,
    (select count(*) from case_messages w where w.case_id = c.id and w.author = 'operator'
        and w.created_at <= e.at) as from_operator,
    (select count(*) from case_events y where y.case_id = c.id and y.id <= e.id
        and y.kind = 'called') as calls
from case_events e
join cases c on c.id = e.case_id
join people p on p.id = c.citizen_id
left join staff s on s.person_id = e.by_id
left join case_events m on m.id = (
    select max(x.id) from case_events x
    where x.case_id = e.case_id and x.id <= e.id
        and x.kind in ('opened', 'taken', 'returned', 'transferred', 'closed', 'cancelled',
            'reopened'))
where e.id = :event_id;

-- name: hook_words
-- What was written since the last event that told of messages; its own second once more, because
-- a message of the same second may have come after it.
select w.id, w.author, w.created_at, w.content
from case_messages w
join case_events e on e.id = :event_id
where w.case_id = e.case_id and w.created_at <= e.at
    and w.created_at >= coalesce((
        select max(x.at) from case_events x join hooks h on h.event_id = x.id
        where x.case_id = e.case_id and x.id < e.id and x.kind in ('opened', 'message')
            and h.state <> 'joined'), 0)
order by w.id;

-- name: unfinished_hooks
-- For the owner at the terminal: what was given up, and what still waits, the oldest first.
select event_id, case_id, kind, state, attempts, created_at, error from hooks
where state in ('dead', 'pending')
order by state, event_id
limit :limit;

-- name: replay_hook!
-- The owner wants it posted once more; a joined one is told by the one that stands for it.
update hooks set state = 'pending', attempts = 0, due_at = :now, created_at = :now, error = null,
    finished_at = null, leased_until = 0
where event_id = :event_id and state in ('dead', 'done');

-- name: replay_dead_hooks!
-- The receiver is well again: everything that was given up is posted once more.
update hooks set state = 'pending', attempts = 0, due_at = :now, created_at = :now, error = null,
    finished_at = null, leased_until = 0
where state = 'dead' and finished_at is not null;

-- name: hooks_to_tell
-- How many were given up since the owners were last told; nothing within an hour of that.
insert into service_state (key, value, updated_at)
select 'hooks_told', cast(fresh.dead as text), cast(:now as bigint)
from (select count(*) as dead from hooks
    where state = 'dead' and finished_at < :now
        and finished_at >= coalesce(
            (select s.updated_at from service_state s where s.key = 'hooks_told'), 0)) as fresh
where fresh.dead > 0
on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at
where service_state.updated_at <= :now - 3600
returning cast(value as bigint) as dead;

-- name: hooks_dead
-- Whether there is something to tell the owners, asked before anything is written.
select count(*) as dead from hooks
where state = 'dead' and finished_at < :now
    and finished_at >= coalesce(
        (select s.updated_at from service_state s where s.key = 'hooks_told'), 0);
