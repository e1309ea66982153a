"""Inline buttons: one action each, 64 bytes of data, at most 100 of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sandbox.rules.buttons import check_label, read_label, refuse_unmodelled
from sandbox.rules.clean import clean_string
from sandbox.rules.entity import byte_length, is_utf8
from sandbox.rules.errors import bad_request, from_mtproto
from sandbox.rules.json_fields import (
    FieldError,
    JsonObject,
    optional_string,
    required_object,
    required_string,
)
from sandbox.rules.links import LinkError, check_link, user_id_of

MAX_BUTTONS = 100
MAX_ROW = 8
MAX_BYTES = 10_240
MAX_CALLBACK_BYTES = 64
MAX_COPY_TEXT = 256

_NAME = "Inline keyboard button"
# In the order in which the server looks for them, between callback_data and copy_text. [src]
_UNMODELLED = (
    "callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat", "login_url", "web_app",
)  # fmt: skip


def read_inline_rows(rows: list[Any]) -> list[list[dict[str, Any]]]:
    """The rows as Telegram returns them. Raises ApiError 400."""
    result = []
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(
                'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
                "src",
            )
        result.append([_read_button(button) for button in row])
    for row in result:
        for button in row:
            _check_button(button)
    return result


def check_inline_size(markup: dict[str, Any]) -> None:
    """100 buttons and about 10 kB of JSON [issue], 8 in a row [docs; the answer is a guess]."""
    rows = markup["inline_keyboard"]
    written = json.dumps(markup, ensure_ascii=False, separators=(",", ":"))
    if sum(map(len, rows)) > MAX_BUTTONS or byte_length(written) > MAX_BYTES:
        raise from_mtproto(400, "REPLY_MARKUP_TOO_LONG", "issue")
    if any(len(row) > MAX_ROW for row in rows):
        raise from_mtproto(400, "REPLY_MARKUP_TOO_LONG", "guess")


def _read_button(button: object) -> dict[str, Any]:
    try:
        if not isinstance(button, Mapping):
            raise FieldError("InlineKeyboardButton must be an Object")
        return read_label(button) | _read_action(button)
    except FieldError as error:
        raise bad_request(f"Can't parse inline keyboard button: {error}", "src") from None


def _read_action(fields: JsonObject) -> dict[str, Any]:
    """Of several actions the first in the server's order wins, the others are dropped. [src]"""
    for name in ("url", "callback_data"):
        value = optional_string(fields, name)
        if value:
            return {name: value}
    refuse_unmodelled(fields, _UNMODELLED)
    if "copy_text" in fields:
        return {
            "copy_text": {"text": required_string(required_object(fields, "copy_text"), "text")}
        }
    raise FieldError("Text buttons are unallowed in the inline keyboard")


def _check_button(button: dict[str, Any]) -> None:
    check_label(button, _NAME)
    if "url" in button:
        button["url"] = _checked_url(button["url"])
    elif "callback_data" in button:
        if byte_length(button["callback_data"]) > MAX_CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID", "issue")
    else:
        button["copy_text"] = {"text": _checked_copy_text(button["copy_text"]["text"])}


def _checked_url(url: str) -> str:
    user_id = user_id_of(url)
    if user_id is not None:
        return f"tg://user?id={user_id}"
    try:
        return clean_string(check_link(url))
    except LinkError as error:
        raise bad_request(f"{_NAME} {error}", "src") from None


def _checked_copy_text(text: str) -> str:
    if not is_utf8(text):
        raise bad_request(f"{_NAME} copied text must be encoded in UTF-8", "src")
    text = clean_string(text)
    if not 1 <= len(text) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID", "docs")
    return text
