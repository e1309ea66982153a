"""The whole bot with an address to post to: events go out, and the owner hears what did not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from pydantic import SecretStr

from bot.config import Settings
from domain.consultation.case import EventKind
from sandbox.server import Sandbox
from storage import Database, open_database
from storage.hooks import HookRows
from tests.acceptance.processes import free_port
from tests.bot.telegram.helpers import until
from tests.chat.town import ShiftedClock, Town
from tests.hooks.desk import Desk
from tests.hooks.receiver import SECRET, Receiver, answers, receiving


class ConnectedTown(Town):
    """Its bot posts to a receiver."""

    receiver: Receiver
    port: int

    @property
    def settings(self) -> Settings:
        more = {
            "call_centre_url": self.receiver.url,
            "call_centre_secret": SecretStr(SECRET),
            "web_port": self.port,
        }
        return super().settings.model_copy(update=more)


@asynccontextmanager
async def connected_town(url: str) -> AsyncIterator[ConnectedTown]:
    clock = ShiftedClock()
    async with receiving() as receiver, Sandbox.running(clock=clock, limits=False) as box:
        town = ConnectedTown(box, url, clock)
        town.receiver, town.port = receiver, free_port()
        await town.start_bot()
        try:
            yield town
        finally:
            await town.stop_bot()


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[ConnectedTown]:
    async with connected_town(database_url) as made:
        yield made


async def test_what_happens_at_the_desk_is_posted(town: ConnectedTown) -> None:
    database = await open_database(town.database_url)
    async with httpx.AsyncClient() as client:

        async def numbers() -> str:
            return (await client.get(f"http://127.0.0.1:{town.port}/metrics")).text

        await _begun(town, database)
        desk, now = Desk(database), int(town.clock.now())
        case = await desk.case(await desk.person(77), now)
        await desk.happens(case, EventKind.OPENED, now)
        await desk.happens(case, EventKind.TAKEN, now)
        await until(lambda: len(town.receiver.posts) == 2, seconds=30)
        assert town.receiver.events == ["opened", "taken"]
        assert 'bot_hooks_total{result="done"}' in await numbers()
    await database.close()


async def test_owners_hear_of_what_was_given_up(town: ConnectedTown) -> None:
    await town.erlan.chooses("Қазақша")
    database = await open_database(town.database_url)
    try:
        await _begun(town, database)
        town.receiver.usual = answers(422)
        desk, now = Desk(database), int(town.clock.now())
        await desk.happens(await desk.case(await desk.person(77), now), EventKind.OPENED, now)
        await until(lambda: town.receiver.posts, seconds=30)
        town.clock.jump(hours=2)
        await _given_up(database, int(town.clock.now()) + 60)
    finally:
        await database.close()
    town.clock.jump(seconds=90)  # it looks at what has ended in earlier seconds
    await town.restart_bot()  # looks at once, then each minute
    await town.erlan.sees("python -m bot hooks replay-dead")


async def _given_up(database: Database, by: int) -> None:
    """Wait until an event that was posted in vain is recorded as such."""
    async with asyncio.timeout(30):
        while True:
            async with database.reading() as reader:
                row = await reader.one("hooks_dead", now=by)
            if row and row["dead"]:
                return
            await asyncio.sleep(0.05)


async def _begun(town: ConnectedTown, database: object) -> None:
    """Posting has started: what happens from now on is told."""
    await HookRows(database).begin(int(town.clock.now()), alone=False)  # type: ignore[arg-type]
