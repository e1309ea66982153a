"""Blanks of a canned reply: words in square brackets that are filled in before it goes.

The text is Telegram's markup: brackets inside a tag are no blanks, what is filled in is escaped.
"""

import html
import re
from collections.abc import Mapping
from typing import Final

from domain.errors import NotValid

BLANK_LIMIT: Final = 40
"""Characters of the words in a blank."""

_TAG: Final = r'<(?:[^<>"]|"[^"]*")*>'
_TAGS: Final = re.compile(_TAG)
_PARTS: Final = re.compile(rf"{_TAG}|\[(?P<blank>[^\[\]<>]*)\]|(?P<stray>[\[\]])")


def visible(text: str) -> str:
    """The words of a text as they are read, without its markup."""
    return html.unescape(_TAGS.sub("", text))


def blanks(text: str) -> tuple[str, ...]:
    """What has to be filled in, in the order of reading; the same words twice are one blank."""
    found = (part["blank"] for part in _PARTS.finditer(text))
    return tuple(dict.fromkeys(_name(blank) for blank in found if blank is not None))


def check_blanks(text: str) -> None:
    """Raise NotValid for a bracket without its other one or with markup inside, and for a blank
    without words or with too many.
    """
    if any(part["stray"] for part in _PARTS.finditer(text)):
        raise NotValid("canned_brackets")
    for blank in blanks(text):
        if not blank:
            raise NotValid("canned_blank_empty")
        if len(blank) > BLANK_LIMIT:
            raise NotValid("canned_blank_long")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with plain words in place of its blanks; those without a value stay as they are.

    A value that has brackets itself is no blank: the text is gone through once.
    """

    def fill(part: re.Match[str]) -> str:
        value = None if part["blank"] is None else values.get(_name(part["blank"]))
        return part[0] if value is None else html.escape(value, quote=False)

    return _PARTS.sub(fill, text)


def _name(blank: str) -> str:
    return " ".join(html.unescape(blank).split())
