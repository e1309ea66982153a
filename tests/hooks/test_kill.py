"""`kill -9` of a process that posts: nothing is lost, what is repeated has its old key."""

import asyncio
import random
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from aiohttp import web

from domain.consultation.case import EventKind
from storage import open_database
from storage.hooks import HookRows
from storage.url import SqliteUrl, parse_url
from tests.acceptance.processes import Program
from tests.bot.telegram.helpers import until
from tests.hooks.desk import NOW, Desk
from tests.hooks.receiver import SECRET, Receiver, answers, hangs, receiving

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]

Start = Callable[[], Program]

KINDS = (EventKind.OPENED, EventKind.TAKEN, EventKind.CALLED, EventKind.CLOSED)


@asynccontextmanager
async def programs(folder: Path, url: str, receiver: Receiver) -> AsyncIterator[Start]:
    """Starts posting processes; none outlives the test."""
    settings = {
        "DATABASE_URL": url,
        "CALL_CENTRE_URL": receiver.url,
        "CALL_CENTRE_SECRET": SECRET,
    }
    started: list[Program] = []

    def start() -> Program:
        program = Program(folder, "tests.hooks.posting_process", settings=settings)
        program.start()
        started.append(program)
        return program

    try:
        yield start
    finally:
        for program in started:
            if program.code is None:
                program.kill()


async def cases_with_events(url: str, count: int) -> None:
    database = await open_database(url)
    desk = Desk(database)
    await HookRows(database).begin(NOW, alone=True)
    for number in range(count):
        case = await desk.case(await desk.person(1001 + number))
        for kind in KINDS:
            await desk.happens(case, kind)
    await database.close()


def states(path: str) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return [state for (state,) in file.execute("select state from hooks")]


def path_of(url: str) -> str:
    where = parse_url(url)
    assert isinstance(where, SqliteUrl)
    return str(where.path)


async def test_killed_before_the_answer(fresh_sqlite_url: str, tmp_path: Path) -> None:
    await cases_with_events(fresh_sqlite_url, 1)
    async with receiving() as receiver:
        receiver.prepared = [hangs]
        async with programs(tmp_path, fresh_sqlite_url, receiver) as start:
            first = start()
            await until(lambda: receiver.posts, seconds=60)
            first.kill()
            start()
            await until(lambda: len(receiver.posts) == 5, seconds=60)
    assert receiver.events == ["opened", *(kind.value for kind in KINDS)]
    assert receiver.keys[0] == receiver.keys[1]
    assert len(set(receiver.keys)) == 4


async def test_killed_between_the_answer_and_its_record(
    fresh_sqlite_url: str, tmp_path: Path
) -> None:
    """The record waits for a writer that this test holds; then the process is killed."""
    await cases_with_events(fresh_sqlite_url, 1)
    path = path_of(fresh_sqlite_url)
    holder = sqlite3.connect(path, isolation_level=None, timeout=10)

    async def accept_and_hold(_: web.Request) -> web.Response:
        holder.execute("begin immediate")
        return web.Response(status=200)

    async with receiving() as receiver:
        receiver.prepared = [accept_and_hold]
        async with programs(tmp_path, fresh_sqlite_url, receiver) as start:
            first = start()
            await until(lambda: receiver.posts, seconds=60)
            await asyncio.sleep(0.3)
            first.kill()
            holder.execute("rollback")
            holder.close()
            assert states(path) == ["pending"] * 4
            start()
            await until(lambda: set(states(path)) == {"done"}, seconds=60)
    assert receiver.events == ["opened", *(kind.value for kind in KINDS)]
    assert receiver.keys[0] == receiver.keys[1]
    assert receiver.posts[0].body == receiver.posts[1].body


async def test_killed_at_any_moment(fresh_sqlite_url: str, tmp_path: Path) -> None:
    await cases_with_events(fresh_sqlite_url, 12)
    dice = random.Random(16)

    async def slowly(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(dice.random() / 20)
        return await answers(200)(request)

    path = path_of(fresh_sqlite_url)
    async with receiving() as receiver:
        receiver.usual = slowly
        async with programs(tmp_path, fresh_sqlite_url, receiver) as start:
            for _ in range(4):
                before = len(receiver.posts)
                program = start()
                await until(lambda n=before: len(receiver.posts) > n, seconds=60)
                await asyncio.sleep(dice.random() / 10)
                program.kill()
            start()
            await until(lambda: set(states(path)) == {"done"}, seconds=60)
    first_time: dict[int, list[str]] = defaultdict(list)
    seen: set[str] = set()
    for post in receiver.posts:
        if post.key not in seen:
            first_time[post.said["case"]["number"]].append(post.said["event"])
        seen.add(post.key)
    assert len(first_time) == 12
    assert all(told == [kind.value for kind in KINDS] for told in first_time.values())
    repeated = len(receiver.posts) - len(seen)
    assert repeated <= 4 * 8, "at most what was on its way when the process died"
