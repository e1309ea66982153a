"""`reply_markup`: read, check, and give back as Telegram would return it.

Which of the four kinds it is, is decided here as Client::get_reply_markup does [src]; the buttons
are in `inline_keyboard` and `reply_keyboard`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.rules.clean import clean_string
from sandbox.rules.errors import bad_request
from sandbox.rules.inline_keyboard import check_inline_size, read_inline_rows
from sandbox.rules.json_fields import (
    FieldError,
    JsonObject,
    NotJsonError,
    decode,
    is_missing,
    optional_array,
    optional_bool,
    optional_string,
)
from sandbox.rules.reply_keyboard import check_request_buttons, cut_rows, read_reply_rows

MAX_PLACEHOLDER = 64

Kind = Literal["inline", "keyboard", "remove", "force_reply"]


@dataclass(frozen=True, slots=True)
class Markup:
    """A checked markup: `data` is the Bot API object, normalised; false flags are left out."""

    kind: Kind
    data: dict[str, Any]


def read_reply_markup(raw: object, *, private: bool = True) -> Markup | None:
    """Any markup of a send method; `raw` is a JSON string or the decoded object.

    None when the parameter is missing, when the object says nothing (`{}`), and for a keyboard
    without buttons. A JSON null is refused: pass it as the string "null". Raises ApiError 400.
    """
    if is_missing(raw):
        return None
    try:
        value = decode(raw)
    except NotJsonError:
        raise bad_request("Can't parse reply keyboard markup JSON object", "src") from None
    if not isinstance(value, Mapping):
        raise bad_request("Object expected as reply markup", "src")
    try:
        return _read(value, private=private)
    except FieldError as error:
        raise bad_request(str(error), "src") from None


def read_inline_markup(raw: object) -> dict[str, Any] | None:
    """The markup of an edit method: the InlineKeyboardMarkup, or None to take the buttons away.

    Raises ApiError 400, also `inline keyboard expected` for another kind.
    """
    markup = read_reply_markup(raw)
    if markup is None:
        return None
    if markup.kind != "inline":
        raise bad_request("Inline keyboard expected", "src")
    return markup.data


def _read(fields: JsonObject, *, private: bool) -> Markup | None:
    rows = read_reply_rows(optional_array(fields, "keyboard"))
    inline_rows = read_inline_rows(optional_array(fields, "inline_keyboard"))
    remove = optional_bool(fields, "hide_keyboard") | optional_bool(fields, "remove_keyboard")
    personal = optional_bool(fields, "personal_keyboard") | optional_bool(fields, "selective")
    force = optional_bool(fields, "force_reply_keyboard") | optional_bool(fields, "force_reply")
    placeholder = optional_string(fields, "input_field_placeholder")
    # In a private chat there is nobody to select: the flag is dropped. [src]
    selective = {"selective": True} if personal and not private else {}
    if rows:
        return _keyboard(fields, rows, _placeholder(placeholder) | selective, private=private)
    if inline_rows:
        data = {"inline_keyboard": [row for row in inline_rows if row]}
        check_inline_size(data)
        return Markup("inline", data) if data["inline_keyboard"] else None
    if remove:
        return Markup("remove", {"remove_keyboard": True} | selective)
    if force:
        hint = _placeholder(placeholder)
        return Markup("force_reply", {"force_reply": True} | hint | selective)
    return None


def _keyboard(
    fields: JsonObject,
    rows: list[list[dict[str, Any]]],
    rest: dict[str, Any],
    *,
    private: bool,
) -> Markup | None:
    flags = [
        name
        for name in ("is_persistent", "resize_keyboard", "one_time_keyboard")
        if optional_bool(fields, name)
    ]
    rows = cut_rows(rows)
    check_request_buttons(rows, private=private)
    if not rows:
        return None
    return Markup("keyboard", {"keyboard": rows} | dict.fromkeys(flags, True) | rest)


def _placeholder(text: str) -> dict[str, Any]:
    """The limit is [docs]; what the server answers beyond it is a [guess]."""
    text = clean_string(text)
    if len(text) > MAX_PLACEHOLDER:
        raise bad_request("REPLY_MARKUP_INVALID", "guess")
    return {"input_field_placeholder": text} if text else {}
