"""What the tags of `parse_mode=HTML` mean: their attributes, and the entity each becomes. [src]"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.rules.entity import Entity, EntityError
from sandbox.rules.integers import safe_int
from sandbox.rules.links import checked_link, user_id_of

SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
TAGS = frozenset({*SIMPLE, "a", "tg-emoji", "tg-time", "pre", "code", "blockquote"})

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]*)|#(?P<dec>[0-9]*)|(?P<name>[A-Za-z]*));?")
_MAX_REFERENCE = 9  # characters before the semicolon
_INTEGER = re.compile(r"-?[0-9]+")
_DATE_SIGNS = frozenset("tTdDwW")


@dataclass(slots=True)
class Tag:
    """An open tag; its entity begins at `offset` in UTF-16 units, at `begin` in characters."""

    name: str
    offset: int
    begin: int
    argument: str = ""
    date: int = 0


def read_reference(text: str, place: int) -> tuple[str, int]:
    """Decode the `&amp;` or `&#1240;` at the place (the semicolon may be missing), and its end.

    ("", place) when it is plain text, as `&nbsp;` is: TDLib knows lt, gt, amp and quot only.
    """
    match = _REFERENCE.match(text, place)
    assert match is not None  # the caller stands on an `&`
    if match["name"] is not None:
        character = _NAMED.get(match["name"], "")
    else:
        character = _decode_number(match)
    return (character, match.end()) if character else ("", place)


def set_attribute(tag: Tag, name: str, value: str) -> None:
    """Keep an attribute that matters; TDLib passes over all others in silence."""
    match tag.name, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "format"):
            tag.argument = value
        case "code", "class" if value.startswith("language-"):
            tag.argument = value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            tag.argument = value.removeprefix("tg-")
        case "blockquote", "expandable":
            tag.argument = "1"
        case "tg-time", "unix":
            digits = _INTEGER.match(value)
            tag.date = int(digits[0]) if digits else 0


def tag_entity(tag: Tag, length: int, inside: str) -> list[Entity]:
    """The entity of a closed tag (none for a bad link); `pre` and `code` are the parser's own."""
    if tag.name in SIMPLE:
        return [Entity(SIMPLE[tag.name], tag.offset, length)]
    if tag.name == "a":
        return link_entity(tag.argument or inside, tag.offset, length)
    if tag.name == "blockquote":
        kind = "expandable_blockquote" if tag.argument else "blockquote"
        return [Entity(kind, tag.offset, length)]
    if tag.name == "tg-emoji":
        return [emoji_entity(tag.argument, tag.offset, length)]
    date_format = check_date_format(tag.argument)
    return [date_entity(tag.date, date_format, tag.offset, length)] if 0 < tag.date < 2**31 else []


def link_entity(url: str, offset: int, length: int) -> list[Entity]:
    """A text_mention for `tg://user?id=`, a text_link for a good URL, nothing for a bad one."""
    user_id = user_id_of(url)
    if user_id is not None:
        return [Entity("text_mention", offset, length, user_id=user_id)]
    url = checked_link(url)
    return [Entity("text_link", offset, length, url=url)] if url else []


def emoji_entity(identifier: str, offset: int, length: int) -> Entity:
    """A custom_emoji, or EntityError for an identifier that is not a 64-bit number."""
    number = safe_int(identifier)
    if not number:
        raise EntityError("Invalid custom emoji identifier specified")
    return Entity("custom_emoji", offset, length, custom_emoji_id=str(number))


def date_entity(date: int, date_format: str, offset: int, length: int) -> Entity:
    """A date_time; an empty format is left out."""
    shown = date_format or None
    return Entity("date_time", offset, length, unix_time=date, date_time_format=shown)


def check_date_format(date_format: str) -> str:
    """The format of a date_time, or EntityError."""
    if date_format not in {"r", "R"} and not _DATE_SIGNS.issuperset(date_format):
        raise EntityError("Invalid date format used")
    return date_format


def _decode_number(match: re.Match[str]) -> str:
    written = match[0].removesuffix(";")
    digits, base = (match["hex"], 16) if match["hex"] is not None else (match["dec"], 10)
    code = int(digits, base) if digits and len(written) <= _MAX_REFERENCE else 0
    return chr(code) if 0 < code < 0x10FFFF else ""
