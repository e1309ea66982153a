"""A promise after one that was not kept: a new range that can be kept, and not without end.

Pure rules. Each new promise lies at least twice as far ahead as the one before, in open time:
whoever was wrong once names a wider range, not a finer one. After the last one only the place in
the queue is told, since another hour would be believed by nobody.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from domain.consultation.expectation import Expectation, rounded_up
from domain.consultation.opening import ALMATY, OpeningHours

TOLD_AT_MOST: Final = 3
"""How often a citizen is told of one wait that it takes longer."""

NEAREST: Final = 2 * 3600
"""Open seconds by which the first new promise lies ahead at least; each later one doubles them."""

QUIET_FROM: Final = dt.time(21)
QUIET_TO: Final = dt.time(9)
"""Nobody is woken to be told that they have to wait longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A waiting case whose promise was not kept, and how often that was told before."""

    case_id: int
    slips: int


def is_quiet(now: int) -> bool:
    """Whether it is night in Almaty."""
    time = dt.datetime.fromtimestamp(now, ALMATY).time()
    return time >= QUIET_FROM or time < QUIET_TO


def renew(
    expected: Expectation | None, slips: int, hours: OpeningHours, now: int
) -> Expectation | None:
    """What is promised after so many slips before this one; None: no time is named any more.

    `expected`: what the pace of the last days says. Its range is widened, never moved: somebody
    may still take it at once.
    """
    if expected is None or slips + 1 >= TOLD_AT_MOST:
        return None
    apart = hours.after_open_seconds(now, NEAREST * 2**slips)
    return _widened(expected, rounded_up(apart, hours, now))


def after_slips(expected: Expectation, slips: int, promised_by: int | None) -> Expectation | None:
    """What a status says after slips: never a nearer end than what was promised since."""
    if slips == 0:
        return expected
    if slips >= TOLD_AT_MOST:
        return None
    return _widened(expected, promised_by or 0)


def _widened(expected: Expectation, by: int) -> Expectation:
    if by <= expected.promised_by:
        return expected
    return replace(expected, promised_by=by, latest=None if expected.latest is None else by)
