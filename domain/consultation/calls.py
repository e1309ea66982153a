"""Call-backs: whether the person was reached, and what they are told when they were not."""

from dataclasses import replace
from typing import Protocol

from domain.consultation.case import Case, CaseState, Contact, EventKind, check_assignee
from domain.consultation.due_calls import InVain, after_vain
from domain.consultation.records import Records
from domain.consultation.roles import check_desk
from domain.consultation.unread import unread_since
from domain.errors import NotFound, Stale
from domain.people.model import Person


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
        """Keep the result of the `attempt`-th call; the case as it is now, and how many tries were
        in vain.

        Raises Stale for a second press: that call has its result already.
        """
        check_desk(operator)
        case = await self._held(case_id)
        check_assignee(case, operator.id, "case_of_another")
        if case.state is not CaseState.TAKEN or case.contact is not Contact.PHONE:
            raise Stale(case.state)
        calls = await self._rows.calls_of(case.id)
        if attempt != len(calls) + 1:
            raise Stale("call")
        self._records.note(case.id, EventKind.CALLED, operator.id, now, reached=int(reached))
        tries = in_vain([*calls, reached])
        if reached:
            return self._settled(case, await self._unread(operator, case)), tries
        return await self._after_vain(case, tries, now), tries

    async def _after_vain(self, case: Case, tries: int, now: int) -> Case:
        """Only the call stops being owed: words that nobody has answered wait for an answer."""
        match after_vain(tries, has_chat=case.citizen_chat is not None):
            case InVain.TELL:
                settled = self._settled(case, await self._unanswered(case))
                self._records.relay.tell(case, "case_not_reached")
                return settled
            case InVain.ANOTHER_DAY:
                return self._settled(case, None)  # until the call is due again
            case InVain.DECIDE:
                self._records.cases.owe_again(case.id, now)
                return replace(case, owed_since=case.owed_since or now)
            case InVain.AGAIN:
                return case

    def _settled(self, case: Case, since: int | None) -> Case:
        """The call is owed no longer; `since`: since when words are."""
        self._records.cases.answered(case.id, since)
        return replace(case, owed_since=since)

    async def _unread(self, operator: Person, case: Case) -> int | None:
        """Whoever was reached was talked with about all that the operator could have seen."""
        if case.owed_since is None or case.citizen_chat is None:
            return None
        unread = await unread_since(self._records.messages, operator, case)
        return None if unread is None else max(case.owed_since, unread)

    async def _unanswered(self, case: Case) -> int | None:
        if case.owed_since is None:
            return None
        written = await self._records.messages.unanswered_since(case.id)
        return None if written is None else max(case.owed_since, written)

    async def _held(self, case_id: int) -> Case:
        """The case, into which nothing is written before the commit."""
        known = await self._records.cases.case(case_id)
        if known is None:
            raise NotFound("case")
        held = await self._records.cases.hold_open_case_of(known.citizen_id)
        return held if held is not None and held.id == known.id else known
