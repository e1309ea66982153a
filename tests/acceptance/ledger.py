"""What the database says, read past the program, and what has to be true of it."""

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Any

import asyncpg

from storage.url import SqliteUrl, parse_url

Row = dict[str, Any]


async def rows(url: str, sql: str) -> list[Row]:
    """Read with a connection of our own."""
    where = parse_url(url)
    if isinstance(where, SqliteUrl):
        connection = sqlite3.connect(where.path, timeout=20)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(sql)]
        finally:
            connection.close()
    server = await asyncpg.connect(where.dsn, timeout=20)
    try:
        return [dict(row) for row in await server.fetch(sql)]
    finally:
        await server.close()


async def count(url: str, what: str) -> int:
    """`count(*)` of a table, with or without a condition."""
    return int((await rows(url, f"select count(*) as n from {what}"))[0]["n"])


@dataclass(frozen=True)
class Place:
    """Where a message was written."""

    chat_id: int
    message_id: int


@dataclass(frozen=True)
class Carried:
    """A message of a case with the parcels that carry it."""

    case: int
    author: str
    parcels: list[Row]


class Ledger:
    """The database after all is over."""

    def __init__(self, messages: list[Row], parcels: list[Row], updates: list[Row]) -> None:
        """Rows of case_messages, outbox and updates."""
        self._parcels = parcels
        self.updates = Counter(int(row["update_id"]) for row in updates)
        self._messages: dict[Place, list[Row]] = {}
        for row in messages:
            place = Place(row["chat_id"], row["message_id"])
            self._messages.setdefault(place, []).append(row)

    @classmethod
    async def of(cls, url: str) -> "Ledger":
        """Read it."""
        return cls(
            await rows(url, "select * from case_messages order by id"),
            await rows(url, "select * from outbox order by id"),
            await rows(url, "select * from updates"),
        )

    def carried(self, place: Place) -> Carried:
        """The one row of a message, with its parcels; fails when there is none or a second one."""
        found = self._messages.get(place, [])
        assert len(found) == 1, f"{place} has {len(found)} rows in case_messages"
        message = found[0]
        mine = [
            row
            for row in self._parcels
            if row["kind"] == "case_message"
            and json.loads(row["payload"])["message"] == message["id"]
        ]
        return Carried(message["case_id"], message["author"], mine)

    def messages_of(self, case: int) -> list[Place]:
        """Where the messages of a case were written, in the order they were kept."""
        return [
            place
            for place, found in self._messages.items()
            for message in found
            if message["case_id"] == case
        ]

    def unfinished(self) -> list[Row]:
        """Parcels that did not end as sent."""
        return [row for row in self._parcels if row["state"] != "sent"]
