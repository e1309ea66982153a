"""When it was told that a citizen is to be called."""

from alembic import op

from storage.migrations.ddl import add

revision = "0005_calls"
down_revision = "0004_watch"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From the watch."""
    add("cases", "call_told_at", "bigint", "When it was last told that a call is due")


def downgrade() -> None:
    """What was told is forgotten."""
    op.execute("alter table cases drop column call_told_at")
