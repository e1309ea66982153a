"""Posting events to the call centre's system, on the real database."""

import asyncio
import logging

from bot.clock import Clock
from bot.config import Settings
from bot.hooks.poster import HookPoster
from bot.hooks.wire import HookWire
from bot.metrics import Metrics
from bot.nursery import Nursery
from domain.delivery.outbox import Parcel
from storage.engine import Database
from storage.errors import StorageUnavailable
from storage.hooks import HookRows
from storage.outbox import OutboxRows

log = logging.getLogger(__name__)

MINUTE = 60


class CallCentre:
    """One of it for the process, where CALL_CENTRE_URL is set."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        nursery: Nursery,
        metrics: Metrics,
    ) -> None:
        """`settings` name the address and the secret."""
        url, secret = settings.call_centre_url, settings.call_centre_secret
        assert url is not None, "who makes this has looked"
        assert secret is not None, "the settings were checked"
        self._database = database
        self._clock = clock
        self._hooks = HookRows(database)
        self._wire = HookWire(url, secret.get_secret_value(), clock)
        self._poster = HookPoster(
            hooks=self._hooks,
            wire=self._wire,
            clock=clock,
            nursery=nursery,
            metrics=metrics,
            alone=database.dialect == "sqlite",
            texts=settings.call_centre_texts,
            transient=(StorageUnavailable,),
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Post until `stop`."""
        try:
            await self._poster.run(stop)
        finally:
            await self._wire.close()

    async def look_after(self) -> None:
        """Each minute: tell the owners what was given up, forget what is long done."""
        now = int(self._clock.now())
        try:
            await tell_owners(self._database, now)
            await self._hooks.clean_up(now)
        except StorageUnavailable as error:
            log.warning("looking after the hooks waits: %s", type(error).__name__)


async def tell_owners(database: Database, now: int) -> int:
    """Once an hour at most, how many events were given up since the last time; the number told."""
    async with database.reading() as reader:
        row = await reader.one("hooks_dead", now=now)
    if row is None or not row["dead"]:
        return 0
    async with database.transaction() as (tx, _):
        told = await tx.one("hooks_to_tell", now=now)
        if told is None:
            return 0
        outbox = OutboxRows(tx, now)
        for owner in await tx.all("owners"):
            payload = {"count": told["dead"]}
            outbox.put(Parcel(chat_id=owner["telegram_id"], kind="hooks_dead", payload=payload))
    return int(told["dead"])
