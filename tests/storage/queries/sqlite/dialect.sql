-- name: engine_name()^
-- Differs on each engine.
select 'sqlite ' || sqlite_version() as name;

-- name: nap()^
-- Takes about a tenth of a second.
with recursive up (n) as (select 1 union all select n + 1 from up where n < 300000)
select count(*) as n from up;
