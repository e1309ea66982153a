"""From a parsed text to the text Telegram keeps: a port of fix_formatted_text. [src]

Control characters become spaces, the ends are trimmed, entities are put in order, and the links,
commands and mentions in the text are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sandbox.rules.detect import find_entities
from sandbox.rules.entity import (
    Entity,
    FormattedText,
    byte_length,
    is_utf8,
    sort_key,
    utf16_length,
)
from sandbox.rules.errors import bad_request
from sandbox.rules.fix import fix_entities, limit_user_entities, merge_found, shift

_TRIMMED = " \n"
_MAX_NUMBER = 1_000_000
# Vertical-line and direction marks TDLib removes, and the carriage return.
_REMOVED = frozenset("\r\u0333\u033f\u030a") | {chr(code) for code in range(0x2028, 0x202F)}
_MARKS_BUT_LAST = re.compile("[\u200e\u200f](?=[\u200e\u200f])")
_INVISIBLE = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc"
    "\U000e0000-\U000e007f]*"
)


def clean_string(text: str) -> str:
    """The text with control characters turned to spaces, as in buttons and descriptions."""
    return _MARKS_BUT_LAST.sub("\u200c", "".join(map(_clean_character, text)))


def fix_formatted_text(
    text: str, entities: Sequence[Entity], *, allow_empty: bool = False
) -> FormattedText:
    """The cleaned text with all its entities; ApiError 400 for an empty one and bad borders."""
    if not is_utf8(text):
        raise bad_request("Strings must be encoded in UTF-8", "src")
    _check_numbers(entities)
    text, kept = _clean(text, fix_entities(filter(_is_meaningful, entities)))
    if not text.strip(_TRIMMED):
        if allow_empty:
            return FormattedText()
        raise bad_request("Text must be non-empty", "src")
    text, kept = _trim(text, fix_entities(kept))
    if not allow_empty and is_invisible(text):
        raise bad_request("Text must be non-empty", "src")
    merged = merge_found(limit_user_entities(kept), find_entities(text))
    return FormattedText(text, tuple(merged))


def is_invisible(text: str) -> bool:
    """Whether the text has nothing but spaces of all kinds and characters without a shape."""
    return _INVISIBLE.fullmatch(text) is not None


def _check_numbers(entities: Iterable[Entity]) -> None:
    for entity in entities:
        for name in ("offset", "length"):
            number: int = getattr(entity, name)
            if not 0 <= number <= _MAX_NUMBER:
                raise bad_request(f"Receive an entity with incorrect {name} {number}", "src")


def _is_meaningful(entity: Entity) -> bool:
    return entity.length > 0 and entity.url != "" and entity.user_id != 0


def _clean_character(character: str) -> str:
    if character in _REMOVED:
        return ""
    return " " if character < " " and character != "\n" else character


def _clean(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Clean the characters and move the borders of the entities along with them."""
    if not entities:
        return clean_string(text), []
    borders = _Borders(text)
    moved = []
    for entity in entities:
        begin, end = borders.begin(entity), borders.end(entity)
        moved.append(replace(entity, offset=begin, length=end - begin))
    return clean_string(text), list(filter(_is_meaningful, moved))


class _Borders:
    """Where each UTF-16 offset of a raw text lies in the cleaned one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._cleaned: dict[int, int] = {}
        offset = cleaned = 0
        for character in text:
            self._cleaned[offset] = cleaned
            width = 2 if character > "\uffff" else 1
            offset += width
            cleaned += width if _clean_character(character) else 0
        self._cleaned[offset] = cleaned
        self._length = offset

    def begin(self, entity: Entity) -> int:
        if entity.offset > self._length:
            raise bad_request(
                f"Entity begins after the end of the text at UTF-16 offset {entity.offset}", "src"
            )
        if entity.offset not in self._cleaned:
            place = self._bytes_after(entity.offset)
            raise bad_request(
                f"Entity begins in a middle of a UTF-16 symbol at byte offset {place}", "src"
            )
        return self._cleaned[entity.offset]

    def end(self, entity: Entity) -> int:
        if entity.end > self._length:
            raise bad_request(
                f"Entity beginning at UTF-16 offset {entity.offset} ends after the end of the "
                f"text at UTF-16 offset {entity.end}",
                "src",
            )
        if entity.end not in self._cleaned:
            place = self._bytes_after(entity.end)
            raise bad_request(
                f"Entity beginning at UTF-16 offset {entity.offset} ends in a middle of a UTF-16 "
                f"symbol at byte offset {place}",
                "src",
            )
        return self._cleaned[entity.end]

    def _bytes_after(self, offset: int) -> int:
        """The byte offset just behind the character that the UTF-16 offset cuts in two."""
        position = place = 0
        while position <= offset:
            position += utf16_length(self._text[place])
            place += 1
        return byte_length(self._text[:place])


def _trim(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Cut spaces and line feeds off both ends; on the left never into an entity."""
    text = text.rstrip(_TRIMMED)
    end = utf16_length(text)
    kept = [
        replace(entity, length=min(entity.end, end) - entity.offset)
        for entity in entities
        if entity.offset < end
    ]
    kept.sort(key=sort_key)
    limit = kept[0].offset if kept else len(text)
    spaces = min(len(text) - len(text.lstrip(_TRIMMED)), limit)
    return text[spaces:], [shift(entity, spaces) for entity in kept]
