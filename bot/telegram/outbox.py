"""Delivers the outbox: at least once, in order within a chat, many chats at a time.

An item is leased in one transaction, sent outside of any, and ended in another together with
whatever its end means to its owner. A crash in between leaves the lease to run out, and the item
is sent again; only a broadcast is not, because nobody should get it twice: it counts as unknown.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from aiogram.methods import TelegramMethod

from bot.clock import Clock, wait_at_most
from bot.metrics import Metrics
from bot.nursery import Nursery
from bot.telegram.fate import Again, fate_of
from bot.telegram.ports import Queue, Sender
from bot.telegram.session import TOTAL
from bot.trouble import Trouble
from domain.delivery.outbox import Item, Priority
from domain.delivery.outcome import Delivered, Outcome, Rejected, RetryAt, Unknown

log = logging.getLogger(__name__)

LEASE: Final = 15
"""Seconds an item belongs to a worker: longer than any send with its waiting."""

_WAITING: Final = 3.0
"""Of these, at most so many go by in the queue of the limits."""

_IDLE: Final = 5.0
_STORAGE_PAUSE: Final = 5.0

Tx = TypeVar("Tx")


Render = Callable[[Item], Awaitable[TelegramMethod[Any] | RetryAt | None]]
"""The call that an item stands for; RetryAt: not yet, and its chat waits with it; None: there is
nothing to send any more."""

OnResult = Callable[[Tx, Item, Outcome], Awaitable[None]]
"""Told how an item ended, inside the transaction that records the end."""


@dataclass(frozen=True, slots=True)
class _Leased:
    item: Item
    until: int


class OutboxWorker(Generic[Tx]):
    """One worker. Several may run on PostgreSQL; SQLite has one process and one worker."""

    def __init__(  # noqa: PLR0913 - what it works with, each named by the caller
        self,
        *,
        open_queue: Callable[[], AbstractAsyncContextManager[tuple[Tx, Queue]]],
        render: Render,
        courier: Sender,
        clock: Clock,
        nursery: Nursery,
        metrics: Metrics,
        on_result: OnResult[Tx],
        alone: bool,
        transient: tuple[type[Exception], ...] = (),
        concurrency: int = 20,
    ) -> None:
        """`alone`: no other worker exists: leases found at the start are left over from a crash.

        `transient`: errors of the database after which the same work may succeed later.
        """
        self._open_queue = open_queue
        self._render = render
        self._courier = courier
        self._clock = clock
        self._nursery = nursery
        self._metrics = metrics
        self._on_result = on_result
        self._alone = alone
        self._transient = transient
        self._concurrency = concurrency
        self._woken = asyncio.Event()
        self._chats: dict[int, asyncio.Task[None]] = {}
        self._more = False  # the last claim took all it could: there may be more
        self._alarm = math.inf  # the next retry of ours
        self._stop = asyncio.Event()
        self._released = False
        self._trouble = Trouble(
            log, "the outbox cannot be read (%s); trying again", "the outbox is read again"
        )

    def wake(self) -> None:
        """Something was put into the outbox."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop`; what is being sent then is sent to its end."""
        self._stop = stop
        while not stop.is_set():
            self._woken.clear()
            pause = await self._round()
            await wait_at_most(self._clock, pause, self._woken, stop)
        if self._chats:
            await asyncio.wait(list(self._chats.values()))

    async def _round(self) -> float:
        """Start what may be sent; how long to sleep if nobody wakes us."""
        now = self._clock.now()
        if (quiet := self._courier.quiet_until()) > now:
            return min(quiet - now, _IDLE)
        room = self._concurrency - len(self._chats)
        if room <= 0:
            self._more = True
            return _IDLE
        try:
            claimed = await self._claim(int(now), room)
        except self._transient as error:
            self._trouble.met(type(error).__name__)
            return _STORAGE_PAUSE
        except Exception:
            log.exception("the outbox cannot be read; trying again")
            return _STORAGE_PAUSE
        self._trouble.over()
        self._more = len(claimed) >= room
        for leased in claimed:
            self._start(leased)
        if self._alarm <= now:
            self._alarm = math.inf
        return min(_IDLE, max(0.0, self._alarm - now))

    async def _claim(self, now: int, room: int) -> list[_Leased]:
        async with self._open_queue() as (_, queue):
            if self._alone and not self._released:
                await queue.release_all()
            items = await queue.claim(now, now + LEASE, room)
            age = await queue.age(now)
        self._released = True
        self._metrics.outbox_age(age)
        return [_Leased(item, now + LEASE) for item in items]

    def _start(self, leased: _Leased) -> None:
        chat_id = leased.item.chat_id
        if chat_id in self._chats:
            return  # its end is being recorded late, because the database was away
        self._chats[chat_id] = self._nursery.start(self._serve_chat(leased), "outbox")

    async def _serve_chat(self, first: _Leased) -> None:
        """Deliver an item, and then what follows it in its chat."""
        leased: _Leased | None = first
        try:
            while leased is not None:
                outcome = await self._send(leased)
                leased = await self._record(leased.item, outcome)
        finally:
            del self._chats[first.item.chat_id]
            if self._more:
                self.wake()

    async def _send(self, leased: _Leased) -> Outcome:
        item = leased.item
        if item.priority is Priority.BROADCAST and item.attempts > 1:
            return Unknown("the program stopped while it was being sent")
        method = await self._rendered(item)
        if not isinstance(method, TelegramMethod):
            return method
        now = self._clock.now()
        patience = min(_WAITING, leased.until - now - TOTAL)
        if patience < 0:
            return RetryAt(now, "rendering took longer than the lease allows")
        return await self._courier.call(
            method, chat_id=item.chat_id, priority=item.priority, patience=patience
        )

    async def _rendered(self, item: Item) -> TelegramMethod[Any] | Outcome:
        """The call, or how it ends without one; a mistake of ours may be mended within 24 h."""
        try:
            return await self._render(item) or Delivered()
        except self._transient as error:
            return RetryAt(self._clock.now() + _STORAGE_PAUSE, f"render: {type(error).__name__}")
        except Exception as error:
            log.exception("item %s (%s) of the outbox cannot be rendered", item.id, item.kind)
            reason = f"render: {type(error).__name__}"
            return Rejected(reason) if item.priority is Priority.BROADCAST else Unknown(reason)

    async def _record(self, item: Item, outcome: Outcome) -> _Leased | None:
        """Write down the end until it stands: nothing is sent again because a disk was full."""
        broken = 0
        pause = 1.0
        while True:
            try:
                return await self._write(item, outcome, tell=broken < 2)
            except self._transient as error:
                log.warning("the end of item %s waits: %s", item.id, type(error).__name__)
            except Exception:
                broken += 1
                log.exception("the end of item %s could not be recorded", item.id)
                if broken > 2:
                    return None
            await wait_at_most(self._clock, pause, self._stop)
            if self._stop.is_set():
                return None
            pause = min(pause * 2, 30.0)

    async def _write(self, item: Item, outcome: Outcome, *, tell: bool) -> _Leased | None:
        now = self._clock.now()
        fate = fate_of(item, outcome, now)
        async with self._open_queue() as (tx, queue):
            if isinstance(fate, Again):
                queue.retry(item.id, fate.due_at, fate.error, sent=fate.sent)
                following = None
            else:
                queue.finish(item.id, fate.state, fate.error, int(now))
                if tell:
                    await self._on_result(tx, item, outcome)
                following = await self._following(queue, item.chat_id, int(now))
        if isinstance(fate, Again):
            self._alarm = min(self._alarm, fate.due_at)
            self.wake()
        return following

    async def _following(self, queue: Queue, chat_id: int, now: int) -> _Leased | None:
        if self._stop.is_set():
            return None
        item = await queue.claim_next(chat_id, now, now + LEASE)
        return None if item is None else _Leased(item, now + LEASE)
