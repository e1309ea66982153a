"""Alembic's entry: runs the revisions on the connection that `storage.migrate` has opened.

It configures no logging and opens nothing by itself.
"""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    on_version_apply=context.config.attributes["on_version_apply"],
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
