"""The operator's side: shift, queue, taking, answering, closing. Every action checks the role."""

from dataclasses import dataclass, replace

from domain.consultation.case import (
    Case,
    CaseState,
    check_assignee,
    check_move,
    check_outcome,
)
from domain.consultation.content import Incoming
from domain.consultation.ports import Cases, Held, Messages, Shifts
from domain.consultation.relay import Relay
from domain.errors import NotAllowed, NotFound, Stale
from domain.people.model import Person

QUEUE_PAGE = 5
"""Waiting cases shown at once: more do not fit on a phone's screen."""


class AlreadyTaken(Stale):
    """Another operator was quicker; carries the case as it is now."""

    def __init__(self, case: Case) -> None:
        """`case`: as it stands after the other one's press."""
        super().__init__("taken")
        self.case = case


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """What an operator sees on opening the desk."""

    on_shift: bool
    waiting: int
    mine: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """To whom a message of an operator goes: a case, or they have to say which of theirs."""

    case: Case | None
    choices: tuple[Case, ...] = ()


def check_desk(person: Person) -> None:
    """Raise NotAllowed unless the person works at the desk at this moment."""
    if not person.works_at_desk:
        raise NotAllowed("desk")


class Desk:
    """What an operator can do."""

    def __init__(
        self, cases: Cases, messages: Messages, held: Held, shifts: Shifts, relay: Relay
    ) -> None:
        """All of the running transaction."""
        self._cases = cases
        self._messages = messages
        self._held = held
        self._shifts = shifts
        self._relay = relay

    async def view(self, operator: Person) -> DeskView:
        """The desk as it stands."""
        check_desk(operator)
        return DeskView(
            on_shift=operator.on_shift,
            waiting=await self._cases.waiting_count(),
            mine=tuple(await self._cases.taken_by(operator.id)),
        )

    async def shift(self, operator: Person, now: int, *, on: bool) -> DeskView:
        """Begin or end the shift; a shift is a button, never a guess."""
        check_desk(operator)
        if on:
            self._shifts.start_shift(operator.id, now)
        else:
            self._shifts.end_shift(operator.id)
        return replace(await self.view(operator), on_shift=on)

    async def waiting(self, operator: Person) -> list[Case]:
        """The first cases of the queue."""
        check_desk(operator)
        return await self._cases.waiting(QUEUE_PAGE)

    async def mine(self, operator: Person) -> list[Case]:
        """The operator's own open cases."""
        check_desk(operator)
        return await self._cases.taken_by(operator.id)

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
        """Take a waiting case; one of several presses wins, the others get AlreadyTaken."""
        check_desk(operator)
        won = await self._cases.take(case_id, operator.id, now)
        case = await self._known(case_id)
        if not won:
            if case.assignee_id == operator.id and case.state is CaseState.TAKEN:
                return case
            raise AlreadyTaken(case)
        await self._hand_over(case)
        return case

    async def take_next(self, operator: Person, now: int) -> Case | None:
        """Take the case that waited longest; None when nobody waits."""
        check_desk(operator)
        case_id = await self._cases.take_next(operator.id, now)
        if case_id is None:
            return None
        case = await self._known(case_id)
        await self._hand_over(case)
        return case

    async def _hand_over(self, case: Case) -> None:
        """The operator gets the card and all that was written so far, the citizen is told."""
        if case.assignee_chat is None:
            raise NotFound("assignee")
        self._relay.put(case.assignee_chat, "case_card", {"case": case.id})
        for message in await self._messages.messages_of(case.id):
            self._relay.deliver(case.assignee_chat, message)
        self._relay.put(case.citizen_chat, "case_taken", {"case": case.id})

    async def address(self, operator: Person, incoming: Incoming) -> Addressed:
        """To which case a message goes: that of the message it replies to, by the database.

        Other parts of an album go where its first part went. Without a reply the operator is
        asked, never guessed for.
        """
        check_desk(operator)
        if (case := await self.case_of_reply(operator, incoming)) is not None:
            return Addressed(case=case)
        if incoming.media_group is not None:
            case_id = await self._messages.case_of_group(incoming.chat_id, incoming.media_group)
            if case_id is not None:
                return Addressed(case=await self._known(case_id))
        return Addressed(case=None, choices=tuple(await self._cases.taken_by(operator.id)))

    async def case_of_reply(self, operator: Person, incoming: Incoming) -> Case | None:
        """The case of the message that this one answers: a copy, a card, or the operator's own."""
        check_desk(operator)
        if incoming.reply_to is None:
            return None
        place = (incoming.chat_id, incoming.reply_to)
        shown = await self._messages.copy_at(*place) or await self._messages.message_at(*place)
        if shown is None:
            return None
        case = await self._known(shown.case_id)
        # an operator who asks a lawyer is the citizen of that case, not its operator
        return None if case.citizen_id == operator.id else case

    async def hold(self, operator: Person, incoming: Incoming, now: int) -> bool:
        """Keep a message until the operator says to whom; False for a further part of an album."""
        check_desk(operator)
        known = incoming.media_group is not None and await self._held.group_is_held(
            incoming.chat_id, incoming.media_group
        )
        self._held.hold(operator.id, incoming, now)
        return not known

    async def send_held(
        self, operator: Person, case_id: int, chat_id: int, message_id: int, now: int
    ) -> Case:
        """Send what was held to this case. Raises Stale when it was sent or thrown away before."""
        check_desk(operator)
        held = await self._held.release(operator.id, chat_id, message_id)
        if not held:
            raise Stale("held")
        case = await self._known(case_id)
        for incoming in held:
            await self.answer(operator, case, incoming, now)
        return case

    async def throw_away(self, operator: Person, chat_id: int, message_id: int) -> None:
        """Forget what was held: it shall not be sent. Raises Stale if it is gone already."""
        check_desk(operator)
        if not await self._held.release(operator.id, chat_id, message_id):
            raise Stale("held")

    async def answer(self, operator: Person, case: Case, incoming: Incoming, now: int) -> None:
        """Carry the operator's message to the citizen of the case.

        Raises NotAllowed when it is not theirs, Stale when it is not open any more.
        """
        check_desk(operator)
        check_assignee(case, operator.id)
        if case.state is not CaseState.TAKEN:
            raise Stale(case.state)
        message_id = await self._messages.add_message(
            case.id, operator.id, incoming, now, by_operator=True
        )
        if message_id is not None:
            self._relay.forward(case, message_id, incoming, now, by_operator=True)

    async def close(self, operator: Person, case_id: int, outcome: str, now: int) -> Case:
        """Close with a summary; the citizen is told and asked to rate."""
        case = await self.case_to_close(operator, case_id)
        words = check_outcome(outcome)
        if not await self._cases.close(case.id, operator.id, words, now):
            raise Stale(case.state)
        self._relay.put(case.citizen_chat, "case_closed", {"case": case.id})
        return case

    async def _known(self, case_id: int) -> Case:
        case = await self._cases.case(case_id)
        if case is None:
            raise NotFound("case")
        return case
