"""The only user of APScheduler.

A tick is short and can run at any time: what it does is found by a query, so a night without the
process loses nothing.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler


class Ticks:
    """Runs jobs at intervals until it is stopped."""

    def __init__(self) -> None:
        """Nothing to run yet. A tick that comes late is run all the same, once."""
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def every(
        self, seconds: int, name: str, job: Callable[[], Awaitable[None]], first: float = 0
    ) -> None:
        """Run `job` every so many seconds, the first time `first` seconds from now."""
        self._scheduler.add_job(
            job,
            "interval",
            seconds=seconds,
            id=name,
            next_run_time=datetime.now(UTC) + timedelta(seconds=first),
        )

    def start(self) -> None:
        """Begin; needs a running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """No more ticks."""
        self._scheduler.shutdown(wait=False)
