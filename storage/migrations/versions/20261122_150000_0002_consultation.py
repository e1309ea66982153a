"""The desk of a call centre: urgency, events, notes, who is owed an answer.

Times are UTC seconds, days are texts like 2026-11-30, structures are JSON text.
"""

from alembic import op

from storage.migrations.ddl import add, identity, index, make, number, one_of, refers, text, words

revision = "0002_consultation"
down_revision = "0001_ground_floor"
branch_labels = None
depends_on = None

EVENTS = (
    "opened", "taken", "returned", "transferred", "message", "note", "call_due", "called",
    "closed", "cancelled", "reopened", "rated",
)  # fmt: skip
OUTCOMES = (
    "advised", "settlement", "ombudsman", "bankruptcy", "court", "fraud_report", "referred",
    "not_reached", "cancelled", "duplicate",
)  # fmt: skip
CASE_COLUMNS = (
    "language", "facts", "level", "reason", "last_day", "place", "promised_by", "owed_since",
    "outcome_code", "comment", "slot",
)  # fmt: skip


def upgrade() -> None:
    """From the ground floor."""
    _cases()
    _events()
    _notes()
    add("staff", "capacity", "integer not null default 8", "Open cases at the same time, at most")


def _cases() -> None:
    add("cases", "language", "text not null default 'kk'", "What the citizen read when asking",
        rule=f"language in ({words('kk', 'ru')})")  # fmt: skip
    add("cases", "facts", "text not null default '{}'", "The answers of the triage (JSON)")
    add("cases", "level", "text not null default 'plan'", "How soon a lawyer has to look",
        rule=f"level in ({words('today', 'days', 'week', 'plan')})")  # fmt: skip
    add("cases", "reason", "text not null default 'topic'", "Which rule gave the level")
    add("cases", "last_day", "text", "The last day of a running term")
    add("cases", "place", "bigint not null default 0", "The order in the queue, lower first")
    add("cases", "promised_by", "bigint", "By when the citizen was told to expect somebody")
    add("cases", "owed_since", "bigint", "Since when the citizen waits for an answer")
    add("cases", "outcome_code", "text", "How it ended, for the figures",
        rule=f"outcome_code in ({words(*OUTCOMES)})")  # fmt: skip
    add("cases", "comment", "text", "What the citizen wrote beside the rating")
    add("cases", "slot", "text", "When the citizen wants to be called",
        rule=f"slot in ({words('any', 'morning', 'noon', 'afternoon')})")  # fmt: skip
    op.execute("update cases set place = created_at")
    index("cases_queue", "cases", "place", "id", where="state = 'waiting'")
    index("cases_phone", "cases", "phone", where="phone is not null")
    index("cases_owed", "cases", "owed_since", where="owed_since is not null")
    index("cases_closed", "cases", "closed_at")


def _events() -> None:
    make(
        "case_events",
        "Everything that happened to a case, with who and when; rows are never changed",
        identity("Number of the event"),
        number("case_id", "To which case"),
        text("kind", "What happened"),
        number("by_id", "Who did it; empty: the program itself", null=True),
        number("at", "When"),
        text("details", "What else is known of it (JSON)"),
        one_of("case_events", "kind", *EVENTS),
        refers("case_events", "case_id", "cases"),
        refers("case_events", "by_id", "people"),
    )
    index("case_events_case", "case_events", "case_id", "id")
    index("case_events_kind", "case_events", "kind", "at")


def _notes() -> None:
    make(
        "case_notes",
        "What operators write for each other; never shown to a citizen",
        identity("Number of the note"),
        number("case_id", "About which case"),
        number("author_id", "Who wrote it"),
        text("words", "What was written"),
        number("created_at", "When"),
        refers("case_notes", "case_id", "cases"),
        refers("case_notes", "author_id", "people"),
    )
    index("case_notes_case", "case_notes", "case_id", "id")


def downgrade() -> None:
    """Back to the ground floor; what it does not know is lost."""
    op.drop_table("case_notes")
    op.drop_table("case_events")
    for name in ("cases_queue", "cases_phone", "cases_owed", "cases_closed"):
        op.drop_index(name, "cases")
    for column in CASE_COLUMNS:
        op.execute(f"alter table cases drop column {column}")
    op.execute("alter table staff drop column capacity")
