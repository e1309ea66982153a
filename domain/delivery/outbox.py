"""The outbox: what must arrive is written with what caused it, and sent afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol


class Priority(IntEnum):
    """Who goes first when the limits of Telegram make somebody wait."""

    ANSWER = 0  # a screen that answers a press or a message
    CASE = 1  # messages and notices of a case
    REMINDER = 2
    BROADCAST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One thing to deliver to one chat: exactly one call of the Bot API.

    `kind` and `payload` (ids and plain values, never a rendered text) say what it is; the words
    are chosen when it is sent, in the language the person then has.
    """

    chat_id: int
    kind: str
    payload: Mapping[str, Any]
    priority: Priority = Priority.CASE
    due_at: int | None = None  # None: at once
    dedupe: str | None = None  # a second parcel with the same key is not written


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A parcel as it stands in the outbox."""

    id: int
    chat_id: int
    kind: str
    payload: Mapping[str, Any]
    priority: Priority
    attempts: int
    created_at: int


class Outbox(Protocol):
    """Where services put what must arrive."""

    def put(self, parcel: Parcel) -> None:
        """Write the parcel with the running transaction."""
        ...
