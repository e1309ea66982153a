"""People who have only called: known by their number, without Telegram."""

from alembic import op

from storage.errors import StorageError
from storage.migrations.ddl import add, index, is_postgres, rebuild, words

revision = "0009_phone_callers"
down_revision = "0008_day_numbers"
branch_labels = None
depends_on = None

EVENTS = (
    "opened", "taken", "returned", "transferred", "message", "note", "call_due", "called",
    "closed", "cancelled", "reopened", "rated",
)  # fmt: skip
KINDS, MORE_KINDS = words(*EVENTS), words(*EVENTS, "linked")


def upgrade() -> None:
    """Everybody has either Telegram or a number; a request can get a person with Telegram."""
    if is_postgres():
        op.execute("alter table people alter column telegram_id drop not null")
    else:
        rebuild("people", "telegram_id BIGINT NOT NULL", "telegram_id BIGINT")
    add("people", "phone", "text", "The number of somebody who has only called; else empty",
        rule="(telegram_id is null) = (phone is not null)")  # fmt: skip
    index("uq_people_phone", "people", "phone", unique=True)
    _allow(KINDS, MORE_KINDS)


def _allow(before: str, after: str) -> None:
    """Other kinds of events than before."""
    if is_postgres():
        op.execute("alter table case_events drop constraint ck_case_events_kind")
        op.execute(
            f"alter table case_events add constraint ck_case_events_kind check (kind in ({after}))"
        )
    else:
        rebuild("case_events", f"kind in ({before})", f"kind in ({after})")


def downgrade() -> None:
    """Refused while there are callers: their requests are not thrown away unasked."""
    connection = op.get_bind()
    callers = connection.exec_driver_sql("select count(*) from people where telegram_id is null")
    if found := callers.scalar():
        raise StorageError(
            f"{found} people are known by their telephone number only: the release before cannot"
            " keep them. Restore a backup, or stay"
        )
    op.execute(
        "delete from hooks where event_id in (select id from case_events where kind = 'linked')"
    )
    op.execute("delete from case_events where kind = 'linked'")
    _allow(MORE_KINDS, KINDS)
    op.drop_index("uq_people_phone", "people")
    op.execute("alter table people drop column phone")
    if is_postgres():
        op.execute("alter table people alter column telegram_id set not null")
    else:
        rebuild("people", "telegram_id BIGINT", "telegram_id BIGINT NOT NULL")
