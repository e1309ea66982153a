"""A caller turns out to be somebody in Telegram: what they asked by telephone becomes theirs.

The proof is the number that Telegram itself vouches for; a press alone proves nothing. Nothing of
a request is shown before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from domain.consultation.case import Case, EventKind
from domain.consultation.handover import tell_of_twin
from domain.consultation.records import Records
from domain.errors import NotAllowed, Stale
from domain.people.model import Language, Person

RECENT_SECONDS = 365 * 24 * 3600
"""How long after its end a caller's request is offered: numbers change hands."""

PROOF_SECONDS = 24 * 3600
"""How long after somebody shared their number a press goes by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The number that Telegram said is this person's own, and when."""

    phone: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Requests by telephone that may be this person's, all of one caller."""

    numbers: tuple[int, ...]
    name: str = ""  # that was said on the telephone: several people may use one
    left: int | None = None  # an open one that stays as it is: they have another open request


class LinkRows(Protocol):
    """What callers have asked, and giving it to somebody."""

    async def hold_callers(self, phone: str) -> Sequence[int]:
        """The callers with this number, whom nobody else changes before the transaction ends."""
        ...

    async def calls_from(self, phone: str, ended_after: int) -> Sequence[Case]:
        """Requests from this number that are open or ended later than that, the newest first."""
        ...

    async def calls_of(self, case_id: int) -> Sequence[bool]:
        """For each call, in order, whether the person was reached."""
        ...

    def give(self, case_id: int, caller_id: int, to: int, language: Language) -> None:
        """The request with all that was said in it."""
        ...

    def forget_caller(self, caller_id: int) -> None:
        """Delete the caller, unless requests are left."""
        ...


class Linking:
    """Offers and confirms."""

    def __init__(self, records: Records, rows: LinkRows) -> None:
        """All of the running transaction."""
        self._records = records
        self._rows = rows

    async def offered(self, person: Person, phone: str, now: int) -> Offer | None:
        """What somebody who has just proved their number may have asked by telephone.

        Of two open requests neither is touched: the operators concerned learn of them. Staff are
        offered nothing: they would see their own case from behind the desk.
        """
        if person.works_at_desk:
            return None
        fitting, left = await self._fitting(person, phone, now)
        if left is not None:
            await self._tell_of_two(person, left)
        if not fitting and left is None:
            return None
        return Offer(
            numbers=tuple(case.id for case in fitting),
            name=fitting[0].citizen_name if fitting else "",
            left=left.id if left is not None else None,
        )

    async def _fitting(
        self, person: Person, phone: str, now: int, about: int | None = None
    ) -> tuple[list[Case], Case | None]:
        """What can be theirs, and the open one that cannot: of one caller, who has asked `about`,
        or has an open request, or asked last.
        """
        found = _of_one_caller(await self._rows.calls_from(phone, now - RECENT_SECONDS), about)
        left = None
        if await self._records.cases.hold_open_case_of(person.id) is not None:
            left = next((case for case in found if case.is_open), None)
        return [case for case in found if case is not left], left

    async def _tell_of_two(self, person: Person, called: Case) -> None:
        """Whoever has one of the two open requests, or takes it later, learns of the other."""
        own = await self._records.cases.open_case_of(person.id)
        if own is None:
            return
        self._records.cases.pair(called.id, own.id)
        for case, other in ((called, own), (own, called)):
            tell_of_twin(self._records.relay, replace(case, twin_id=other.id))

    async def confirm(
        self, person: Person, case_id: int, proof: Proof | None, now: int
    ) -> list[Case]:
        """What was offered with this request becomes theirs; the requests as they now stand.

        Raises NotAllowed without a fresh proof, and Stale when the request is not there to be had:
        it is theirs already, it is somebody else's, or they have sent another one meanwhile.
        """
        if proof is None or now - proof.at > PROOF_SECONDS or person.works_at_desk:
            raise NotAllowed("link")
        if not await self._rows.hold_callers(proof.phone):
            raise Stale("link")
        fitting, left = await self._fitting(person, proof.phone, now, case_id)
        if left is not None and left.id == case_id:
            raise Stale("link_two")
        if case_id not in {case.id for case in fitting}:
            raise Stale("link")
        for case in fitting:
            await self._give(person, case, now)
        self._rows.forget_caller(fitting[0].citizen_id)
        return await self._now(fitting)

    async def _give(self, person: Person, case: Case, now: int) -> None:
        """Who was called in vain is owed an answer again: a chat has other rules than a call."""
        calls = await self._rows.calls_of(case.id) if case.is_open else ()
        if calls and not calls[-1]:
            self._records.cases.owe_again(case.id, now)
        self._rows.give(case.id, case.citizen_id, person.id, person.speaks)
        self._records.note(case.id, EventKind.LINKED, person.id, now)
        if case.is_open and case.assignee_chat is not None:
            self._records.relay.put(case.assignee_chat, "case_linked", {"case": case.id})

    async def _now(self, cases: Sequence[Case]) -> list[Case]:
        found = [await self._records.cases.case(case.id) for case in cases]
        return [case for case in found if case is not None]


def _of_one_caller(found: Sequence[Case], about: int | None) -> list[Case]:
    """A telephone may serve a family: one yes never brings what another one has asked."""
    chosen = next(
        (case for case in found if case.id == about),
        next((case for case in found if case.is_open), found[0] if found else None),
    )
    return [case for case in found if chosen and case.citizen_id == chosen.citizen_id]
