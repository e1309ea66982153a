"""The citizen's side: ask for a lawyer, write to them, take the request back, rate."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.consultation.case import Case, CaseState, Contact, Topic, check_move, check_rating
from domain.consultation.content import Incoming
from domain.consultation.ports import Cases, Messages, NewCase, Shifts
from domain.consultation.relay import Relay
from domain.errors import NotAllowed, NotFound, NotValid, Stale
from domain.people.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as the citizen has put it together."""

    topic: Topic
    messages: Sequence[Incoming]
    contact: Contact
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An open request and how many wait in front of it."""

    case: Case
    before: int


class Requests:
    """What a citizen can do about their requests."""

    def __init__(self, cases: Cases, messages: Messages, shifts: Shifts, relay: Relay) -> None:
        """All of the running transaction."""
        self._cases = cases
        self._messages = messages
        self._shifts = shifts
        self._relay = relay

    async def standing(self, person: Person) -> Standing | None:
        """The person's open request, if there is one."""
        case = await self._cases.open_case_of(person.id)
        if case is None:
            return None
        before = 0
        if case.state is CaseState.WAITING:
            before = await self._cases.waiting_count(before=case)
        return Standing(case=case, before=before)

    async def last_closed(self, person: Person) -> Case | None:
        """The newest closed request: a new one will be linked to it."""
        return await self._cases.last_closed_of(person.id)

    async def submit(self, person: Person, request: Request, now: int) -> Standing:
        """Put the request into the queue and tell the operators at work.

        It is linked to the last closed one. Raises NotValid without words or number, Stale when
        the person has an open request already.
        """
        if not request.messages:
            raise NotValid("request_empty")
        if request.contact is Contact.PHONE and not request.phone:
            raise NotValid("phone")
        previous = await self._cases.last_closed_of(person.id)
        number = await self._cases.add(
            NewCase(
                citizen_id=person.id,
                topic=request.topic,
                contact=request.contact,
                phone=request.phone if request.contact is Contact.PHONE else None,
                previous_id=previous.id if previous else None,
                created_at=now,
            )
        )
        if number is None:
            raise Stale("open_case")
        for incoming in request.messages:
            await self._messages.add_message(number, person.id, incoming, now, by_operator=False)
        for chat_id in await self._shifts.operator_chats_on_shift():
            self._relay.put(chat_id, "case_waiting", {"case": number})
        standing = await self.standing(person)
        if standing is None:
            raise NotFound("case")
        return standing

    async def write(self, person: Person, incoming: Incoming, now: int) -> Case | None:
        """Add a message to the person's open request; None when there is none."""
        case = await self._cases.hold_open_case_of(person.id)
        if case is None:
            return None
        message_id = await self._messages.add_message(
            case.id, person.id, incoming, now, by_operator=False
        )
        if message_id is not None:
            self._relay.forward(case, message_id, incoming, now, by_operator=False)
        return case

    async def cancel(self, person: Person, case_id: int, now: int) -> Case:
        """Take the request back; its assignee is told. Raises NotFound or Stale."""
        case = await self.case_to_cancel(person, case_id)
        if not await self._cases.cancel(case.id, now):
            raise Stale(case.state)
        if case.assignee_chat is not None:
            self._relay.put(case.assignee_chat, "case_cancelled", {"case": case.id})
        return case

    async def case_to_cancel(self, person: Person, case_id: int) -> Case:
        """The person's own request, if it can be taken back now. Raises NotFound or Stale."""
        case = await self._own(person, case_id)
        check_move(case, CaseState.CANCELLED)
        return case

    async def rate(self, person: Person, case_id: int, stars: int, now: int) -> bool:
        """Keep the first rating of a closed request; whether this was it."""
        case = await self._own(person, case_id)
        check_rating(case, stars)
        return await self._cases.rate(case.id, stars, now)

    async def _own(self, person: Person, case_id: int) -> Case:
        case = await self._cases.case(case_id)
        if case is None:
            raise NotFound("case")
        if case.citizen_id != person.id:
            raise NotAllowed("request_of_another")
        return case
