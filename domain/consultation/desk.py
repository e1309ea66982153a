"""The operator's side: shift, queue, taking, closing. Every action checks the role."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.consultation.case import (
    Case,
    CaseState,
    EventKind,
    OutcomeCode,
    check_assignee,
    check_move,
    check_outcome,
)
from domain.consultation.content import CaseMessage
from domain.consultation.handover import hand_over
from domain.consultation.notes import NoteRows
from domain.consultation.offering import among
from domain.consultation.opening import OpeningHours
from domain.consultation.ports import Cases
from domain.consultation.records import Records
from domain.consultation.roles import check_desk, supervises
from domain.consultation.skills import ALL, Among, Skills
from domain.consultation.triage import Level
from domain.errors import NotFound, Stale
from domain.people.model import Person

QUEUE_PAGE = 5
"""Waiting cases shown at once: more do not fit on a phone's screen."""


_USUAL_HOURS = OpeningHours()

ABANDONED_PAGE = 10
"""Of more than a page of the queue, so many are told in one message, a button for each."""

ABANDONED_TOLD = 200
"""Whoever begins a shift is told of so many at most: the desk is in a trouble of another kind."""


LAST_PAGE = 200
"""Nobody turns so many pages; a forged button shall not make the database count further."""


class AtCapacity(Stale):
    """The operator has as many open cases as they may have."""

    def __init__(self, capacity: int) -> None:
        """`capacity`: how many that is."""
        super().__init__("capacity")
        self.capacity = capacity


async def check_capacity(cases: Cases, operator_id: int) -> None:
    """Raise AtCapacity when the operator has as many open cases as they may have."""
    mine, capacity = await cases.open_cases_of(operator_id)
    if mine >= capacity:
        raise AtCapacity(capacity)


class AlreadyTaken(Stale):
    """Another operator was quicker; carries the case as it is now."""

    def __init__(self, case: Case) -> None:
        """`case`: as it stands after the other one's press."""
        super().__init__("taken")
        self.case = case


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many wait with one level, and since when the first of them."""

    level: Level
    count: int
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """What an operator sees on opening the desk."""

    on_shift: bool
    waiting: tuple[Waiting, ...]  # the levels that anybody waits with, most urgent first
    mine: tuple[Case, ...]  # those first whose citizen is owed an answer
    supervises: bool = False
    skills: Skills = ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """A page of the queue, counted from 0, and whether more follow."""

    cases: tuple[Case, ...]
    page: int
    goes_on: bool
    outside: frozenset[int] = frozenset()  # numbers of those that the operator's skills leave out


class Desk:
    """What an operator can do about the queue and their own cases."""

    def __init__(
        self, records: Records, notes: NoteRows, hours: OpeningHours = _USUAL_HOURS
    ) -> None:
        """All of the running transaction; `hours`: those of the call centre."""
        self._records = records
        self._cases = records.cases
        self._shifts = records.shifts
        self._relay = records.relay
        self._notes = notes
        self._hours = hours

    async def view(self, operator: Person) -> DeskView:
        """The desk as it stands."""
        check_desk(operator)
        order = list(Level)
        waiting = await self._cases.waiting_by_level()
        return DeskView(
            on_shift=operator.on_shift,
            waiting=tuple(
                Waiting(level=level, count=count, since=since)
                for level, (count, since) in sorted(
                    waiting.items(), key=lambda item: order.index(item[0])
                )
            ),
            mine=tuple(await self.mine(operator)),
            supervises=supervises(operator),
            skills=await self._shifts.skills_of(operator.id),
        )

    async def shift(self, operator: Person, now: int, *, on: bool) -> DeskView:
        """Begin or end the shift; a shift is a button, never a guess."""
        check_desk(operator)
        if on:
            if not operator.on_shift:
                await self._tell_of_abandoned(operator)
            self._shifts.start_shift(operator.id, now)
        else:
            self._shifts.end_shift(operator.id)
        return replace(await self.view(operator), on_shift=on)

    async def _tell_of_abandoned(self, operator: Person) -> None:
        """Citizens who wait for somebody off shift, and whom others at work have been told of."""
        found = await self._cases.abandoned(operator.id, ABANDONED_TOLD)
        if len(found) <= QUEUE_PAGE:
            for case_id in found:
                self._relay.put(operator.telegram_id, "follow_up", {"case": case_id})
            return
        for start in range(0, len(found), ABANDONED_PAGE):
            cases = found[start : start + ABANDONED_PAGE]
            self._relay.put(operator.telegram_id, "follow_ups", {"cases": cases})

    async def waiting(self, operator: Person, page: int = 0) -> QueuePage:
        """A page of the queue; the head of it when there is no such page any more."""
        check_desk(operator)
        page = min(page, LAST_PAGE)
        found = await self._cases.waiting(QUEUE_PAGE + 1, skip=page * QUEUE_PAGE)
        if page and not found:
            return await self.waiting(operator)
        shown = tuple(case for case in found[:QUEUE_PAGE] if case.citizen_id != operator.id)
        skills = await self._shifts.skills_of(operator.id)
        return QueuePage(
            cases=shown,
            page=page,
            goes_on=len(found) > QUEUE_PAGE,
            outside=frozenset(
                case.id for case in shown if not skills.cover(case.language, case.topic)
            ),
        )

    async def mine(self, operator: Person) -> list[Case]:
        """The operator's own open cases: whoever waits longest for an answer comes first."""
        check_desk(operator)
        return owed_first(await self._cases.taken_by(operator.id))

    async def case(self, operator: Person, case_id: int) -> Case:
        """One of the operator's own cases: its facts are not for others."""
        check_desk(operator)
        case = await self._known(case_id)
        check_assignee(case, operator.id, "case_of_another")
        return case

    async def case_to_close(self, operator: Person, case_id: int) -> Case:
        """A case that can be closed now; raises NotAllowed or Stale before a word is written."""
        case = await self.case(operator, case_id)
        check_move(case, CaseState.CLOSED)
        return case

    async def take(self, operator: Person, case_id: int, now: int) -> Case:
        """Take a waiting case; one of several presses wins, the others get AlreadyTaken.

        Raises AtCapacity when the operator has enough of them.
        """
        check_desk(operator)
        won = await self._cases.take(case_id, operator.id, now)
        case = await self._known(case_id)
        if not won:
            if case.assignee_id == operator.id and case.state is CaseState.TAKEN:
                return case
            if case.state is CaseState.WAITING:
                await check_capacity(self._cases, operator.id)
            raise AlreadyTaken(case)
        await self._taken(operator, case, now)
        return case

    async def take_next(self, operator: Person, now: int) -> Case | None:
        """Take the first case of the queue that the operator has the skills for, or that is
        everybody's by now; None when nobody waits. Raises AtCapacity, and Stale when all who wait
        are for others.
        """
        check_desk(operator)
        offered = await self._offered(operator, now)
        case_id = await self._cases.take_next(operator.id, now, offered)
        if case_id is None:
            await check_capacity(self._cases, operator.id)
            head = await self._cases.waiting(2) if offered else []
            if any(case.citizen_id != operator.id for case in head):
                raise Stale("skills")
            return None
        case = await self._known(case_id)
        await self._taken(operator, case, now)
        return case

    async def _offered(self, operator: Person, now: int) -> Among | None:
        own = await self._shifts.skills_of(operator.id)
        if own.are_all:
            return None
        return among(own, await self._shifts.skilled_on_shift(), self._hours, now)

    async def _taken(self, operator: Person, case: Case, now: int) -> None:
        self._records.note(case.id, EventKind.TAKEN, operator.id, now)
        await hand_over(self._records, self._notes, case)

    async def close(
        self, operator: Person, case_id: int, code: OutcomeCode, outcome: str, now: int
    ) -> Case:
        """Close with a code and a summary; the citizen is told and asked to rate."""
        case = await self.case_to_close(operator, case_id)
        words = check_outcome(outcome)
        if not await self._cases.close(case.id, operator.id, code, words, now):
            raise Stale(case.state)
        self._records.note(case.id, EventKind.CLOSED, operator.id, now, code=code.value)
        self._relay.tell(case, "case_closed")
        return case

    async def said(self, case: Case) -> str:
        """Another one after every word that the citizen adds or changes; nothing is added to it
        before the running transaction ends.
        """
        await self._cases.hold_open_case_of(case.citizen_id)
        return _fingerprint(await self._records.messages.messages_of(case.id))

    async def read(self, operator: Person, case: Case) -> str:
        """The same, of what has reached the operator: what is on its way nobody has read."""
        messages = self._records.messages
        coming = await messages.on_their_way(operator.telegram_id, case.id)
        unread = {one.id for one in coming}
        said = [one for one in await messages.messages_of(case.id) if one.id not in unread]
        return _fingerprint(said)

    async def _known(self, case_id: int) -> Case:
        case = await self._cases.case(case_id)
        if case is None:
            raise NotFound("case")
        return case


def _fingerprint(messages: Sequence[CaseMessage]) -> str:
    words = [
        f"{one.id}:{one.content.file_id}:{one.content.html}"
        for one in messages
        if not one.by_operator
    ]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def owed_first(cases: list[Case]) -> list[Case]:
    """In the order in which an operator turns to them; `cases` as the table gives them."""
    return sorted(cases, key=lambda case: (case.owed_since is None, case.owed_since or 0))
