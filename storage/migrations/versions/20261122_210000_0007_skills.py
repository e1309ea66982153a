"""Skills of operators, and since when a case has been in the queue."""

from alembic import op

from storage.migrations.ddl import add, check, index, make, number, one_of, refers, text

revision = "0007_skills"
down_revision = "0006_canned_replies"
branch_labels = None
depends_on = None

CAME_BACK = """
update cases set queued_at = coalesce(
    (select max(e.at) from case_events e
        where e.case_id = cases.id and e.kind in ('returned', 'reopened')), created_at)
"""


def upgrade() -> None:
    """From the canned replies."""
    make(
        "staff_skills",
        "What operators are offered; no row of a kind: everything",
        number("person_id", "Whose skill"),
        text("kind", "A language or a topic"),
        text("value", "Which one"),
        one_of("staff_skills", "kind", "language", "topic"),
        check("staff_skills", "language", "kind <> 'language' or value in ('kk', 'ru')"),
        refers("staff_skills", "person_id", "people"),
        key=("person_id", "kind", "value"),
    )
    add("cases", "queued_at", "bigint not null default 0", "Since when it is in the queue")
    op.execute(CAME_BACK)
    waiting = "state = 'waiting'"
    index("cases_lane", "cases", "language", "topic", "place", "id", where=waiting)
    index("cases_ripe", "cases", "level", "queued_at", "id", where=waiting)


def downgrade() -> None:
    """Everybody is offered everything."""
    op.drop_index("cases_ripe", "cases")
    op.drop_index("cases_lane", "cases")
    op.execute("alter table cases drop column queued_at")
    op.drop_table("staff_skills")
