-- name: schema_revision()^
-- The revision Alembic left behind; asked at every start, after schema_has_revision.
select version_num as revision from alembic_version;
