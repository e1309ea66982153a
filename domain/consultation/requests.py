"""The citizen's side: ask for a lawyer, write to them, take the request back, rate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.consultation.announcing import announce
from domain.consultation.case import (
    Case,
    CaseState,
    Contact,
    EventKind,
    Slot,
    check_comment,
    check_move,
    check_rating,
    check_reopen,
    may_reopen,
)
from domain.consultation.content import Arrival, CaseMessage, Incoming
from domain.consultation.crisis import heard
from domain.consultation.expectation import Expectation, Pace, expect
from domain.consultation.handover import tell_of_twin
from domain.consultation.listening import listen
from domain.consultation.opening import OpeningHours
from domain.consultation.ports import NewCase, Shown
from domain.consultation.promises import after_slips
from domain.consultation.records import Records
from domain.consultation.triage import Facts
from domain.consultation.urgency import LegalDay, place_of, urgency_of
from domain.errors import NotAllowed, NotFound, NotValid, Stale
from domain.people.model import Language, Person

PACE_SECONDS = 14 * 24 * 3600
"""How far back the pace of the queue is looked at."""

PACE_SAMPLE = 200
"""Takes that are looked at, the newest ones: a bad day has some 300."""

LISTED = 10
"""Requests in a person's list: more do not fit a telephone."""

_USUAL_HOURS = OpeningHours()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as the citizen has put it together."""

    facts: Facts
    messages: Sequence[Incoming]
    contact: Contact
    phone: str | None = None
    slot: Slot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Whose request it is: somebody in Telegram, or a caller."""

    id: int
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An open request, how many wait in front of it, and what may be expected while it waits."""

    case: Case
    before: int  # as `counting` counts
    expectation: Expectation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One of a person's requests with all that was written in it."""

    case: Case
    messages: tuple[CaseMessage, ...]
    reopens: bool  # whether one tap brings it back
    arrivals: Mapping[int, Arrival] = field(default_factory=dict)  # of the lawyers' answers


class Requests:
    """What a citizen can do about their requests."""

    def __init__(
        self, records: Records, law: LegalDay, hours: OpeningHours = _USUAL_HOURS
    ) -> None:
        """`records`: all of the running transaction; `law`: of today in Almaty."""
        self._records = records
        self._cases = records.cases
        self._messages = records.messages
        self._relay = records.relay
        self._law = law
        self._hours = hours

    async def standing(self, person: Person, now: int) -> Standing | None:
        """The person's open request, if there is one."""
        case = await self._cases.open_case_of(person.id)
        return await self.where(case, now) if case else None

    async def shown(self, person: Person) -> Shown:
        """What the person's screen shows for certain."""
        return await self._messages.shown(person.telegram_id)

    async def where(self, case: Case, now: int) -> Standing:
        """Where an open request stands; what may be expected is reckoned anew each time."""
        if case.state is not CaseState.WAITING:
            return Standing(case=case, before=0)
        before = await self._cases.waiting_count(before=case)
        on_shift = len(await self._records.shifts.operator_chats_on_shift())
        expectation = expect(before, await self._pace(now), on_shift, self._hours, now)
        told = after_slips(expectation, case.slips, case.promised_by)
        return Standing(case=case, before=before, expectation=told)

    async def _pace(self, now: int) -> Pace:
        """How cases were taken lately, in open time."""
        takes = await self._cases.first_takes(now - PACE_SECONDS, PACE_SAMPLE)
        waits = [self._hours.open_seconds(sent, taken) for sent, taken in takes]
        oldest = min((taken for _, taken in takes), default=now)
        return Pace.of(waits, self._hours.open_seconds(oldest, now))

    async def last_closed(self, person: Person) -> Case | None:
        """The newest closed request: a new one will be linked to it."""
        return await self._cases.last_closed_of(person.id)

    async def submit(self, person: Person, request: Request, now: int) -> Standing:
        """Put the request into the queue and tell the operators at work.

        It is linked to the last closed one. The answers alone are enough; raises NotValid without
        a number to call, Stale when the person has an open request already.
        """
        number = await self.open(Asker(id=person.id, language=person.speaks), request, person, now)
        await self._pair(number, request)
        return await self.announced(number, person, now)

    async def _pair(self, number: int, request: Request) -> None:
        """Somebody with the same number has asked by telephone: it may be the same person."""
        if request.contact is not Contact.PHONE or request.phone is None:
            return
        called = await self._cases.open_case_of_caller(request.phone)
        if called is not None:
            self._cases.pair(number, called.id)
            tell_of_twin(self._relay, replace(called, twin_id=number))

    async def open(self, asker: Asker, request: Request, by: Person, now: int) -> int:
        """The number of a new request in the queue, of which nobody was told yet. `by`: who has
        written it down, the citizen or the operator they called. Raises as `submit`.
        """
        if request.contact is Contact.PHONE and not request.phone:
            raise NotValid("phone")
        number = await self._cases.add(await self._new(asker, request, now))
        if number is None:
            raise Stale("open_case")
        self._records.note(number, EventKind.OPENED, by.id, now)
        for incoming in request.messages:
            await self._messages.add_message(number, asker.id, incoming, now, by_operator=False)
        return number

    async def announced(self, number: int, by: Person, now: int) -> Standing:
        """Where a request stands that has just come into the queue. The operators at work are
        told of it, but for whoever has sent it; the promise is kept with it, so that a slip can
        be seen.
        """
        case = await self._known(number)
        await announce(self._records, case, but=frozenset({by.telegram_id}))
        standing = await self.where(case, now)
        if standing.expectation is not None:
            self._cases.promise(number, standing.expectation.promised_by)
        return standing

    async def _new(self, asker: Asker, request: Request, now: int) -> NewCase:
        previous = await self._cases.last_closed_of(asker.id)
        facts = heard(request.facts, request.messages)
        urgency = urgency_of(facts, self._law)
        return NewCase(
            citizen_id=asker.id,
            language=asker.language,
            facts=facts,
            urgency=urgency,
            contact=request.contact,
            phone=request.phone if request.contact is Contact.PHONE else None,
            slot=(request.slot or Slot.ANY) if request.contact is Contact.PHONE else None,
            previous_id=previous.id if previous else None,
            created_at=now,
            place=place_of(now, urgency.level),
        )

    def speak(self, person: Person, language: Language) -> None:
        """An open request goes on in the language that the person has just chosen."""
        self._cases.speak(person.id, language)

    async def write(self, person: Person, incoming: Incoming, now: int) -> Case | None:
        """Add a message to the person's open request; None when there is none."""
        case = await self._cases.hold_open_case_of(person.id)
        if case is None:
            return None
        message_id = await self._messages.add_message(
            case.id, person.id, incoming, now, by_operator=False
        )
        if message_id is not None:
            self._cases.owe(case.id, now)
            listen(self._cases, case, incoming, self._law, now)
            self._records.note(case.id, EventKind.MESSAGE, person.id, now)
            answers = await self._answers(case, incoming)
            self._relay.forward(
                case, message_id, incoming, now, by_operator=False, answers=answers
            )
        return case

    async def _answers(self, case: Case, incoming: Incoming) -> int | None:
        """Which message of the case this one replies to: to which of several questions it is."""
        if incoming.reply_to is None:
            return None
        copy = await self._messages.copy_at(incoming.chat_id, incoming.reply_to)
        if copy is not None:
            return copy.case_message_id if copy.case_id == case.id else None
        own = await self._messages.message_at(incoming.chat_id, incoming.reply_to)
        return own.id if own is not None and own.case_id == case.id else None

    async def cancel(self, person: Person, case_id: int, now: int) -> Case:
        """Take the request back; its assignee is told. Raises NotFound or Stale."""
        case = await self.case_to_cancel(person, case_id)
        if not await self._cases.cancel(case.id, now):
            raise Stale(case.state)
        self._records.note(case.id, EventKind.CANCELLED, person.id, now)
        if case.assignee_chat is not None:
            self._relay.put(case.assignee_chat, "case_cancelled", {"case": case.id})
        return case

    async def case_to_cancel(self, person: Person, case_id: int) -> Case:
        """The person's own request, if it can be taken back now; raises as `cancel`."""
        case = await self._own(person, case_id)
        check_move(case, CaseState.CANCELLED)
        return case

    async def rate(self, person: Person, case_id: int, stars: int, now: int) -> bool:
        """Keep the first rating of a closed request; whether this was it."""
        case = await self._own(person, case_id)
        check_rating(case, stars)
        first = await self._cases.rate(case.id, stars, now)
        if first:
            self._records.note(case.id, EventKind.RATED, person.id, now, stars=stars)
        return first

    async def comment(self, person: Person, case_id: int, text: str, now: int) -> None:
        """Keep what the person wrote beside their rating; raises NotFound, Stale or NotValid."""
        case = await self._own(person, case_id)
        if not await self._cases.comment(case.id, check_comment(case, text)):
            raise Stale("rating")
        stars = case.rating or 0
        self._records.note(case.id, EventKind.RATED, person.id, now, stars=stars, comment=1)

    async def mine(self, person: Person) -> list[Case]:
        """The person's requests, the newest first."""
        return await self._cases.cases_of(person.id, LISTED)

    async def history(self, person: Person, case_id: int, now: int) -> History:
        """One of the person's own requests; raises NotFound for any other."""
        case = await self._own(person, case_id)
        messages = await self._messages.messages_of(case.id)
        return History(
            case=case,
            messages=tuple(messages),
            reopens=may_reopen(case, now),
            arrivals=await self._messages.arrivals(case),
        )

    async def reopen(self, person: Person, case_id: int, now: int) -> Standing:
        """Back into the queue, with all that was said.

        Raises NotFound, and Stale when it ended too long ago or another request is open.
        """
        case = await self._own(person, case_id)
        check_reopen(case, now)
        if not await self._cases.reopen(case.id, now):
            raise Stale("open_case")
        self._records.note(case.id, EventKind.REOPENED, person.id, now)
        return await self.announced(case.id, person, now)

    async def _known(self, case_id: int) -> Case:
        case = await self._cases.case(case_id)
        if case is None:
            raise NotFound("case")
        return case

    async def _own(self, person: Person, case_id: int) -> Case:
        case = await self._known(case_id)
        if case.citizen_id != person.id:
            raise NotAllowed("request_of_another")
        return case
