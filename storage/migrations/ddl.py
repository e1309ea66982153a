"""The words in which migrations describe tables: the same DDL on both engines."""

from typing import Any

import sqlalchemy as sa
from alembic import op


def number(name: str, comment: str, *extra: Any, **options: Any) -> sa.Column[Any]:
    """Identifiers and times: always eight bytes, Telegram's numbers do not fit into four."""
    return _column(name, sa.BigInteger(), comment, *extra, **options)


def text(name: str, comment: str, *extra: Any, **options: Any) -> sa.Column[Any]:
    """Any text."""
    return _column(name, sa.Text(), comment, *extra, **options)


def small(name: str, comment: str, *extra: Any, **options: Any) -> sa.Column[Any]:
    """A truth value or another number of one digit."""
    return _column(name, sa.SmallInteger(), comment, *extra, **options)


def count(name: str, comment: str, **options: Any) -> sa.Column[Any]:
    """How many, from nought."""
    return _column(name, sa.Integer(), comment, **options)


def _column(
    name: str, kind: Any, comment: str, *extra: Any, null: bool = False, default: Any = None
) -> sa.Column[Any]:
    start = None if default is None else sa.text(default)
    return sa.Column(name, kind, *extra, nullable=null, server_default=start, comment=comment)


def identity(comment: str) -> sa.Column[Any]:
    """A number that is never given out twice, not even after its row was deleted."""
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, sa.Identity(), nullable=False, comment=comment)


def one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    """A closed list of words; null passes where the column allows it."""
    words = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} in ({words})", name=f"ck_{table}_{column}")


def check(table: str, what: str, rule: str) -> sa.CheckConstraint:
    """Any other rule about one row."""
    return sa.CheckConstraint(rule, name=f"ck_{table}_{what}")


def refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """A reference to the id of another table."""
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def make(table: str, comment: str, *parts: Any, key: tuple[str, ...] = ("id",)) -> None:
    """Create the table; SQLite keeps no comments but never reuses an id."""
    primary = sa.PrimaryKeyConstraint(*key, name=f"pk_{table}")
    op.create_table(table, *parts, primary, comment=comment, sqlite_autoincrement=key == ("id",))


def index(name: str, table: str, *columns: str, unique: bool = False, where: str = "") -> None:
    """An index, partial where `where` says so."""
    rule = sa.text(where) if where else None
    op.create_index(
        name, table, list(columns), unique=unique, sqlite_where=rule, postgresql_where=rule
    )


def add(table: str, name: str, kind: str, comment: str, *, rule: str = "") -> None:
    """A column for a table that is there; `kind` with its NOT NULL and DEFAULT.

    Written out: Alembic adds a check as a statement of its own, which SQLite does not know.
    """
    named = f" constraint ck_{table}_{name} check ({rule})" if rule else ""
    op.execute(f"alter table {table} add column {name} {kind}{named}")
    if is_postgres():
        told = comment.replace("'", "''")
        op.execute(f"comment on column {table}.{name} is '{told}'")


def words(*values: str) -> str:
    """A closed list for a rule."""
    return ", ".join(f"'{value}'" for value in values)


def is_postgres() -> bool:
    """Which engine is being migrated."""
    return op.get_bind().dialect.name == "postgresql"


def rebuild(table: str, old: str, new: str) -> None:
    """On SQLite, which cannot alter a column: the table once more, with `new` in place of `old`
    in its own words, all its rows, indexes, and the memory of the highest id.

    Other tables go on referring to it by its name; migrations run without the enforcement of
    references, so that they are looked at here, after the change.
    """
    connection = op.get_bind()
    made, *indexes = connection.exec_driver_sql(
        "select sql from sqlite_master where tbl_name = ? and sql is not null"
        " order by type = 'index', name",
        (table,),
    ).scalars()
    body = made.split("(", 1)[1]
    if body.count(old) != 1:
        raise ValueError(f"the table {table} is not the one this was written for")
    meanwhile = f"{table}_anew"
    op.execute(f"create table {meanwhile} ({body.replace(old, new)}")
    op.execute(f"insert into {meanwhile} select * from {table}")  # noqa: S608 - our own names
    connection.exec_driver_sql("delete from sqlite_sequence where name = ?", (meanwhile,))
    connection.exec_driver_sql(
        "update sqlite_sequence set name = ? where name = ?", (meanwhile, table)
    )
    op.execute(f"drop table {table}")
    op.execute(f"alter table {meanwhile} rename to {table}")
    for index_again in indexes:
        connection.exec_driver_sql(index_again)
    if broken := connection.exec_driver_sql("pragma foreign_key_check").first():
        raise ValueError(f"a reference was broken on the way: {broken}")
