"""getUpdates with the server's habits: confirmation by offset, long polling, one poller at a time.

[src] process_get_updates_query, do_get_updates, abort_long_poll, fail_query_conflict.
"""

from __future__ import annotations

import asyncio
from typing import Any

from sandbox.clock import Clock, within
from sandbox.delivery.queue import UpdateQueue
from sandbox.rules.errors import ApiError

MAX_TIMEOUT = 50
MAX_LIMIT = 100
IMPATIENT = 3.0  # the same offset again within this time waits at least this long
TIGHT = 0.5  # and within this time gets one update only

BY_POLLER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
BY_WEBHOOK = "Conflict: terminated by setWebhook request"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Polling:
    """Answers getUpdates; at most one request waits."""

    def __init__(self, clock: Clock, queue: UpdateQueue) -> None:
        self._clock = clock
        self._queue = queue
        self._waiting: asyncio.Future[ApiError] | None = None
        self._last_offset: int | None = None
        self._last_start = 0.0
        self._next_conflict = 0.0
        self._closed = False

    @property
    def waiting(self) -> bool:
        """Whether a long poll waits for an update."""
        return self._waiting is not None

    async def get(self, offset: int, limit: int, patience: int) -> list[dict[str, Any]]:
        if self._closed:
            raise _restart()
        self.abort(ApiError(409, BY_POLLER, source="src"))
        limit = max(1, min(limit, MAX_LIMIT))
        patience = max(0, min(patience, MAX_TIMEOUT))
        now = self._clock.now()
        if offset == self._last_offset:
            if now < self._last_start + IMPATIENT:
                patience = max(patience, int(IMPATIENT))
            if now < self._last_start + TIGHT:
                limit = 1
        self._last_offset, self._last_start = offset, now
        news = self._queue.news  # before the look: what comes while the wait begins counts, too
        found = self._queue.fetch(offset, limit)
        if not found and patience > 0:
            await self._wait(patience, news)
            found = self._queue.fetch(offset, limit)
        return [update.body() for update in found]

    async def _wait(self, patience: int, news: asyncio.Event) -> None:
        """Until an update comes, the time is over, or somebody ends the wait with a refusal."""
        ended: asyncio.Future[ApiError] = asyncio.get_running_loop().create_future()
        self._waiting = ended
        try:
            await within(self._clock, patience, self._news_or(news, ended))
        except TimeoutError:
            return
        finally:
            if self._waiting is ended:
                self._waiting = None
        if ended.done():
            await self._refuse(ended.result())

    async def _news_or(self, news: asyncio.Event, ended: asyncio.Future[ApiError]) -> None:
        async with asyncio.TaskGroup() as group:
            coming = group.create_task(news.wait())
            await asyncio.wait((coming, ended), return_when=asyncio.FIRST_COMPLETED)
            coming.cancel()
        await asyncio.sleep(0.001)  # the server waits a moment for more [src]

    async def _refuse(self, refusal: ApiError) -> None:
        """A second conflict within 3 s is answered 3 s later: two bots do not spin. [src]"""
        now = self._clock.now()
        if refusal.code == 409 and now < self._next_conflict:
            await self._clock.sleep(IMPATIENT)
        elif refusal.code == 409:
            self._next_conflict = now + IMPATIENT
        raise refusal

    def abort(self, refusal: ApiError) -> None:
        """End the request that waits, if any."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(refusal)
        self._waiting = None

    def close(self) -> None:
        """The server stops: answer the request that waits, refuse every later one."""
        self._closed = True
        self.abort(_restart())


def _restart() -> ApiError:
    return ApiError(500, "Internal Server Error: restart", source="src")
