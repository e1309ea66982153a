"""A message changed after it was sent: the change follows to the other side, whoever wrote it."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto

from domain.consultation.case import Case
from domain.consultation.content import CaseMessage, Content, Copy, Incoming
from domain.consultation.listening import listen
from domain.consultation.ports import Held
from domain.consultation.records import Records
from domain.consultation.urgency import LegalDay


class Edit(Enum):
    """What became of a change."""

    ELSEWHERE = auto()  # no message of a case
    SAME = auto()  # nothing of it that is carried has changed
    CARRIED = auto()
    NOT_YOURS = auto()  # the case has left the operator who wrote
    TOO_LATE = auto()  # the case has ended: the other side keeps what it has


def _is_authors(case: Case, message: CaseMessage) -> bool:
    """Whether who wrote it still has a say: an operator while the case is theirs, also for what
    they noted for a caller until that one has a chat of their own.
    """
    if message.by_operator:
        return case.assignee_chat == message.chat_id
    return case.citizen_chat in {None, message.chat_id}


class Edits:
    """Keeps the new content and carries it on."""

    def __init__(self, records: Records, held: Held, law: LegalDay) -> None:
        """All of the running transaction; `law`: of today in Almaty."""
        self._law = law
        self._held = held
        self._cases = records.cases
        self._messages = records.messages
        self._relay = records.relay

    async def edited(self, incoming: Incoming, now: int) -> tuple[Edit, Case | None]:
        """Carry the change on; the case is that of the message.

        A copy is edited in place; a case that nobody has shows the change when it is taken.
        Another file in place of the old one comes as a new message, and so does a text that has
        grown until the header has no room on its copy any more, and whatever did not arrive.
        """
        message = await self._messages.message_at(incoming.chat_id, incoming.message_id)
        if message is None and await self._held.change_held(
            incoming.chat_id, incoming.message_id, incoming.content
        ):
            return Edit.CARRIED, None
        if message is None:
            return Edit.ELSEWHERE, None
        if message.content == incoming.content:
            return Edit.SAME, None
        case = await self._cases.case(message.case_id)
        if case is None or not case.is_open:
            return Edit.TOO_LATE, case
        if not _is_authors(case, message):
            return Edit.NOT_YOURS, case
        self._messages.change(message.id, incoming.content, now)
        await self._carry(message, incoming, case, now)
        return Edit.CARRIED, case

    async def _carry(self, message: CaseMessage, incoming: Incoming, case: Case, now: int) -> None:
        """To the other side; `message`: as it was. What the operator has answered before comes as
        a message: an edit rings no bell, and the new words wait for an answer like any other.
        """
        anew = False
        if not message.by_operator:
            listen(self._cases, case, incoming, self._law, now)
            anew = case.owed_since is None and case.citizen_chat is not None
        if anew:
            self._cases.owe(case.id, now)
        other = case.citizen_chat if message.by_operator else case.assignee_chat
        if other is None:
            return
        copies = [
            copy for copy in await self._messages.copies_of(message.id) if copy.chat_id == other
        ]
        lost = not copies and not await self._messages.is_on_its_way(message.id, other)
        if not (anew or lost) and _fits(message, incoming.content, copies):
            self._relay.edit(message, other)
            return
        self._relay.again(replace(message, content=incoming.content), other)
        if lost and message.by_operator and await self._is_last_word(message):
            self._cases.answered(case.id)

    async def _is_last_word(self, answer: CaseMessage) -> bool:
        """Whether the citizen has written nothing since."""
        written = await self._messages.messages_of(answer.case_id)
        return all(one.by_operator or one.id < answer.id for one in written)


def _fits(message: CaseMessage, content: Content, copies: Sequence[Copy]) -> bool:
    """Whether what stands in the chat, or is on its way there, can show the new content."""
    if message.content.file_id != content.file_id:
        return False
    if not content.needs_own_header:
        return True
    return not copies[-1].headed if copies else message.content.needs_own_header
