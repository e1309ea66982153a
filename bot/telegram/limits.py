"""Who may call Telegram when: its limits, the pauses it asked for, and who goes first.

A call waits until its chat, the whole bot and, for bulk, the share of bulk have room. Among those
whose chats have room the more important goes first, then the older. Nobody who is ready waits
behind somebody whose chat is not.
"""

import asyncio
import itertools
import math
from bisect import insort
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.nursery import Nursery
from bot.telegram.buckets import BULK, GROUP, OVERALL, PRIVATE, Bucket, Pace
from domain.delivery.outbox import Priority

_KEEP_CHATS = 1000


@dataclass(slots=True, order=True)
class _Waiter:
    priority: Priority
    number: int
    chat_id: int = field(compare=False)
    deadline: float = field(compare=False)
    cost: int = field(compare=False)
    answer: asyncio.Future[float | None] = field(compare=False)


class Limiter:
    """The limits of one bot in one process."""

    def __init__(
        self,
        clock: Clock,
        nursery: Nursery,
        overall: Pace = OVERALL,
        private: Pace = PRIVATE,
    ) -> None:
        """`overall`: a smaller pace when several processes share one bot. `private`: that of one
        person's chat.
        """
        self._clock = clock
        self._nursery = nursery
        self._overall = Bucket(overall)
        self._private = private
        self._bulk = Bucket(BULK)
        self._chats: dict[int, Bucket] = {}
        self._pauses: dict[int, float] = {}
        self._all_paused_until = 0.0
        self._waiters: list[_Waiter] = []
        self._numbers = itertools.count()
        self._rings_at = math.inf
        self._latest = 0.0
        self._forget_from = _KEEP_CHATS

    async def acquire(
        self,
        chat_id: int | None,
        priority: Priority,
        patience: float = math.inf,
        cost: int = 1,
    ) -> float | None:
        """Wait for room, at most `patience` seconds. None: go, it is counted; else when to try.

        Without a chat (the answer to a press) only a pause of the whole bot is waited for. `cost`:
        how many messages the call makes.
        """
        now = self._now()
        if chat_id is None:
            return await self._without_chat(now, patience)
        if self._rings_at <= now:
            self._serve(now)
        answer: asyncio.Future[float | None] = asyncio.get_running_loop().create_future()
        number = next(self._numbers)
        waiter = _Waiter(priority, number, chat_id, now + patience, cost, answer)
        at = self._ready_at(waiter)
        if at <= now:
            self._take(waiter, now)
            return None
        if at > waiter.deadline:
            return at
        return await self._wait(waiter, at)

    def pause(self, chat_id: int | None, seconds: float) -> None:
        """Telegram said 429: nothing to this chat (None: to nobody) for so long.

        A second chat refused while another is paused may mean that the whole bot is too fast. That
        is a guess, so it holds for the shorter of the two only: each chat serves its own pause.
        """
        now = self._now()
        until = now + seconds
        self._pauses = {chat: end for chat, end in self._pauses.items() if end > now}
        others = [end for chat, end in self._pauses.items() if chat != chat_id]
        if chat_id is None:
            self._all_paused_until = max(self._all_paused_until, until)
        elif others:
            self._all_paused_until = max(self._all_paused_until, min(until, *others))
        if chat_id is not None:
            self._pauses[chat_id] = max(self._pauses.get(chat_id, 0.0), until)
        self._serve(now)

    def paused_until(self, chat_id: int | None) -> float:
        """Until when nothing goes to this chat (None: to nobody); past when nothing holds."""
        if chat_id is None:
            return self._all_paused_until
        return max(self._all_paused_until, self._pauses.get(chat_id, 0.0))

    @property
    def remembered_chats(self) -> int:
        """How many chats take memory now."""
        return len(self._chats)

    def _now(self) -> float:
        """The time; when the machine's clock was set back, what was counted means nothing."""
        now = self._clock.now()
        if now < self._latest - 1:
            self._overall, self._bulk = self._overall.refilled(), self._bulk.refilled()
            self._chats.clear()
        self._latest = now
        return now

    async def _without_chat(self, now: float, patience: float) -> float | None:
        until = self._all_paused_until
        if until > now + patience:
            return until
        if until > now:
            await self._clock.sleep(until - now)
        return None

    async def _wait(self, waiter: _Waiter, at: float) -> float | None:
        insort(self._waiters, waiter)
        self._ring_at(min(at, waiter.deadline))
        try:
            return await waiter.answer
        finally:
            if waiter.answer.cancelled():
                self._waiters = [other for other in self._waiters if other is not waiter]

    def _ready_at(self, waiter: _Waiter) -> float:
        at = max(self._overall.ready_at(waiter.cost), self.paused_until(waiter.chat_id))
        if (chat := self._chats.get(waiter.chat_id)) is not None:
            at = max(at, chat.ready_at(waiter.cost))
        if waiter.priority >= Priority.REMINDER:
            at = max(at, self._bulk.ready_at(waiter.cost))
        return at

    def _take(self, waiter: _Waiter, now: float) -> None:
        chat_id, cost = waiter.chat_id, waiter.cost
        if (chat := self._chats.get(chat_id)) is None:
            self._forget_idle(now)
            chat = self._chats[chat_id] = Bucket(GROUP if chat_id < 0 else self._private)
        chat.take(now, cost)
        self._overall.take(now, cost)
        if waiter.priority >= Priority.REMINDER:
            self._bulk.take(now, cost)

    def _forget_idle(self, now: float) -> None:
        """At most `_KEEP_CHATS` idle chats are kept: a scan now and then, cheap on the average."""
        if len(self._chats) >= self._forget_from:
            self._chats = {c: bucket for c, bucket in self._chats.items() if not bucket.idle(now)}
            self._forget_from = len(self._chats) + _KEEP_CHATS

    def _serve(self, now: float) -> None:
        """Let go whoever may go now, by rank, and refuse those whose patience cannot last."""
        soonest = math.inf
        left: list[_Waiter] = []
        for waiter in self._waiters:
            if waiter.answer.done():
                continue
            at = self._ready_at(waiter)
            if at <= now:
                self._take(waiter, now)
                waiter.answer.set_result(None)
            elif at > waiter.deadline or waiter.deadline <= now:
                waiter.answer.set_result(at)
            else:
                left.append(waiter)
                soonest = min(soonest, at, waiter.deadline)
        self._waiters = left
        self._rings_at = math.inf
        if left:
            self._ring_at(soonest)

    def _ring_at(self, moment: float) -> None:
        """Look again at that moment, unless that happens earlier anyway."""
        if moment < self._rings_at:
            self._rings_at = moment
            self._nursery.start(self._ring(moment), "limits")

    async def _ring(self, moment: float) -> None:
        await self._clock.sleep(moment - self._clock.now())
        if self._rings_at <= max(moment, self._clock.now()):
            self._serve(self._now())
