"""Canned replies and how often they are used."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.ddl import check, count, identity, make, number, one_of, refers, text

revision = "0006_canned_replies"
down_revision = "0005_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From the calls."""
    make(
        "canned_replies",
        "Answers that supervisors have written for operators to send",
        identity("Number of the reply"),
        text("title", "What the staff calls it"),
        text(
            "text_kk", "The Kazakh text (HTML); empty: not for citizens who read Kazakh", null=True
        ),
        text(
            "text_ru",
            "The Russian text (HTML); empty: not for citizens who read Russian",
            null=True,
        ),
        text("file_kind", "What goes with it; the text is then its caption", null=True),
        text("file_id", "Telegram's id of that file", null=True),
        text("search_kk", "Title and Kazakh text, folded for searching", null=True),
        text("search_ru", "Title and Russian text, folded for searching", null=True),
        count("uses", "How often it was sent", default="0"),
        number("changed_by", "Who wrote or changed it last"),
        number("changed_at", "When that was"),
        check("canned_replies", "text", "text_kk is not null or text_ru is not null"),
        check("canned_replies", "file", "(file_kind is null) = (file_id is null)"),
        check("canned_replies", "search_kk", "(text_kk is null) = (search_kk is null)"),
        check("canned_replies", "search_ru", "(text_ru is null) = (search_ru is null)"),
        one_of("canned_replies", "file_kind", "photo", "document"),
        refers("canned_replies", "changed_by", "people"),
    )
    make(
        "canned_uses",
        "How often a reply was sent on a day: those used most of late are offered first",
        number("reply_id", "Which reply"),
        number("day", "Which day, counted from the beginning of 1970"),
        count("uses", "How often"),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["canned_replies.id"], name="fk_canned_uses_reply_id", ondelete="CASCADE"
        ),
        key=("reply_id", "day"),
    )


def downgrade() -> None:
    """The replies are lost; what was sent stays with its cases."""
    op.drop_table("canned_uses")
    op.drop_table("canned_replies")
