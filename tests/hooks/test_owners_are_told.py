"""The owners are told of what was given up: once an hour, all of it, nobody else."""

import asyncio
from typing import Any

import pytest
from markupsafe import Markup

from bot.parcels import ParcelRenderer
from bot.wiring.call_centre import tell_owners
from domain.consultation.case import EventKind
from domain.delivery.outbox import Item
from domain.people.model import Role
from storage.engine import Database
from storage.hooks import HookRows
from storage.outbox import OutboxQueue
from storage.parcels import ParcelRows
from storage.people import StaffTable
from tests.hooks.clock import LeapingClock
from tests.hooks.desk import NOW, Desk

HOUR = 3600


async def give_up(database: Database, case: int, at: int) -> None:
    """One more event of the case is dead."""
    hooks = HookRows(database)
    await Desk(database).happens(case, EventKind.CALLED, at)
    [hook] = await hooks.claim(at, at + 30, 10)
    await hooks.dead(hook.event_id, "status 500", at)


async def told(database: Database, now: int) -> list[Item]:
    """What the outbox holds, taken out."""
    items: list[Item] = []
    while True:
        async with database.transaction() as (tx, _):
            queue = OutboxQueue(tx)
            claimed = await queue.claim(now, now + 15, 100)
            for item in claimed:
                queue.finish(item.id, "sent", None, now)
        if not claimed:
            return items
        items += claimed


@pytest.fixture
async def case(database: Database) -> int:
    desk = Desk(database)
    await HookRows(database).begin(NOW, alone=True)
    await desk.person(1004, Role.OWNER)
    await desk.person(1005, Role.OWNER)
    await desk.person(1003, Role.SUPERVISOR)
    return await desk.case(await desk.person(1001))


async def test_each_owner_once_with_the_count(database: Database, case: int) -> None:
    assert await tell_owners(database, NOW) == 0
    for second in (1, 2, 3):
        await give_up(database, case, NOW + second)
    assert await tell_owners(database, NOW + 60) == 3
    assert await tell_owners(database, NOW + 120) == 0
    items = await told(database, NOW + 120)
    assert sorted((i.chat_id, i.kind, i.payload["count"]) for i in items) == [
        (1004, "hooks_dead", 3),
        (1005, "hooks_dead", 3),
    ]


async def test_once_an_hour_and_nothing_is_passed_over(database: Database, case: int) -> None:
    await give_up(database, case, NOW)
    assert await tell_owners(database, NOW + 60) == 1
    await give_up(database, case, NOW + 60)
    await give_up(database, case, NOW + 90)
    assert await tell_owners(database, NOW + 60 + HOUR - 1) == 0
    assert await tell_owners(database, NOW + 60 + HOUR) == 2
    assert await tell_owners(database, NOW + 60 + 9 * HOUR) == 0


async def test_two_processes_tell_once(
    database: Database, other_database: Database, case: int
) -> None:
    await give_up(database, case, NOW)
    doors = (database, other_database) * 3
    counts = await asyncio.gather(*(tell_owners(door, NOW + 60) for door in doors))
    assert sorted(counts) == [0, 0, 0, 0, 0, 1]


async def test_it_is_said_in_the_language_of_an_owner_and_of_nobody_else(
    database: Database, case: int
) -> None:
    renderer = ParcelRenderer(ParcelRows(database), None, 42, LeapingClock())  # type: ignore[arg-type]
    await give_up(database, case, NOW)
    await tell_owners(database, NOW + 60)
    items = await told(database, NOW + 60)
    method: Any = await renderer(items[0])
    assert "python -m bot hooks replay-dead" in method.text
    assert "1" in Markup(method.text).striptags()
    async with database.transaction() as (tx, _):
        await StaffTable(tx).retire_owners(frozenset({1005}), NOW)
    first = next(item for item in items if item.chat_id == 1004)
    assert await renderer(first) is None
