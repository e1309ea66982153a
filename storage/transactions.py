"""What the transactions of both engines share: the order of statements, and what a failure means.

An engine brings `_cross`, which carries a list of steps over and returns what each gave. What a
caller can get wrong is caught here, so that both engines refuse the same things: wrong values, use
after the end, and going on after a failure (PostgreSQL forbids it, SQLite would keep the half).
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import NamedTuple, NoReturn

from storage.engine import OpenMark, Query, Row, Transaction, Value, mark_open
from storage.errors import StorageError
from storage.queries import Statement, Statements


class Step(NamedTuple):
    """A statement with its values, on its way into the engine."""

    statement: Statement
    values: Mapping[str, Value]
    wants_rows: bool


class Outcome(NamedTuple):
    """What a step gave: its rows, and how many it touched."""

    rows: list[Row]
    touched: int


class StepReader(ABC):
    """Named queries that return rows."""

    def __init__(self, statements: Statements) -> None:
        """`statements`: the texts of this engine."""
        self._statements = statements

    async def one(self, name: str, /, **values: Value) -> Row | None:
        """The first row, or None."""
        rows = (await self._perform([self._step(name, values)]))[0].rows
        return rows[0] if rows else None

    async def all(self, name: str, /, **values: Value) -> list[Row]:
        """Every row."""
        return (await self._perform([self._step(name, values)]))[0].rows

    def _step(self, name: str, values: Mapping[str, Value], *, wants_rows: bool = True) -> Step:
        return make_step(self._statements, name, values, wants_rows=wants_rows)

    @abstractmethod
    async def _perform(self, steps: list[Step]) -> Sequence[Outcome]:
        """Carry the steps over and return what each gave."""


def make_step(
    statements: Statements, name: str, values: Mapping[str, Value], *, wants_rows: bool = True
) -> Step:
    """The step of a named query, its values checked."""
    try:
        statement = statements[name]
    except KeyError:
        raise LookupError(f"no query is named {name}") from None
    statement.check(values)
    return Step(statement, values, wants_rows)


def opening_steps(statements: Statements, opening: Sequence[Query]) -> list[Step]:
    """The steps that begin a transaction."""
    return [make_step(statements, query.name, query.values) for query in opening]


class StepTransaction(StepReader):
    """An open transaction: reads, writes, and writes that ride along with the next crossing."""

    def __init__(self, statements: Statements) -> None:
        """`statements`: the texts of this engine."""
        super().__init__(statements)
        self._riding: list[Step] = []
        self._failure: BaseException | None = None
        self._ended = False

    async def run(self, name: str, /, **values: Value) -> int:
        """Run a write now; the number of rows it touched."""
        step = self._step(name, values, wants_rows=False)
        return (await self._perform([step]))[0].touched

    def later(self, name: str, /, **values: Value) -> None:
        """Run a write with the next statement or with the commit, in the order of the calls."""
        self._refuse_if_over()
        self._riding.append(self._step(name, values, wants_rows=False))

    async def batch(self, *queries: Query) -> list[list[Row]]:
        """Several statements in one crossing, where the engine can; the rows of each."""
        steps = [self._step(query.name, query.values) for query in queries]
        return [outcome.rows for outcome in await self._perform(steps)]

    async def _perform(self, steps: list[Step]) -> Sequence[Outcome]:
        self._refuse_if_over()
        riding, self._riding = self._riding, []
        try:
            outcomes = await self._cross([*riding, *steps])
        except BaseException as failure:
            self._failure = failure
            raise
        return outcomes[len(riding) :]

    def _refuse_if_over(self) -> None:
        if self._ended:
            raise RuntimeError("this transaction has ended")
        if self._failure is not None:
            raise StorageError("a statement of this transaction failed: nothing more can be done")

    def take_riding(self) -> list[Step]:
        """End it, and hand out the writes that were left for the commit.

        A transaction in which a statement failed cannot be kept, even if somebody caught the
        error: the failure is raised again.
        """
        self._ended = True
        if self._failure is not None:
            raise_again(self._failure)
        riding, self._riding = self._riding, []
        return riding

    def end(self) -> None:
        """No statement is taken any more."""
        self._ended = True

    @abstractmethod
    async def _cross(self, steps: Sequence[Step]) -> Sequence[Outcome]:
        """Carry the steps over in their order; raises StorageError and its kinds."""


def raise_again(failure: BaseException) -> NoReturn:
    """Raise the failure of an earlier statement, or say that it was interrupted."""
    if isinstance(failure, StorageError):
        raise failure
    raise StorageError("a statement of this transaction was interrupted") from failure


class TransactionScope(AbstractAsyncContextManager[tuple[Transaction, list[list[Row]]]]):
    """`async with` around a transaction: begin, then commit or undo, whatever happens inside.

    Written as a class and not as a generator so that every point at which a task may be cancelled
    is visible: it can only be an `await` of `_begin`, of the block itself or of `_commit`.
    """

    def __init__(self, database: object) -> None:
        """`database`: in whose name the transaction is marked as open."""
        self._database = database
        self._mark: OpenMark | None = None

    async def __aenter__(self) -> tuple[StepTransaction, list[list[Row]]]:
        """Begin and run the opening queries in one crossing."""
        transaction, opened = await self._begin()
        self._mark = mark_open(self._database)
        return transaction, opened

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit after a clean end; undo after anything else, a cancellation included."""
        try:
            if error is None:
                await self._commit()
            else:
                await self._undo()
        finally:
            if self._mark is not None:
                self._mark.close()

    @abstractmethod
    async def _begin(self) -> tuple[StepTransaction, list[list[Row]]]:
        """Open; must leave nothing open when it fails or is cancelled."""

    @abstractmethod
    async def _commit(self) -> None:
        """Keep everything; undo everything when it fails or is cancelled before the COMMIT."""

    @abstractmethod
    async def _undo(self) -> None:
        """Drop everything."""


def refuse_nesting(database: object) -> None:
    """A second transaction in the task that holds the first would wait for itself for ever."""
    mark = OpenMark.current()
    if mark is not None and mark.database is database and mark.task is asyncio.current_task():
        raise RuntimeError("this task already has a transaction open on this database")
