"""What the watch over the desk has told already, and the indexes by which it looks."""

from alembic import op

from storage.migrations.ddl import add, index

revision = "0004_watch"
down_revision = "0003_call_centre"
branch_labels = None
depends_on = None

COLUMNS = {
    "written_at": "When the citizen last wrote",
    "reminded_at": "When its operator was last reminded of an unanswered message",
    "unheard_at": "When others were last told that the citizen wrote to an operator off shift",
    "alarmed_at": "When supervisors were last told that nobody has taken it",
    "slipped_at": "When the citizen was told that it takes longer than promised",
}


def upgrade() -> None:
    """From the call centre."""
    for name, comment in COLUMNS.items():
        add("cases", name, "bigint", comment)
    # With the state in front SQLite counts by these alone, without looking at the cases.
    waiting = "state = 'waiting'"
    op.drop_index("cases_queue", "cases")
    index("cases_queue", "cases", "state", "place", "id", where=waiting)
    index("cases_waiting", "cases", "state", "level", "created_at", "promised_by", where=waiting)
    index("outbox_by_chat", "outbox", "chat_id", "id")
    index("cases_taken", "cases", "assignee_id", "owed_since", where="state = 'taken'")
    index(
        "cases_silent",
        "cases",
        "owed_since",
        "taken_at",
        where="state = 'taken' and owed_since is not null",
    )
    index(
        "cases_promised",
        "cases",
        "promised_by",
        where="state = 'waiting' and (slipped_at is null or slipped_at < promised_by)",
    )


def downgrade() -> None:
    """What was told is forgotten."""
    for name in ("cases_waiting", "cases_taken", "cases_silent", "cases_promised"):
        op.drop_index(name, "cases")
    op.drop_index("cases_queue", "cases")
    op.drop_index("outbox_by_chat", "outbox")
    index("cases_queue", "cases", "place", "id", where="state = 'waiting'")
    for name in COLUMNS:
        op.execute(f"alter table cases drop column {name}")
