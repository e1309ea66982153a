"""A telephone that two people use; two open requests of one person; the name that was said."""

from alembic import op

from storage.errors import StorageError
from storage.migrations.ddl import add, index

revision = "0011_two_callers"
down_revision = "0010_counts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A caller is known by number and name together."""
    op.drop_index("uq_people_phone", "people")
    index("uq_people_phone", "people", "phone", "name", unique=True)
    add("cases", "called_as", "text", "The name that was said on the telephone, once linked")
    add("cases", "twin_id", "bigint", "Another request that was open with the same number")


def downgrade() -> None:
    """Refused while two callers share a number: the release before would mix them."""
    shared = "select phone from people where phone is not null group by phone having count(*) > 1"
    counted = f"select count(*) from ({shared}) as twice"  # noqa: S608 - our own names
    if found := op.get_bind().exec_driver_sql(counted).scalar():
        raise StorageError(
            f"{found} telephone numbers belong to more than one caller: the release before cannot"
            " tell them apart. Restore a backup, or stay"
        )
    op.execute("alter table cases drop column twin_id")
    op.execute("alter table cases drop column called_as")
    op.drop_index("uq_people_phone", "people")
    index("uq_people_phone", "people", "phone", unique=True)
