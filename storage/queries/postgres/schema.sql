-- name: schema_has_revision()^
-- Whether Alembic ever ran here, seen through the search path as every other table.
select case when to_regclass('alembic_version') is null then 0 else 1 end as present;
