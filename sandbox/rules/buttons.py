"""What buttons of both keyboards share: label, style, and the kinds the sandbox does not model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.rules.clean import clean_string
from sandbox.rules.entity import ascii_lower, is_utf8
from sandbox.rules.errors import bad_request, unmodelled_parameter
from sandbox.rules.json_fields import FieldError, JsonObject, optional_string, required_string

_STYLES = frozenset({"primary", "danger", "success"})


def read_label(fields: JsonObject) -> dict[str, Any]:
    """`text` and `style` of a button as Telegram returns them. Raises FieldError and ApiError."""
    text = required_string(fields, "text")
    if fields.get("icon_custom_emoji_id"):
        raise unmodelled_parameter("icon_custom_emoji_id")
    style = ascii_lower(optional_string(fields, "style"))
    if style in {"", "default"}:
        return {"text": text}
    if style not in _STYLES:
        raise FieldError("invalid button style specified")
    return {"text": text, "style": style}


def check_label(button: dict[str, Any], name: str) -> None:
    """Clean the text in place; an empty one is refused with TDLib's words.

    Recent TDLib passes over a button without text and icon; a stand-in that did the same would
    hide the mistake, hence [derived].
    """
    if not is_utf8(button["text"]):
        raise bad_request(f"{name} text must be encoded in UTF-8", "src")
    button["text"] = clean_string(button["text"])
    if not button["text"]:
        raise bad_request(f"{name} text must be non-empty", "derived")


def refuse_unmodelled(fields: JsonObject, names: Iterable[str]) -> None:
    """A kind of button Telegram has and the sandbox does not is refused."""
    for name in names:
        if name in fields:
            raise unmodelled_parameter(name)
