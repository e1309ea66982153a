-- name: engine_name()^
-- Differs on each engine.
select 'postgres ' || version() as name;

-- name: nap()^
-- Takes about a tenth of a second.
select case when pg_sleep(0.1) is null then 0 else 1 end as n;

-- name: backend_pid()^
-- Who serves this connection.
select pg_backend_pid() as pid;

-- name: terminate(pid)^
-- Break somebody's connection.
select case when pg_terminate_backend(cast(:pid as integer)) then 1 else 0 end as done;

-- name: wake()^
-- What a worker does after it has filled the outbox.
select case when pg_notify('outbox', '') is null then 0 else 1 end as done;
