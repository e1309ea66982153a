"""Carrying messages between the two sides of a case, through the outbox.

The parcels carry ids only; the words are put together when a parcel is sent, so that an edit made
while a message waits is what arrives.
"""

from collections.abc import Mapping
from typing import Any

from domain.consultation.case import Case
from domain.consultation.content import CaseMessage, Incoming
from domain.delivery.outbox import Outbox, Parcel

ALBUM_WAIT = 2
"""Seconds to wait for the other parts of an album: they come as several updates.

Each part has a parcel. The first one is held until the parts had time to come and carries all that
are there; the others then find nothing left, and a part that comes late is not lost.
"""


def alone(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Of a header: for its own message only, which does not stand among the parts of its album."""
    return {**payload, "alone": 1}


class Relay:
    """Puts messages of a case into the outbox of the other side."""

    def __init__(self, outbox: Outbox) -> None:
        """`outbox`: that of the running transaction."""
        self._outbox = outbox

    def forward(
        self,
        case: Case,
        message_id: int,
        incoming: Incoming,
        now: int,
        *,
        by_operator: bool,
        answers: int | None = None,
    ) -> None:
        """Carry a new message to the other side; a case nobody has keeps it until it is taken.

        `answers`: the message of the case that it replies to.
        """
        chat_id = case.citizen_chat if by_operator else case.assignee_chat
        if chat_id is None:
            return
        self.deliver(
            chat_id,
            CaseMessage(
                id=message_id,
                case_id=case.id,
                by_operator=by_operator,
                chat_id=incoming.chat_id,
                message_id=incoming.message_id,
                media_group=incoming.media_group,
                content=incoming.content,
                created_at=now,
            ),
            answers,
        )

    def deliver(self, chat_id: int, message: CaseMessage, answers: int | None = None) -> None:
        """Put one message into the outbox of a chat, after a header of its own if it needs one."""
        payload = {"message": message.id}
        if answers is not None:
            payload["answers"] = answers
        kind = "case_message" if message.media_group is None else "case_album"
        self._headed(chat_id, message, kind, payload, payload)

    def again(self, message: CaseMessage, chat_id: int) -> None:
        """Bring a message over once more, after a change that its copy cannot take in place: by
        itself, even if it came in an album.
        """
        payload = {"message": message.id}
        self._headed(chat_id, message, "case_message", payload, alone(payload))

    def _headed(
        self,
        chat_id: int,
        message: CaseMessage,
        kind: str,
        payload: Mapping[str, Any],
        header: Mapping[str, Any],
    ) -> None:
        """The message; above it its header, or on it a word that none stands there."""
        if message.content.needs_own_header:
            self.put(chat_id, "case_header", header)
            self.put(chat_id, kind, payload)
        else:
            self.put(chat_id, kind, {**payload, "short": 1})

    def tell(self, case: Case, kind: str) -> None:
        """Tell the citizen of the case; who has only called is told by telephone, not by us."""
        if case.citizen_chat is not None:
            self.put(case.citizen_chat, kind, {"case": case.id})

    def put(
        self, chat_id: int, kind: str, payload: Mapping[str, Any], dedupe: str | None = None
    ) -> None:
        """A parcel about a case, due at once; with the same `dedupe` there is only one."""
        self._outbox.put(Parcel(chat_id=chat_id, kind=kind, payload=payload, dedupe=dedupe))

    def edit(self, message: CaseMessage, chat_id: int) -> None:
        """Carry an edit on. It stands behind the message in the chat's line, so that the copy it
        changes is there by then, even when the message is being sent at this moment.
        """
        self.put(chat_id, "case_edit", {"message": message.id})
