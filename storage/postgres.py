"""The PostgreSQL engine: a pool of asyncpg connections, for several workers on one database.

One round trip costs more than a small statement, so BEGIN travels together with the advisory lock,
and connections go back into the pool without the usual reset: nothing here changes a session.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Literal, Self

import asyncpg

from storage.engine import Query, Reader, Row, Transaction
from storage.errors import StorageBusy, StorageError, StorageLost
from storage.postgres_errors import FAILURES, translate
from storage.postgres_listener import Listener
from storage.postgres_session import CLEANING, Session
from storage.queries import Statements, load_statements
from storage.transactions import (
    Outcome,
    Step,
    StepReader,
    StepTransaction,
    TransactionScope,
    opening_steps,
    refuse_nesting,
)

STATEMENTS_KEPT = 256
SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class _Connection(asyncpg.Connection):
    def get_reset_query(self) -> str:
        """Nothing: no session setting, cursor or session lock is ever left behind."""
        return ""


class PostgresDatabase:
    """One PostgreSQL database; safe to use from many tasks of one event loop."""

    dialect: Literal["sqlite", "postgres"] = "postgres"

    def __init__(
        self,
        dsn: str,
        pool: "asyncpg.Pool[Any]",
        statements: Statements,
        *,
        busy_timeout: float,
        transaction_timeout: float,
    ) -> None:
        """Use `open` instead: it also connects."""
        self.statements = statements
        self._dsn = dsn
        self._pool = pool
        self._busy_timeout = busy_timeout
        self._transaction_timeout = transaction_timeout
        self._listeners: list[Listener] = []

    @classmethod
    async def open(
        cls,
        dsn: str,
        *,
        min_size: int = 1,
        max_size: int = 10,
        busy_timeout: float = 5.0,
        transaction_timeout: float = 60.0,
        statements: Statements | None = None,
    ) -> Self:
        """Connect. `busy_timeout`: how long to wait for a free connection, and for any lock.

        A transaction is cut off after `transaction_timeout`: a server that went away without a
        word would be waited for without end. (One timer per transaction: asyncpg's own time-out
        per statement costs a quarter of the whole.)
        """
        texts = load_statements("postgres") if statements is None else statements
        try:
            pool = await asyncpg.create_pool(
                dsn,
                min_size=min_size,
                max_size=max_size,
                max_queries=10_000_000,
                connection_class=_Connection,
                statement_cache_size=STATEMENTS_KEPT,
                max_cached_statement_lifetime=0,
                timeout=busy_timeout,
                server_settings=_settings(busy_timeout, transaction_timeout),
            )
        except FAILURES as error:
            raise translate(error, "connecting", closed=True) from error
        return cls(
            dsn,
            pool,
            texts,
            busy_timeout=busy_timeout,
            transaction_timeout=transaction_timeout,
        )

    def transaction(
        self, *opening: Query, lock: int | None = None
    ) -> AbstractAsyncContextManager[tuple[Transaction, list[list[Row]]]]:
        """A write transaction, READ COMMITTED: a statement sees what was committed before it."""
        return _Writing(self, opening, lock)

    def reading(self) -> AbstractAsyncContextManager[Reader]:
        """A snapshot for reading only."""
        return _Reading(self)

    async def listen(self, on_wake: Callable[[], None]) -> Callable[[], Awaitable[None]]:
        """Call `on_wake` on NOTIFY outbox, and whenever one may have been missed."""
        listener = Listener(self._dsn, on_wake)
        self._listeners.append(listener)
        await listener.start()
        return listener.stop

    async def close(self) -> None:
        """Close every connection; those still in use lose their transaction after a moment, and a
        broken one is no reason to end in an error.
        """
        for listener in self._listeners:
            await listener.stop()
        try:
            async with asyncio.timeout(CLEANING):
                await self._pool.close()
        except FAILURES:  # a time-out is one of them
            self._pool.terminate()

    async def take(self) -> Session:
        """A connection of the pool, for one transaction."""
        try:
            async with asyncio.timeout(self._busy_timeout):
                connection = await self._pool.acquire()
        except TimeoutError as error:
            if self._pool.get_idle_size() or self._pool.get_size() < self._pool.get_max_size():
                raise StorageLost("PostgreSQL does not answer") from error
            raise StorageBusy("PostgreSQL: every connection of the pool is in use") from error
        except FAILURES as error:
            raise translate(error, "connecting", closed=True) from error
        return Session(self._pool, connection, self.statements, limit=self._transaction_timeout)


def _settings(busy_timeout: float, transaction_timeout: float) -> dict[str, str]:
    return {
        "application_name": "qaryzsyz-qogam",
        "jit": "off",
        "lock_timeout": f"{int(busy_timeout * 1000)}ms",
        "idle_in_transaction_session_timeout": f"{int(transaction_timeout * 1000)}ms",
    }


class _PostgresTransaction(StepTransaction):
    def __init__(self, session: Session) -> None:
        super().__init__(session.statements)
        self._session = session

    async def _cross(self, steps: Sequence[Step]) -> Sequence[Outcome]:
        return await self._session.perform(steps)


class _Writing(TransactionScope):
    def __init__(
        self, database: PostgresDatabase, opening: Sequence[Query], lock: int | None
    ) -> None:
        super().__init__(database)
        self._own = database
        self._steps = opening_steps(database.statements, opening)
        self._begin_sql = (
            "BEGIN" if lock is None else f"BEGIN; SELECT pg_advisory_xact_lock({int(lock)})"
        )

    async def _begin(self) -> tuple[StepTransaction, list[list[Row]]]:
        refuse_nesting(self._own)
        self._session = await self._own.take()
        self._transaction = _PostgresTransaction(self._session)
        try:
            await self._session.command(self._begin_sql)
            outcomes = await self._session.perform(self._steps)
        except BaseException:
            await self._undo()
            raise
        return self._transaction, [outcome.rows for outcome in outcomes]

    async def _commit(self) -> None:
        try:
            await self._session.perform(self._transaction.take_riding())
            if await self._session.command("COMMIT") != "COMMIT":
                raise StorageError("PostgreSQL rolled the transaction back")
        except BaseException:
            await self._undo()
            raise
        await self._session.end(clean=True)

    async def _undo(self) -> None:
        self._transaction.end()
        await self._session.end(clean=False)


class _SnapshotReader(StepReader):
    def __init__(self, session: Session) -> None:
        super().__init__(session.statements)
        self._session = session
        self.ended = False

    async def _perform(self, steps: list[Step]) -> Sequence[Outcome]:
        if self.ended:
            raise RuntimeError("this reading has ended")
        return await self._session.perform(steps)


class _Reading(AbstractAsyncContextManager[Reader]):
    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def __aenter__(self) -> Reader:
        self._session = await self._database.take()
        try:
            await self._session.command(SNAPSHOT)
        except BaseException:
            await self._session.end(clean=False)
            raise
        self._reader = _SnapshotReader(self._session)
        return self._reader

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._reader.ended = True
        await self._session.end(clean=False)
