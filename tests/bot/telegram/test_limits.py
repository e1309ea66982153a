"""The limits with a clock moved by hand."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.nursery import Nursery
from bot.telegram.limits import Limiter
from domain.delivery.outbox import Priority
from tests.bot.telegram.helpers import START, HandClock, nursery_of_a_test, settle

ANSWER, CASE, REMINDER, BROADCAST = Priority


@pytest.fixture
async def nursery() -> AsyncIterator[Nursery]:
    async with nursery_of_a_test() as nursery:
        yield nursery


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def limiter(clock: HandClock, nursery: Nursery) -> Limiter:
    return Limiter(clock, nursery)


class Senders:
    """Tasks that wait for room; remembers who got it when."""

    def __init__(self, limiter: Limiter, clock: HandClock) -> None:
        self.limiter, self.clock = limiter, clock
        self.let_go: list[tuple[object, float]] = []
        self.refused: list[tuple[object, float]] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def _send(self, name: object, *args: object, **more: object) -> None:
        at = await self.limiter.acquire(*args, **more)
        if at is None:
            self.let_go.append((name, round(self.clock.now() - START, 3)))
        else:
            self.refused.append((name, round(at - START, 3)))

    async def start(self, name: object, *args: object, **more: object) -> None:
        self.tasks.append(asyncio.create_task(self._send(name, *args, **more)))
        await settle()

    @property
    def names(self) -> list[object]:
        return [name for name, _ in self.let_go]


@pytest.fixture
async def senders(limiter: Limiter, clock: HandClock) -> AsyncIterator[Senders]:
    senders = Senders(limiter, clock)
    yield senders
    for task in senders.tasks:
        task.cancel()
    await asyncio.gather(*senders.tasks, return_exceptions=True)


async def test_a_person_gets_three_at_once_and_then_one_a_second(
    senders: Senders, clock: HandClock
) -> None:
    for number in range(5):
        await senders.start(number, 1, ANSWER)
    assert senders.names == [0, 1, 2]
    await clock.advance(5)
    assert senders.let_go[3:] == [(3, 1.0), (4, 2.0)]


async def test_no_minute_brings_more_than_twenty_to_a_group(
    senders: Senders, clock: HandClock
) -> None:
    for number in range(60):
        await senders.start(number, -100, CASE)
    await clock.advance(200)
    times = [at for _, at in senders.let_go]
    assert len(times) > 45
    for begin in times:
        assert sum(begin <= at < begin + 60 for at in times) <= 20


async def test_thirty_a_second_overall(senders: Senders, clock: HandClock) -> None:
    for chat in range(1, 121):
        await senders.start(chat, chat, ANSWER)
    assert len(senders.let_go) == 15
    await clock.advance(1)
    assert len(senders.let_go) == 45
    await clock.advance(2.5)
    assert len(senders.let_go) == 120


async def test_the_important_goes_first_then_the_older(senders: Senders, clock: HandClock) -> None:
    for chat in range(1, 16):
        await senders.start("burst", chat, ANSWER)
    await senders.start("news", 101, BROADCAST)
    await senders.start("reminder", 102, REMINDER)
    await senders.start("case 1", 103, CASE)
    await senders.start("case 2", 104, CASE)
    await senders.start("answer", 105, ANSWER)
    await clock.advance(1)
    assert senders.names[15:] == ["answer", "case 1", "case 2", "reminder", "news"]


async def test_who_is_ready_does_not_wait_behind_a_paused_chat(
    senders: Senders, limiter: Limiter, clock: HandClock
) -> None:
    limiter.pause(1, 10)
    await senders.start("paused", 1, ANSWER)
    await senders.start("free", 2, BROADCAST)
    assert senders.let_go == [("free", 0.0)]
    await clock.advance(9.9)
    assert senders.names == ["free"]
    await clock.advance(0.1)
    assert senders.let_go[1:] == [("paused", 10.0)]


async def test_bulk_leaves_a_fifth_to_the_others(senders: Senders, clock: HandClock) -> None:
    for chat in range(1, 401):
        await senders.start("news", chat, BROADCAST)
    await clock.advance(10)
    assert 239 <= len(senders.let_go) <= 241
    before = clock.now()
    for chat in range(1001, 1007):
        await senders.start("answer", chat, ANSWER)
    await clock.advance(0.2)
    assert senders.names.count("answer") == 6
    assert max(at for name, at in senders.let_go if name == "answer") - (before - START) <= 0.2


async def test_answers_are_never_held_up_by_bulk(senders: Senders, clock: HandClock) -> None:
    for chat in range(1, 301):
        await senders.start("news", chat, BROADCAST)
    for chat in range(1001, 1061):
        await senders.start("answer", chat, ANSWER)
    await clock.advance(2.0)
    assert senders.names.count("answer") == 60


async def test_a_pause_is_exactly_as_long_as_told_and_for_its_chat(
    limiter: Limiter, senders: Senders, clock: HandClock
) -> None:
    limiter.pause(7, 3)
    assert limiter.paused_until(7) == START + 3
    assert limiter.paused_until(8) < START
    assert await limiter.acquire(7, ANSWER, 2.9) == START + 3
    await senders.start("waits", 7, ANSWER, 3.0)
    await clock.advance(3)
    assert senders.let_go == [("waits", 3.0)]


async def test_two_chats_refused_at_a_time_pause_the_whole_bot(
    limiter: Limiter, clock: HandClock
) -> None:
    limiter.pause(7, 3)
    assert limiter.paused_until(None) < START
    await clock.advance(1)
    limiter.pause(8, 5)
    assert limiter.paused_until(None) == START + 3
    assert await limiter.acquire(9, ANSWER, 0) == START + 3
    await clock.advance(2)
    assert await limiter.acquire(9, ANSWER, 0) is None
    assert await limiter.acquire(8, ANSWER, 0) == START + 6


async def test_a_long_pause_of_one_chat_is_not_served_by_the_others(limiter: Limiter) -> None:
    limiter.pause(7, 8)
    limiter.pause(8, 10_072)  # as Telegram has really asked for
    assert limiter.paused_until(None) == START + 8
    assert limiter.paused_until(7) == START + 8
    assert limiter.paused_until(8) == START + 10_072


async def test_one_chat_refused_twice_pauses_only_itself(
    limiter: Limiter, clock: HandClock
) -> None:
    limiter.pause(7, 3)
    await clock.advance(1)
    limiter.pause(7, 3)
    assert limiter.paused_until(7) == START + 4
    assert await limiter.acquire(9, ANSWER, 0) is None


async def test_refusals_one_after_the_other_do_not_pause_the_whole_bot(
    limiter: Limiter, clock: HandClock
) -> None:
    limiter.pause(7, 3)
    await clock.advance(3)
    limiter.pause(8, 3)
    assert await limiter.acquire(9, ANSWER, 0) is None


async def test_a_longer_pause_is_not_shortened(limiter: Limiter, clock: HandClock) -> None:
    limiter.pause(7, 60)
    limiter.pause(7, 3)
    assert limiter.paused_until(7) == START + 60


async def test_a_refusal_without_a_chat_is_for_everybody(limiter: Limiter) -> None:
    limiter.pause(None, 4)
    assert await limiter.acquire(1, ANSWER, 1) == START + 4


async def test_who_waits_when_a_pause_comes_is_told_when_to_come_again(
    limiter: Limiter, senders: Senders, clock: HandClock
) -> None:
    for number in range(4):
        await senders.start(number, 1, ANSWER, 2.0)
    limiter.pause(1, 30)
    await settle()
    assert senders.refused == [(3, 30.0)]


async def test_patience_ends_while_others_go_first(senders: Senders, clock: HandClock) -> None:
    for chat in range(1, 200):
        await senders.start("answer", chat, ANSWER)
    await senders.start("late", 500, CASE, 2.0)
    await clock.advance(2.1)
    assert [name for name, _ in senders.refused] == ["late"]
    assert senders.refused[0][1] >= 2.0


async def test_an_answer_to_a_press_takes_nothing_from_the_chat(
    limiter: Limiter, senders: Senders
) -> None:
    for _ in range(50):
        assert await limiter.acquire(None, ANSWER, 0) is None
    for number in range(3):
        await senders.start(number, 1, ANSWER, 0)
    assert senders.names == [0, 1, 2]


async def test_an_answer_to_a_press_waits_for_the_pause_of_the_whole_bot(
    limiter: Limiter, senders: Senders, clock: HandClock
) -> None:
    limiter.pause(None, 2)
    assert await limiter.acquire(None, ANSWER, 1) == START + 2
    await senders.start("press", None, ANSWER, 2)
    assert senders.names == []
    await clock.advance(2)
    assert senders.names == ["press"]


async def test_an_album_costs_as_many_as_it_has(limiter: Limiter, clock: HandClock) -> None:
    assert await limiter.acquire(1, CASE, 0, 10) is None
    assert await limiter.acquire(1, CASE, 0) == START + 8
    await clock.advance(10)
    assert await limiter.acquire(1, CASE, 0, 3) is None


async def test_an_album_waits_until_it_fits(limiter: Limiter) -> None:
    assert await limiter.acquire(1, CASE, 0) is None
    assert await limiter.acquire(1, CASE, 0, 3) == START + 1


async def test_who_gives_up_leaves_no_trace(
    limiter: Limiter, senders: Senders, clock: HandClock
) -> None:
    for number in range(5):
        await senders.start(number, 1, ANSWER)
    senders.tasks[3].cancel()
    await clock.advance(1)
    assert senders.let_go[3:] == [(4, 1.0)]


async def test_chats_at_rest_are_forgotten(limiter: Limiter, clock: HandClock) -> None:
    for chat in range(1, 5001):
        await limiter.acquire(chat, ANSWER)
        clock.time += 0.1
    assert limiter.remembered_chats <= 1100


async def test_a_clock_that_was_set_back_does_not_stop_the_bot(
    limiter: Limiter, clock: HandClock
) -> None:
    for _ in range(3):
        await limiter.acquire(1, ANSWER)
    clock.time -= 3600
    assert await limiter.acquire(1, ANSWER, 0) is None
