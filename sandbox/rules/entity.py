"""The shapes every text rule works on: `Entity`, `FormattedText`, the families of entities.

Belongs here: what td/telegram/MessageEntity.h declares, and UTF-16 arithmetic. [src]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# May overlap each other and be cut in pieces; the order is TDLib's.
SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
BLOCKQUOTES = frozenset({"blockquote", "expandable_blockquote"})
# Hold no entities inside.
PRE = frozenset({"pre", "code", "date_time"})
# Never overlap each other.
CONTINUOUS = frozenset(
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number",
        "text_link", "text_mention", "custom_emoji",
    }
)  # fmt: skip
# What a bot may send; the others are found by the server.
USER = frozenset({*SPLITTABLE, *BLOCKQUOTES, *PRE, "text_link", "text_mention", "custom_emoji"})

_PRIORITY = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "date_time": 30,
    "text_link": 49, "text_mention": 49, "bold": 90, "italic": 91, "underline": 92,
    "strikethrough": 93, "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip
_FOUND_PRIORITY = 50
_PRE_WITH_LANGUAGE_PRIORITY = 10


class EntityError(Exception):
    """What is wrong with a markup, in TDLib's words, without the prefix `Can't parse entities`."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One MessageEntity; `type` is the Bot API's name, offset and length count UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user_id: int | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def as_dict(self) -> dict[str, Any]:
        """The Bot API's JSON, but `user_id` in place of `user`: the server puts the User there."""
        fields: dict[str, Any] = {"offset": self.offset, "length": self.length, "type": self.type}
        optional = {
            "url": self.url,
            "user_id": self.user_id,
            "language": self.language,
            "custom_emoji_id": self.custom_emoji_id,
            "unix_time": self.unix_time,
            "date_time_format": self.date_time_format,
        }
        return fields | {name: value for name, value in optional.items() if value is not None}


@dataclass(frozen=True, slots=True)
class FormattedText:
    """A text and its entities, sorted as Telegram returns them; empty text has no entities."""

    text: str = ""
    entities: tuple[Entity, ...] = ()


def sort_key(entity: Entity) -> tuple[int, int, int]:
    """TDLib's order: earlier first, then longer first, then by kind."""
    priority = _PRIORITY.get(entity.type, _FOUND_PRIORITY)
    if entity.type == "pre" and entity.language:
        priority = _PRE_WITH_LANGUAGE_PRIORITY
    return entity.offset, -entity.length, priority


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, as entity offsets count it."""
    return len(text) + sum(character > "\uffff" for character in text)


def byte_length(text: str) -> int:
    """Length in UTF-8 bytes, as TDLib's error texts count it."""
    return len(text.encode("utf-8", "surrogatepass"))


def is_utf8(text: str) -> bool:
    """Whether the text can be written as UTF-8: no unpaired surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def ascii_lower(text: str) -> str:
    """Lower-case A-Z only, as TDLib's to_lower does."""
    return text.translate(_TO_LOWER)


_TO_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
