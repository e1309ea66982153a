"""The outbox as rows: what services put into it, and what its worker takes out.

`attempts` counts the tries that may have reached Telegram, the running one included: a claim adds
one, a try in which nothing was sent takes it back. So an item that is claimed with more than one
has been in doubt before. `error` is set when a try ended without success: such an item keeps its
place in its chat while it waits (for `HOLDING_TRIES`), one that was merely put for later does not
hold up anybody.
"""

import json
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from domain.delivery.outbox import Item, Parcel, Priority, Queued
from storage.engine import Database, Row, Transaction

HOLDING_TRIES = 6
"""Tries, over about a minute, during which an item that did not arrive keeps its place in its
chat's line. Later ones then pass it: one file that Telegram chokes on must not silence a chat.
"""


class OutboxRows:
    """Implements `domain.delivery.outbox.Outbox` in a running transaction."""

    def __init__(self, tx: Transaction, now: int) -> None:
        """`now`: UTC seconds, for what is due at once."""
        self._tx = tx
        self._now = now
        self.wrote = False
        """Whether the worker should be woken after the commit."""

    def put(self, parcel: Parcel) -> None:
        """Write the parcel with the running transaction, at no crossing of its own."""
        self.wrote = True
        self._tx.later(
            "put_parcel",
            chat_id=parcel.chat_id,
            priority=int(parcel.priority),
            kind=parcel.kind,
            payload=json.dumps(dict(parcel.payload), ensure_ascii=False),
            dedupe=parcel.dedupe,
            due_at=self._now if parcel.due_at is None else parcel.due_at,
            now=self._now,
        )

    async def about(self, item: Item, kinds: Collection[str]) -> list[Queued]:
        """What waits for the item's chat, and the item itself, in order."""
        rows = await self._tx.all("line_of_chat", chat_id=item.chat_id, item=item.id)
        return [
            Queued(row["id"], row["kind"], json.loads(row["payload"]))
            for row in rows
            if row["kind"] in kinds
        ]

    def turn(self, parcel_id: int, kind: str, payload: Mapping[str, Any]) -> None:
        """Make another parcel of it, at its place in the line."""
        self.wrote = True
        self._tx.later(
            "turn_parcel",
            id=parcel_id,
            kind=kind,
            payload=json.dumps(dict(payload), ensure_ascii=False),
            now=self._now,
        )

    def tell_again(self, chat_id: int) -> None:
        """Send once more what a person missed who had blocked the bot."""
        self.wrote = True
        self._tx.later("revive_parcels", chat_id=chat_id, now=self._now)


class OutboxQueue:
    """The worker's side, in a running transaction."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: what is written here is kept together with what the worker's owner writes."""
        self._tx = tx

    async def claim(self, now: int, lease_until: int, limit: int) -> list[Item]:
        """Lease what may be sent now, one item of a chat, in the order to send."""
        rows = await self._tx.all(
            "claim_parcels",
            now=now,
            lease_until=lease_until,
            limit=limit,
            holding=HOLDING_TRIES,
        )
        return sorted(map(_item, rows), key=lambda item: (item.priority, item.id))

    async def claim_next(self, chat_id: int, now: int, lease_until: int) -> Item | None:
        """Lease what follows in this chat, when it may be sent now."""
        row = await self._tx.one(
            "claim_parcel_of_chat",
            chat_id=chat_id,
            now=now,
            lease_until=lease_until,
            holding=HOLDING_TRIES,
        )
        return None if row is None else _item(row)

    def finish(self, item_id: int, state: str, error: str | None, now: int) -> None:
        """It ended: sent, blocked, gone, rejected or unknown."""
        self._tx.later("finish_parcel", id=item_id, state=state, error=error, now=now)

    def retry(self, item_id: int, due_at: int, error: str, *, sent: bool) -> None:
        """Again from `due_at` on. `sent`: whether this try may have reached Telegram."""
        uncounted = 0 if sent else 1
        self._tx.later("retry_parcel", id=item_id, due_at=due_at, error=error, uncounted=uncounted)

    async def release_all(self) -> int:
        """Take back all leases; only where this process is the one worker."""
        return await self._tx.run("release_parcels")

    async def prune(self, before: int) -> int:
        """Forget what ended before that moment; how many."""
        return await self._tx.run("forget_parcels", before=before)

    async def age(self, now: int) -> int:
        """For how many seconds the oldest due item has been waiting."""
        row = await self._tx.one("oldest_due_parcel", now=now)
        return 0 if row is None or row["due_at"] is None else now - int(row["due_at"])


OpenQueue = Callable[[], AbstractAsyncContextManager[tuple[Transaction, OutboxQueue]]]


def open_queue_of(database: Database) -> OpenQueue:
    """What the worker opens its transactions with."""

    @asynccontextmanager
    async def open_queue() -> AsyncIterator[tuple[Transaction, OutboxQueue]]:
        async with database.transaction() as (tx, _):
            yield tx, OutboxQueue(tx)

    return open_queue


def _item(row: Row) -> Item:
    return Item(
        id=row["id"],
        chat_id=row["chat_id"],
        kind=row["kind"],
        payload=json.loads(row["payload"]),
        priority=Priority(row["priority"]),
        attempts=row["attempts"],
        created_at=row["created_at"],
    )
