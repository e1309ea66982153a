"""Delivery by webhook: order per queue, 2xx only, back-off, secret header. [src]"""

from __future__ import annotations

import asyncio
import errno
import random
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientError, ClientSession

from sandbox.clock import Clock, within
from sandbox.delivery.answer import Outcome, read_answer
from sandbox.delivery.queue import Update, UpdateQueue
from sandbox.nursery import Nursery

ANSWER_TIMEOUT = 60.0
MAX_RETRY_AFTER = 3600.0
GONE_FOR = 23 * 3600.0  # 410 for so long removes the webhook
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name

Execute = Callable[[Outcome], Awaitable[None]]


async def _nothing(outcome: Outcome) -> None:
    """Before the server is wired there is nothing that could execute a method."""


class Webhook:
    """Posts updates to the bot's address; one task per queue that has something to deliver."""

    def __init__(self, clock: Clock, queue: UpdateQueue, nursery: Nursery) -> None:
        self._clock = clock
        self._queue = queue
        self._nursery = nursery
        self._session: ClientSession | None = None
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(40)
        self._gone_since: float | None = None
        self._last_error: tuple[int, str] | None = None
        self._next_set = 0.0
        self.url = ""
        self.secret = ""
        self.connections = 40
        self.execute: Execute = _nothing
        queue.listeners.append(self._arrived)

    # settings
    def may_be_set(self) -> bool:
        """One setWebhook a second. [src]"""
        now = self._clock.now()
        if now < self._next_set:
            return False
        self._next_set = now + 1.0
        return True

    def set(self, url: str, secret: str, connections: int) -> bool:
        """Start delivering to `url`; False when nothing differs from before."""
        if (url, secret, connections) == (self.url, self.secret, self.connections):
            return False
        self.url, self.secret, self.connections = url, secret, connections
        self._places = asyncio.Semaphore(connections)
        self._last_error = None
        self._gone_since = None
        self._stop_workers()
        self.resume()
        return True

    async def delete(self) -> None:
        """Stop; updates that wait stay for getUpdates."""
        self.url = self.secret = ""
        self.connections = 40
        workers = self._stop_workers()
        me = asyncio.current_task()
        await asyncio.gather(*(w for w in workers if w is not me), return_exceptions=True)

    def info(self) -> dict[str, Any]:
        """WebhookInfo."""
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue),
        }
        if self.url and self._last_error is not None:
            info["last_error_date"], info["last_error_message"] = self._last_error
        if self.url:
            info["max_connections"] = self.connections
        if self._queue.allowed:
            info["allowed_updates"] = self._queue.allowed
        return info

    async def close(self) -> None:
        workers = self._stop_workers()
        await asyncio.gather(*workers, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    # delivery
    def resume(self) -> None:
        """Deliver what waits (after a start or a new address)."""
        for update in self._queue.pending():
            self._arrived(update)

    def _arrived(self, update: Update) -> None:
        if self.url and update.queue_id not in self._workers:
            work = self._deliver_queue(update.queue_id)
            task = self._nursery.start(work, name=f"webhook queue {update.queue_id}")
            self._workers[update.queue_id] = task

    def _stop_workers(self) -> list[asyncio.Task[None]]:
        workers = list(self._workers.values())
        self._workers.clear()
        me = asyncio.current_task()
        for worker in workers:
            if worker is not me:
                worker.cancel()
        return workers

    async def _deliver_queue(self, queue_id: int) -> None:
        """One update of a queue at a time; the next waits for a 2xx or the end of the first."""
        try:
            while self.url and (update := self._head(queue_id)) is not None:
                await self._deliver(update)
        finally:
            if self._workers.get(queue_id) is asyncio.current_task():
                del self._workers[queue_id]

    def _head(self, queue_id: int) -> Update | None:
        return next((u for u in self._queue.pending() if u.queue_id == queue_id), None)

    async def _deliver(self, update: Update) -> None:
        """Try until it succeeds, or until the next try would come after the update's end."""
        failures = 0
        while self.url:
            outcome = await self._post(update)
            if outcome.accepted:
                self._queue.confirm(update)
                await self.execute(outcome)
                return
            failures += 1
            if outcome.status == 410 and await self._gone():
                return
            delay = _delay(failures, outcome.retry_after)
            if self._clock.now() + delay >= update.expires_at:
                self._queue.drop(update, lost=True)
                return
            await self._clock.sleep(delay)

    async def _post(self, update: Update) -> Outcome:
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        async with self._places:
            try:
                outcome = await within(self._clock, ANSWER_TIMEOUT, self._ask(update, headers))
            except TimeoutError:
                outcome = Outcome(0, "Read timeout expired")
            except (ClientError, OSError) as error:
                outcome = Outcome(0, _reason(error))
        if outcome.accepted:
            self._gone_since = None
        else:
            self._last_error = (int(self._clock.now()), outcome.reason)
        return outcome

    async def _ask(self, update: Update, headers: dict[str, str]) -> Outcome:
        if self._session is None:
            self._session = ClientSession(headers={"User-Agent": ""})
        request = self._session.post(
            self.url, json=update.body(), headers=headers, allow_redirects=False
        )
        async with request as response:
            return await read_answer(response)

    async def _gone(self) -> bool:
        """Whether 410 came for so long that the webhook is removed."""
        now = self._clock.now()
        if self._gone_since is None:
            self._gone_since = now
        if now - self._gone_since < GONE_FOR:
            return False
        await self.delete()
        return True

    # persistence
    def dump(self) -> dict[str, Any]:
        return {"url": self.url, "secret": self.secret, "connections": self.connections}

    def load(self, saved: dict[str, Any]) -> None:
        self.url, self.secret = saved["url"], saved["secret"]
        self.connections = int(saved["connections"])
        self._places = asyncio.Semaphore(self.connections)


def _delay(failures: int, retry_after: float) -> float:
    """At once, then 2, 4, 8, ... s up to a random 60 to 120; a longer Retry-After counts. [src]"""
    pause = 0.0 if failures <= 1 else float(2 ** min(failures - 1, 10))
    cap = random.uniform(60, 120)  # noqa: S311 - spreads retries, guards nothing
    return max(min(pause, cap), min(retry_after, MAX_RETRY_AFTER))


def _reason(error: Exception) -> str:
    """As getWebhookInfo words it."""
    refused = getattr(error, "errno", None) == errno.ECONNREFUSED
    return "Connection refused" if refused else f"Connection failed: {error}"
