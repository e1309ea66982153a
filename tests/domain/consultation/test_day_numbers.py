"""A day's numbers are always those of a recount."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.case import EventKind, OutcomeCode
from domain.consultation.day_numbers import (
    MOST,
    DayNumbers,
    Days,
    Happened,
    HourOfDay,
    Seen,
    Spread,
    Take,
    numbers_of,
)
from domain.consultation.opening import ALMATY, OpeningHours
from domain.consultation.triage import Level
from domain.errors import NotAllowed, Stale
from domain.people.model import Language, Person, Role

DAY = dt.date(2026, 11, 23)
MIDNIGHT = int(dt.datetime(2026, 11, 23, tzinfo=ALMATY).timestamp())
OPENING = OpeningHours()

instants = st.integers(MIDNIGHT, MIDNIGHT + 86_399)
levels = st.sampled_from(Level)
events = st.one_of(
    st.builds(
        Happened,
        kind=st.sampled_from([EventKind.OPENED, EventKind.CANCELLED]),
        at=instants,
        level=levels,
    ),
    st.builds(
        Happened,
        kind=st.just(EventKind.CLOSED),
        at=instants,
        level=levels,
        outcome=st.sampled_from(OutcomeCode),
    ),
    st.builds(
        Happened,
        kind=st.just(EventKind.RATED),
        at=instants,
        level=levels,
        stars=st.none() | st.integers(1, 5),
    ),
)
takes = st.builds(
    lambda level, at, waited, reply, first: Take(
        level=level,
        sent=at - waited,
        at=at,
        first=first,
        replied_at=None if reply is None else at + reply,
    ),
    level=levels,
    at=instants,
    waited=st.integers(0, 9 * 86_400),
    reply=st.none() | st.integers(0, 3 * 86_400),
    first=st.booleans(),
)


def somebody(role: Role | None) -> Person:
    return Person(
        id=1,
        telegram_id=1001,
        name="Ерлан",
        language=Language.KK,
        app_language=None,
        unreachable=None,
        last_message_id=0,
        role=role,
        on_shift=False,
    )


def spread(seconds: Sequence[int]) -> Spread | None:
    """Counted by asking each value how many are not above it."""
    if not seconds:
        return None

    def share(of: float) -> int:
        return min(x for x in seconds if sum(y <= x for y in seconds) >= of * len(seconds) - 1e-9)

    return Spread(share(0.5), share(0.9))


def waits(of: Sequence[Take]) -> list[int]:
    return [OPENING.open_seconds(take.sent, take.at) for take in of if take.first]


@given(
    happened=st.lists(events, max_size=60),
    taken=st.lists(takes, max_size=40),
    slips=st.integers(0, 9),
)
def test_the_numbers_are_those_of_a_recount(
    happened: list[Happened], taken: list[Take], slips: int
) -> None:
    numbers = numbers_of(DAY, Seen(happened, taken, slips, 7), OPENING)

    def count(kind: EventKind, **is_: object) -> int:
        return sum(
            one.kind is kind and all(getattr(one, name) == value for name, value in is_.items())
            for one in happened
        )

    assert numbers.counts == {
        EventKind.OPENED: count(EventKind.OPENED),
        EventKind.TAKEN: len(taken),
        EventKind.CLOSED: count(EventKind.CLOSED),
        EventKind.CANCELLED: count(EventKind.CANCELLED),
    }
    assert numbers.waited == spread(waits(taken))
    assert numbers.replied == spread(
        [OPENING.open_seconds(t.at, t.replied_at) for t in taken if t.replied_at is not None]
    )
    shown = {one.level: one for one in numbers.levels}
    for level in Level:
        of_it = [take for take in taken if take.level is level]
        opened = count(EventKind.OPENED, level=level)
        assert (level in shown) == bool(of_it or opened)
        if level in shown:
            one = shown[level]
            assert (one.opened, one.taken) == (opened, len(of_it))
            assert one.waited == spread(waits(of_it))
    assert dict(numbers.outcomes) == {
        code: count(EventKind.CLOSED, outcome=code)
        for code in OutcomeCode
        if count(EventKind.CLOSED, outcome=code)
    }
    stars = [one.stars for one in happened if one.stars is not None]
    assert numbers.ratings == len(stars)
    assert numbers.stars == (pytest.approx(sum(stars) / len(stars)) if stars else None)
    assert (numbers.late, numbers.waiting, numbers.cut) == (slips, 7, False)
    assert sum(hour.opened for hour in numbers.hours) == count(EventKind.OPENED)
    assert sum(hour.closed for hour in numbers.hours) == count(EventKind.CLOSED)
    assert numbers.is_empty == (not (taken or slips or set_of_counted(happened)))


def set_of_counted(happened: Sequence[Happened]) -> bool:
    return any(one.kind is not EventKind.RATED or one.stars is not None for one in happened)


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_nine_of_ten_are_never_quicker_than_a_half(seconds: list[int]) -> None:
    found = Spread.of(seconds)
    assert found == spread(seconds)
    assert found is not None
    assert found.median <= found.most <= max(seconds)


def test_hours_are_those_of_almaty() -> None:
    nine = Happened(kind=EventKind.OPENED, at=MIDNIGHT + 9 * 3600, level=Level.PLAN)
    last = Happened(kind=EventKind.CLOSED, at=MIDNIGHT + 86_399, level=Level.PLAN)
    hours = numbers_of(DAY, Seen([nine, last], []), OPENING).hours
    assert (hours[9], hours[23]) == (HourOfDay(1, 0), HourOfDay(0, 1))


class Nothing:
    """A desk on which nothing happens."""

    def __init__(self, takes: Sequence[Take] = ()) -> None:
        self.asked: list[tuple[int, int]] = []
        self._takes = takes

    async def happened(self, since: int, until: int, limit: int) -> Sequence[Happened]:
        self.asked.append((since, until))
        return ()

    async def takes(self, since: int, until: int, limit: int) -> Sequence[Take]:
        return self._takes[:limit]

    async def slips(self, since: int, until: int) -> int:
        return 0

    async def waiting(self) -> int:
        return 4


async def asked(day: dt.date, role: Role | None = Role.SUPERVISOR) -> tuple[DayNumbers, Nothing]:
    rows = Nothing()
    person = somebody(role=role)
    return await Days(rows, OPENING).numbers(person, day, MIDNIGHT + 36_000), rows


async def test_a_day_is_asked_for_from_midnight_to_midnight() -> None:
    today, rows = await asked(DAY)
    assert rows.asked == [(MIDNIGHT, MIDNIGHT + 86_400)]
    assert (today.is_empty, today.waiting) == (True, 4)
    before, rows = await asked(DAY - dt.timedelta(days=30))
    assert rows.asked == [(MIDNIGHT - 30 * 86_400, MIDNIGHT - 29 * 86_400)]
    assert before.waiting is None


@pytest.mark.parametrize("back", [-1, 31, 700_000])
async def test_no_day_to_come_and_none_too_long_ago(back: int) -> None:
    with pytest.raises(Stale):
        await asked(DAY - dt.timedelta(days=back))


@pytest.mark.parametrize("role", [None, Role.OPERATOR, Role.EDITOR, Role.ADMIN])
async def test_for_those_who_supervise(role: Role | None) -> None:
    with pytest.raises(NotAllowed):
        await asked(DAY, role)


async def test_a_day_that_is_too_long_says_so() -> None:
    take = Take(level=Level.PLAN, sent=MIDNIGHT, at=MIDNIGHT, first=False)
    days = Days(Nothing([take] * (MOST + 1)), OPENING)
    numbers = await days.numbers(somebody(role=Role.OWNER), DAY, MIDNIGHT)
    assert numbers.cut
    assert numbers.counts[EventKind.TAKEN] == MOST
