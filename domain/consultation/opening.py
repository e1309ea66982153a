"""When the call centre is open, and open time as a measure: nobody is promised a Sunday."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.consultation.working_days import ONE_DAY, is_holiday

ALMATY: Final = dt.timezone(dt.timedelta(hours=5), "Asia/Almaty")
"""The one zone of the country. Since March 2024 it is this offset, and there is no summer time:
a fixed one is right also where the machine's own zone files are older than that.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """The open time of one day, in UTC seconds; closed at the last instant."""

    opens: int
    closes: int

    @property
    def middle(self) -> int:
        """Where the second half of the day begins."""
        return (self.opens + self.closes) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """The same hours on each of the weekdays, closed on holidays; instants are UTC seconds.

    A weekend that is worked for a moved day off stays closed: people know the weekdays by heart.
    """

    opens: dt.time = dt.time(9)
    closes: dt.time = dt.time(18)
    weekdays: frozenset[int] = frozenset(range(5))  # Monday is 0
    zone: dt.tzinfo = ALMATY

    def __post_init__(self) -> None:
        if not self.opens < self.closes:
            raise ValueError("The hours have to end after they begin, on the same day.")
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError("Weekdays are numbers from 0 (Monday) to 6, at least one of them.")

    def span_of(self, day: dt.date) -> Span | None:
        """The open time of a day; None when closed all day."""
        if day.weekday() not in self.weekdays or is_holiday(day):
            return None
        return Span(self._instant(day, self.opens), self._instant(day, self.closes))

    def span_at(self, now: int) -> Span | None:
        """The open time of the day of an instant, whether it is open at it or not."""
        return self.span_of(self.day_of(now))

    def day_of(self, now: int) -> dt.date:
        """The calendar day in the call centre's zone."""
        return dt.datetime.fromtimestamp(now, self.zone).date()

    def is_open(self, now: int) -> bool:
        """Whether somebody should be there; at the closing instant nobody is."""
        return self.closing(now) is not None

    def closing(self, now: int) -> int | None:
        """When it closes today; None when it is closed now."""
        span = self.span_at(now)
        return span.closes if span and span.opens <= now < span.closes else None

    def next_opening(self, now: int) -> int:
        """The first opening after this instant; while it is open, that of the next open day."""
        return next(span.opens for span in self._spans(now) if span.opens > now)

    def open_seconds(self, start: int, end: int) -> int:
        """How much open time lies between two instants; 0 when the end is not later."""
        total = 0
        for span in self._spans(start):
            if span.opens >= end:
                break
            total += max(0, min(span.closes, end) - max(span.opens, start))
        return total

    def after_open_seconds(self, start: int, seconds: int) -> int:
        """The first instant by which so much open time has passed; the start itself for none."""
        if seconds <= 0:
            return start
        left = seconds
        for span in self._spans(start):
            begins = max(span.opens, start)
            if left <= span.closes - begins:
                return begins + left
            left -= max(0, span.closes - begins)
        raise AssertionError("open days never end")

    def before_open_seconds(self, end: int, seconds: int) -> int:
        """The last instant from which so much open time passes until the end; itself for none."""
        if seconds <= 0:
            return end
        left, day = seconds, self.day_of(end)
        while True:
            span = self.span_of(day)
            passed = max(0, min(span.closes, end) - span.opens) if span else 0
            if span and left <= passed:
                return min(span.closes, end) - left
            left -= passed
            day -= ONE_DAY

    def full_day(self) -> int:
        """The open seconds of one day."""
        day = dt.date(2000, 1, 1)
        length = dt.datetime.combine(day, self.closes) - dt.datetime.combine(day, self.opens)
        return int(length.total_seconds())

    def _spans(self, start: int) -> Iterator[Span]:
        """The open days, beginning with the day of this instant, without end."""
        day = self.day_of(start)
        while True:
            span = self.span_of(day)
            if span:
                yield span
            day += ONE_DAY

    def _instant(self, day: dt.date, at: dt.time) -> int:
        return int(dt.datetime.combine(day, at, self.zone).timestamp())
