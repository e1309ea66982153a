"""The frame of an update's one transaction: load what its handler will ask for, and record it.

Opening is one crossing on SQLite and two round trips on PostgreSQL: the lock must be held before
the statement that reads under it takes its snapshot. The record rides with the commit.
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
    """The row of `people` with `role` and `on_shift_since` of active staff and the number of the
    `open_case`; None: never seen."""
    state: str | None
    """The FSM state of destiny "default"."""
    data: str | None
    """Its data, JSON; None: no row."""
    kept: str | None = None
    """To be set: what a repeat is answered with. It is recorded as the block ends."""


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
    message_id: int | None = None,
    thread_id: int | None = None,
    business_connection_id: str | None = None,
) -> AsyncIterator[OpenedUpdate]:
    """Open the transaction of an update; when the block ends it is recorded and commits.

    `chat_id`, `user_id`, `thread_id` and `business_connection_id` are those of the FSM key,
    `telegram_id` is the sender's, `message_id` that of a new message of theirs, to be kept with
    the person. Each may be None where the update has none.
    """
    look: dict[str, Value] = {
        "bot_id": bot_id,
        "update_id": update_id,
        "chat_id": chat_id,
        "user_id": user_id,
        "thread_id": thread_id or 0,
        "business_connection_id": business_connection_id or "",
        "telegram_id": telegram_id,
    }
    behind = user_id or telegram_id or chat_id
    lock = person_lock(bot_id, behind) if behind else lock_number("update", bot_id, update_id)
    async with database.transaction(Query("open_update", look), lock=lock) as (tx, rows):
        opened = _opened(tx, rows[0][0])
        yield opened
        if not opened.new:
            return
        record: dict[str, Value] = {
            "bot_id": bot_id,
            "update_id": update_id,
            "received_at": received_at,
            "reply": opened.kept,
        }
        newest: dict[str, Value] = {"telegram_id": telegram_id, "message_id": message_id}
        if database.dialect == "sqlite":
            tx.later("record_update", **record)
            tx.later("newest_message", **newest)
        else:
            tx.later("record_update", **record, **newest)


def _opened(tx: Transaction, row: Row) -> OpenedUpdate:
    new = row.pop("recorded") is None
    reply, state, data = row.pop("update_reply"), row.pop("fsm_state"), row.pop("fsm_data")
    return OpenedUpdate(
        tx=tx,
        new=new,
        reply=reply,
        person=row if row["id"] is not None else None,
        state=state,
        data=data,
    )


async def forget_replies(tx: Transaction, before: int, limit: int) -> int:
    """Drop at most `limit` kept answers of updates received before a moment; how many."""
    return await tx.run("forget_replies", before=before, limit=limit)


async def forget_updates(tx: Transaction, before: int) -> int:
    """Delete the records of updates received before a moment; how many there were."""
    return await tx.run("forget_updates", before=before)
