"""What a person typed, as the content of a message: cleaned, entities found."""

from __future__ import annotations

from sandbox.model import Json
from sandbox.rules.errors import ApiError
from sandbox.rules.text import (
    MAX_CAPTION,
    MAX_TEXT,
    FormattedText,
    check_message_length,
    typed_text,
)


class ActionError(Exception):
    """Something that a person cannot do; the text is a sentence for the page."""


def text_content(text: str) -> Json:
    formatted = _typed(text, MAX_TEXT, caption=False)
    content: Json = {"text": formatted.text}
    if formatted.entities:
        content["entities"] = [entity.as_dict() for entity in formatted.entities]
    return content


def caption_content(text: str) -> Json:
    if not text.strip():
        return {}
    formatted = _typed(text, MAX_CAPTION, caption=True)
    content: Json = {"caption": formatted.text}
    if formatted.entities:
        content["caption_entities"] = [entity.as_dict() for entity in formatted.entities]
    return content


def _typed(text: str, limit: int, *, caption: bool) -> FormattedText:
    """Apps split a long text or do not let it be sent; here it is refused with a sentence."""
    try:
        formatted = typed_text(text)
    except ApiError as error:
        raise ActionError("There is nothing to send.") from error
    try:
        check_message_length(formatted, on="send", caption=caption)
    except ApiError as error:
        raise ActionError(f"This is longer than {limit} characters.") from error
    return formatted
