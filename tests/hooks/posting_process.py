"""A process that only posts, for tests that kill it: `python -m tests.hooks.posting_process`."""

import asyncio

from bot.clock import SystemClock
from bot.config import load_settings
from bot.metrics import Metrics
from bot.nursery import Nursery
from bot.wiring.call_centre import CallCentre
from storage import open_database


async def work() -> None:
    settings = load_settings(None)
    database = await open_database(settings.database_url)
    nursery = Nursery()
    call_centre = CallCentre(settings, database, SystemClock(), nursery, Metrics())
    await call_centre.run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(work())
