"""What the numbers of a day are counted from."""

import json

from domain.consultation.case import EventKind, OutcomeCode
from domain.consultation.counting import COUNTED
from domain.consultation.day_numbers import Happened, Take
from domain.consultation.triage import Level
from storage.engine import Reader, Row


class DayTable:
    """Implements `domain.consultation.day_numbers.DayRows`."""

    def __init__(self, reader: Reader) -> None:
        """`reader`: a running transaction, or a view beside it."""
        self._reader = reader

    async def happened(self, since: int, until: int, limit: int) -> list[Happened]:
        """The earliest first."""
        rows = await self._reader.all("day_happened", since=since, until=until, limit=limit)
        return [_happened(row) for row in rows]

    async def takes(self, since: int, until: int, limit: int) -> list[Take]:
        """The earliest first."""
        rows = await self._reader.all("day_takes", since=since, until=until, limit=limit)
        return [
            Take(
                level=Level(row["level"]),
                sent=row["sent"],
                at=row["taken_at"],
                first=bool(row["first"]),
                replied_at=row["replied_at"],
            )
            for row in rows
        ]

    async def slips(self, since: int, until: int) -> int:
        """How many."""
        row = await self._reader.one("day_slips", since=since, until=until)
        return int(row["count"]) if row else 0

    async def waiting(self) -> int:
        """The length of the queue."""
        row = await self._reader.one("waiting_count", upto=COUNTED + 1)
        return int(row["count"]) if row else 0


def _happened(row: Row) -> Happened:
    details = json.loads(row["details"])
    code, stars = details.get("code"), details.get("stars")
    return Happened(
        kind=EventKind(row["kind"]),
        at=row["at"],
        level=Level(row["level"]),
        outcome=OutcomeCode(code) if code is not None else None,
        stars=int(stars) if stars is not None and "comment" not in details else None,
    )
