"""What keeps the database in order: owners at the start, clean-up by the hour."""

import logging

from bot.wiring.consultation import records_on
from domain.consultation.departures import Departures
from domain.people.staff import menu_for
from storage.engine import Database
from storage.outbox import OutboxQueue, OutboxRows
from storage.people import StaffTable
from storage.updates import forget_replies, forget_updates

log = logging.getLogger(__name__)

HOUR = 3600
UPDATES_KEPT = 48 * HOUR
"""Telegram delivers an update again for at most 24 hours; twice that is safe."""

REPLIES_KEPT = HOUR
"""An answer is asked for again seconds after a crash; it may hold a name, so it does not stay."""

PORTION = 2000
OUTBOX_KEPT = 7 * 24 * HOUR
DRAFTS_KEPT = 30 * 24 * HOUR
"""A request that was begun and never sent holds words of a person."""

HELD_KEPT = 24 * HOUR


class Upkeep:
    """One of it for the whole process."""

    def __init__(self, database: Database) -> None:
        """`database`: the bot's own."""
        self._database = database

    async def retire_owners(self, owners: frozenset[int], now: int) -> None:
        """Whoever is not named in OWNER_IDS any more is no owner."""
        async with self._database.transaction() as (tx, _):
            staff, outbox = StaffTable(tx), OutboxRows(tx, now)
            departures = Departures(records_on(tx, outbox))
            for person_id, chat_id in await staff.retire_owners(owners, now):
                await departures.left(person_id, now)
                outbox.put(menu_for(chat_id))

    async def clean_up(self, now: int) -> None:
        """Forget what nobody will ask for any more."""
        while await self._forget_replies(now - REPLIES_KEPT) == PORTION:
            pass
        async with self._database.transaction() as (tx, _):
            updates = await forget_updates(tx, now - UPDATES_KEPT)
            parcels = await OutboxQueue(tx).prune(now - OUTBOX_KEPT)
            tx.later("forget_held", before=now - HELD_KEPT)
            tx.later("forget_conversations", before=now - DRAFTS_KEPT)
            tx.later("forget_invitations", before=now)
        log.info("clean-up: %s updates, %s parcels forgotten", updates, parcels)

    async def _forget_replies(self, before: int) -> int:
        """A portion at a time, so that nobody waits long for the one writer."""
        async with self._database.transaction() as (tx, _):
            return await forget_replies(tx, before, PORTION)

    async def remembered(self, key: str) -> str | None:
        """A value of `service_state`."""
        async with self._database.reading() as reader:
            row = await reader.one("service_value", key=key)
        return str(row["value"]) if row else None

    async def remember(self, key: str, value: str, now: int) -> None:
        """Keep a value of `service_state`."""
        async with self._database.transaction() as (tx, _):
            tx.later("keep_service_value", key=key, value=value, now=now)
