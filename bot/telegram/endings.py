"""What an answer of the Bot API means for us: from status and body to an outcome.

The texts are those of the server's source. What a 5xx means: telegram-bot-api answers every
request that is running when it restarts with `500 Internal Server Error: restart`, after the
message may have gone to Telegram's core, and a 502 or 504 comes from the proxy before it, which
lost the server in the middle of a request. So a 5xx says nothing about the effect: Unknown.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from aiogram.methods import TelegramMethod

from bot.telegram.session import Answer
from domain.delivery.outcome import (
    Blocked,
    Delivered,
    Gone,
    Outcome,
    Rejected,
    RetryAt,
    Unknown,
)

_GONE: Final = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
    "message to delete not found",
    "message can't be deleted",
    "message to be replied not found",
    "message to copy not found",
    "message can't be copied",
    "message to forward not found",
    "message can't be forwarded",
    "message to react not found",
    "message to pin not found",
    "message thread not found",
    "query is too old",
    "message_id_invalid",
    "wrong file_id",
    "wrong remote file identifier",
)

_NEVER_STARTED: Final = ("chat not found", "peer_id_invalid", "user_is_blocked")
"""Refusals with 400 that say the same as a 403: nothing can be sent to this person."""

ACCESS_PAUSE: Final = 60.0
"""How long to wait when the token is refused: the owner has to act, what must arrive stays."""


def outcome_of(method: TelegramMethod[Any], answer: Answer, now: float) -> Outcome:
    """How the call ended. A 429 is a RetryAt; who is paused for it is the courier's business."""
    body = _body(answer.text)
    if body is None:
        return _without_body(answer, now)
    if body.get("ok") is True:
        return Delivered(_message_ids(body.get("result")))
    description = str(body.get("description", ""))
    match body.get("error_code", answer.status):
        case 429:
            outcome: Outcome = RetryAt(now + _seconds(body, answer), "too many requests")
        case 401 | 421:
            outcome = RetryAt(now + ACCESS_PAUSE, description)
        case 404 if description == "Not Found":  # a token of the wrong form
            outcome = RetryAt(now + ACCESS_PAUSE, description)
        case 403:
            outcome = Blocked(deactivated="user is deactivated" in description)
        case 400:
            outcome = _bad_request(method, description)
        case int(code) if code >= 500 and code != 501:
            outcome = Unknown(f"{code} {description}")
        case code:
            outcome = Rejected(f"{code} {description}")
    return outcome


def is_too_many(answer: Answer) -> bool:
    """Whether Telegram asks to slow down."""
    return answer.status == 429


def _body(text: str) -> dict[str, Any] | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    return body if isinstance(body, dict) and isinstance(body.get("ok"), bool) else None


def _without_body(answer: Answer, now: float) -> Outcome:
    """Something between us and Telegram spoke, not Telegram."""
    if answer.status == 429:
        return RetryAt(now + _seconds({}, answer), "too many requests")
    if answer.status == 413:
        return Rejected("413 request entity too large")
    return Unknown(f"{answer.status} without a body of the Bot API")


def _seconds(body: Mapping[str, Any], answer: Answer) -> float:
    """`retry_after` as Telegram gives it; 1 when it does not say."""
    parameters = body.get("parameters")
    asked = parameters.get("retry_after") if isinstance(parameters, dict) else None
    try:
        return max(1.0, float(asked if asked is not None else answer.retry_after or 1))
    except (TypeError, ValueError):
        return 1.0


def _bad_request(method: TelegramMethod[Any], description: str) -> Outcome:
    text = description.lower()
    if "message is not modified" in text:
        message_id = getattr(method, "message_id", None)
        return Delivered((message_id,) if isinstance(message_id, int) else ())
    if any(part in text for part in _NEVER_STARTED):
        return Blocked()
    if any(part in text for part in _GONE):
        return Gone(description)
    return Rejected(description)


def _message_ids(result: object) -> tuple[int, ...]:
    """The ids in a result: one message, a list of them, or none."""
    messages = result if isinstance(result, list) else [result]
    found = (message.get("message_id") for message in messages if isinstance(message, dict))
    return tuple(number for number in found if isinstance(number, int))
