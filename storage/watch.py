"""What the watch over the desk looks for."""

import json

from domain.consultation.case import Slot
from domain.consultation.due_calls import AwaitedCall
from domain.consultation.promises import Late
from domain.consultation.triage import Level, Reason
from domain.consultation.watch import Owed, Supervisor, Untaken
from domain.people.model import Role
from storage.case_messages import message_by_id
from storage.cases import case_by_id
from storage.engine import Transaction

COMPLAINTS_TOLD = "complaints_told"
"""Up to when bad ratings with a comment were told."""

FIRST_LOOK = 24 * 3600
"""How far back the very first look goes."""


def _is_complaint(details: dict[str, int], stars: int) -> bool:
    return "comment" in details and details.get("stars", 0) <= stars


class WatchTable:
    """Implements `domain.consultation.watching.WatchRows` and `shift_end.AtWork`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    async def turn(self, now: int) -> bool:
        """Whether this is the first look of its minute."""
        return await self._tx.one("watch_turn", now=now) is not None

    async def end_shifts(self, began_before: int) -> list[int]:
        """The chats of those whose shift ended."""
        rows = await self._tx.all("end_late_shifts", began_before=began_before)
        return [row["telegram_id"] for row in sorted(rows, key=lambda row: int(row["person_id"]))]

    async def owed(self, before: int, limit: int) -> list[Owed]:
        """The longest unanswered first."""
        return [
            Owed(
                case_id=row["id"],
                level=Level(row["level"]),
                operator_id=row["assignee_id"],
                operator_chat=row["operator_chat"],
                citizen_chat=row["citizen_chat"],
                on_shift=row["on_shift_since"] is not None,
                owed_since=row["owed_since"],
                written_at=row["written_at"],
                taken_at=row["taken_at"],
                reminded_at=row["reminded_at"],
                unheard_at=row["unheard_at"],
                slot=Slot(row["slot"]) if row["slot"] else None,
                called_at=row["called_at"],
            )
            for row in await self._tx.all("owed_cases", before=before, limit=limit)
        ]

    async def awaited_calls(self, told_before: int, limit: int) -> list[AwaitedCall]:
        """The longest awaited first."""
        return [
            AwaitedCall(
                case_id=row["id"],
                operator_chat=row["operator_chat"],
                on_shift=row["on_shift_since"] is not None,
                slot=Slot(row["slot"]) if row["slot"] else Slot.ANY,
                taken_at=row["taken_at"],
                called_at=row["called_at"],
                tries=row["tries"],
                told_at=row["call_told_at"],
                shift_since=row["on_shift_since"] or 0,
                has_chat=row["citizen_chat"] is not None,
            )
            for row in await self._tx.all("awaited_calls", told_before=told_before, limit=limit)
        ]

    async def untaken(self, before: int, limit: int) -> list[Untaken]:
        """The longest waiting first."""
        return [
            Untaken(
                case_id=row["id"],
                since=row["since"],
                alarmed_at=row["alarmed_at"],
                reason=Reason(row["reason"]),
            )
            for row in await self._tx.all("untaken_cases", before=before, limit=limit)
        ]

    async def late(self, now: int, limit: int) -> list[Late]:
        """The longest broken promise first."""
        return [
            Late(case_id=row["id"], slips=row["slips"])
            for row in await self._tx.all("late_cases", now=now, limit=limit)
        ]

    async def supervisors(self) -> list[Supervisor]:
        """Whom an alarm may reach."""
        return [
            Supervisor(
                chat_id=row["telegram_id"],
                role=Role(row["role"]),
                on_shift=row["on_shift_since"] is not None,
            )
            for row in await self._tx.all("supervisors")
        ]

    async def unpromised(self, limit: int) -> list[int]:
        """The head of the queue first."""
        return [row["id"] for row in await self._tx.all("unpromised_cases", limit=limit)]

    async def stuck(self, before: int, limit: int) -> list[tuple[int, int]]:
        """The oldest first."""
        found: list[tuple[int, int]] = []
        for row in await self._tx.all("late_parcels", before=before, limit=limit):
            message = await message_by_id(self._tx, int(json.loads(row["payload"])["message"]))
            case = await case_by_id(self._tx, message.case_id) if message else None
            if message and message.by_operator and case and case.assignee_chat:
                found.append((message.id, case.assignee_chat))
        return found

    async def complaints(self, until: int, stars: int) -> list[int]:
        """Since when is kept in `service_state`."""
        row = await self._tx.one("service_value", key=COMPLAINTS_TOLD)
        since = int(row["value"]) if row else until - FIRST_LOOK
        self._tx.later("keep_service_value", key=COMPLAINTS_TOLD, value=str(until), now=until)
        rated = await self._tx.all("comments_given", since=since, until=until)
        found = [
            row["case_id"] for row in rated if _is_complaint(json.loads(row["details"]), stars)
        ]
        return list(dict.fromkeys(found))

    def reminded(self, case_id: int, now: int) -> None:
        """Its operator is told."""
        self._tx.later("mark_reminded", id=case_id, now=now)

    def unheard(self, case_id: int, now: int) -> None:
        """Others than its operator are told."""
        self._tx.later("mark_unheard", id=case_id, now=now)

    def alarmed(self, case_id: int, now: int) -> None:
        """The supervisors are told."""
        self._tx.later("mark_alarmed", id=case_id, now=now)

    def call_told(self, case_id: int, now: int) -> None:
        """It is told that a call is due."""
        self._tx.later("mark_call_told", id=case_id, now=now)

    def slipped(self, case_id: int, now: int, promised_by: int | None) -> None:
        """Its citizen is told."""
        self._tx.later("add_slip", id=case_id, now=now)
        self._tx.later("mark_slipped", id=case_id, now=now, promised_by=promised_by)

    async def is_on_shift(self, person_id: int) -> bool:
        """Whether they are at work."""
        return await self._tx.one("is_on_shift", person_id=person_id) is not None
