"""The queue is counted by level up to a limit: the late ones need an index of their own."""

from alembic import op

from storage.migrations.ddl import index

revision = "0010_counts"
down_revision = "0009_phone_callers"
branch_labels = None
depends_on = None

WAITING = "state = 'waiting'"


def upgrade() -> None:
    """From the callers."""
    # One index for how many and since when, one for how many of them are late: each count ends
    # at its limit without looking at those it does not count.
    op.drop_index("cases_waiting", "cases")
    index("cases_waiting", "cases", "state", "level", "created_at", where=WAITING)
    index("cases_late", "cases", "state", "level", "slips", "promised_by", where=WAITING)


def downgrade() -> None:
    """The one index of before."""
    op.drop_index("cases_late", "cases")
    op.drop_index("cases_waiting", "cases")
    columns = ("state", "level", "created_at", "promised_by", "slips")
    index("cases_waiting", "cases", *columns, where=WAITING)
