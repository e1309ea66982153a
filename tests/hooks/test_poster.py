"""The poster between a real database and a real server: order, repeats, trouble, crashes."""

import asyncio
import json
import logging
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import formatdate
from typing import Any

import pytest
from aiohttp import web

from bot.hooks.poster import LEASE, HookPoster
from bot.hooks.wire import TOTAL, HookWire
from bot.metrics import Metrics
from bot.nursery import Nursery
from domain.consultation.case import EventKind
from domain.hooks.fate import GIVE_UP, GIVE_UP_REFUSED
from domain.hooks.model import HookState
from storage import open_database
from storage.engine import Database
from storage.errors import StorageBusy, StorageUnavailable
from storage.hooks import HookList, HookRows
from tests.bot.telegram.helpers import until
from tests.hooks.clock import LeapingClock
from tests.hooks.desk import Desk
from tests.hooks.receiver import SECRET, Receiver, answers, hangs, receiving, resets


class Office:
    """A poster with everything around it; time can jump, nothing else is not real."""

    def __init__(self, database: Database, receiver: Receiver) -> None:
        self.database = database
        self.receiver = receiver
        self.clock = LeapingClock()
        self.metrics = Metrics()
        self.desk = Desk(database)
        self.posters: list[HookPoster] = []

    @property
    def now(self) -> int:
        return int(self.clock.now())

    @asynccontextmanager
    async def at_work(
        self, hooks: HookRows | None = None, *, alone: bool = True, texts: bool = False
    ) -> AsyncIterator[HookPoster]:
        nursery = Nursery()
        wire = HookWire(self.receiver.url, SECRET, self.clock, total=1.0)
        poster = HookPoster(
            hooks=hooks or HookRows(self.database),
            wire=wire,
            clock=self.clock,
            nursery=nursery,
            metrics=self.metrics,
            alone=alone,
            texts=texts,
            transient=(StorageUnavailable,),
            chance=lambda: 1.0,
        )
        self.posters.append(poster)
        stop = asyncio.Event()
        running = asyncio.create_task(poster.run(stop))
        try:
            yield poster
        finally:
            stop.set()
            async with asyncio.timeout(30):
                await running
            await nursery.close(1)
            await wire.close()
            assert nursery.failures == 0

    def later(self, seconds: float = 0) -> None:
        """Time passes."""
        self.clock.leap(seconds)
        for poster in self.posters:
            poster.wake()

    async def happens(self, case: int, *kinds: EventKind) -> None:
        for kind in kinds:
            await self.desk.happens(case, kind, self.now)
        for poster in self.posters:
            poster.wake()

    async def states(self) -> list[tuple[HookState, str | None]]:
        """Of everything that was not accepted."""
        return [(e.state, e.error) for e in await HookList(self.database).unfinished(100)]

    async def settled(self, state: HookState | None, error: str | None = None) -> None:
        """Wait until the only unfinished event stands so; None: until there is none."""
        wanted = [] if state is None else [(state, error)]
        async with asyncio.timeout(30):
            while await self.states() != wanted:
                await asyncio.sleep(0.02)

    async def posts(self, count: int) -> None:
        await until(lambda: len(self.receiver.posts) >= count)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    async with receiving() as receiver:
        office = Office(database, receiver)
        await HookRows(database).begin(office.now, alone=True)
        yield office


async def a_case(office: Office, telegram_id: int = 1001) -> int:
    return await office.desk.case(await office.desk.person(telegram_id), office.now)


async def test_events_are_posted_in_order_and_once(office: Office) -> None:
    case = await a_case(office)
    await office.happens(case, EventKind.OPENED, EventKind.TAKEN)
    async with office.at_work():
        await office.posts(2)
        await office.happens(case, EventKind.CALLED, EventKind.CLOSED)
        await office.posts(4)
        await office.settled(None)
    assert office.receiver.events == ["opened", "taken", "called", "closed"]
    assert len(set(office.receiver.keys)) == 4
    assert all(post.said["id"] == post.key for post in office.receiver.posts)
    assert 'bot_hooks_total{result="done"} 4.0' in office.metrics.text().decode()


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (answers(500), "status 500"),
        (answers(404), "status 404"),
        (answers(401), "status 401"),
        (answers(302, Location="/elsewhere"), "status 302"),
        (hangs, None),
        (resets, None),
    ],
    ids=["500", "404", "401", "redirect", "hangs", "resets"],
)
async def test_trouble_is_tried_again_with_the_same_key_and_body(
    office: Office, trouble: Any, error: str | None
) -> None:
    office.receiver.prepared = [trouble]
    case = await a_case(office)
    await office.happens(case, EventKind.OPENED, EventKind.TAKEN)
    async with office.at_work():
        await office.posts(1)
        await until(lambda: b'result="again"} 1.0' in office.metrics.text())
        if error is not None:
            assert (HookState.PENDING, error) in await office.states()
        assert office.receiver.events == ["opened"], "the next one waits"
        office.later(3)
        await office.posts(3)
        await office.settled(None)
    assert office.receiver.events == ["opened", "opened", "taken"]
    first, second, _ = office.receiver.posts
    assert (first.key, first.body) == (second.key, second.body)
    assert first.signature != second.signature, "each try is signed with its own time"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_retry_after_holds_up_everything_until_then(
    office: Office, status: int, form: str
) -> None:
    wish = "300" if form == "seconds" else formatdate(office.clock.now() + 300, usegmt=True)
    office.receiver.prepared = [answers(status, Retry_After=wish)]
    await office.happens(await a_case(office), EventKind.OPENED)
    async with office.at_work():
        await office.settled(HookState.PENDING, f"status {status}")
        await office.happens(await a_case(office, 1002), EventKind.OPENED)
        office.later(280)
        await asyncio.sleep(0.3)
        assert len(office.receiver.posts) == 1
        office.later(25)
        await office.posts(3)
        await office.settled(None)
    assert len(set(office.receiver.keys)) == 2


async def test_after_a_day_it_is_given_up_and_the_next_one_goes(office: Office) -> None:
    office.receiver.usual = answers(500)
    case = await a_case(office)
    await office.happens(case, EventKind.OPENED)
    async with office.at_work():
        await office.settled(HookState.PENDING, "status 500")
        office.later(GIVE_UP - 60)
        await office.posts(2)
        await office.settled(HookState.PENDING, "status 500")
        office.later(LEASE + 60)
        await office.settled(HookState.DEAD, "status 500")
        office.receiver.usual = answers(200)
        await office.happens(case, EventKind.TAKEN)
        await until(lambda: office.receiver.events[-1] == "taken")
    assert office.receiver.events == ["opened"] * 3 + ["taken"]
    assert 'bot_hooks_total{result="dead"} 1.0' in office.metrics.text().decode()


async def test_a_refused_content_holds_up_its_case_for_an_hour(office: Office) -> None:
    office.receiver.usual = answers(422)
    await office.happens(await a_case(office), EventKind.OPENED)
    async with office.at_work():
        await office.settled(HookState.PENDING, "status 422")
        office.later(GIVE_UP_REFUSED + 1)
        await office.settled(HookState.DEAD, "status 422")


async def test_a_replay_has_the_same_key(office: Office) -> None:
    office.receiver.usual = answers(422)
    await office.happens(await a_case(office), EventKind.OPENED)
    async with office.at_work():
        await office.settled(HookState.PENDING, "status 422")
        office.later(GIVE_UP_REFUSED + 1)
        await office.settled(HookState.DEAD, "status 422")
        office.receiver.usual = answers(200)
        assert await HookList(office.database).replay_dead(office.now) == 1
        office.later(1)
        await office.settled(None)
    assert len(set(office.receiver.keys)) == 1
    assert len({post.body for post in office.receiver.posts}) == 1


class Dying(HookRows):
    """The process dies between the answer and its record."""

    async def posted(self, event_id: int, now: int) -> None:
        raise asyncio.CancelledError


async def test_a_death_between_the_post_and_its_record_repeats_the_key(office: Office) -> None:
    case = await a_case(office)
    await office.happens(case, EventKind.OPENED, EventKind.TAKEN)
    async with office.at_work(Dying(office.database)):
        await office.posts(1)
    alone = office.database.dialect == "sqlite"
    async with office.at_work(alone=alone):
        if not alone:
            await asyncio.sleep(0.2)
            assert len(office.receiver.posts) == 1, "the lease of the dead one still runs"
            office.later(LEASE + 1)
        await office.posts(3)
        await office.settled(None)
    assert office.receiver.events == ["opened", "opened", "taken"]
    first, second, third = office.receiver.keys
    assert first == second != third


class Moody(HookRows):
    """The database is away now and then."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.troubles: dict[str, list[Exception]] = defaultdict(list)

    def _trouble(self, where: str) -> None:
        if self.troubles[where]:
            raise self.troubles[where].pop(0)

    async def posted(self, event_id: int, now: int) -> None:
        self._trouble("posted")
        await super().posted(event_id, now)

    async def happening(self, event_id: int) -> Any:
        self._trouble("happening")
        return await super().happening(event_id)


async def test_an_end_that_cannot_be_recorded_is_recorded_later(office: Office) -> None:
    hooks = Moody(office.database)
    hooks.troubles["posted"] = [StorageBusy("a")]
    await office.happens(await a_case(office), EventKind.OPENED)
    async with office.at_work(hooks):
        await office.settled(None)
    assert len(office.receiver.posts) == 1


async def test_what_cannot_be_read_now_is_posted_later_and_counts_against_nobody(
    office: Office,
) -> None:
    hooks = Moody(office.database)
    hooks.troubles["happening"] = [StorageBusy("a")]
    await office.happens(await a_case(office), EventKind.OPENED)
    async with office.at_work(hooks):
        await until(lambda: not hooks.troubles["happening"])
        assert await office.states() == [(HookState.PENDING, None)]
        office.later(GIVE_UP + LEASE)
        await office.settled(None)
    assert len(office.receiver.posts) == 1


async def test_our_own_mistake_is_tried_again(office: Office) -> None:
    hooks = Moody(office.database)
    hooks.troubles["happening"] = [KeyError("a mistake")]
    await office.happens(await a_case(office), EventKind.OPENED)
    async with office.at_work(hooks):
        await office.settled(HookState.PENDING, "body: KeyError")
        office.later(3)
        await office.settled(None)


async def test_cases_go_side_by_side_but_not_all_at_once(office: Office) -> None:
    gate = asyncio.Event()

    async def slowly(_: web.Request) -> web.Response:
        await gate.wait()
        return web.Response()

    office.receiver.usual = slowly
    for number in range(12):
        await office.happens(await a_case(office, 2000 + number), EventKind.OPENED)
    async with office.at_work():
        await office.posts(8)
        await asyncio.sleep(0.2)
        assert office.receiver.most_at_once == 8
        gate.set()
        await office.settled(None)
    assert len(office.receiver.posts) == 12


async def test_one_sick_case_does_not_hold_up_the_others(office: Office) -> None:
    sick = await a_case(office)

    async def by_case(request: web.Request) -> web.Response:
        body = json.loads(await request.read())
        return web.Response(status=500 if body["case"]["number"] == sick else 200)

    office.receiver.usual = by_case
    await office.happens(sick, EventKind.OPENED, EventKind.TAKEN)
    well = await a_case(office, 1002)
    async with office.at_work():
        await office.happens(well, EventKind.OPENED, EventKind.TAKEN, EventKind.CLOSED)
        await until(lambda: "closed" in office.receiver.events)
        async with asyncio.timeout(30):
            while len(await office.states()) != 2:  # both of the sick one
                await asyncio.sleep(0.02)


@pytest.mark.postgres
async def test_two_posters_keep_the_order_and_post_nothing_twice(
    fresh_postgres_url: str,
) -> None:
    doors = [await open_database(fresh_postgres_url) for _ in range(2)]
    dice = random.Random(7)

    async def at_times_slowly(_: web.Request) -> web.Response:
        await asyncio.sleep(dice.random() / 50)
        return web.Response()

    kinds = (EventKind.OPENED, EventKind.TAKEN, EventKind.CALLED, EventKind.CLOSED)
    async with receiving() as receiver:
        receiver.usual = at_times_slowly
        office, other = (Office(door, receiver) for door in doors)
        await HookRows(doors[0]).begin(office.now, alone=False)
        cases = [await a_case(office, 2000 + number) for number in range(10)]
        async with office.at_work(alone=False), other.at_work(alone=False):
            for kind in kinds:
                for case in cases:
                    await office.happens(case, kind)
                    other.later()
            await until(lambda: len(receiver.posts) >= 40, seconds=60)
            await office.settled(None)
    for door in doors:
        await door.close()
    told: dict[int, list[str]] = defaultdict(list)
    for post in receiver.posts:
        told[post.said["case"]["number"]].append(post.said["event"])
    assert told == {case: [kind.value for kind in kinds] for case in cases}
    assert len(set(receiver.keys)) == len(receiver.keys) == 40


async def test_the_log_names_nobody(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    office.receiver.prepared = [answers(500)]
    office.receiver.usual = answers(422)
    aigul = await office.desk.person(1001)
    case = await office.desk.case(aigul, office.now, phone="+77015550101")
    await office.desk.writes(case, aigul, "Құпия сөз", office.now)
    async with office.at_work(texts=True):
        office.later(11)
        await office.posts(1)
        assert "Құпия сөз" in office.receiver.posts[0].body.decode()
        office.later(GIVE_UP_REFUSED + 60)
        await office.posts(2)
        await office.settled(HookState.DEAD, "status 422")
    ours = [r.getMessage() for r in caplog.records if r.name.startswith(("bot.", "storage."))]
    assert any("is given up" in line for line in ours)
    written = "\n".join([*ours, caplog.text])
    for secret in ("Құпия", "+77015550101", "7701555", SECRET, "Айгүл"):
        assert secret not in written


async def test_it_stops_while_posts_are_on_their_way(office: Office) -> None:
    office.receiver.usual = hangs
    await office.happens(await a_case(office), EventKind.OPENED)
    async with office.at_work():
        await office.posts(1)
    [(state, _)] = await office.states()
    assert state is HookState.PENDING


def test_a_lease_outlasts_a_post() -> None:
    assert LEASE > 2 * TOTAL
