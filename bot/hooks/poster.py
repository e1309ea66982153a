"""Posts hooks: at least once, in order within a case, several cases at a time.

A hook is leased in one transaction, posted outside of any, and ended in another. A crash in
between leaves the lease to run out, and the same event is posted again with the same key.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from random import SystemRandom
from typing import Final, Protocol

from bot.clock import Clock, wait_at_most
from bot.metrics import Metrics
from bot.nursery import Nursery
from bot.trouble import Trouble
from domain.hooks.body import body_of
from domain.hooks.fate import Again, Answer, Dead, Refused, Silent, fate_of
from domain.hooks.model import Happening, Hook

log = logging.getLogger(__name__)

LEASE: Final = 30
"""Seconds a hook belongs to a worker: longer than any post with what is read before it."""

_POST: Final = 12.0
"""Of these, so many are kept for the post itself."""

_IDLE: Final = 1.0
_STORAGE_PAUSE: Final = 5.0


class Hooks(Protocol):
    """What the poster reads and writes: `storage.hooks.HookRows`."""

    async def begin(self, now: int, *, alone: bool) -> None: ...

    async def to_do(self, now: int) -> tuple[bool, int]: ...

    async def claim(self, now: int, lease_until: int, limit: int) -> list[Hook]: ...

    async def happening(self, event_id: int) -> Happening | None: ...

    async def posted(self, event_id: int, now: int) -> None: ...

    async def again(self, event_id: int, due_at: int, error: str) -> None: ...

    async def dead(self, event_id: int, error: str, now: int) -> None: ...


class Wire(Protocol):
    """Sends one body: `bot.hooks.wire.HookWire`."""

    async def post(self, key: str, body: bytes) -> Answer: ...


class HookPoster:
    """One poster. Several may run on PostgreSQL; SQLite has one process and one poster."""

    def __init__(  # noqa: PLR0913 - what it works with, each named by the caller
        self,
        *,
        hooks: Hooks,
        wire: Wire,
        clock: Clock,
        nursery: Nursery,
        metrics: Metrics,
        alone: bool,
        texts: bool,
        transient: tuple[type[Exception], ...] = (),
        concurrency: int = 8,
        chance: Callable[[], float] | None = None,
    ) -> None:
        """`alone`: no other poster exists. `texts`: whether bodies may carry texts and phones.

        `transient`: errors of the database after which the same work may succeed later.
        """
        self._hooks = hooks
        self._wire = wire
        self._clock = clock
        self._nursery = nursery
        self._metrics = metrics
        self._alone = alone
        self._texts = texts
        self._transient = transient
        self._concurrency = concurrency
        self._chance = chance or SystemRandom().random
        self._posting: dict[int, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._stop = asyncio.Event()
        self._begun = False
        self._trouble = Trouble(
            log,
            "events for the call centre cannot be read (%s); trying again",
            "events for the call centre are read again",
        )
        self._quiet_until = 0.0  # the receiver asked for it

    def wake(self) -> None:
        """There may be something to post."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Post until `stop`; what is being posted then is posted to its end."""
        self._stop = stop
        while not stop.is_set():
            self._woken.clear()
            pause = await self._round()
            await wait_at_most(self._clock, pause, self._woken, stop)
        if self._posting:
            await asyncio.wait(list(self._posting.values()))

    async def _round(self) -> float:
        """Start what may be posted; how long to sleep if nobody wakes us."""
        now = self._clock.now()
        try:
            claimed = await self._claim(int(now))
        except self._transient as error:
            self._trouble.met(type(error).__name__)
            return _STORAGE_PAUSE
        except Exception:
            log.exception("events for the call centre cannot be read; trying again")
            return _STORAGE_PAUSE
        self._trouble.over()
        for hook in claimed:
            if hook.event_id not in self._posting:  # else its end is being recorded late
                work = self._serve(hook, int(now) + LEASE)
                self._posting[hook.event_id] = self._nursery.start(work, "call centre")
        return _IDLE

    async def _claim(self, now: int) -> list[Hook]:
        if not self._begun:
            await self._hooks.begin(now, alone=self._alone)
            self._begun = True
        work, age = await self._hooks.to_do(now)
        self._metrics.hooks_age(age)
        room = self._concurrency - len(self._posting)
        if not work or room <= 0 or self._quiet_until > now:
            return []
        return await self._hooks.claim(now, now + LEASE, room)

    async def _serve(self, hook: Hook, until: int) -> None:
        try:
            answer = await self._posted(hook, until)
            if answer is not None:
                await self._record(hook, answer)
        finally:
            del self._posting[hook.event_id]
            self.wake()

    async def _posted(self, hook: Hook, until: int) -> Answer | None:
        """The receiver's answer. None: there is nothing to tell any more, or it could not be read
        in time; then the lease runs out, and that counts against nobody.
        """
        try:
            happening = await self._hooks.happening(hook.event_id)
            if happening is None:
                return None
            body = body_of(happening, texts=self._texts)
        except self._transient as error:
            log.warning("event %s waits: %s", hook.event_id, type(error).__name__)
            return None
        except Exception as error:
            log.exception("event %s cannot be told", hook.event_id)
            return Silent(f"body: {type(error).__name__}")
        if self._clock.now() > until - _POST:
            return None
        answer = await self._wire.post(happening.key, body)
        if isinstance(answer, Refused) and answer.retry_after is not None:
            self._quiet_until = max(self._quiet_until, self._clock.now() + answer.retry_after)
        return answer

    async def _record(self, hook: Hook, answer: Answer) -> None:
        """Write down the end until it stands: nothing is posted again because a disk was full."""
        pause = 1.0
        while True:
            try:
                return await self._write(hook, answer)
            except self._transient as error:
                log.warning("the end of event %s waits: %s", hook.event_id, type(error).__name__)
            await wait_at_most(self._clock, pause, self._stop)
            if self._stop.is_set():
                return None
            pause = min(pause * 2, 30.0)

    async def _write(self, hook: Hook, answer: Answer) -> None:
        now = self._clock.now()
        fate = fate_of(hook, answer, now, self._chance())
        ending: Awaitable[None]
        if isinstance(fate, Again):
            result, ending = "again", self._hooks.again(hook.event_id, fate.due_at, fate.error)
        elif isinstance(fate, Dead):
            result, ending = "dead", self._hooks.dead(hook.event_id, fate.error, int(now))
            log.error("event %s is given up: %s", hook.event_id, fate.error)
        else:
            result, ending = "done", self._hooks.posted(hook.event_id, int(now))
        await ending
        self._metrics.hook(result)
