-- name: staff_list
-- Everybody with a role, for the owners.
select p.id as person_id, p.name, s.role, s.on_shift_since
from staff s join people p on p.id = s.person_id
where s.removed_at is null
order by s.role, p.name;

-- name: appoint!
-- A role for a person; somebody who left may come back in another one, off shift.
insert into staff (person_id, role, added_by, added_at)
values (:person_id, :role, :added_by, :now)
on conflict (person_id) do update
set role = excluded.role, added_by = excluded.added_by, added_at = excluded.added_at,
    on_shift_since = null, removed_at = null;

-- name: change_role!
-- Another role for somebody who works here: shift, capacity and cases stay. An owner stays one.
update staff set role = :role, added_by = :added_by, added_at = :now
where person_id = :person_id and removed_at is null and role in ('supervisor', 'operator');

-- name: set_capacity!
-- How many open cases an operator may have.
update staff set capacity = :capacity where person_id = :person_id;

-- name: retire_owner!
-- An owner is one because OWNER_IDS says so; whoever is not named there any more is none.
update staff set removed_at = :now, on_shift_since = null
where person_id = :person_id and role = 'owner' and removed_at is null;

-- name: owners
-- The owners the table knows, to compare with OWNER_IDS at the start.
select p.id as person_id, p.telegram_id
from staff s join people p on p.id = s.person_id
where s.role = 'owner' and s.removed_at is null;

-- name: invite!
-- An invitation by the hash of its token.
insert into invitations (token_hash, role, created_by, created_at, expires_at)
values (:token_hash, :role, :created_by, :now, :expires_at);

-- name: invited_since
-- An invitation that somebody has made a moment ago and nobody has used.
select 1 as found from invitations
where created_by = :by_id and role = :role and created_at >= :since and used_by is null
limit 1;

-- name: use_invitation
-- Uses up an invitation: of two presses at once one gets the row, the other nothing. It is worth as much as the
-- role of whoever made it at this moment.
update invitations set used_by = :person_id, used_at = :now
where token_hash = :token_hash and used_by is null and expires_at > :now
    and exists (select 1 from staff s
        where s.person_id = invitations.created_by and s.role = 'owner' and s.removed_at is null)
returning role, created_by,
    (select telegram_id from people where people.id = invitations.created_by) as inviter_chat;

-- name: forget_invitations!
-- Invitations that nobody used in time.
delete from invitations where used_by is null and expires_at < :before;

-- name: start_shift!
-- On shift: new cases are announced to this operator.
update staff set on_shift_since = :now
where person_id = :person_id and removed_at is null and on_shift_since is null;

-- name: end_shift!
-- Off shift: new cases are not announced any more; own cases stay.
update staff set on_shift_since = null where person_id = :person_id;

-- name: chats_on_shift
-- Where a new case is announced.
select p.telegram_id
from staff s join people p on p.id = s.person_id
where s.removed_at is null and s.on_shift_since is not null
    and s.role in ('owner', 'supervisor', 'operator') and p.unreachable is null
order by s.on_shift_since;
