"""What was written in a case, for whoever takes it: in as few messages as it takes.

Pure rules. Telegram lets one message a second into a chat. A history of sixty lines, brought line
by line, would keep the words of every other citizen from that operator for a minute.
"""

from collections.abc import Sequence

from domain.consultation.content import TEXT_ROOM, CaseMessage, Kind

SINGLY = 5
"""So many texts come one by one, each with its own place for replies and changes."""

HEADER_ROOM = 120
"""Characters of a header beside the name, and of the gap to the next text."""


def portions(messages: Sequence[CaseMessage]) -> list[list[CaseMessage]]:
    """The messages in their order; texts next to each other are together as far as they fit one
    message, everything else is alone.
    """
    if sum(map(_joins, messages)) <= SINGLY:
        return [[message] for message in messages]
    found: list[list[CaseMessage]] = []
    room = 0
    for message in messages:
        if not _joins(message) or _size(message) > room:
            found.append([])
            room = TEXT_ROOM if _joins(message) else 0
        found[-1].append(message)
        room -= _size(message)
    return found


def _joins(message: CaseMessage) -> bool:
    return message.content.kind is Kind.TEXT and not message.content.needs_own_header


def _size(message: CaseMessage) -> int:
    return message.content.length + len(message.author_name) + HEADER_ROOM
