"""Finding a case again, and its card: what whom may see of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.consultation.case import Case, CaseState, OutcomeCode
from domain.consultation.notes import Note
from domain.consultation.roles import check_desk, supervises
from domain.errors import NotAllowed, NotFound, NotValid
from domain.people.model import Person

FOUND_PAGE = 8
"""Cases shown for one search; whoever sees so many writes more of the name."""

NAME_LEAST = 2
"""Characters of a name that are enough to look for it."""

RECENT_SECONDS = 30 * 24 * 3600
"""How long after its end a case is still found by the name; later by number or phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier request of the same person; without a code it was cancelled."""

    number: int
    code: OutcomeCode | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that an operator needs of a case at a glance."""

    case: Case
    said: str  # the first words of the citizen, with Telegram's markup
    files: int  # photos, voice messages and the like that the citizen has sent
    lessons: int  # that the citizen has finished
    earlier: tuple[Earlier, ...]
    notes: tuple[Note, ...]
    calls: tuple[bool, ...]  # of call-backs: whether the person was reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: exactly one of these."""

    number: int | None = None
    phone: str | None = None
    name: str | None = None


class CaseFiles(Protocol):
    """The cases as they are looked up."""

    async def card(self, case_id: int) -> Card | None: ...

    async def by_phone(self, phone: str, limit: int) -> Sequence[Case]:
        """The newest cases with this number."""
        ...

    async def by_name(self, name: str, ended_after: int, limit: int) -> Sequence[Case]:
        """Cases whose citizen's name contains this, however written: open ones and those that
        ended later than that.
        """
        ...

    async def own_by_name(
        self, operator_id: int, name: str, ended_after: int, limit: int
    ) -> Sequence[Case]:
        """The same among those that wait and those of this operator."""
        ...

    async def own_by_phone(self, operator_id: int, phone: str, limit: int) -> Sequence[Case]:
        """The same among those that wait and those of this operator."""
        ...


def may_see(person: Person, case: Case) -> bool:
    """Whether a case is this person's to know of: their own, and what waits for anybody."""
    if case.citizen_id == person.id:
        return False  # nobody looks at their own request from behind the desk
    if supervises(person):
        return True
    return case.assignee_id == person.id or case.state is CaseState.WAITING


class Finding:
    """Looks cases up for one person."""

    def __init__(self, files: CaseFiles) -> None:
        """`files`: of the running transaction."""
        self._files = files

    async def card(self, person: Person, case_id: int) -> Card:
        """The card; raises NotFound, or NotAllowed when the case is not theirs to see."""
        check_desk(person)
        card = await self._files.card(case_id)
        if card is None:
            raise NotFound("case")
        if not may_see(person, card.case):
            raise NotAllowed("case_of_another")
        return card

    async def find(self, person: Person, wanted: Wanted, now: int) -> list[Case]:
        """What fits and is theirs to see. Raises NotValid when too little was written."""
        check_desk(person)
        return [case for case in await self._fitting(person, wanted, now) if may_see(person, case)]

    async def _fitting(self, person: Person, wanted: Wanted, now: int) -> Sequence[Case]:
        everybody = supervises(person)
        if wanted.number is not None:
            card = await self._files.card(wanted.number)
            return [card.case] if card is not None else []
        if wanted.phone is not None:
            if everybody:
                return await self._files.by_phone(wanted.phone, FOUND_PAGE)
            return await self._files.own_by_phone(person.id, wanted.phone, FOUND_PAGE)
        name = (wanted.name or "").strip()
        if len(name) < NAME_LEAST:
            raise NotValid("search_short")
        since = now - RECENT_SECONDS
        if everybody:
            return await self._files.by_name(name, since, FOUND_PAGE)
        return await self._files.own_by_name(person.id, name, since, FOUND_PAGE)
