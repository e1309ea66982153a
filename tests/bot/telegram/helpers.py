"""What the tests of the Telegram side share: a clock moved by hand, a fake courier."""

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod

from bot.clock import Clock, SystemClock
from bot.metrics import Metrics
from bot.nursery import Nursery
from bot.telegram.courier import Courier
from bot.telegram.limits import Limiter
from bot.telegram.session import BotSession
from domain.delivery.outbox import Priority
from domain.delivery.outcome import Delivered, Outcome
from sandbox.server import DEFAULT_TOKEN, Sandbox

START = 1_800_000_000.0


class HandClock:
    """Stands still until `advance`; whoever sleeps wakes in the order of the times."""

    def __init__(self, start: float = START) -> None:
        self.time = start
        self._numbers = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        bell: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.time + seconds, next(self._numbers), bell))
        await bell

    async def advance(self, seconds: float) -> None:
        end = self.time + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            due, _, bell = heapq.heappop(self._sleepers)
            self.time = max(self.time, due)
            if not bell.done():
                bell.set_result(None)
            await settle()
        self.time = end
        await settle()


async def settle() -> None:
    """Let everything that can go on without time or network go on."""
    for _ in range(30):
        await asyncio.sleep(0)


async def until(holds: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for what threads and sockets have to do first."""
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.002)


@dataclass
class Sent:
    method: TelegramMethod[Any]
    chat_id: int | None
    priority: Priority
    patience: float


@dataclass
class FakeCourier:
    """Answers calls with the prepared outcomes, then with Delivered; keeps what it was given."""

    outcomes: list[Outcome] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    quiet: float = 0.0
    before: Callable[[], Any] | None = None

    async def call(
        self,
        method: TelegramMethod[Any],
        *,
        chat_id: int | None,
        priority: Priority,
        patience: float,
    ) -> Outcome:
        self.sent.append(Sent(method, chat_id, priority, patience))
        if self.before is not None:
            await self.before()
        number = len(self.sent)
        return self.outcomes.pop(0) if self.outcomes else Delivered((number,))

    def quiet_until(self) -> float:
        return self.quiet

    @property
    def names(self) -> list[str]:
        return [type(one.method).__name__ for one in self.sent]


@asynccontextmanager
async def nursery_of_a_test() -> AsyncIterator[Nursery]:
    nursery = Nursery()
    yield nursery
    await nursery.close(0.05)
    assert nursery.failures == 0


@dataclass
class Post:
    """A courier at work on a sandbox."""

    box: Sandbox
    bot: Bot
    courier: Courier
    limiter: Limiter
    metrics: Metrics
    unreachable: list[tuple[int, bool]]


@asynccontextmanager
async def post_office(
    box: Sandbox, clock: Clock | None = None, *, url: str | None = None, total: float = 5.0
) -> AsyncIterator[Post]:
    clock = clock or SystemClock()
    unreachable: list[tuple[int, bool]] = []

    async def on_unreachable(chat_id: int, deactivated: bool) -> None:
        unreachable.append((chat_id, deactivated))

    session = BotSession(url or box.url, lambda: False, total=total, connect=2.0)
    bot = Bot(DEFAULT_TOKEN, session=session)
    metrics = Metrics()
    async with nursery_of_a_test() as nursery:
        limiter = Limiter(clock, nursery)
        courier = Courier(bot, limiter, clock, nursery, metrics, on_unreachable)
        try:
            yield Post(box, bot, courier, limiter, metrics, unreachable)
        finally:
            await session.close()
