"""Open cases of operators whose shift has ended: back into the queue, or to a colleague."""

from typing import Protocol

from domain.consultation.case import Case, CaseState, EventKind
from domain.consultation.desk import check_capacity
from domain.consultation.handover import back_to_queue, hand_over
from domain.consultation.notes import NoteRows
from domain.consultation.records import Records
from domain.consultation.roles import check_desk
from domain.errors import NotFound, Stale
from domain.people.model import Person


class AtWork(Protocol):
    """Who is on shift."""

    async def is_on_shift(self, person_id: int) -> bool: ...


class ShiftEnd:
    """What happens to cases whose operator is not at work."""

    def __init__(self, records: Records, notes: NoteRows, at_work: AtWork) -> None:
        """All of the running transaction."""
        self._records = records
        self._notes = notes
        self._at_work = at_work

    async def hand_over_all(self, operator: Person, taken_by: int, now: int) -> int:
        """Give back the operator's cases that were taken up to `taken_by`, at their old places;
        how many. What was taken later is not what the pressed list showed.
        """
        check_desk(operator)
        given = 0
        for case in await self._records.cases.taken_by(operator.id):
            if (case.taken_at or 0) <= taken_by:
                given += await back_to_queue(self._records, case, operator.id, "shift_end", now)
        return given

    async def kept(self, operator: Person, taken_by: int) -> int:
        """How many of the listed cases the operator still has."""
        check_desk(operator)
        mine = await self._records.cases.taken_by(operator.id)
        return sum((case.taken_at or 0) <= taken_by for case in mine)

    async def take_over(self, operator: Person, case_id: int, now: int) -> Case:
        """Take a case whose citizen waits for an operator who is off shift.

        Raises Stale when its operator is back, or it was answered or moved; AtCapacity.
        """
        check_desk(operator)
        case = await self._known(case_id)
        former = case.assignee_id
        if case.state is not CaseState.TAKEN or former is None or case.owed_since is None:
            raise Stale("take_over")
        if former == operator.id or await self._at_work.is_on_shift(former):
            raise Stale("take_over")
        await check_capacity(self._records.cases, operator.id)
        if not await self._records.cases.transfer(case_id, former, operator.id, now):
            raise Stale("take_over")
        moved = await self._known(case_id)
        self._records.note(
            case_id, EventKind.TRANSFERRED, operator.id, now, source=former, to=operator.id
        )
        await hand_over(self._records, self._notes, moved)
        if case.assignee_chat is not None:
            self._records.relay.put(case.assignee_chat, "case_moved", {"case": case.id})
        return moved

    async def _known(self, case_id: int) -> Case:
        case = await self._records.cases.case(case_id)
        if case is None:
            raise NotFound("case")
        return case
