"""The door through which text and captions come in: Client::get_formatted_text, then the limits.

The grammars are in `html`, `markdown_v2`, `markdown` and `entities_param`, the clean-up in
`clean`, the automatic entities in `detect`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from sandbox.rules.clean import fix_formatted_text
from sandbox.rules.entities_param import check_entity, read_entities
from sandbox.rules.entity import (
    Entity,
    EntityError,
    FormattedText,
    ascii_lower,
    byte_length,
    is_utf8,
    utf16_length,
)
from sandbox.rules.errors import bad_request
from sandbox.rules.html import parse_html
from sandbox.rules.markdown import parse_markdown
from sandbox.rules.markdown_v2 import parse_markdown_v2

__all__ = [
    "MAX_CAPTION",
    "MAX_RAW_BYTES",
    "MAX_TEXT",
    "Entity",
    "FormattedText",
    "check_message_length",
    "read_caption",
    "read_text",
    "typed_text",
    "utf16_length",
]

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_RAW_BYTES = 32768

Action = Literal["send", "edit"]

_PARSERS: dict[str, Callable[[str], tuple[str, list[Entity]]]] = {
    "html": parse_html,
    "markdownv2": parse_markdown_v2,
    "markdown": parse_markdown,
}


def read_text(
    text: str | None, parse_mode: str | None = None, entities: object = None
) -> FormattedText:
    """The `text` of a message, parsed and cleaned.

    `entities` is the parameter as it came (JSON string or decoded list) and counts only without a
    parse_mode. Raises ApiError 400: message text is empty; text must be non-empty; text is too
    long; unsupported parse_mode; can't parse entities: ...; can't parse MessageEntity: ...
    """
    if not text:
        raise bad_request("Message text is empty", "src")
    return fix_formatted_text(*_parse(text, parse_mode, entities))


def read_caption(
    caption: str | None, parse_mode: str | None = None, entities: object = None
) -> FormattedText:
    """The `caption` of a media message: like `read_text`, but may be empty or missing."""
    return fix_formatted_text(*_parse(caption or "", parse_mode, entities), allow_empty=True)


def typed_text(text: str) -> FormattedText:
    """What a person typed on the chat page: cleaned, with automatic entities only.

    Raises ApiError 400 `text must be non-empty` for nothing but white space.
    """
    return fix_formatted_text(text, ())


def check_message_length(text: FormattedText, *, on: Action, caption: bool = False) -> None:
    """4096 code points of text or 1024 of caption, after parsing.

    Raises ApiError 400 `message is too long` / `message caption is too long` on send; an edit
    has no check of its own, MTProto answers `MESSAGE_TOO_LONG` / `MEDIA_CAPTION_TOO_LONG`.
    """
    if len(text.text) <= (MAX_CAPTION if caption else MAX_TEXT):
        return
    if on == "send":
        raise bad_request(f"Message {'caption ' if caption else ''}is too long", "src")
    if caption:
        raise bad_request("MEDIA_CAPTION_TOO_LONG", "derived")
    raise bad_request("MESSAGE_TOO_LONG", "issue")


def _parse(text: str, parse_mode: str | None, entities: object) -> tuple[str, list[Entity]]:
    if byte_length(text) > MAX_RAW_BYTES:
        raise bad_request("Text is too long", "src")
    mode = ascii_lower(parse_mode or "")
    if not text or mode in {"", "none"}:
        return text, read_entities(entities)
    if mode not in _PARSERS:
        raise bad_request("Unsupported parse_mode", "src")
    if not is_utf8(text):
        raise bad_request("Text must be encoded in UTF-8", "src")
    try:
        parsed, written = _PARSERS[mode](text)
    except EntityError as error:
        raise bad_request(f"Can't parse entities: {error}", "src") from None
    return parsed, list(map(check_entity, written))
