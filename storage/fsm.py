"""Rows of conversations that wait for free text; the bot's framework is not known here."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from storage.engine import Database, Query, Reader, Row, Transaction, Value
from storage.locks import person_lock

Address = tuple[int, int, int, int, str, str]
"""bot_id, chat_id, user_id, thread_id (0: none), business_connection_id ("": none), destiny."""

Content = tuple[str | None, str]
"""The state, and the data as JSON text."""

EMPTY = "{}"


def _now() -> int:
    return int(time.time())


def _values(address: Address) -> dict[str, Value]:
    bot_id, chat_id, user_id, thread_id, business_connection_id, destiny = address
    return {
        "bot_id": bot_id,
        "chat_id": chat_id,
        "user_id": user_id,
        "thread_id": thread_id,
        "business_connection_id": business_connection_id,
        "destiny": destiny,
    }


def _content(row: Row | None) -> Content:
    return (row["state"], row["data"]) if row else (None, EMPTY)


class FsmRows:
    """Reads and writes them, inside a transaction that is open already or in one of its own."""

    def __init__(self, database: Database, clock: Callable[[], int] = _now) -> None:
        """`clock`: UTC seconds."""
        self._database = database
        self._clock = clock

    async def read(self, address: Address) -> Content:
        """What is committed."""
        async with self._database.reading() as reader:
            return await self.read_in(reader, address)

    async def read_in(self, reader: Reader, address: Address) -> Content:
        """What a transaction sees."""
        return _content(await reader.one("read_fsm", **_values(address)))

    def save_in(self, tx: Transaction, address: Address, state: str | None, data: str) -> None:
        """Write with the next crossing of the transaction; nothing to keep leaves no row."""
        if state is None and data == EMPTY:
            tx.later("drop_fsm", **_values(address))
            return
        tx.later("save_fsm", **_values(address), state=state, data=data, now=self._clock())

    @asynccontextmanager
    async def changing(self, address: Address) -> AsyncIterator[tuple[Transaction, Content]]:
        """A transaction around a change: what is read in it stays so until it is written.

        It takes the lock of the person's updates: one of them may be at work on the same row.
        """
        lock = person_lock(bot_id=address[0], person=address[2] or address[1])
        query = Query("read_fsm", _values(address))
        async with self._database.transaction(query, lock=lock) as (tx, rows):
            yield tx, _content(rows[0][0] if rows[0] else None)
