"""What the server finds in a text by itself: mentions, commands, tags, phone numbers, links.

A port of find_entities of td/telegram/MessageEntity.cpp [src]; phone numbers are found by
Telegram's own servers only, so their rule here is a [guess]. Bank card numbers never reach the
Bot API.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from sandbox.rules.detect_url import find_tg_urls, find_urls
from sandbox.rules.entity import Entity, sort_key, utf16_length
from sandbox.rules.fix import drop_overlapping

Span = tuple[int, int]

_SHORT_USERNAMES = frozenset({"gif", "nft", "pic", "ufc", "vid"})
_MENTION = re.compile(r"@([A-Za-z0-9_]+)")
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(@([A-Za-z0-9_]*))?")
_CASHTAG = re.compile(r"\$(1INCH|[A-Z]*)")
_MAX_HASHTAG = 256
_PHONE = re.compile(r"\+[0-9](?:[ ()-]{0,2}[0-9]){6,14}")


def find_entities(text: str) -> list[Entity]:
    """The automatic entities, sorted, none over another."""
    found: list[Entity] = []
    finders: tuple[tuple[str, Callable[[str], Iterator[Span]]], ...] = (
        ("mention", find_mentions),
        ("bot_command", find_bot_commands),
        ("hashtag", find_hashtags),
        ("cashtag", find_cashtags),
        ("phone_number", find_phone_numbers),
        ("url", find_tg_urls),
    )
    for kind, finder in finders:
        found.extend(Entity(kind, begin, end - begin) for begin, end in finder(text))
    for begin, end, is_email in find_urls(text):
        found.append(Entity("email" if is_email else "url", begin, end - begin))
    return _to_utf16(text, drop_overlapping(sorted(found, key=sort_key)))


def find_mentions(text: str) -> Iterator[Span]:
    """`@name` of 4 to 32 characters (or a known short one) that stands apart."""
    for match in _MENTION.finditer(text):
        name = match[1]
        if not 2 <= len(name) <= 32 or _is_word(text, match.start() - 1):
            continue
        if _is_word(text, match.end()):
            continue
        if len(name) >= 4 or name.lower() in _SHORT_USERNAMES:
            yield match.span()


def find_bot_commands(text: str) -> Iterator[Span]:
    """`/command` or `/command@bot` that stands apart."""
    place = 0
    while match := _COMMAND.search(text, place):
        place = match.end()
        before, after = match.start() - 1, match.end()
        if _is_word(text, before) or _at(text, before) in "/<>" or len(match[1]) > 64:
            place = match.start() + 1
        elif match[2] is not None and not 3 <= len(match[3]) <= 32:
            continue
        elif not _is_word(text, after) and _at(text, after) not in "/<>":
            yield match.span()


def find_hashtags(text: str) -> Iterator[Span]:
    """`#word` of at most 256 letters and digits, at least one of them a letter."""
    place = text.find("#")
    while place >= 0:
        begin, end = place, place + 1
        place = text.find("#", end)
        if _is_hashtag_letter(text, begin - 1):
            continue
        while _is_hashtag_letter(text, end):
            end += 1
        place = text.find("#", end)
        word = text[begin + 1 : min(end, begin + 1 + _MAX_HASHTAG)]
        has_letter = any(unicodedata.category(letter).startswith("L") for letter in word)
        if has_letter and _at(text, end) != "#":
            yield begin, begin + 1 + len(word)


def find_cashtags(text: str) -> Iterator[Span]:
    """`$KZT`: 1 to 8 Latin capitals."""
    for match in _CASHTAG.finditer(text):
        begin, end = match.span()
        if not 1 <= len(match[1]) <= 8:
            continue
        if any(_is_hashtag_letter(text, at) or _at(text, at) == "$" for at in (begin - 1, end)):
            continue
        yield begin, end


def find_phone_numbers(text: str) -> Iterator[Span]:
    """`+` and 7 to 15 digits, with single spaces, hyphens or brackets between them. [guess]"""
    for match in _PHONE.finditer(text):
        if not _is_word(text, match.start() - 1) and not _is_word(text, match.end()):
            yield match.span()


def _at(text: str, place: int) -> str:
    """The character, or a sign that belongs to no class behind either end."""
    return text[place] if 0 <= place < len(text) else "\0"


def _is_word(text: str, place: int) -> bool:
    character = _at(text, place)
    return character == "_" or unicodedata.category(character) in _WORD_CATEGORIES


_LETTER_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo"})
_WORD_CATEGORIES = _LETTER_CATEGORIES | {"Nd", "Nl", "No"}


def _is_hashtag_letter(text: str, place: int) -> bool:
    character = _at(text, place)
    if character in "_\u200c\u00b7" or "\u0d80" <= character <= "\u0dff":
        return True
    return unicodedata.category(character) in _LETTER_CATEGORIES | {"Nd"}


def _to_utf16(text: str, entities: list[Entity]) -> list[Entity]:
    result: list[Entity] = []
    position = offset = 0
    for entity in entities:
        offset += utf16_length(text[position : entity.offset])
        position = entity.offset
        length = utf16_length(text[entity.offset : entity.end])
        result.append(Entity(entity.type, offset, length))
    return result
