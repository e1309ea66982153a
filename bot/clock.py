"""Time as the bot knows it: whatever waits or compares times asks the clock it was given."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar, cast

T = TypeVar("T")


class Clock(Protocol):
    """The machine's time, or one that a test moves by hand."""

    def now(self) -> float:
        """Unix time in seconds."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass; never shorter, at once when they are not positive."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> float:
        """Unix time in seconds."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Let `seconds` pass."""
        await asyncio.sleep(max(0.0, seconds))


async def within(clock: Clock, seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`; cancelled, with TimeoutError, when the clock passes `seconds`."""
    failure: Exception | None = None

    async def kept() -> T | None:
        nonlocal failure
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - raised below: a group would wrap it up
            failure = error
            return None

    async with asyncio.TaskGroup() as group:
        working = group.create_task(kept())
        bell = group.create_task(clock.sleep(seconds))
        try:
            await asyncio.wait({working, bell}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            bell.cancel()
            working.cancel()
    if working.cancelled():
        raise TimeoutError
    if failure is not None:
        raise failure
    return cast("T", working.result())


async def wait_at_most(clock: Clock, seconds: float, *events: asyncio.Event) -> None:
    """Wait until one of the events is set, `seconds` at most."""
    if any(event.is_set() for event in events):
        return
    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(_happened(event)) for event in events]
        waiting.append(group.create_task(clock.sleep(seconds)))
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()


async def _happened(event: asyncio.Event) -> None:
    await event.wait()
