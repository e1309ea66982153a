"""A task cancelled anywhere in a transaction: nothing of it is kept, and the next one works.

`Interrupted` drives a coroutine by hand and cancels its task at the N-th time it waits, at once or
a moment later, when the thread or the server is in the middle of its work.
"""

import asyncio
from collections.abc import Coroutine, Generator
from typing import Any

import pytest

from storage import Database, in_transaction
from storage.engine import Query
from tests.storage.conftest import notes

MOMENTS = (None, 0.0, 0.0001, 0.0005, 0.002)
"""Seconds after the start of a wait; None: before anything of it can have happened."""


class Interrupted:
    """Awaits `work` and cancels the task at its N-th wait; counts the waits it saw."""

    def __init__(self, work: Coroutine[Any, Any, None], at: int, moment: float | None) -> None:
        self.work = work
        self.at = at
        self.moment = moment
        self.waits = 0

    def __await__(self) -> Generator[Any, None, None]:
        inner = self.work.__await__()
        thrown: BaseException | None = None
        while True:
            try:
                waited = inner.throw(thrown) if thrown else next(inner)
            except StopIteration:
                return
            self.waits += 1
            if self.waits == self.at:
                self._cancel()
            try:
                yield waited
                thrown = None
            except BaseException as error:  # noqa: BLE001 - handed on to the coroutine
                thrown = error

    def _cancel(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        if self.moment is None:
            task.cancel()
        else:
            asyncio.get_running_loop().call_later(self.moment, task.cancel)


class Work:
    """A transaction with every kind of statement; knows whether its block came to its end."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.ended = False

    async def run(self) -> None:
        opening = Query("put_note", {"key": "opening", "value": "1"})
        async with self.database.transaction(opening, lock=5) as (tx, _):
            await tx.run("add_note", key="run", value="1")
            tx.later("add_note", key="later", value="1")
            await tx.batch(Query("note", {"key": "a"}), Query("notes"))
            await asyncio.sleep(0)
            tx.later("add_note", key="last", value="1")
            self.ended = True


WHOLE = {"opening", "run", "later", "last"}


async def attempt(work: Work, at: int, moment: float | None) -> tuple[bool, int]:
    """Run it in a task of its own; whether it was cancelled, and how often it waited."""
    driver = Interrupted(work.run(), at, moment)

    async def drive() -> None:
        await driver

    task = asyncio.create_task(drive())
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()
    return task.cancelled(), driver.waits


async def clear(database: Database) -> None:
    """The next transaction, which has to work."""
    async with database.transaction() as (tx, _):
        for row in await tx.all("notes"):
            await tx.run("drop_note", key=row["key"])


@pytest.mark.parametrize("moment", MOMENTS)
async def test_cancelled_at_each_wait(
    database: Database, other_database: Database, moment: float | None
):
    kept_though_cancelled = at = 0
    while True:
        at += 1
        work = Work(database)
        cancelled, waits = await attempt(work, at, moment)
        assert not in_transaction()
        found = set(await notes(other_database))
        if not work.ended:
            assert found == set(), f"cancelled at wait {at}"
        assert found in (set(), WHOLE), f"cancelled at wait {at}"
        kept_though_cancelled += cancelled and found == WHOLE
        await clear(database)
        if waits < at:
            assert not cancelled
            assert found == WHOLE
            break
    assert at > 4, "it waited to begin, for two crossings, once for itself, and to commit"
    if moment is None:
        # Too late is only: while the server commits, and while the connection goes back after it.
        assert kept_though_cancelled <= {"sqlite": 0, "postgres": 2}[database.dialect]


async def test_many_tasks_cancelled_at_random_leave_no_connection_behind(
    database: Database, other_database: Database
):
    async def one(number: int) -> None:
        async with database.transaction(lock=number % 3) as (tx, _):
            await tx.run("add_note", key=f"{number}-a", value="1")
            tx.later("add_note", key=f"{number}-b", value="1")

    loop = asyncio.get_running_loop()
    tasks = [asyncio.create_task(one(number)) for number in range(120)]
    for number, task in enumerate(tasks):
        if number % 4:
            loop.call_later(number % 17 * 0.002, task.cancel)
    await asyncio.wait(tasks)
    found = set(await notes(other_database))
    for number, task in enumerate(tasks):
        pair = {f"{number}-a", f"{number}-b"} & found
        assert len(pair) in (0, 2)
        if not task.cancelled():
            assert task.exception() is None
            assert len(pair) == 2
    await asyncio.gather(*(one(1000 + number) for number in range(30)))


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_reading_cancelled_at_each_wait_gives_its_connection_back(
    database: Database, moment: float | None
):
    async def read() -> None:
        async with database.reading() as reader:
            await reader.all("notes")
            await reader.one("nap")

    for at in range(1, 8):
        task = asyncio.create_task(_drive(Interrupted(read(), at, moment)))
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()
    await asyncio.gather(*(notes(database) for _ in range(20)))


async def _drive(driver: Interrupted) -> None:
    await driver


async def test_cancelled_in_the_queue_of_writers(database: Database):
    leave = asyncio.Event()

    async def hold() -> None:
        async with database.transaction(lock=1):
            await leave.wait()

    async def queue() -> None:
        async with database.transaction(lock=1) as (tx, _):
            await tx.run("add_note", key="queued", value="1")

    first = asyncio.create_task(hold())
    await asyncio.sleep(0.02)
    waiting = [asyncio.create_task(queue()) for _ in range(3)]
    await asyncio.sleep(0.02)
    waiting[0].cancel()
    waiting[1].cancel()
    leave.set()
    await asyncio.wait([first, *waiting])
    assert [task.cancelled() for task in waiting] == [True, True, False]
    assert await notes(database) == {"queued": "1"}


async def test_a_crossing_that_ended_just_when_it_was_cancelled_is_undone(database: Database):
    """Both happen before the task runs again: the cancellation wins, and the effect goes."""
    for _ in range(30):
        work = Work(database)
        task = asyncio.create_task(work.run())
        while not task.done() and not work.ended:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert set(await notes(database)) in (set(), WHOLE)
        await clear(database)
