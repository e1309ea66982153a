"""What a database is to the rest of the program, whichever engine stands behind it.

Queries are asked for by the name they carry in `storage/queries/*.sql`; no SQL stands in Python.
Crossing into the engine is what costs (a hop between threads on SQLite, a round trip on
PostgreSQL), so statements can be handed over together: `batch` at once, `later` with the next
crossing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Value = int | str | None
"""What a column holds: times are UTC seconds, truth is 0 or 1, structures are JSON text."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """A named query with its values, for `batch`."""

    name: str
    values: dict[str, Value] = field(default_factory=dict)


class Reader(Protocol):
    """Runs named queries that return rows."""

    async def one(self, name: str, /, **values: Value) -> Row | None:
        """The first row, or None."""
        ...

    async def all(self, name: str, /, **values: Value) -> list[Row]:
        """Every row."""
        ...


class Transaction(Reader, Protocol):
    """One open transaction; its `async with` block ends it: commit, or rollback on any exception.

    A statement that fails ends it too: nothing more is taken, and nothing is kept, even if the
    error was caught. Write `on conflict do nothing` where a refusal is expected.
    """

    async def run(self, name: str, /, **values: Value) -> int:
        """Run a write now; the number of rows it touched."""
        ...

    def later(self, name: str, /, **values: Value) -> None:
        """Run a write with the next statement or with the commit, in the order of the calls.

        For writes whose result nobody waits for: they then cost no crossing of their own.
        """
        ...

    async def batch(self, *queries: Query) -> list[list[Row]]:
        """Several statements in one crossing, where the engine can; the rows of each."""
        ...


class Database(Protocol):
    """One database; safe to use from many tasks at once."""

    dialect: Literal["sqlite", "postgres"]

    def transaction(
        self, *opening: Query, lock: int | None = None
    ) -> AbstractAsyncContextManager[tuple[Transaction, list[list[Row]]]]:
        """A write transaction, and the rows of the `opening` queries, run as it begins.

        SQLite: one writer at a time, BEGIN IMMEDIATE. PostgreSQL: a connection of the pool; `lock`
        takes `pg_advisory_xact_lock` first, so that the updates of one person stay in order across
        workers. A task cancelled inside it rolls back; one cancelled while the COMMIT itself runs
        keeps the whole or nothing. Raises StorageError and its kinds.
        """
        ...

    def reading(self) -> AbstractAsyncContextManager[Reader]:
        """A consistent view for reading only, beside the writer."""
        ...

    async def listen(self, on_wake: Callable[[], None]) -> Callable[[], Awaitable[None]]:
        """Call `on_wake` when another process fills the outbox; returns the undoing.

        PostgreSQL: LISTEN outbox. SQLite has one process: nothing to listen to.
        """
        ...

    async def close(self) -> None:
        """Close every connection; open transactions are rolled back."""
        ...


Opening = Sequence[Query]


class OpenMark:
    """Says that a transaction is open in this task and in the tasks it started.

    A task started inside a transaction inherits the context and with it this very object, so that
    closing the mark reaches it too: a long-lived task does not stay "inside" for ever.
    """

    __slots__ = ("database", "open", "outer", "task")

    def __init__(self, database: object, outer: "OpenMark | None") -> None:
        """`outer`: the mark of a transaction on another database around this one."""
        self.database = database
        self.outer = outer
        self.task = asyncio.current_task()
        self.open = True

    def close(self) -> None:
        """The transaction ended."""
        self.open = False
        if open_transactions.get() is self:
            open_transactions.set(self.outer)

    @staticmethod
    def current() -> "OpenMark | None":
        """The innermost mark that is still open."""
        mark = open_transactions.get()
        while mark is not None and not mark.open:
            mark = mark.outer
        return mark


open_transactions: ContextVar[OpenMark | None] = ContextVar("open_transactions", default=None)


def mark_open(database: object) -> OpenMark:
    """Mark the current task as inside a transaction."""
    mark = OpenMark(database, OpenMark.current())
    open_transactions.set(mark)
    return mark


def in_transaction() -> bool:
    """Whether a transaction is open around the caller; the network guard asks this."""
    return OpenMark.current() is not None
