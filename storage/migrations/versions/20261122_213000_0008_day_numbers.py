"""Promises that were not kept: each is counted on its day, and a new one may follow."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.ddl import add, index, make, number

revision = "0008_day_numbers"
down_revision = "0007_skills"
branch_labels = None
depends_on = None

WAITING = "state = 'waiting'"


def upgrade() -> None:
    """From the skills; of slips told before, the newest of each request is known."""
    make(
        "promise_slips",
        "Times by which somebody should have taken a request, and nobody had",
        number("case_id", "Which request"),
        number("promised_by", "The time that had been named"),
        number("told_at", "When the citizen was told"),
        # Whoever erases a person's cases erases what was promised in them.
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_promise_slips_case_id", ondelete="CASCADE"
        ),
        key=("case_id", "promised_by"),
    )
    index("promise_slips_day", "promise_slips", "promised_by")
    add("cases", "slips", "integer not null default 0", "How often its citizen was told of a slip")
    op.execute("update cases set slips = 1 where slipped_at is not null")
    op.execute(
        "insert into promise_slips (case_id, promised_by, told_at) "
        "select id, promised_by, slipped_at from cases "
        "where slipped_at is not null and promised_by is not null"
    )
    # The board counts as late also what has got a new promise; by the index alone, as before.
    op.drop_index("cases_waiting", "cases")
    columns = ("state", "level", "created_at", "promised_by", "slips")
    index("cases_waiting", "cases", *columns, where=WAITING)


def downgrade() -> None:
    """Only the newest promise of each request stays."""
    op.drop_index("cases_waiting", "cases")
    index("cases_waiting", "cases", "state", "level", "created_at", "promised_by", where=WAITING)
    op.drop_table("promise_slips")
    op.execute("alter table cases drop column slips")
