"""What nobody would look at again by themselves: found by the watch, once a minute.

A case that came back to the queue has no promise any more, and without one no slip is ever seen:
it gets a new one here, whichever way it came back.
"""

from collections.abc import Sequence
from typing import Final, Protocol

from domain.consultation.case import Case
from domain.consultation.opening import OpeningHours
from domain.consultation.records import Records
from domain.consultation.requests import Standing
from domain.delivery.outbox import Outbox, Parcel

PORTION: Final = 100
"""Of each kind in one go; the rest comes with the next minute."""

STUCK_SECONDS: Final = 15 * 60
"""After so long the operator is told that an answer has not gone out yet."""

BAD_STARS: Final = 2
"""A rating up to this with a comment is told to the supervisors."""

SETTLED_SECONDS: Final = 5
"""What was written so lately may not be committed yet: it is looked at a minute later."""


class Standings(Protocol):
    """What a citizen may expect: `requests.Requests`."""

    async def where(self, case: Case, now: int) -> Standing: ...


class LooseRows(Protocol):
    """What is looked for."""

    async def unpromised(self, limit: int) -> Sequence[int]:
        """Cases that came back to the queue and wait without a promise."""
        ...

    async def stuck(self, before: int, limit: int) -> Sequence[tuple[int, int]]:
        """Messages to bring to citizens since before then, and the chats of their operators."""
        ...

    async def complaints(self, until: int, stars: int) -> Sequence[int]:
        """Cases that got a comment beside so few stars since this was asked last."""
        ...


class LooseEnds:
    """Runs in the transaction of the watch."""

    def __init__(
        self,
        rows: LooseRows,
        records: Records,
        outbox: Outbox,
        standings: Standings,
        hours: OpeningHours,
    ) -> None:
        """All of the running transaction; `hours`: those of the call centre."""
        self._rows = rows
        self._records = records
        self._outbox = outbox
        self._standings = standings
        self._hours = hours

    async def tie(self, now: int) -> None:
        """Promise anew, and tell of answers that have not gone out."""
        await self._promise(now)
        for message_id, operator_chat in await self._rows.stuck(now - STUCK_SECONDS, PORTION):
            self._outbox.put(
                Parcel(
                    chat_id=operator_chat,
                    kind="case_on_its_way",
                    payload={"message": message_id},
                    dedupe=f"on_its_way:{message_id}",
                )
            )

    async def complaints(self, now: int) -> tuple[int, ...]:
        """What the supervisors have to read; at night it waits for the morning."""
        if not self._hours.is_open(now):
            return ()
        return tuple(await self._rows.complaints(now - SETTLED_SECONDS, BAD_STARS))

    async def _promise(self, now: int) -> None:
        for case_id in await self._rows.unpromised(PORTION):
            case = await self._records.cases.case(case_id)
            standing = await self._standings.where(case, now) if case else None
            if standing is not None and standing.expectation is not None:
                self._records.cases.promise(case_id, standing.expectation.promised_by)
