-- name: service_value
-- What the service remembers about itself.
select value from service_state where key = :key;

-- name: keep_service_value!
-- Remember it, in the place of what was there.
insert into service_state (key, value, updated_at) values (:key, :value, :now)
on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at;
