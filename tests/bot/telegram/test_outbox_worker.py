"""The outbox worker on a real database: order, at least once, leases, and trouble of all kinds."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram.methods import SendMessage, TelegramMethod
from markupsafe import Markup

from bot.metrics import Metrics
from bot.nursery import Nursery
from bot.screens.model import Screen
from bot.telegram import render
from bot.telegram.fate import LAST_TRY, LONGEST_PAUSE, Again, Ended, fate_of, pause_after
from bot.telegram.outbox import LEASE, OutboxWorker
from domain.delivery.outbox import Item, Parcel, Priority
from domain.delivery.outcome import (
    Blocked,
    Delivered,
    Gone,
    Outcome,
    Rejected,
    RetryAt,
    Unknown,
)
from storage.engine import Database, Transaction
from storage.errors import StorageBusy, StorageUnavailable
from storage.outbox import OutboxQueue, OutboxRows, open_queue_of
from tests.bot.telegram.helpers import START, FakeCourier, HandClock, settle, until

Tx = Transaction


class Office:
    """A worker with everything around it; the courier and the clock are the only fakes."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = HandClock()
        self.courier = FakeCourier()
        self.metrics = Metrics()
        self.nursery = Nursery()
        self.results: list[tuple[str, Outcome]] = []
        self.storage_trouble: list[Exception] = []
        self.result_trouble: list[Exception] = []
        self.render_trouble: list[Exception] = []
        self.rendered: list[str] = []
        self.not_yet: list[RetryAt] = []
        self.stop = asyncio.Event()
        self._open = open_queue_of(database)

    @asynccontextmanager
    async def open_queue(self) -> AsyncIterator[tuple[Tx, OutboxQueue]]:
        if self.storage_trouble:
            raise self.storage_trouble.pop(0)
        async with self._open() as opened:
            yield opened

    async def render(self, item: Item) -> TelegramMethod[Any] | RetryAt | None:
        self.rendered.append(item.payload["word"])
        if self.not_yet:
            return self.not_yet.pop(0)
        if self.render_trouble:
            raise self.render_trouble.pop(0)
        if item.payload["word"] == "nothing":
            return None
        return render.send(item.chat_id, Screen(text=Markup(item.payload["word"])))

    async def on_result(self, tx: Tx, item: Item, outcome: Outcome) -> None:
        if self.result_trouble:
            raise self.result_trouble.pop(0)
        assert tx is not None
        self.results.append((item.payload["word"], outcome))

    def worker(self, *, alone: bool = True, concurrency: int = 20) -> OutboxWorker[Tx]:
        return OutboxWorker(
            open_queue=self.open_queue,
            render=self.render,
            courier=self.courier,
            clock=self.clock,
            nursery=self.nursery,
            metrics=self.metrics,
            on_result=self.on_result,
            alone=alone,
            transient=(StorageUnavailable,),
            concurrency=concurrency,
        )

    async def put(self, *parcels: tuple[int, str] | Parcel) -> None:
        async with self.database.transaction() as (tx, _):
            rows = OutboxRows(tx, int(self.clock.now()))
            for parcel in parcels:
                rows.put(parcel if isinstance(parcel, Parcel) else notice(*parcel))

    async def calm(self) -> None:
        """Wait until nothing is on its way and the worker sleeps."""
        await until(self._is_calm)

    def _is_calm(self) -> bool:
        sleeps = any(not bell.done() for _, _, bell in self.clock._sleepers)
        return sleeps and not len(self.nursery) and not self.current._woken.is_set()

    async def time_passes(self, holds: Callable[[], object]) -> None:
        """Second by second, with room for the database in between, until it holds."""
        for _ in range(120):
            if holds():
                return
            await asyncio.sleep(0.02)
            await self.clock.advance(1)
        raise AssertionError("two minutes have passed")

    @property
    def words(self) -> list[str]:
        methods = [one.method for one in self.courier.sent]
        return [method.text for method in methods if isinstance(method, SendMessage)]

    @asynccontextmanager
    async def at_work(self, **more: Any) -> AsyncIterator[OutboxWorker[Tx]]:
        self.current = worker = self.worker(**more)
        running = asyncio.create_task(worker.run(self.stop))
        try:
            yield worker
        finally:
            self.stop.set()
            async with asyncio.timeout(30):
                await running
            await self.nursery.close(1)


def notice(
    chat_id: int, word: str, priority: Priority = Priority.CASE, due_at: int | None = None
) -> Parcel:
    return Parcel(
        chat_id=chat_id,
        kind="notice",
        payload={"word": word},
        priority=priority,
        due_at=due_at,
    )


@pytest.fixture
async def office(database: Database) -> Office:
    return Office(database)


async def test_what_waits_is_delivered_in_order(office: Office) -> None:
    await office.put((1, "a1"), (2, "b1"), (1, "a2"), (1, "a3"))
    async with office.at_work():
        await until(lambda: len(office.results) == 4)
    assert [word for word in office.words if word.startswith("a")] == ["a1", "a2", "a3"]
    assert all(isinstance(outcome, Delivered) for _, outcome in office.results)
    sent = office.courier.sent[0]
    assert (sent.chat_id, sent.priority) == (1, Priority.CASE)
    assert 0 < sent.patience <= 3


async def test_a_call_wakes_it(office: Office) -> None:
    async with office.at_work() as worker:
        await office.calm()
        await office.put((1, "a"))
        await office.calm()
        assert office.words == []
        worker.wake()
        await until(lambda: office.words == ["a"])


async def test_it_looks_by_itself_every_few_seconds(office: Office) -> None:
    async with office.at_work():
        await office.calm()
        await office.put((1, "a"))
        await office.clock.advance(5)
        await until(lambda: office.words == ["a"])


async def test_a_slow_chat_does_not_hold_up_the_others(office: Office) -> None:
    gate = asyncio.Event()

    async def wait() -> None:
        if office.courier.sent[-1].chat_id == 1:
            await gate.wait()

    office.courier.before = wait
    await office.put((1, "slow"), (1, "behind"), (2, "quick"))
    async with office.at_work():
        await until(lambda: [word for word, _ in office.results] == ["quick"])
        await settle()
        assert office.words == ["slow", "quick"]
        gate.set()
        await until(lambda: len(office.results) == 3)


async def test_more_than_it_can_carry_at_once(office: Office) -> None:
    most = 0
    running = 0

    async def count() -> None:
        nonlocal most, running
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.005)
        running -= 1

    office.courier.before = count
    await office.put(*((chat, f"{chat}") for chat in range(1, 31)))
    async with office.at_work(concurrency=4):
        await until(lambda: len(office.results) == 30, 20)
    assert most == 4


async def test_later_means_later_and_holds_the_place(office: Office) -> None:
    office.courier.outcomes = [RetryAt(START + 2.4, "429")]
    await office.put((1, "first"), (1, "second"))
    async with office.at_work():
        await until(lambda: office.words == ["first"])
        await office.calm()
        await office.clock.advance(2.9)
        await office.calm()
        assert office.words == ["first"]
        await office.clock.advance(0.2)
        await until(lambda: office.words == ["first", "first", "second"])
    assert [word for word, _ in office.results] == ["first", "second"]


async def test_unknown_is_sent_again_after_a_growing_pause(office: Office) -> None:
    office.courier.outcomes = [Unknown("reset"), Unknown("reset")]
    await office.put((1, "a"))
    async with office.at_work():
        await until(lambda: len(office.words) == 1)
        for pause, sent in ((2, 2), (4, 3)):
            await office.calm()
            await office.clock.advance(pause - 0.5)
            await office.calm()
            assert len(office.words) == sent - 1
            await office.clock.advance(0.5)
            await until(lambda sent=sent: len(office.words) == sent)
        await until(lambda: [type(outcome) for _, outcome in office.results] == [Delivered])


async def test_a_broadcast_is_never_sent_twice(office: Office) -> None:
    office.courier.outcomes = [Unknown("reset")]
    await office.put(notice(1, "news", Priority.BROADCAST))
    async with office.at_work():
        await until(lambda: office.results == [("news", Unknown("reset"))])
        await office.clock.advance(1000)
    assert office.words == ["news"]


@pytest.mark.parametrize("outcome", [Blocked(), Gone("not found"), Rejected("mistake")])
async def test_what_cannot_be_delivered_ends_and_its_owner_is_told(
    office: Office, outcome: Outcome
) -> None:
    office.courier.outcomes = [outcome]
    await office.put((1, "a"), (1, "b"))
    async with office.at_work():
        await until(lambda: len(office.results) == 2)
    assert office.results[0] == ("a", outcome)
    assert office.words == ["a", "b"]


async def test_what_is_no_longer_to_be_said_ends_without_a_call(office: Office) -> None:
    await office.put((1, "nothing"))
    async with office.at_work():
        await until(lambda: office.results == [("nothing", Delivered())])
    assert office.words == []


async def test_a_crash_leaves_a_lease_that_ends(office: Office) -> None:
    await office.put((1, "a"), notice(2, "news", Priority.BROADCAST))
    async with office.open_queue() as (_, queue):
        assert len(await queue.claim(int(START), int(START) + LEASE, 10)) == 2
    async with office.at_work(alone=False):
        await office.calm()
        assert office.words == []
        await office.time_passes(lambda: len(office.results) == 2)
        assert office.clock.now() >= START + LEASE
    assert office.words == ["a"], "the broadcast may have arrived and is not sent again"
    assert isinstance(dict(office.results)["news"], Unknown)


async def test_the_only_worker_takes_back_leases_at_once(office: Office) -> None:
    await office.put((1, "a"))
    async with office.open_queue() as (_, queue):
        await queue.claim(int(START), int(START) + LEASE, 10)
    async with office.at_work(alone=True):
        await until(lambda: office.words == ["a"])


async def test_a_lease_never_ends_under_a_living_send(office: Office) -> None:
    """Rendering that took too long gives the item back instead of sending it."""

    async def slow(item: Item) -> TelegramMethod[Any] | None:
        if not office.rendered:
            office.clock.time += 7
        office.rendered.append("x")
        return render.send(item.chat_id, Screen(text=Markup("a")))

    office.render = slow  # type: ignore[method-assign]
    await office.put((1, "a"))
    async with office.at_work():
        await until(lambda: len(office.rendered) == 2)
        await until(lambda: office.words == ["a"])


async def test_trouble_of_the_database_when_claiming(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.storage_trouble = [StorageBusy("locked"), ZeroDivisionError()]
    await office.put((1, "a"))
    async with office.at_work():
        for _ in range(2):
            await office.calm()
            await office.clock.advance(5)
        await until(lambda: office.words == ["a"])
    assert caplog.text.count("the outbox cannot be read") == 2


async def test_trouble_of_the_database_after_sending_sends_nothing_twice(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    async def break_down() -> None:
        office.storage_trouble = [StorageBusy("locked")] * 3
        office.courier.before = None

    office.courier.before = break_down
    await office.put((1, "a"))
    async with office.at_work():
        await until(lambda: office.words == ["a"])
        await office.time_passes(lambda: office.results)
    assert office.words == ["a"]
    assert "waits: StorageBusy" in caplog.text


async def test_an_owner_that_breaks_does_not_repeat_the_message(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.result_trouble = [ZeroDivisionError(), ZeroDivisionError(), ZeroDivisionError()]
    await office.put((1, "a"), (1, "b"))
    async with office.at_work():
        await until(lambda: office.words == ["a"])
        await office.time_passes(lambda: office.words == ["a", "b"])
    assert "could not be recorded" in caplog.text


async def test_an_item_that_cannot_be_rendered_waits_and_holds_up_nobody_else(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.render_trouble = [KeyError("case"), StorageBusy("locked")]
    await office.put((1, "a"), (2, "b"))
    async with office.at_work():
        await office.time_passes(lambda: len(office.results) == 2)
    assert sorted(office.words) == ["a", "b"]
    assert "cannot be rendered" in caplog.text


async def test_an_item_that_is_not_complete_yet_waits_and_its_chat_with_it(
    office: Office,
) -> None:
    office.not_yet = [RetryAt(START + 2, "an album is still coming")]
    await office.put((1, "album"), (1, "behind"))
    async with office.at_work():
        await until(lambda: office.rendered == ["album"])
        await office.calm()
        assert office.words == []
        await office.time_passes(lambda: office.words == ["album", "behind"])
        assert office.clock.now() >= START + 2


async def test_a_broadcast_that_cannot_be_rendered_was_not_sent(office: Office) -> None:
    office.render_trouble = [KeyError("text")]
    await office.put(notice(1, "news", Priority.BROADCAST))
    async with office.at_work():
        await until(lambda: office.results)
    assert isinstance(office.results[0][1], Rejected)


async def test_nothing_is_claimed_while_nothing_can_be_sent(office: Office) -> None:
    office.courier.quiet = START + 20
    await office.put((1, "a"))
    async with office.at_work():
        await office.clock.advance(19)
        await office.calm()
        assert office.rendered == []
        await office.clock.advance(1.5)
        await until(lambda: office.words == ["a"])


async def test_stop_finishes_what_is_being_sent_and_begins_nothing_more(office: Office) -> None:
    gate = asyncio.Event()
    office.courier.before = gate.wait
    await office.put((1, "a"), (1, "b"))
    async with office.at_work():
        await until(lambda: office.words == ["a"])
        office.stop.set()
        await settle()
        gate.set()
    assert office.words == ["a"]
    assert [word for word, _ in office.results] == ["a"]
    async with office.open_queue() as (_, queue):
        [left] = await queue.claim(int(START), int(START) + LEASE, 10)
    assert left.payload["word"] == "b"


async def test_how_far_behind_it_is_can_be_seen(office: Office) -> None:
    await office.put((1, "a"))
    office.clock.time += 90
    office.courier.outcomes = [RetryAt(START + 500, "429")]
    async with office.at_work():
        await until(lambda: office.words == ["a"])
    assert b"bot_outbox_age_seconds" in office.metrics.text()


def item(attempts: int, priority: Priority = Priority.CASE) -> Item:
    return Item(
        id=1,
        chat_id=1,
        kind="k",
        payload={},
        priority=priority,
        attempts=attempts,
        created_at=0,
    )


def test_a_day_of_trying_and_not_less() -> None:
    total, attempts = 0.0, 1
    while isinstance(fate := fate_of(item(attempts), Unknown("x"), total), Again):
        assert fate.sent
        total, attempts = fate.due_at, attempts + 1
    assert fate == Ended("unknown", "x")
    assert attempts == LAST_TRY
    assert 24 * 3600 <= total <= 24 * 3600 + 2 * LONGEST_PAUSE
    assert [pause_after(n) for n in (1, 2, 9, 10, 11, 200)] == [2, 4, 512, 600, 600, 600]


def test_being_asked_to_wait_is_no_try() -> None:
    fate = fate_of(item(1), RetryAt(100.2, "429"), 90.0)
    assert fate == Again(101, "429", sent=False)
    assert fate_of(item(1), RetryAt(80.0, "429"), 90.5) == Again(91, "429", sent=False)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Delivered((1,)), "sent"),
        (Blocked(), "blocked"),
        (Blocked(deactivated=True), "blocked"),
        (Gone("x"), "gone"),
        (Rejected("x"), "rejected"),
    ],
)
def test_ends(outcome: Outcome, state: str) -> None:
    fate = fate_of(item(1), outcome, 0.0)
    assert isinstance(fate, Ended)
    assert fate.state == state
