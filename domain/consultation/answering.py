"""What an operator writes goes to the citizen it is meant for, or to nobody.

A reply goes to the case of the message replied to. Other words go to the current case, which the
operator has seen named, and only while nothing of another case has come to their screen since;
in every other case they are asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.consultation.case import (
    Case,
    CaseState,
    Contact,
    EventKind,
    check_assignee,
    check_chat,
)
from domain.consultation.content import Incoming
from domain.consultation.ports import Held, Shown
from domain.consultation.records import Records
from domain.consultation.roles import check_desk, supervises
from domain.consultation.unread import unread_since
from domain.errors import NotFound, Stale
from domain.people.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The case an operator writes to, as it was named on their screen.

    `named`: what their chat had got by then. When something about anything else has come since,
    words without an address may be meant for that.
    """

    case_id: int
    named: Shown
    doubtful: bool = False  # the screen has changed since: words are asked about, or refused
    told: bool = False  # it was lost, and the operator has been told so


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """To whom a message of an operator goes: a case, or they have to say which of theirs."""

    case: Case | None = None
    choices: tuple[Case, ...] = ()
    lost: Case | None = None  # the current case, which is not theirs to write to any more
    own: bool = False  # it answers the operator's own lawyer
    callers: tuple[Case, ...] = ()  # all of theirs are reached by telephone only
    typed: bool = False  # it goes to the current case: the operator is shown to whom it went


class Answering:
    """Finds the addressee, and carries answers."""

    def __init__(self, records: Records, held: Held) -> None:
        """All of the running transaction."""
        self._records = records
        self._cases = records.cases
        self._messages = records.messages
        self._held = held

    async def begin(self, operator: Person, case_id: int) -> tuple[Case, Current]:
        """Make a case the current one; raises NotAllowed, NotFound or Stale."""
        check_desk(operator)
        case = await self._known(case_id)
        check_assignee(case, operator.id, "case_of_another")
        if case.state is not CaseState.TAKEN:
            raise Stale(case.state)
        check_chat(case)
        return case, await self.named(operator, case)

    async def named(self, operator: Person, case: Case) -> Current:
        """The case as the current one from now on: the operator's screen is about to name it."""
        return Current(case_id=case.id, named=await self.shown(operator))

    async def shown(self, operator: Person) -> Shown:
        """What the operator's screen shows for certain."""
        return await self._messages.shown(operator.telegram_id)

    async def cases_spoke(self, operator: Person, since: Shown, but: int | None = None) -> bool:
        """Whether anything about a case has come to the operator since; `but`: not about this."""
        came = await self._messages.came_since(operator.telegram_id, since)
        return bool(came - {None, but})

    async def named_below(self, operator: Person, case: Case, since: Shown | None) -> Current:
        """The case as it is named by a press on a screen that may stand far above: that of the
        moment `since`, None if others were shown after it. Then typed words are asked about.
        """
        current = await self.named(operator, case)
        if since is None:
            return replace(current, doubtful=True)
        came = await self._messages.came_since(operator.telegram_id, since)
        return replace(current, doubtful=bool(came - {case.id}))

    async def own_request(self, operator: Person) -> Case | None:
        """The open request in which an operator is the citizen."""
        return await self._cases.open_case_of(operator.id)

    async def only(self, operator: Person, case: Case) -> Current | None:
        """The case as the current one if the operator has no other and it can be written to."""
        mine = await self._cases.taken_by(operator.id)
        if [one.id for one in mine] != [case.id] or case.citizen_chat is None:
            return None
        return await self.named(operator, case)

    async def address(
        self, operator: Person, incoming: Incoming, current: Current | None = None
    ) -> Addressed:
        """To which case a message goes, by the database, never by its words.

        Other parts of an album go where its first part went.
        """
        check_desk(operator)
        number = await self._case_of(incoming)
        if number is not None:
            case = await self._known(number)
            # an operator who asks a lawyer is the citizen of that case, not its operator
            own = case.citizen_id == operator.id
            return Addressed(case=None if own else case, own=own)
        taken = await self._cases.taken_by(operator.id)
        callers = tuple(case for case in taken if case.citizen_chat is None)
        mine = tuple(case for case in taken if case.citizen_chat is not None)
        if not mine and callers and incoming.reply_to is None:
            return Addressed(callers=callers)
        if current is None or incoming.reply_to is not None or await self._is_held(incoming):
            return Addressed(choices=mine)
        case_or_none = next((case for case in mine if case.id == current.case_id), None)
        if case_or_none is None:
            return Addressed(choices=mine, lost=await self._cases.case(current.case_id))
        if current.doubtful or await self._others_spoke(operator, current):
            return Addressed(choices=mine)
        return Addressed(case=case_or_none, typed=True)

    async def _case_of(self, incoming: Incoming) -> int | None:
        """The case of the message replied to, or of the first parts of the album."""
        if incoming.reply_to is not None:
            copy = await self._messages.copy_at(incoming.chat_id, incoming.reply_to)
            if copy is not None:
                return copy.case_id
            own = await self._messages.message_at(incoming.chat_id, incoming.reply_to)
            if own is not None:
                return own.case_id
        if incoming.media_group is None:
            return None
        return await self._messages.case_of_group(incoming.chat_id, incoming.media_group)

    async def _is_held(self, incoming: Incoming) -> bool:
        return incoming.media_group is not None and await self._held.group_is_held(
            incoming.chat_id, incoming.media_group
        )

    async def _others_spoke(self, operator: Person, current: Current) -> bool:
        """Whether anything about something else has come since the current case was named."""
        came = await self._messages.came_since(operator.telegram_id, current.named)
        return bool(came - {current.case_id})

    async def out_of_hands(
        self, person: Person, case_id: int, *, noting: bool = False, moving: bool = False
    ) -> Case | None:
        """The case when what this person was writing about it has no place any more. Notes are
        for ended cases, too, and supervisors move the cases of others.
        """
        case = await self._cases.case(case_id)
        if case is None:
            return None
        theirs = case.assignee_id == person.id or (moving and supervises(person))
        goes_on = theirs and (noting or case.state is CaseState.TAKEN)
        return None if goes_on else case

    @staticmethod
    def reaches(operator: Person, case: Case) -> bool:
        """Whether the operator can write to the citizen of the case at this moment."""
        theirs = case.assignee_id == operator.id and case.state is CaseState.TAKEN
        return theirs and case.citizen_chat is not None

    async def hold(self, operator: Person, incoming: Incoming, now: int) -> bool:
        """Keep a message until the operator says to whom; False for a further part of an album."""
        check_desk(operator)
        known = await self._is_held(incoming)
        self._held.hold(operator.id, incoming, now)
        return not known

    async def send_held(
        self, operator: Person, case_id: int, chat_id: int, message_id: int, now: int
    ) -> Case:
        """Send what was held to this case; raises Stale as `release`."""
        held = await self.release(operator, chat_id, message_id)
        case = await self._known(case_id)
        for incoming in held:
            await self.answer(operator, case, incoming, now)
        return case

    async def release(self, operator: Person, chat_id: int, message_id: int) -> Sequence[Incoming]:
        """What was held, which is so no longer: the message and its album. Raises Stale when it
        was sent before, or is not kept any more.
        """
        check_desk(operator)
        held = await self._held.release(operator.id, chat_id, message_id)
        if not held:
            sent = await self._messages.message_at(chat_id, message_id)
            raise Stale("held" if sent is None else "held_sent")
        return held

    async def answer(self, operator: Person, case: Case, incoming: Incoming, now: int) -> bool:
        """Carry the operator's message to the citizen of the case; False when it was carried
        before.

        Raises NotAllowed when it is not theirs, Stale when it is not open any more.
        """
        check_desk(operator)
        held = await self._cases.hold_open_case_of(case.citizen_id)
        same = held is not None and held.id == case.id
        case = held if held is not None and same else await self._known(case.id)
        check_assignee(case, operator.id)
        if case.state is not CaseState.TAKEN:
            raise Stale(case.state)
        check_chat(case)
        message_id = await self._messages.add_message(
            case.id, operator.id, incoming, now, by_operator=True
        )
        if message_id is None:
            return False
        self._cases.answered(case.id, await self._still_owed(operator, case, now))
        self._records.note(case.id, EventKind.MESSAGE, operator.id, now)
        self._records.relay.forward(case, message_id, incoming, now, by_operator=True)
        return True

    async def _still_owed(self, operator: Person, case: Case, now: int) -> int | None:
        """Since when the citizen waits in spite of an answer: what was not read when it was
        written is not answered, and a line in the chat is no call.
        """
        if case.owed_since is None:
            return None
        unread = await unread_since(self._messages, operator, case)
        if unread is not None:
            return max(case.owed_since, unread)
        by_phone = case.contact is Contact.PHONE
        return now if by_phone and await self._cases.call_is_due(case.id) else None

    async def _known(self, case_id: int) -> Case:
        case = await self._cases.case(case_id)
        if case is None:
            raise NotFound("case")
        return case
