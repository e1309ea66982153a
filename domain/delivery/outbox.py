"""The outbox: what must arrive is written with what caused it, and sent afterwards."""

from collections.abc import Collection, Mapping
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


@dataclass(frozen=True, slots=True)
class Queued:
    """A parcel in its chat's line."""

    id: int
    kind: str
    payload: Mapping[str, Any]


class Outbox(Protocol):
    """Where services put what must arrive."""

    def put(self, parcel: Parcel) -> None:
        """Write the parcel with the running transaction."""
        ...


class Line(Outbox, Protocol):
    """The same for whoever settles what has ended: what was put can become something else."""

    async def about(self, item: Item, kinds: Collection[str]) -> list[Queued]:
        """What waits in the line of the item's chat, and the item itself, in order."""
        ...

    def turn(self, parcel_id: int, kind: str, payload: Mapping[str, Any]) -> None:
        """Make another parcel of it, at its place in the line; one that has ended waits again."""
        ...
