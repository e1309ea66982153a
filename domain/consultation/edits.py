"""A message changed after it was sent: the change follows to the other side, whoever wrote it."""

from domain.consultation.content import Incoming
from domain.consultation.ports import Cases, Messages
from domain.consultation.relay import Relay


class Edits:
    """Keeps the new content and carries it on."""

    def __init__(self, cases: Cases, messages: Messages, relay: Relay) -> None:
        """All of the running transaction."""
        self._cases = cases
        self._messages = messages
        self._relay = relay

    async def edited(self, incoming: Incoming, now: int) -> bool:
        """Whether the edited message belongs to an open case and the change was carried on.

        A copy is edited in place; a case that nobody has shows the change when it is taken.
        Another file in place of the old one comes as a new message.
        """
        message = await self._messages.message_at(incoming.chat_id, incoming.message_id)
        if message is None or message.content == incoming.content:
            return False
        case = await self._cases.case(message.case_id)
        if case is None or not case.is_open:
            return False
        self._messages.change(message.id, incoming.content, now)
        other = case.citizen_chat if message.by_operator else case.assignee_chat
        if other is None:
            return True
        if message.content.file_id == incoming.content.file_id:
            self._relay.edit(message, other)
        else:
            self._relay.put(other, "case_message", {"message": message.id})
        return True
