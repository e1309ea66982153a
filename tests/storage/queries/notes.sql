-- name: add_note(key, value)!
-- Insert, refused where the key is there.
insert into service_state (key, value, updated_at) values (:key, :value, 0);

-- name: put_note(key, value)
-- Insert or change, and give the row.
insert into service_state (key, value, updated_at)
values (:key, :value, 0)
on conflict (key) do update set value = excluded.value
returning key, value;

-- name: note(key)^
-- One note.
select key, value from service_state where key = :key;

-- name: notes()
-- All of them.
select key, value from service_state order by key;

-- name: change_notes(value)!
-- Change all of them.
update service_state set value = :value;

-- name: drop_note(key)!
-- Delete one.
delete from service_state where key = :key;

-- name: note_person(telegram_id, language)
-- For the rules of the schema.
insert into people (telegram_id, name, language, created_at)
values (:telegram_id, 'N', :language, 0)
returning id, telegram_id, language;

-- name: note_case(citizen_id, state, contact)
-- For the rules of the schema.
insert into cases (citizen_id, topic, contact, state, created_at)
values (:citizen_id, 'loan', :contact, :state, 0)
returning id;

-- name: drop_person(id)!
-- Delete one.
delete from people where id = :id;

-- name: wrong()
-- No such column.
select nothing_like_it from service_state;

-- name: add_staff_row(person_id, role, shift, removed)!
-- Somebody with a role.
insert into staff (person_id, role, on_shift_since, added_at, removed_at)
values (:person_id, :role, :shift, 0, :removed);

-- name: fsm_rows()
-- What is really there.
select state, updated_at from fsm;
