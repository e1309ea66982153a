"""Giving a case out of one's hands: back to the queue, or to a colleague."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.consultation.case import Case, CaseState, EventKind, check_assignee, check_move
from domain.consultation.handover import back_to_queue, hand_over
from domain.consultation.notes import NoteRows, Notes
from domain.consultation.records import Records
from domain.consultation.roles import check_desk, check_moves, check_not_own
from domain.errors import NotFound, Stale
from domain.people.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody at work to whom a case can be given."""

    person_id: int
    name: str
    open: int
    capacity: int

    @property
    def is_full(self) -> bool:
        """Whether they may take no more."""
        return self.open >= self.capacity


class Colleagues(Protocol):
    """Who is at work, and how much they have."""

    async def on_shift(self) -> Sequence[Colleague]:
        """Everybody who takes cases now, whoever has least first."""
        ...


class Handing:
    """Return and transfer. Who presses second, or on an old button, is refused with the reason."""

    def __init__(self, records: Records, colleagues: Colleagues, rows: NoteRows) -> None:
        """All of the running transaction."""
        self._records = records
        self._cases = records.cases
        self._colleagues = colleagues
        self._rows = rows
        self._notes = Notes(records, rows)

    async def case_to_return(self, operator: Person, case_id: int) -> Case:
        """A case of the operator's own that can go back to the queue."""
        check_desk(operator)
        case = await self._known(case_id)
        check_assignee(case, operator.id, "case_of_another")
        check_move(case, CaseState.WAITING)
        if case.state is not CaseState.TAKEN:  # a closed case waits again by its citizen's tap
            raise Stale(case.state)
        return case

    async def give_back(self, operator: Person, case_id: int, words: str | None, now: int) -> Case:
        """Back to its old place in the queue, with a note for the next operator."""
        case = await self.case_to_return(operator, case_id)
        if words is not None:
            self._notes.keep(case, operator, words, now)
        if not await back_to_queue(self._records, case, operator.id, "operator", now):
            raise Stale("taken")
        return case

    async def case_to_transfer(self, person: Person, case_id: int) -> Case:
        """A taken case that is this person's to give to somebody else."""
        check_desk(person)
        case = await self._known(case_id)
        check_moves(person, case)
        check_not_own(person, case)
        if case.state is not CaseState.TAKEN:
            raise Stale(case.state)
        return case

    async def choices(self, person: Person, case_id: int) -> tuple[Case, list[Colleague]]:
        """The case, and everybody on shift who could have it instead."""
        case = await self.case_to_transfer(person, case_id)
        out = {case.assignee_id, case.citizen_id}
        at_work = await self._colleagues.on_shift()
        return case, [one for one in at_work if one.person_id not in out]

    async def choice(self, person: Person, case_id: int, to: int) -> tuple[Case, Colleague]:
        """The one who was chosen, if they can have the case at this moment."""
        case, choices = await self.choices(person, case_id)
        colleague = next((one for one in choices if one.person_id == to), None)
        if colleague is None:
            raise Stale("colleague_left")
        if colleague.is_full:
            raise Stale("colleague_full")
        return case, colleague

    async def check_at_work(self, person_id: int) -> None:
        """Raise Stale when somebody takes no cases at this moment."""
        if all(one.person_id != person_id for one in await self._colleagues.on_shift()):
            raise Stale("colleague_left")

    async def transfer(
        self, person: Person, case_id: int, to: int, words: str | None, now: int
    ) -> tuple[Case, Colleague]:
        """Give the case to a colleague, who gets all of it; the citizen is told who has it now.

        The case is returned as it was. Raises NotAllowed, NotFound, Stale.
        """
        case, colleague = await self.choice(person, case_id, to)
        if words is not None:
            self._notes.keep(case, person, words, now)
        if not await self._cases.transfer(case.id, case.assignee_id or 0, to, now):
            raise Stale("colleague_full")
        self._records.note(case.id, EventKind.TRANSFERRED, person.id, now, to=to)
        await hand_over(self._records, self._rows, await self._known(case.id))
        if case.assignee_chat is not None and case.assignee_id != person.id:
            self._records.relay.put(case.assignee_chat, "case_moved", {"case": case.id})
        return case, colleague

    async def _known(self, case_id: int) -> Case:
        case = await self._cases.case(case_id)
        if case is None:
            raise NotFound("case")
        return case
