"""A hook: one event of a case on its way to the call centre's system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.consultation.case import MOVES, CaseState, EventKind

POSTED = frozenset(EventKind) - {EventKind.NOTE}
"""What is told outside; notes are between operators. The queries that find events repeat it."""

STATE_AFTER: Mapping[EventKind, CaseState] = {
    EventKind.OPENED: CaseState.WAITING,
    **{kind: to for (_, to), kind in MOVES.items()},
}
"""The state that an event leaves a case in; other events leave it as it was."""


class HookState(StrEnum):
    """How far it is; the schema repeats the list."""

    PENDING = "pending"  # to be posted, or being posted
    DONE = "done"  # accepted
    JOINED = "joined"  # a later message of the same moments stands for it
    DEAD = "dead"  # given up; kept, and posted again when the owner says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """What the poster has leased; `attempts` counts this try."""

    event_id: int
    case_id: int
    kind: EventKind
    attempts: int
    created_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A message of a case, told outside only where the settings allow it."""

    id: int
    by_operator: bool
    at: int
    kind: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event with what is told of its case, as the case stood right after it."""

    event_id: int
    kind: EventKind
    at: int
    by: str | None  # citizen, or the role of the member of staff; None: the program itself
    details: Mapping[str, Any]
    number: int
    state: CaseState
    waiting_since: int | None
    topic: str
    level: str
    reason: str
    last_day: str | None
    language: str
    channel: str  # how the citizen is reached at this moment: telegram, or phone only
    contact: str
    call_slot: str | None  # when the citizen wants to be called
    previous: int | None
    opened_at: int
    promised_by: int | None
    from_citizen: int  # messages up to this event
    from_operator: int
    calls: int  # made up to this event
    phone: str | None = None
    summary: str | None = None
    comment: str | None = None
    words: Sequence[Words] = ()

    @property
    def key(self) -> str:
        """The idempotency key: the same for every try and every replay of this event.

        The time stands in it, so that a database made anew does not repeat the keys of the old.
        """
        return f"{self.event_id}-{self.at}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A hook as the owner reads it at the terminal."""

    event_id: int
    case_id: int
    kind: EventKind
    state: HookState
    attempts: int
    created_at: int
    error: str | None
