"""The numbers of a day: what came, what was done, how long people waited.

Everything is counted from the events of that day, never from how cases stand now, so that a day
says the same tomorrow. Waits are counted in open time: a night is nobody's slowness.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.consultation.board import check_board, day_start
from domain.consultation.case import EventKind, OutcomeCode
from domain.consultation.opening import OpeningHours
from domain.consultation.triage import Level
from domain.errors import Stale
from domain.people.model import Person

DAYS_BACK = 30
"""How far back the numbers are shown."""

MOST = 20_000
"""Rows of a day that are counted; a bad day has some 1,500."""

HOURS = 24
HOUR = 3600

COUNTED = (EventKind.OPENED, EventKind.TAKEN, EventKind.CLOSED, EventKind.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event of the day, except takes."""

    kind: EventKind
    at: int
    level: Level
    outcome: OutcomeCode | None = None  # of a closing
    stars: int | None = None  # of a rating; a comment beside it is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A take of the day, with what it brought."""

    level: Level
    sent: int
    at: int
    first: bool  # whoever takes a case that came back has kept nobody waiting for it
    replied_at: int | None = None  # the first answer of whoever took it


@dataclass(frozen=True, slots=True)
class Spread:
    """How long it took, in open seconds: a half of them, and nine of ten."""

    median: int
    most: int

    @classmethod
    def of(cls, seconds: Sequence[int]) -> "Spread | None":
        """None for nothing; else values that were there, none in between."""
        if not seconds:
            return None
        ordered = sorted(seconds)
        return cls(ordered[_rank(len(ordered), 50)], ordered[_rank(len(ordered), 90)])


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelDay:
    """The day of one urgency."""

    level: Level
    opened: int
    taken: int
    waited: Spread | None


@dataclass(frozen=True, slots=True)
class HourOfDay:
    """What came and what was closed in one hour."""

    opened: int
    closed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNumbers:
    """Everything that is told of a day."""

    day: dt.date
    counts: Mapping[EventKind, int]
    levels: tuple[LevelDay, ...]  # those of which something came or was taken
    waited: Spread | None  # from sent to first taken
    replied: Spread | None  # from taken to the first answer
    outcomes: tuple[tuple[OutcomeCode, int], ...]  # the most frequent first
    ratings: int
    stars: float | None  # on average
    late: int  # times by which somebody should have taken a request, and nobody had
    hours: tuple[HourOfDay, ...]  # of the day, from midnight
    waiting: int | None = None  # at this moment; None: the day is over
    cut: bool = False  # more happened than is counted

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened that could be drawn."""
        return not (any(self.counts.values()) or self.ratings or self.late)


class DayRows(Protocol):
    """What is read of a day, from its first second up to the first of the next one."""

    async def happened(self, since: int, until: int, limit: int) -> Sequence[Happened]: ...

    async def takes(self, since: int, until: int, limit: int) -> Sequence[Take]: ...

    async def slips(self, since: int, until: int) -> int:
        """Promises for this day that were not kept, as far as their citizens were told."""
        ...

    async def waiting(self) -> int: ...


class Days:
    """The numbers of the last days, for those who supervise."""

    def __init__(self, rows: DayRows, hours: OpeningHours) -> None:
        """`rows`: of the running transaction."""
        self._rows = rows
        self._hours = hours

    async def numbers(self, person: Person, day: dt.date, now: int) -> DayNumbers:
        """Raises NotAllowed, and Stale for a day to come or too long ago."""
        check_board(person)
        today = self._hours.day_of(now)
        if not 0 <= (today - day).days <= DAYS_BACK:
            raise Stale("day")
        since = day_start(now) - (today - day).days * HOURS * HOUR
        until = since + HOURS * HOUR
        happened = await self._rows.happened(since, until, MOST)
        takes = await self._rows.takes(since, until, MOST)
        slips = await self._rows.slips(since, until)
        waiting = await self._rows.waiting() if day == today else None
        return numbers_of(day, Seen(happened, takes, slips, waiting), self._hours)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of a day."""

    happened: Sequence[Happened]
    takes: Sequence[Take]
    slips: int = 0
    waiting: int | None = None


def numbers_of(day: dt.date, seen: Seen, hours: OpeningHours) -> DayNumbers:
    """Count what was read."""
    counts = Counter(event.kind for event in seen.happened)
    counts[EventKind.TAKEN] = len(seen.takes)
    outcomes = Counter(event.outcome for event in seen.happened if event.outcome is not None)
    stars = [event.stars for event in seen.happened if event.stars is not None]
    return DayNumbers(
        day=day,
        counts={kind: counts[kind] for kind in COUNTED},
        levels=_levels(seen, hours),
        waited=_waited(seen.takes, hours),
        replied=_replied(seen.takes, hours),
        outcomes=tuple(sorted(outcomes.items(), key=lambda item: (-item[1], item[0]))),
        ratings=len(stars),
        stars=sum(stars) / len(stars) if stars else None,
        late=seen.slips,
        hours=_by_hour(day, seen.happened, hours),
        waiting=seen.waiting,
        cut=max(len(seen.happened), len(seen.takes)) >= MOST,
    )


def _levels(seen: Seen, hours: OpeningHours) -> tuple[LevelDay, ...]:
    opened = Counter(one.level for one in seen.happened if one.kind is EventKind.OPENED)
    of_level = {level: [take for take in seen.takes if take.level is level] for level in Level}
    return tuple(
        LevelDay(
            level=level,
            opened=opened[level],
            taken=len(takes),
            waited=_waited(takes, hours),
        )
        for level, takes in of_level.items()
        if takes or opened[level]
    )


def _waited(takes: Sequence[Take], hours: OpeningHours) -> Spread | None:
    return Spread.of([hours.open_seconds(take.sent, take.at) for take in takes if take.first])


def _replied(takes: Sequence[Take], hours: OpeningHours) -> Spread | None:
    return Spread.of(
        [
            hours.open_seconds(take.at, take.replied_at)
            for take in takes
            if take.replied_at is not None
        ]
    )


def _by_hour(
    day: dt.date, happened: Sequence[Happened], hours: OpeningHours
) -> tuple[HourOfDay, ...]:
    midnight = int(dt.datetime.combine(day, dt.time(), hours.zone).timestamp())
    found = Counter((event.kind, (event.at - midnight) // HOUR) for event in happened)
    return tuple(
        HourOfDay(found[EventKind.OPENED, hour], found[EventKind.CLOSED, hour])
        for hour in range(HOURS)
    )


def _rank(count: int, share: int) -> int:
    """The place of the first value that is not below so many hundredths of them."""
    return max(0, -(-count * share // 100) - 1)
