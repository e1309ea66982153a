"""Events on their way to the call centre's own system."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.ddl import count, index, make, number, one_of, text

revision = "0003_call_centre"
down_revision = "0002_consultation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From the desk."""
    make(
        "hooks",
        "Events of cases to post to the call centre's own system, and how far each is",
        number("event_id", "Which event; there is one row for each"),
        number("case_id", "Of which case; its events are posted in their order"),
        text("kind", "What happened"),
        text("state", "How far it is"),
        count("attempts", "How often it was posted, the running try included", default="0"),
        number("due_at", "Not to be posted before"),
        number("leased_until", "A worker is posting it until then", default="0"),
        text("error", "What the last try gave", null=True),
        number("created_at", "Since when it is tried"),
        number("finished_at", "When it ended", null=True),
        one_of("hooks", "state", "pending", "done", "joined", "dead"),
        # Whoever erases a person's cases erases what was still to be told of them.
        sa.ForeignKeyConstraint(
            ["event_id"], ["case_events.id"], name="fk_hooks_event_id", ondelete="CASCADE"
        ),
        key=("event_id",),
    )
    index("hooks_due", "hooks", "due_at", where="state = 'pending'")
    index("hooks_case", "hooks", "case_id", "event_id", where="state = 'pending'")
    index("hooks_finished_at", "hooks", "state", "finished_at", where="finished_at is not null")


def downgrade() -> None:
    """What was not posted is lost; the events themselves stay."""
    op.drop_table("hooks")
