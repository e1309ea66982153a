"""What a citizen may expect: from the real pace of the last days to a range that can be kept.

The model is small on purpose. By Little's law, the usual number of people in front of somebody who
is taken is their wait times the rate at which cases are taken. So a usual wait, shared by those
who stood in it, is what one case in front costs; a quick and a slow quarter of the waits give the
ends of the range. Where the desk is idle most of the day, nobody stood in front, and a case costs
a whole wait: that errs to the late side.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from domain.consultation.counting import COUNTED
from domain.consultation.opening import OpeningHours, Span

ENOUGH = 10
"""Taken cases below which no time is named."""

FARTHEST_DAYS = 30
"""Full open days beyond which no time is named: nobody knows next season's staff."""

QUARTER = 15 * 60
HOUR = 3600
NEAR = 2 * HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How cases were taken lately, in open seconds."""

    p25: int  # from sent to taken, of the quick quarter
    p50: int
    p75: int
    count: int  # cases taken
    open_seconds: int  # the time in which they were taken
    operators: float | None = None  # on shift on a usual day; None: not known

    @classmethod
    def of(cls, waits: Sequence[int], open_seconds: int, operators: float | None = None) -> "Pace":
        """From the single waits, in any order."""
        ordered = sorted(waits) or [0]
        p25, p50, p75 = (ordered[len(ordered) * share // 100] for share in (25, 50, 75))
        return cls(
            p25=p25,
            p50=p50,
            p75=p75,
            count=len(waits),
            open_seconds=open_seconds,
            operators=operators,
        )

    @property
    def usual_place(self) -> float:
        """How many usually stood in the queue up to and with the one who was taken."""
        return max(1.0, self.p50 * self.count / max(1, self.open_seconds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What is told: a range while it is open, else the next opening, else only the place."""

    place: int  # cases in front; counted as `counting` says
    promised_by: int  # kept with the case, so that a slip can be seen
    earliest: int | None = None
    latest: int | None = None
    opens_at: int | None = None


@dataclass(frozen=True, slots=True)
class _Waits:
    """Open seconds at the usual staff, at best and at worst."""

    low: int
    high: int


def expect(
    place: int, pace: Pace, operators_on_shift: int, hours: OpeningHours, now: int
) -> Expectation:
    """When the request with so many cases in front of it will be taken, as far as can be said."""
    if not hours.is_open(now):
        return _closed(place, pace, hours, now)
    if pace.count < ENOUGH or operators_on_shift < 1:
        promised_by = hours.after_open_seconds(now, hours.full_day())
        return Expectation(place=place, promised_by=promised_by)
    usual = _waits(place, pace)
    today = hours.open_seconds(now, hours.closing(now) or now)
    slower = 1.0 if pace.operators is None else pace.operators / operators_on_shift
    waits = _Waits(
        math.floor(_with_todays_staff(usual.low, today, slower)),
        math.ceil(_with_todays_staff(usual.high, today, slower)),
    )
    if _is_far(place, waits, hours):
        return Expectation(place=place, promised_by=_farthest(hours, now))
    latest = _latest(waits, hours, now)
    return Expectation(
        place=place,
        promised_by=latest,
        earliest=_earliest(waits, hours, now),
        latest=latest,
    )


def _closed(place: int, pace: Pace, hours: OpeningHours, now: int) -> Expectation:
    """Who will be on shift is not known yet, so the usual staff is what the promise rests on."""
    opens_at = hours.next_opening(now)
    waits = _waits(place, pace)
    if pace.count < ENOUGH:
        promised_by = hours.after_open_seconds(opens_at, hours.full_day())
    elif _is_far(place, waits, hours):
        promised_by = _farthest(hours, now)
    else:
        promised_by = _latest(waits, hours, now)
    return Expectation(place=place, promised_by=promised_by, opens_at=opens_at)


def _is_far(place: int, waits: _Waits, hours: OpeningHours) -> bool:
    """Whether no time can be named; a place that was not counted is as far as any."""
    return place > COUNTED or waits.high > FARTHEST_DAYS * hours.full_day()


def _waits(place: int, pace: Pace) -> _Waits:
    """The range for a place; never empty, so that there is always something to round."""
    low = math.floor(place * pace.p25 / pace.usual_place)
    high = math.ceil((place + 1) * pace.p75 / pace.usual_place)
    return _Waits(low, max(low + 1, high))


def _with_todays_staff(usual: float, today: int, slower: float) -> float:
    """A wait when the rest of this day goes slower or faster; the days after are usual ones."""
    if usual * slower <= today:
        return usual * slower
    return today + max(0.0, usual - today / slower)


def _farthest(hours: OpeningHours, now: int) -> int:
    """The closing of the farthest day, so that it lies after every range that is named."""
    instant = hours.after_open_seconds(now, FARTHEST_DAYS * hours.full_day())
    return _span_at(instant, hours).closes


def _earliest(waits: _Waits, hours: OpeningHours, now: int) -> int:
    """The start of the range, rounded down."""
    # The instant in which the next open second begins: in the morning, not at the closing before.
    instant = hours.after_open_seconds(now, waits.low + 1) - 1
    span = _span_at(instant, hours)
    if instant <= now + NEAR:
        return max(now, _down(instant, QUARTER, span))
    if hours.day_of(instant) == hours.day_of(now):
        # A later place must not be told an earlier time because its step is coarser.
        return max(_down(now + NEAR, QUARTER, span), _down(instant, HOUR, span))
    return span.middle if instant >= span.middle else span.opens


def _latest(waits: _Waits, hours: OpeningHours, now: int) -> int:
    """The end of the range."""
    return rounded_up(hours.after_open_seconds(now, waits.high), hours, now)


def rounded_up(instant: int, hours: OpeningHours, now: int) -> int:
    """The end of a range as coarsely as its distance allows, and never after closing; the instant
    has to lie in open time.
    """
    span = _span_at(instant, hours)
    if instant <= now + NEAR:
        return _up(instant, QUARTER, span)
    if hours.day_of(instant) == hours.day_of(now):
        return _up(instant, HOUR, span)
    return span.middle if instant <= span.middle else span.closes


def _span_at(instant: int, hours: OpeningHours) -> Span:
    span = hours.span_at(instant)
    assert span is not None  # open time passes on open days only
    return span


def _down(instant: int, step: int, span: Span) -> int:
    """To a step of the clock, not before the opening; full hours are the same in UTC."""
    return max(span.opens, instant // step * step)


def _up(instant: int, step: int, span: Span) -> int:
    """To a step of the clock, not after the closing."""
    return min(span.closes, -(-instant // step) * step)
