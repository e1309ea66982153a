"""Waiting by a clock, and tasks that nobody loses."""

import asyncio

import pytest

from bot.clock import Clock, SystemClock, wait_at_most, within
from bot.nursery import Nursery
from tests.bot.telegram.helpers import START, HandClock, settle


async def answer(value: int) -> int:
    await asyncio.sleep(0)
    return value


async def breaks() -> int:
    return 1 // 0


async def never() -> None:
    await asyncio.Event().wait()


async def test_the_system_clock_goes_on() -> None:
    clock = SystemClock()
    before = clock.now()
    await clock.sleep(0.02)
    await clock.sleep(-1)
    assert 0.015 < clock.now() - before < 5


@pytest.mark.parametrize("clock", [SystemClock(), HandClock()])
async def test_work_within_its_time(clock: Clock) -> None:
    assert await within(clock, 5, answer(7)) == 7
    with pytest.raises(ZeroDivisionError):
        await within(clock, 5, breaks())


async def test_work_that_takes_too_long() -> None:
    with pytest.raises(TimeoutError):
        await within(SystemClock(), 0.02, never())
    clock = HandClock()
    waiting = asyncio.create_task(within(clock, 3, never()))
    await clock.advance(2.9)
    assert not waiting.done()
    await clock.advance(0.1)
    with pytest.raises(TimeoutError):
        await waiting


async def test_waiting_ends_with_the_first_event_or_with_the_time() -> None:
    clock, first, second = HandClock(), asyncio.Event(), asyncio.Event()
    waiting = asyncio.create_task(wait_at_most(clock, 10, first, second))
    await settle()
    second.set()
    await waiting
    assert clock.now() == START
    await wait_at_most(clock, 10, first, second)
    second.clear()
    waiting = asyncio.create_task(wait_at_most(clock, 10, first, second))
    await clock.advance(10)
    await waiting


async def test_a_failure_is_logged_with_its_name_and_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    nursery = Nursery()

    async def fails() -> None:
        raise ZeroDivisionError

    nursery.start(fails(), "late answer")
    await settle()
    assert nursery.failures == 1
    assert "background task late answer failed" in caplog.text
    await nursery.close()


async def test_close_waits_and_then_cancels(caplog: pytest.LogCaptureFixture) -> None:
    nursery = Nursery()
    done = []

    async def quick() -> None:
        await asyncio.sleep(0.01)
        done.append("quick")

    nursery.start(quick(), "quick")
    endless = nursery.start(never(), "endless")
    assert len(nursery) == 2
    await nursery.close(0.1)
    assert done == ["quick"]
    assert endless.cancelled()
    assert len(nursery) == 0
    assert "endless was cut off" in caplog.text
    assert nursery.failures == 0
