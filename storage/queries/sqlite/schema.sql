-- name: schema_has_revision()^
-- Whether Alembic ever ran here. SQLite's catalog has its own table for that.
select count(*) as present
from sqlite_master
where type = 'table' and name = 'alembic_version';
