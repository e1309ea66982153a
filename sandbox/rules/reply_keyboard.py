"""Buttons of the keyboard under the input field: plain text, contact, location."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.rules.buttons import check_label, read_label, refuse_unmodelled
from sandbox.rules.errors import bad_request
from sandbox.rules.json_fields import FieldError, JsonObject, optional_bool

MAX_BUTTONS = 300
MAX_ROW = 12

_NAME = "Keyboard button"
_UNMODELLED = (
    "request_poll", "web_app", "request_user", "request_users", "request_chat",
    "request_managed_bot",
)  # fmt: skip
_REQUESTS = {"request_contact": "Phone number", "request_location": "Location"}


def read_reply_rows(rows: list[Any]) -> list[list[dict[str, Any]]]:
    """The rows as written. Raises ApiError 400."""
    result = []
    for row in rows:
        if not isinstance(row, list):
            raise bad_request('Field "keyboard" must be an Array of Arrays', "src")
        result.append([_read_button(button) for button in row])
    return result


def cut_rows(rows: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """TDLib drops what is behind 12 in a row and behind 300 in all, and empty rows. [src]"""
    result = []
    left = MAX_BUTTONS
    for row in rows:
        kept = row[: min(MAX_ROW, left)]
        left -= len(kept)
        if kept:
            result.append(kept)
    return result


def check_request_buttons(rows: list[list[dict[str, Any]]], *, private: bool) -> None:
    """Labels are not empty; contact and location can be asked for in a private chat only."""
    for row in rows:
        for button in row:
            check_label(button, _NAME)
            for name, shown in _REQUESTS.items():
                if name in button and not private:
                    raise bad_request(f"{shown} can be requested in private chats only", "src")


def _read_button(button: object) -> dict[str, Any]:
    if isinstance(button, str):
        return {"text": button}
    try:
        if not isinstance(button, Mapping):
            raise FieldError("KeyboardButton must be a String or an Object")
        return read_label(button) | _read_request(button)
    except FieldError as error:
        raise bad_request(f"Can't parse keyboard button: {error}", "src") from None


def _read_request(fields: JsonObject) -> dict[str, Any]:
    if optional_bool(fields, "request_phone_number") | optional_bool(fields, "request_contact"):
        return {"request_contact": True}
    if optional_bool(fields, "request_location"):
        return {"request_location": True}
    refuse_unmodelled(fields, _UNMODELLED)
    return {}
