"""What becomes of a hook after a try: posted, tried again, or dead. Pure rules."""

import datetime as dt
import math
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

from domain.hooks.model import Hook

GIVE_UP: Final = 24 * 3600
"""Seconds of trying, after which a failed try is the last."""

GIVE_UP_REFUSED: Final = 3600
"""The same for an event whose content the receiver refuses: repeating it hardly helps, and it
holds up its case. An hour, not a few tries: some receivers answer 400 to a wrong signature."""

CONTENT_REFUSED: Final = frozenset({400, 409, 413, 415, 422})

SLOW_DOWN: Final = frozenset({429, 503})
"""Answers whose Retry-After is obeyed."""

FIRST_PAUSE: Final = 2.0
LONGEST_PAUSE: Final = 1800.0
LONGEST_WISH: Final = 6 * 3600
"""A longer Retry-After is cut to this: a date in another century must not end the posting."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The receiver has it: any 2xx."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Any other answer; `retry_after` in seconds, where it asks to be left alone for so long."""

    status: int
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """No answer: it may have arrived. `reason` is the kind of error, never an address."""

    reason: str


Answer = Accepted | Refused | Silent


@dataclass(frozen=True, slots=True)
class Posted:
    """Never again."""


@dataclass(frozen=True, slots=True)
class Again:
    """Once more from `due_at` on."""

    due_at: int
    error: str


@dataclass(frozen=True, slots=True)
class Dead:
    """Given up, and kept for a replay."""

    error: str


def fate_of(hook: Hook, answer: Answer, now: float, chance: float) -> Posted | Again | Dead:
    """`chance` from 0 to 1 spreads the tries, so that all cases do not come back at once."""
    if isinstance(answer, Accepted):
        return Posted()
    error = f"status {answer.status}" if isinstance(answer, Refused) else answer.reason
    if now - hook.created_at >= _patience(answer):
        return Dead(error)
    pause = pause_after(hook.attempts, chance)
    if isinstance(answer, Refused) and answer.retry_after is not None:
        pause = answer.retry_after + min(pause, FIRST_PAUSE)
    return Again(math.ceil(now + max(1.0, pause)), error)


def _patience(answer: Refused | Silent) -> int:
    refused = isinstance(answer, Refused) and answer.status in CONTENT_REFUSED
    return GIVE_UP_REFUSED if refused else GIVE_UP


def pause_after(attempts: int, chance: float) -> float:
    """Full jitter: anything up to a limit that doubles with each try, 2 s to half an hour."""
    doubled: int = 2 ** min(attempts - 1, 20)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE) * chance


def retry_after(status: int, header: str | None, now: float) -> float | None:
    """The seconds that `Retry-After` asks for, in seconds or as a date; None: it does not."""
    if status not in SLOW_DOWN or header is None:
        return None
    wish = header.strip()
    if wish.isascii() and wish.isdigit():
        seconds = float(wish[:12])
    else:
        try:
            moment = parsedate_to_datetime(wish)
        except ValueError:
            return None
        seconds = moment.replace(tzinfo=moment.tzinfo or dt.UTC).timestamp() - now
    return min(max(0.0, seconds), float(LONGEST_WISH))
