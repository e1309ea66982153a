"""One SQLite connection in a thread of its own, crossed with whole lists of statements.

A crossing costs 60 to 130 microseconds of CPU, a small statement a tenth of that: so the list goes
over at once and runs there without coming back in between.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
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

Task = tuple["asyncio.Future[list[Outcome]]", Callable[[], list[Outcome]]]


def control(sql: str) -> Step:
    """A statement of the engine itself."""
    return Step(Statement(sql, sql, (), frozenset(), "", Path()), {}, wants_rows=False)


class Errand:
    """A list of steps on its way into the thread."""

    __slots__ = ("_abandoned", "_ends", "_future", "_steps")

    def __init__(self, steps: Sequence[Step], *, ends: bool) -> None:
        """`ends`: the transaction is over behind it, by its COMMIT or else by a rollback."""
        self._steps = steps
        self._ends = ends
        self._abandoned = False
        self._future: asyncio.Future[list[Outcome]] = asyncio.get_running_loop().create_future()

    async def outcomes(self) -> list[Outcome]:
        """What each step gave.

        A cancelled wait does not stop the thread at once: it ends its present statement. Whatever
        was queued meanwhile, an `undo` above all, runs behind it.
        """
        try:
            return await self._future
        except asyncio.CancelledError:
            self._abandoned = True
            raise

    def task(self, connection: sqlite3.Connection) -> "Task":
        """As aiosqlite's queue takes it."""
        return self._future, partial(self._run, connection)

    def _run(self, connection: sqlite3.Connection) -> list[Outcome]:
        """Runs in the connection's thread."""
        outcomes = []
        name = ""
        try:
            for statement, values, wants_rows in self._steps:
                name = statement.name
                if self._abandoned:
                    raise StorageError("nobody waits for this any more")
                cursor = connection.execute(statement.sql, values)
                found = cursor.fetchall()
                rows = _as_rows(cursor, found) if wants_rows and found else []
                outcomes.append(Outcome(rows, max(cursor.rowcount, 0)))
        except (sqlite3.Error, OverflowError, UnicodeError) as error:
            raise translate(error, name, connection) from error
        finally:
            if self._ends:
                with suppress(sqlite3.Error):  # the next BEGIN will say it
                    _undo(connection)
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
        """Run the steps in one crossing."""
        return await self.send(steps).outcomes()

    def send(self, steps: Sequence[Step], *, ends: bool = False) -> Errand:
        """Queue the steps: they run in order with all that is queued, whether waited for or not.

        `ends`: the transaction is over behind them, by their COMMIT or else by a rollback.
        """
        if not self._running or self._connection is None:
            raise StorageLost("the database is closed")
        errand = Errand(steps, ends=ends)
        self._tx.put_nowait(errand.task(self._connection))
        return errand

    def undo(self) -> None:
        """Queue a rollback and go on: nobody has to wait for it, the queue keeps the order.

        So a cancellation has no await to strike, and the next transaction still begins clean.
        """
        if self._connection is not None:
            self._tx.put_nowait((None, partial(_undo, self._connection)))
