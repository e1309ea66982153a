-- name: skills_of
-- What a person is offered; no row of a kind: everything.
select kind, value from staff_skills where person_id = :person_id;

-- name: skilled_on_shift
-- Who can take a new case and what they are offered: a row for each skill, one for whoever has none.
select s.person_id, p.telegram_id, k.kind, k.value
from staff s
join people p on p.id = s.person_id
left join staff_skills k on k.person_id = s.person_id
where s.removed_at is null and s.on_shift_since is not null
    and s.role in ('owner', 'supervisor', 'operator') and p.unreachable is null
order by s.on_shift_since, s.person_id;

-- name: skilled_staff
-- Everybody who works at the desk, with their skills as above.
select s.person_id, p.name, p.telegram_id, k.kind, k.value
from staff s
join people p on p.id = s.person_id
left join staff_skills k on k.person_id = s.person_id
where s.removed_at is null and s.role in ('owner', 'supervisor', 'operator')
order by p.name, s.person_id;

-- name: drop_skills!
-- Before new ones are set: no restriction.
delete from staff_skills where person_id = :person_id;

-- name: add_skill!
-- A language or a topic that a person is offered.
insert into staff_skills (person_id, kind, value) values (:person_id, :kind, :value)
on conflict (person_id, kind, value) do nothing;
