"""The SQLite engine: one file in WAL mode, one writer, readers beside it.

The writer begins IMMEDIATE: a transaction that reads first and writes later would otherwise die of
SQLITE_BUSY, which no timeout cures. Inside the process an asyncio lock queues the writers, so that
waiting costs nothing and is fair; other processes are waited for by SQLite's busy timeout.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from storage.engine import Query, Reader, Row, Transaction
from storage.errors import StorageBusy, StorageUnavailable
from storage.queries import Statements, load_statements
from storage.sqlite_connection import SqliteConnection, control
from storage.transactions import (
    Outcome,
    Step,
    StepReader,
    StepTransaction,
    TransactionScope,
    opening_steps,
    refuse_nesting,
)

Synchronous = Literal["NORMAL", "FULL"]

READERS = 2
BEGIN_WRITING = control("BEGIN IMMEDIATE")
BEGIN_READING = control("BEGIN")
COMMIT = control("COMMIT")


class SqliteDatabase:
    """One SQLite file; safe to use from many tasks of one event loop."""

    dialect: Literal["sqlite", "postgres"] = "sqlite"

    def __init__(self, path: Path, statements: Statements, *, busy_timeout: float) -> None:
        """Use `open` instead: it also connects."""
        self.path = path
        self.statements = statements
        self.busy_timeout = busy_timeout
        self.writer = SqliteConnection(path, busy_timeout=busy_timeout)
        self._writing = asyncio.Lock()
        self._readers = [SqliteConnection(path, busy_timeout=busy_timeout) for _ in range(READERS)]
        self.idle: asyncio.LifoQueue[SqliteConnection] = asyncio.LifoQueue()

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        synchronous: Synchronous = "NORMAL",
        busy_timeout: float = 5.0,
        statements: Statements | None = None,
    ) -> Self:
        """Connect, making the folder if there is none.

        `synchronous` FULL flushes the disk at each commit, so that a power cut loses nothing that
        was told as committed. NORMAL may then lose the last transactions; at a crash of the
        process neither does, and neither breaks the file.
        """
        make_folder(path)
        texts = load_statements("sqlite") if statements is None else statements
        database = cls(path, texts, busy_timeout=busy_timeout)
        try:
            await database._connect(synchronous)
        except BaseException:
            await database.close()
            raise
        return database

    async def _connect(self, synchronous: Synchronous) -> None:
        setup = [control("PRAGMA foreign_keys = ON"), control("PRAGMA temp_store = MEMORY")]
        writing = [
            control("PRAGMA journal_mode = WAL"),
            control(f"PRAGMA synchronous = {synchronous}"),
        ]
        reading = [control("PRAGMA query_only = ON")]
        for connection in (self.writer, *self._readers):
            await connection.open()
            own = writing if connection is self.writer else reading
            await connection.cross([*setup, *own])
        for connection in self._readers:
            self.idle.put_nowait(connection)

    def transaction(
        self, *opening: Query, lock: int | None = None
    ) -> AbstractAsyncContextManager[tuple[Transaction, list[list[Row]]]]:
        """The write transaction; `lock` has nothing to add to the one writer."""
        return _Writing(self, opening)

    def reading(self) -> AbstractAsyncContextManager[Reader]:
        """A snapshot for reading only, taken by its first statement."""
        return _Reading(self)

    async def listen(self, on_wake: Callable[[], None]) -> Callable[[], Awaitable[None]]:
        """One process owns the file: nobody else can put something into the outbox."""

        async def nothing_to_undo() -> None:
            return None

        return nothing_to_undo

    async def close(self) -> None:
        """Close every connection; what was open is rolled back."""
        for connection in (self.writer, *self._readers):
            connection.undo()
            with suppress(ValueError):
                await connection.close()

    async def take_writer(self) -> None:
        """Wait for the turn to write, as long as another process would be waited for."""
        if not self._writing.locked():
            await self._writing.acquire()
            return
        try:
            async with asyncio.timeout(self.busy_timeout):
                await self._writing.acquire()
        except TimeoutError:
            raise StorageBusy("SQLite: the writers before this one take too long") from None

    def give_writer(self) -> None:
        """Let the next writer in; what is still queued in the thread runs before it."""
        self._writing.release()


def make_folder(path: Path) -> None:
    """The folder of the file, but not those above it: a mistyped path makes no tree."""
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise StorageUnavailable(f"the folder {path.parent} cannot be made: {error}") from error


class _SqliteTransaction(StepTransaction):
    def __init__(self, database: SqliteDatabase) -> None:
        super().__init__(database.statements)
        self._writer = database.writer

    async def _cross(self, steps: Sequence[Step]) -> Sequence[Outcome]:
        return await self._writer.cross(steps)


class _Writing(TransactionScope):
    def __init__(self, database: SqliteDatabase, opening: Sequence[Query]) -> None:
        super().__init__(database)
        self._own = database
        self._steps = opening_steps(database.statements, opening)
        self._transaction = _SqliteTransaction(database)

    async def _begin(self) -> tuple[StepTransaction, list[list[Row]]]:
        refuse_nesting(self._own)
        await self._own.take_writer()
        try:
            outcomes = await self._own.writer.cross([BEGIN_WRITING, *self._steps])
        except BaseException:
            await self._undo()
            raise
        return self._transaction, [outcome.rows for outcome in outcomes[1:]]

    async def _commit(self) -> None:
        """Queue the COMMIT and let the next writer in at once: its BEGIN runs behind that."""
        try:
            steps = [*self._transaction.take_riding(), COMMIT]
            errand = self._own.writer.send(steps, ends=True)
        except BaseException:
            await self._undo()
            raise
        self._own.give_writer()
        await errand.outcomes()

    async def _undo(self) -> None:
        self._transaction.end()
        self._own.writer.undo()
        self._own.give_writer()


class _SnapshotReader(StepReader):
    def __init__(self, statements: Statements, connection: SqliteConnection) -> None:
        super().__init__(statements)
        self.connection = connection
        self.ended = False
        self._begun = False

    async def _perform(self, steps: list[Step]) -> Sequence[Outcome]:
        if self.ended:
            raise RuntimeError("this reading has ended")
        if self._begun:
            return await self.connection.cross(steps)
        self._begun = True
        return (await self.connection.cross([BEGIN_READING, *steps]))[1:]


class _Reading(AbstractAsyncContextManager[Reader]):
    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self._reader: _SnapshotReader | None = None

    async def __aenter__(self) -> Reader:
        connection = await self._database.idle.get()
        self._reader = _SnapshotReader(self._database.statements, connection)
        return self._reader

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._reader is not None:
            self._reader.ended = True
            self._reader.connection.undo()
            self._database.idle.put_nowait(self._reader.connection)
