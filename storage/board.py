"""What the supervisor's board reads."""

import json

from domain.consultation.board import Load, Reply, Waiting
from domain.consultation.case import EventKind
from domain.consultation.counting import COUNTED
from domain.consultation.triage import Level
from storage.engine import Reader


class BoardTable:
    """Implements `domain.consultation.board.BoardRows`."""

    def __init__(self, reader: Reader) -> None:
        """`reader`: a running transaction, or a view beside it."""
        self._reader = reader

    async def waiting(self, now: int) -> list[Waiting]:
        """Every level, the most urgent first."""
        rows = await self._reader.all("board_waiting", now=now, upto=COUNTED + 1)
        of = {Level(row["level"]): row for row in rows}
        return [
            Waiting(
                level=level,
                count=of[level]["count"],
                oldest=of[level]["oldest"],
                late=of[level]["late"],
            )
            for level in Level
        ]

    async def loads(self, since: int) -> list[Load]:
        """Everybody at the desk, by name."""
        return [
            Load(
                person_id=row["person_id"],
                name=row["name"],
                on_shift=row["on_shift_since"] is not None,
                capacity=row["capacity"],
                open=row["open"],
                owed=row["owed"],
                owed_since=row["owed_since"],
                closed_today=row["closed"],
            )
            for row in await self._reader.all("board_loads", since=since)
        ]

    async def replies(self, since: int) -> list[Reply]:
        """First answers of the day."""
        return [
            Reply(operator_id=row["operator_id"], seconds=row["replied_at"] - row["taken_at"])
            for row in await self._reader.all("board_replies", since=since)
            if row["operator_id"] is not None and row["replied_at"] is not None
        ]

    async def counts(self, since: int) -> dict[EventKind, int]:
        """Events of the day by kind."""
        rows = await self._reader.all("board_counts", since=since)
        return {EventKind(row["kind"]): row["count"] for row in rows}

    async def stars(self, since: int) -> list[int]:
        """Ratings of the day; a comment beside one has an event too and is no second one."""
        rows = await self._reader.all("board_stars", since=since)
        rated = [json.loads(row["details"]) for row in rows]
        return [int(details["stars"]) for details in rated if "comment" not in details]
