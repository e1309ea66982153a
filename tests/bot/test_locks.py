"""One person at a time, in order, and no memory of idle people."""

import asyncio

from bot.locks import FIRST_SECONDS, Missing, PersonLocks


async def test_one_person_in_order_and_others_beside() -> None:
    locks, log = PersonLocks(), []

    async def work(person: int, step: int) -> None:
        async with locks.hold(person):
            log.append((person, step, "in"))
            await asyncio.sleep(0.001)
            log.append((person, step, "out"))

    await asyncio.gather(*(work(person, step) for step in range(5) for person in (1, 2)))
    for person in (1, 2):
        mine = [entry[1:] for entry in log if entry[0] == person]
        assert mine == [(step, way) for step in range(5) for way in ("in", "out")]
    assert log.index((2, 0, "in")) < log.index((1, 0, "out")), "different people at once"
    assert len(locks) == 0


async def test_a_cancelled_waiter_holds_nobody_up() -> None:
    locks = PersonLocks()
    async with locks.hold(1):

        async def wait() -> None:
            async with locks.hold(1):
                raise AssertionError("never")

        waiter = asyncio.create_task(wait())
        await asyncio.sleep(0)
        waiter.cancel()
        await asyncio.gather(waiter, return_exceptions=True)
    async with asyncio.timeout(30), locks.hold(1):
        pass
    assert len(locks) == 0


def test_later_updates_wait_for_one_that_has_to_come_again() -> None:
    missing = Missing()
    assert not missing.is_ahead(1, 10, now=0)
    missing.failed(1, 10, now=0)
    missing.failed(1, 11, now=0)
    assert not missing.is_ahead(1, 10, now=1)
    assert missing.is_ahead(1, 11, now=1)
    assert not missing.is_ahead(2, 11, now=1)
    missing.done(1, 10)
    assert not missing.is_ahead(1, 11, now=1)


def test_nobody_waits_for_ever_for_an_update_that_was_given_up() -> None:
    missing = Missing()
    missing.failed(1, 10, now=0)
    assert missing.is_ahead(1, 11, now=FIRST_SECONDS - 1)
    assert not missing.is_ahead(1, 11, now=FIRST_SECONDS)
    assert not missing.is_ahead(1, 12, now=FIRST_SECONDS)
