"""The desk over a year of cases: what fifty operators and everybody who waits ask all day.

Each question is asked through the services of the domain, a transaction for each, as an update
does it; without Telegram and without screens.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import asyncpg

from bench.bots import fresh_database
from bench.page import table
from bot.i18n import almaty_day
from bot.wiring.consultation import records_on
from domain.consultation.board import Board
from domain.consultation.day_numbers import Days
from domain.consultation.desk import Desk
from domain.consultation.handing import Handing
from domain.consultation.opening import OpeningHours
from domain.consultation.requests import Requests
from domain.people.model import Person
from storage import Database, open_database
from storage.board import BoardTable
from storage.day_numbers import DayTable
from storage.desk import ColleagueTable, NoteTable
from storage.engine import Transaction
from storage.outbox import OutboxRows
from storage.people import person_by_id
from tests.consultation import law
from tests.databases import PostgresCluster
from tests.storage.crowd import NOW, Crowd

CROWD = Crowd(waiting=99_000, taken=1_000, closed=1_000_000, today=300, operators=50)

Question = Callable[[Transaction, Person], Awaitable[object]]


def _desk(tx: Transaction) -> Desk:
    return Desk(records_on(tx, OutboxRows(tx, NOW)), NoteTable(tx))


def _board(tx: Transaction) -> Board:
    records, notes = records_on(tx, OutboxRows(tx, NOW)), NoteTable(tx)
    return Board(BoardTable(tx), records, notes, Handing(records, ColleagueTable(tx), notes))


async def _status(tx: Transaction, person: Person) -> object:
    requests = Requests(records_on(tx, OutboxRows(tx, NOW)), law(almaty_day(NOW)), OpeningHours())
    standing = await requests.standing(person, NOW)
    assert standing is not None, "everybody in the crowd has an open request"
    return standing


async def _numbers(tx: Transaction, person: Person) -> object:
    numbers = await Days(DayTable(tx), OpeningHours()).numbers(person, almaty_day(NOW), NOW)
    assert not numbers.is_empty, "the crowd has had a day"
    return numbers


QUESTIONS: Mapping[str, tuple[str, Question]] = {
    "take next": ("operator", lambda tx, person: _desk(tx).take_next(person, NOW)),
    "take next, by skills": ("skilled", lambda tx, person: _desk(tx).take_next(person, NOW)),
    "the desk": ("operator", lambda tx, person: _desk(tx).view(person)),
    "a page of the queue": ("operator", lambda tx, person: _desk(tx).waiting(person)),
    "the board": ("supervisor", lambda tx, person: _board(tx).view(person, NOW)),
    "the day's numbers": ("supervisor", _numbers),
    "a citizen's status, first in the queue": ("first", _status),
    "a citizen's status, last in the queue": ("last", _status),
}
"""Who asks what."""

PEOPLE = {
    "operator": 3,
    "skilled": 2,
    "supervisor": 1,
    "first": CROWD.operators + CROWD.waiting - 1,
    "last": CROWD.operators + 4,
}
"""By their ids in the crowd."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A question on an engine: milliseconds of every time it was asked."""

    engine: str
    question: str
    took: tuple[float, ...]


def measure(
    folder: Path, cluster: PostgresCluster, *, times: int, crowd: Crowd = CROWD
) -> Iterator[Measured]:
    """Every question on both engines, `times` times each."""
    for engine in ("sqlite", "postgres"):
        with fresh_database(engine, folder, cluster) as url:
            asyncio.run(_fill(url, crowd))
            yield from asyncio.run(_ask(engine, url, times))


async def _fill(url: str, crowd: Crowd) -> None:
    appoint = "update staff set role = 'supervisor' where person_id = 1"
    statements = [*crowd.statements(), appoint]
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            for text in statements:
                file.execute(text)
            file.commit()
        return
    connection = await asyncpg.connect(url)
    try:
        for text in statements:
            await connection.execute(text, timeout=600)
        await connection.execute("vacuum", timeout=600)
    finally:
        await connection.close()


async def _ask(engine: str, url: str, times: int) -> list[Measured]:
    async with _opened(url) as database:
        return [
            Measured(engine, name, await _times(database, PEOPLE[who], question, times))
            for name, (who, question) in QUESTIONS.items()
        ]


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = await open_database(url)
    try:
        yield database
    finally:
        await database.close()


async def _times(
    database: Database, person_id: int, question: Question, times: int
) -> tuple[float, ...]:
    took = []
    for _ in range(times + 3):  # the first three warm the caches
        began = time.perf_counter()
        async with database.transaction() as (tx, _):
            person = await person_by_id(tx, person_id)
            assert person is not None, "the crowd has them"
            await question(tx, person)
        took.append(1000 * (time.perf_counter() - began))
    return tuple(took[3:])


def part(measured: Sequence[Measured], where: str) -> str:
    """The table for `docs/benchmarks.md`."""
    rows = []
    for question in QUESTIONS:
        row = [question]
        for engine in ("sqlite", "postgres"):
            one = next(m for m in measured if (m.engine, m.question) == (engine, question))
            slow = quantiles(one.took, n=20)[-1]
            row += [f"{median(one.took):.1f} ms", f"{slow:.1f} ms"]
        rows.append(row)
    times = len(measured[0].took)
    return (
        f"{CROWD.open:,} open and {CROWD.closed:,} closed cases, {CROWD.operators} operators; "
        f"each question asked {times} times, one after the other: the median and the 95th "
        "percentile of the whole transaction.\n\n"
        + table(["question", "SQLite", "95 %", "PostgreSQL", "95 %"], rows)
        + f"\n\n{where}\n"
    )
