"""The opening of an update's one transaction: record it, and load what its handler will ask for.

On SQLite this is one crossing, on PostgreSQL two round trips (the lock must be held before the
statement that reads under it takes its snapshot).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from storage.engine import Database, Query, Row, Transaction, Value
from storage.locks import lock_number, person_lock


@dataclass(slots=True)
class OpenedUpdate:
    """An update inside its transaction."""

    tx: Transaction
    new: bool
    """False: it had its effect before; write nothing, answer `reply` again."""
    reply: str | None
    person: Row | None
    """The row of `people` with `role` and `on_shift_since` of active staff; None: never seen."""
    state: str | None
    """The FSM state of destiny "default"."""
    data: str | None
    """Its data, JSON; None: no row."""


@asynccontextmanager
async def open_update(  # noqa: PLR0913 - the record, the FSM key and the sender are all it takes
    database: Database,
    *,
    bot_id: int,
    update_id: int,
    chat_id: int | None,
    user_id: int | None,
    received_at: int,
    telegram_id: int | None,
    thread_id: int | None = None,
    business_connection_id: str | None = None,
) -> AsyncIterator[OpenedUpdate]:
    """Open the transaction of an update; it commits when the block ends.

    `chat_id`, `user_id`, `thread_id` and `business_connection_id` are those of the FSM key,
    `telegram_id` is the sender's. Each may be None where the update has none.
    """
    record: dict[str, Value] = {
        "bot_id": bot_id,
        "update_id": update_id,
        "received_at": received_at,
    }
    look: dict[str, Value] = {
        "bot_id": bot_id,
        "update_id": update_id,
        "chat_id": chat_id,
        "user_id": user_id,
        "thread_id": thread_id or 0,
        "business_connection_id": business_connection_id or "",
        "telegram_id": telegram_id,
    }
    lock = None
    if database.dialect == "sqlite":
        opening = [Query("record_update", record), Query("open_update", look)]
    else:
        opening = [Query("open_update", record | look)]
        behind = user_id or telegram_id or chat_id
        lock = person_lock(bot_id, behind) if behind else lock_number("update", bot_id, update_id)
    async with database.transaction(*opening, lock=lock) as (tx, rows):
        yield _opened(tx, rows)


def _opened(tx: Transaction, rows: list[list[Row]]) -> OpenedUpdate:
    row = rows[-1][0]
    new = bool(rows[0][0].pop("is_new")) if len(rows) == 1 else bool(rows[0])
    reply, state, data = row.pop("update_reply"), row.pop("fsm_state"), row.pop("fsm_data")
    return OpenedUpdate(
        tx=tx,
        new=new,
        reply=reply,
        person=row if row["id"] is not None else None,
        state=state,
        data=data,
    )


def keep_reply(tx: Transaction, bot_id: int, update_id: int, reply: str) -> None:
    """Keep the answer with the record, so that a repeat is answered alike; costs no crossing."""
    tx.later("keep_reply", bot_id=bot_id, update_id=update_id, reply=reply)


async def forget_replies(tx: Transaction, before: int, limit: int) -> int:
    """Drop at most `limit` kept answers of updates received before a moment; how many."""
    return await tx.run("forget_replies", before=before, limit=limit)


async def forget_updates(tx: Transaction, before: int) -> int:
    """Delete the records of updates received before a moment; how many there were."""
    return await tx.run("forget_updates", before=before)
