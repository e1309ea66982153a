"""The watch over the desk, on a transaction of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.config import Settings
from bot.i18n import almaty_day
from bot.jobs.watch import OpenWatch
from bot.law import legal_day
from bot.lessons.figures import Figures
from bot.wiring.consultation import records_on
from domain.consultation.requests import Requests
from domain.consultation.watching import Rules, Watch
from storage.engine import Database
from storage.outbox import OutboxRows
from storage.watch import WatchTable


def watch_of(database: Database, settings: Settings, figures: Figures) -> OpenWatch:
    """What the tick opens."""
    rules = Rules(
        hours=settings.opening_hours,
        patience=settings.answer_minutes,
        desk_chat=settings.desk_chat_id,
    )

    @asynccontextmanager
    async def open_watch(now: int) -> AsyncIterator[Watch]:
        async with database.transaction() as (tx, _):
            outbox = OutboxRows(tx, now)
            records = records_on(tx, outbox)
            law = legal_day(figures, almaty_day(now))
            requests = Requests(records, law, settings.opening_hours)
            yield Watch(WatchTable(tx), records, outbox, requests, rules)

    return open_watch
