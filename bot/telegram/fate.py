"""What becomes of an item of the outbox after a try; pure rules."""

import math
from dataclasses import dataclass
from typing import Final, Literal

from domain.delivery.outbox import Item, Priority
from domain.delivery.outcome import (
    Blocked,
    Delivered,
    Gone,
    Outcome,
    Rejected,
    RetryAt,
    Unknown,
)

LONGEST_PAUSE: Final = 600
"""Seconds between tries whose fate is unknown, from the tenth on; before they double from 2."""

LAST_TRY: Final = 9 + math.ceil((24 * 3600 - 1022) / LONGEST_PAUSE) + 1
"""The try that ends 24 hours of trying: nine growing pauses (1,022 s), then the longest."""

State = Literal["sent", "blocked", "gone", "rejected", "unknown"]


@dataclass(frozen=True, slots=True)
class Ended:
    """Never tried again."""

    state: State
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """Tried again from `due_at` on; `sent`: this try may have reached Telegram."""

    due_at: int
    error: str
    sent: bool


def fate_of(item: Item, outcome: Outcome, now: float) -> Ended | Again:
    """At least once for everything but broadcasts, which are never sent twice."""
    if isinstance(outcome, RetryAt):
        return Again(math.ceil(max(outcome.at, now)), outcome.reason, sent=False)
    if isinstance(outcome, Unknown) and not _is_last(item):
        due_at = math.ceil(now + pause_after(item.attempts))
        return Again(due_at, outcome.reason, sent=True)
    return _end_of(outcome)


def _is_last(item: Item) -> bool:
    return item.priority is Priority.BROADCAST or item.attempts >= LAST_TRY


def _end_of(outcome: Delivered | Blocked | Gone | Rejected | Unknown) -> Ended:
    match outcome:
        case Delivered():
            return Ended("sent")
        case Blocked(deactivated=deactivated):
            return Ended("blocked", "deactivated" if deactivated else None)
        case Gone(description=words):
            return Ended("gone", words)
        case Rejected(description=words):
            return Ended("rejected", words)
        case Unknown(reason=words):
            return Ended("unknown", words)


def pause_after(attempts: int) -> int:
    """Seconds to the next try after so many that may have arrived."""
    return int(min(2 ** min(attempts, 10), LONGEST_PAUSE))
