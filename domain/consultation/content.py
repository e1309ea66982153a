"""What a message carries, and how it can be carried on to the other side."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any, Self

TEXT_ROOM = 3900
"""Characters of a text that leave room for the header within Telegram's 4096."""

CAPTION_ROOM = 800
"""Characters of a caption that leave room for the header within Telegram's 1024: a name has up to
129 of them, and beside it stand the number and three words.
"""


class Kind(StrEnum):
    """The kinds of messages that go between a citizen and an operator."""

    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    AUDIO = "audio"
    ANIMATION = "animation"
    OTHER = "other"  # stickers, places, contacts, round videos: copied as they are


CAPTIONED = frozenset(
    {Kind.PHOTO, Kind.DOCUMENT, Kind.VOICE, Kind.VIDEO, Kind.AUDIO, Kind.ANIMATION}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A photo or a document that Telegram keeps; it is sent by its id."""

    kind: Kind
    file_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The content of one message; `html` is its text or caption with Telegram's markup."""

    kind: Kind
    html: str = ""
    length: int = 0  # characters of the text or caption as people count them
    file_id: str | None = None
    forwarded: bool = False  # the words of somebody else

    @property
    def needs_own_header(self) -> bool:
        """Whether the header must be a message of its own: no caption, or no room for one."""
        if self.kind is Kind.TEXT:
            return self.length > TEXT_ROOM
        return self.kind not in CAPTIONED or self.length > CAPTION_ROOM

    def to_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        return {
            "kind": self.kind.value,
            "html": self.html,
            "length": self.length,
            "file_id": self.file_id,
            "forwarded": self.forwarded,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Back from the database."""
        return cls(
            kind=Kind(data["kind"]),
            html=str(data["html"]),
            length=int(data["length"]),
            file_id=data["file_id"],
            forwarded=bool(data.get("forwarded")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message that came from a person: where it stands and what it carries."""

    chat_id: int
    message_id: int
    media_group: str | None
    content: Content
    reply_to: int | None = None  # the message of the same chat that it answers


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMessage:
    """A message of a case as the database keeps it."""

    id: int
    case_id: int
    by_operator: bool
    chat_id: int
    message_id: int
    media_group: str | None
    content: Content
    created_at: int
    edited: bool = False
    author_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Where a message of a case, or its card, is shown to the other side."""

    chat_id: int
    message_id: int
    case_id: int
    case_message_id: int | None
    headed: bool = False  # the line with number and name stands on it


class Arrival(Enum):
    """Whether the citizen has an answer that was written to them."""

    ARRIVED = auto()
    ON_ITS_WAY = auto()
    LOST = auto()  # its delivery has ended without success
