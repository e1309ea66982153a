"""Call-backs: whether the person was reached, and what they are told when they were not."""

from typing import Protocol

from domain.consultation.case import Case, CaseState, Contact, EventKind, check_assignee
from domain.consultation.records import Records
from domain.consultation.roles import check_desk
from domain.errors import NotFound, Stale
from domain.people.model import Person

TRIES = 3
"""Calls in vain after which the person is told in the chat, each time anew."""


class CallRows(Protocol):
    """What is known of earlier calls."""

    async def calls_of(self, case_id: int) -> list[bool]:
        """For each call, in order, whether the person was reached."""
        ...


def in_vain(calls: list[bool]) -> int:
    """How many calls of the last ones, one after the other, reached nobody."""
    count = 0
    for reached in reversed(calls):
        if reached:
            break
        count += 1
    return count


class Calls:
    """The results of call-backs."""

    def __init__(self, records: Records, rows: CallRows) -> None:
        """All of the running transaction."""
        self._records = records
        self._rows = rows

    async def called(
        self, operator: Person, case_id: int, attempt: int, now: int, *, reached: bool
    ) -> tuple[Case, int]:
        """Keep the result of the `attempt`-th call; the case and how many tries were in vain.

        Raises Stale for a second press: that call has its result already.
        """
        check_desk(operator)
        case = await self._records.cases.case(case_id)
        if case is None:
            raise NotFound("case")
        check_assignee(case, operator.id, "case_of_another")
        if case.state is not CaseState.TAKEN or case.contact is not Contact.PHONE:
            raise Stale(case.state)
        calls = await self._rows.calls_of(case.id)
        if attempt != len(calls) + 1:
            raise Stale("call")
        self._records.note(case.id, EventKind.CALLED, operator.id, now, reached=int(reached))
        tries = in_vain([*calls, reached])
        if reached:
            self._records.cases.answered(case.id)
        elif tries % TRIES == 0:
            self._records.relay.tell(case, "case_not_reached")
            self._records.cases.answered(case.id)  # it is for the citizen to write now
        return case, tries
