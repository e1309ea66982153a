"""Small write transactions in a second: an update recorded and its answer kept, nothing else.

The same transaction as on the whole path, without Telegram, dispatcher and screens around it.
"""

import asyncio
import itertools
import resource
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

import uvloop

from bench.bots import fresh_database
from bench.page import table
from storage import Database, open_database
from storage.updates import open_update
from tests.databases import PostgresCluster

AT_A_TIME = 32
REPLY = '[{"is":"say","screen":{"text":"' + "ж" * 300 + '"},"to":null}]'


@dataclass(frozen=True, slots=True)
class Engine:
    """A database as it is opened."""

    name: str
    database: str
    options: tuple[tuple[str, str], ...] = ()


ENGINES = (
    Engine("SQLite, NORMAL", "sqlite", (("synchronous", "NORMAL"),)),
    Engine("SQLite, FULL", "sqlite", (("synchronous", "FULL"),)),
    Engine("PostgreSQL", "postgres"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One engine, one run."""

    engine: str
    transactions: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Transactions in a second."""
        return self.transactions / self.seconds

    @property
    def cost(self) -> float:
        """Microseconds of this process's CPU for one."""
        return 1_000_000 * self.cpu / self.transactions


async def _transact(database: Database, number: int) -> None:
    async with open_update(
        database,
        bot_id=42,
        update_id=number,
        chat_id=number % 500,
        user_id=number % 500,
        received_at=1_750_000_000,
        telegram_id=number % 500,
        message_id=number,
    ) as opened:
        opened.kept = REPLY


async def _work(url: str, options: dict[str, Any], transactions: int) -> tuple[float, float]:
    database = await open_database(url, **options)
    numbers = itertools.count(1)

    async def worker(until: int) -> None:
        while (number := next(numbers)) <= until:
            await _transact(database, number)

    async def together(until: int) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_A_TIME):
                group.create_task(worker(until))

    try:
        await together(500)
        numbers = itertools.count(501)
        began, cpu = time.perf_counter(), _cpu()
        await together(500 + transactions)
        return time.perf_counter() - began, _cpu() - cpu
    finally:
        await database.close()


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _in_process(url: str, options: dict[str, Any], transactions: int) -> tuple[float, float]:
    return uvloop.run(_work(url, options, transactions))


def measure(
    folder: Path,
    cluster: PostgresCluster,
    *,
    runs: int,
    transactions: int,
    engines: Sequence[Engine] = ENGINES,
) -> Iterator[Measured]:
    """Every run of every engine, in turns, each in a fresh process."""
    for _ in range(runs):
        for engine in engines:
            with (
                fresh_database(engine.database, folder, cluster) as url,
                ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process,
            ):
                job = process.submit(_in_process, url, dict(engine.options), transactions)
                seconds, cpu = job.result()
            yield Measured(engine.name, transactions, seconds, cpu)


def part(measured: Sequence[Measured], where: str) -> str:
    """The table for `docs/benchmarks.md`."""
    engines = list(dict.fromkeys(one.engine for one in measured))
    rows = []
    for engine in engines:
        own = [one for one in measured if one.engine == engine]
        rates = sorted(one.rate for one in own)
        rows.append(
            [
                engine,
                f"{median(rates):.0f} ({rates[0]:.0f} to {rates[-1]:.0f})",
                f"{median(one.cost for one in own):.0f} µs",
            ]
        )
    return (
        f"Write transactions per second, {AT_A_TIME} at a time: an update is recorded, its sender "
        f"and state are looked up, a reply is kept. The median of {len(own)} runs of "
        f"{own[0].transactions}.\n\n"
        + table(["engine", "a second", "CPU for one"], rows)
        + f"\n\n{where}\n"
    )
