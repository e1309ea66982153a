"""One SQLite connection in a thread of its own, crossed with whole lists of statements.

A crossing costs 60 to 130 microseconds of CPU, a small statement a tenth of that: so the list goes
over at once and runs there without coming back in between.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import aiosqlite

from storage.engine import Row
from storage.errors import StorageError, StorageLost
from storage.queries import Statement
from storage.sqlite_errors import translate
from storage.transactions import Outcome, Step

STATEMENTS_KEPT = 256
"""Prepared statements per connection; more than the program has queries."""

ENDING = 1.0
"""Seconds to wait for a thread that has nothing left to do."""


def control(sql: str) -> Step:
    """A statement of the engine itself."""
    return Step(Statement(sql, sql, (), frozenset(), "", Path()), {}, wants_rows=False)


class Errand:
    """A list of steps on its way; `abandoned` stops it at its next step: nobody waits any more."""

    __slots__ = ("abandoned", "steps")

    def __init__(self, steps: Sequence[Step]) -> None:
        """`steps`: in the order to run."""
        self.steps = steps
        self.abandoned = False

    def run(self, connection: sqlite3.Connection) -> list[Outcome]:
        """Runs in the connection's thread."""
        outcomes = []
        name = ""
        try:
            for statement, values, wants_rows in self.steps:
                name = statement.name
                if self.abandoned:
                    raise StorageError("nobody waits for this any more")
                cursor = connection.execute(statement.sql, values)
                found = cursor.fetchall()
                rows = _as_rows(cursor, found) if wants_rows and found else []
                outcomes.append(Outcome(rows, max(cursor.rowcount, 0)))
        except (sqlite3.Error, OverflowError, UnicodeError) as error:
            raise translate(error, name, connection) from error
        return outcomes


def _as_rows(cursor: sqlite3.Cursor, found: list[tuple[object, ...]]) -> list[Row]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _undo(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


class SqliteConnection(aiosqlite.Connection):
    """aiosqlite's connection with one more door, and a thread that keeps no process alive."""

    def __init__(self, path: Path, *, busy_timeout: float) -> None:
        """`busy_timeout`: seconds to wait for another process that holds the file."""
        connector = partial(
            sqlite3.connect,
            path,
            timeout=busy_timeout,
            isolation_level=None,
            cached_statements=STATEMENTS_KEPT,
            check_same_thread=True,
        )
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True
        self._thread.name = f"sqlite:{path.name}"

    async def open(self) -> None:
        """Start the thread and connect; a failure leaves no thread that reports to a loop."""
        try:
            await self
        except BaseException as error:
            self._thread.join(ENDING)
            if isinstance(error, sqlite3.Error):
                raise translate(error, "connecting") from error
            raise

    async def cross(self, steps: Sequence[Step]) -> list[Outcome]:
        """Run the steps in one crossing.

        A cancelled wait does not stop the thread at once: it ends its present statement. Whatever
        is queued next, an `undo` above all, runs behind it.
        """
        errand = Errand(steps)
        try:
            return await self._cross(errand)
        except asyncio.CancelledError:
            errand.abandoned = True
            raise

    async def _cross(self, errand: Errand) -> list[Outcome]:
        if not self._running or self._connection is None:
            raise StorageLost("the database is closed")
        outcomes: list[Outcome] = await self._execute(  # type: ignore[no-untyped-call]
            errand.run, self._connection
        )
        return outcomes

    def undo(self) -> None:
        """Queue a rollback and go on: nobody has to wait for it, the queue keeps the order.

        So a cancellation has no await to strike, and the next transaction still begins clean.
        """
        if self._connection is not None:
            self._tx.put_nowait((None, partial(_undo, self._connection)))
