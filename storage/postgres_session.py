"""One PostgreSQL connection for the length of one transaction, and its way back into the pool."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import asyncpg

from storage.postgres_errors import FAILURES, translate
from storage.queries import Statements
from storage.transactions import Outcome, Step

if TYPE_CHECKING:
    Pooled = asyncpg.pool.PoolConnectionProxy[Any]
else:
    Pooled = Any  # the class takes no parameter outside of the stubs

CLEANING = 5.0
"""Seconds a rollback may take before its connection is thrown away."""


class Session:
    """Runs statements on a connection of the pool.

    Tasks that share the transaction queue up: asyncpg refuses to be asked two things at once,
    which the one thread of SQLite does not.
    """

    def __init__(
        self,
        pool: "asyncpg.Pool[Any]",
        connection: Pooled,
        statements: Statements,
        *,
        limit: float,
    ) -> None:
        """`connection`: taken from `pool`, nothing begun on it; cut off after `limit` seconds."""
        self.statements = statements
        self._pool = pool
        self._connection = connection
        self._turn = asyncio.Lock()
        self._watch = asyncio.get_running_loop().call_later(limit, self._throw_away)

    async def command(self, sql: str) -> str:
        """Run a statement of the engine itself; its status."""
        async with self._turn:
            try:
                return await self._connection.execute(sql)
            except FAILURES as error:
                raise translate(error, sql, closed=self._gone()) from error

    async def perform(self, steps: Sequence[Step]) -> list[Outcome]:
        """Run the steps one after the other: asyncpg knows no pipeline."""
        async with self._turn:
            return [await self._perform(step) for step in steps]

    async def _perform(self, step: Step) -> Outcome:
        sql = step.statement.sql
        values = [step.values[name] for name in step.statement.parameters]
        try:
            if not step.wants_rows:
                return Outcome([], _touched(await self._connection.execute(sql, *values)))
            rows = [dict(row) for row in await self._connection.fetch(sql, *values)]
            return Outcome(rows, len(rows))
        except FAILURES as error:
            raise translate(error, step.statement.name, closed=self._gone()) from error

    async def end(self, *, clean: bool) -> None:
        """Give the connection back, after a rollback unless the transaction is over already.

        A cancellation does not stop it.
        """
        self._watch.cancel()
        if clean:
            await self._release()
        else:
            await asyncio.shield(self._roll_back())

    async def _roll_back(self) -> None:
        try:
            if not self._gone():
                await self._connection.execute("ROLLBACK", timeout=CLEANING)
        except FAILURES:
            self._throw_away()
        await self._release()

    async def _release(self) -> None:
        """The pool shields this itself, and takes a connection that is gone as well."""
        try:
            await self._pool.release(self._connection, timeout=CLEANING)
        except FAILURES:
            self._throw_away()

    def _throw_away(self) -> None:
        """The pool makes a new one when it is asked to."""
        with suppress(asyncpg.InterfaceError):
            self._connection.terminate()

    def _gone(self) -> bool:
        """Whether it is closed; the pool may have taken it back by itself, and it is mute then."""
        try:
            return self._connection.is_closed()
        except asyncpg.InterfaceError:
            return True


def _touched(status: str) -> int:
    count = status.rpartition(" ")[2]
    return int(count) if count.isdecimal() and not status.startswith("SELECT") else 0
