"""The only user of APScheduler.

A tick is short and can run at any time: what it does is found by a query, so a night without the
process loses nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

ENDING = 10.0
"""Seconds for a tick that runs when the program ends; after them it is cancelled."""


class Ticks:
    """Runs jobs at intervals until it is stopped."""

    def __init__(self) -> None:
        """Nothing to run yet. A tick that comes late is run all the same, once."""
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def every(
        self, seconds: float, name: str, job: Callable[[], Awaitable[None]], first: float = 0
    ) -> None:
        """Run `job` every so many seconds, the first time `first` seconds from now."""

        async def tick() -> None:
            self._running += 1
            self._idle.clear()
            try:
                await job()
            finally:
                self._running -= 1
                if not self._running:
                    self._idle.set()

        self._scheduler.add_job(
            tick,
            "interval",
            seconds=seconds,
            id=name,
            next_run_time=datetime.now(UTC) + timedelta(seconds=first),
        )

    def start(self) -> None:
        """Begin; needs a running loop."""
        self._scheduler.start()

    async def stop(self) -> None:
        """No more ticks; those that run come to their end, because stopping would cancel them."""
        self._scheduler.pause()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), ENDING)
        self._scheduler.shutdown(wait=False)
