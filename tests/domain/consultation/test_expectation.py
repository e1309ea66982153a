"""What a citizen is told to expect: examples, and what holds at every pace."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.counting import COUNTED
from domain.consultation.expectation import ENOUGH, NEAR, QUARTER, Expectation, Pace, expect
from domain.consultation.opening import ALMATY, OpeningHours

HOURS = OpeningHours()
MINUTE, HOUR = 60, 3600
WEEK = 45 * HOUR  # five open days


def at(text: str) -> int:
    """An instant by Almaty's clock."""
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=ALMATY).timestamp())


MONDAY = at("2026-11-23 10:00")
BUSY = Pace(  # 450 taken in a week, ten an hour; 20 usually stand in front
    p25=90 * MINUTE, p50=2 * HOUR, p75=3 * HOUR, count=450, open_seconds=WEEK, operators=5
)
IDLE = Pace(
    p25=2 * MINUTE, p50=5 * MINUTE, p75=12 * MINUTE, count=40, open_seconds=WEEK, operators=5
)


def told(place: int, pace: Pace = BUSY, on_shift: int = 5, now: int = MONDAY) -> Expectation:
    return expect(place, pace, on_shift, HOURS, now)


def between(earliest: str, latest: str, **asked: object) -> None:
    expected = told(**asked)
    assert (expected.earliest, expected.latest) == (at(earliest), at(latest))
    assert expected.promised_by == expected.latest
    assert expected.opens_at is None


def test_within_two_hours_it_is_told_to_the_quarter() -> None:
    between("2026-11-23 10:45", "2026-11-23 11:45", place=10)
    between("2026-11-23 10:00", "2026-11-23 10:15", place=0)


def test_later_on_the_day_it_is_told_to_the_hour() -> None:
    between("2026-11-23 13:00", "2026-11-23 17:00", place=40)


def test_beyond_the_day_it_is_told_to_half_days() -> None:
    between("2026-11-24 09:00", "2026-11-25 13:30", place=120)


def test_an_idle_desk_takes_the_next_one_soon() -> None:
    between("2026-11-23 10:00", "2026-11-23 10:15", place=0, pace=IDLE)
    between("2026-11-23 10:00", "2026-11-23 10:45", place=2, pace=IDLE)


def test_who_is_on_shift_counts_for_the_rest_of_the_day() -> None:
    between("2026-11-23 10:15", "2026-11-23 11:00", place=10, on_shift=10)
    # One of five: today's eight hours do the work of 1.6; the rest of 6.15 is left for tomorrow.
    between("2026-11-24 09:00", "2026-11-24 18:00", place=40, on_shift=1)


def test_a_range_does_not_begin_at_the_closing() -> None:
    # Two cases of half an hour at best: at 18:00, that is, on the next morning.
    half_hours = Pace(p25=1800, p50=1800, p75=1800, count=40, open_seconds=WEEK)
    between(
        "2026-11-24 09:00",
        "2026-11-24 13:30",
        place=2,
        pace=half_hours,
        now=at("2026-11-23 17:00"),
    )


def test_a_coarser_step_does_not_go_back_behind_a_finer_one() -> None:
    slow = Pace(p25=3600, p50=3600, p75=3600, count=40, open_seconds=WEEK)
    now = at("2026-11-23 09:50")
    between("2026-11-23 11:45", "2026-11-23 13:00", place=2, pace=slow, now=now)
    slower = replace(slow, p25=3660)  # two minutes beyond the two hours
    between("2026-11-23 11:45", "2026-11-23 13:00", place=2, pace=slower, now=now)


def test_odd_hours_hold_the_range() -> None:
    pace = Pace(p25=720, p50=720, p75=1200, count=40, open_seconds=WEEK)
    short = OpeningHours(opens=dt.time(9, 10), closes=dt.time(17, 50))
    assert expect(1, pace, 5, short, at("2026-11-23 17:09")).latest == at("2026-11-23 17:50")
    long = OpeningHours(opens=dt.time(0, 10), closes=dt.time(23, 50))
    assert expect(1, pace, 5, long, at("2026-11-23 23:40")).earliest == at("2026-11-24 00:10")


def test_an_unknown_staff_changes_nothing() -> None:
    unknown = replace(BUSY, operators=None)
    assert told(10, unknown, on_shift=1) == told(10, unknown, on_shift=9) == told(10)


def test_outside_the_hours_only_the_next_opening_is_told() -> None:
    friday = at("2026-11-20 19:00")
    expected = told(10, on_shift=0, now=friday)
    assert expected == Expectation(
        place=10, promised_by=at("2026-11-23 13:30"), opens_at=at("2026-11-23 09:00")
    )


@pytest.mark.parametrize(
    ("pace", "on_shift"),
    [(Pace.of([60] * (ENOUGH - 1), WEEK), 5), (BUSY, 0), (Pace.of([], 0), 5)],
)
def test_what_is_not_known_is_not_told(pace: Pace, on_shift: int) -> None:
    expected = told(3, pace, on_shift)
    assert expected == Expectation(place=3, promised_by=at("2026-11-24 10:00"))


def test_too_little_data_outside_the_hours_promises_the_next_day() -> None:
    expected = told(3, Pace.of([], 0), on_shift=0, now=at("2026-11-20 19:00"))
    assert expected.opens_at == at("2026-11-23 09:00")
    assert expected.promised_by == at("2026-11-23 18:00")


def test_a_queue_of_a_season_gets_no_time() -> None:
    for now in (MONDAY, at("2026-11-22 12:00")):
        expected = told(100_000, now=now)
        assert expected.earliest is None
        assert expected.promised_by > told(10).promised_by


def test_a_place_that_was_not_counted_gets_no_time_however_quick_the_desk_is() -> None:
    assert told(COUNTED, IDLE, on_shift=500).latest is not None
    uncounted = told(COUNTED + 1, IDLE, on_shift=500)
    assert uncounted.latest is None
    assert uncounted.promised_by > told(COUNTED, IDLE, on_shift=500).promised_by


def test_a_pace_of_single_waits() -> None:
    pace = Pace.of([40, 10, 30, 20], open_seconds=HOUR, operators=2)
    assert (pace.p25, pace.p50, pace.p75) == (20, 30, 40)
    assert (pace.count, pace.operators) == (4, 2)


waits = st.lists(st.integers(0, 20 * 9 * HOUR), min_size=3, max_size=3).map(sorted)
paces = st.builds(
    lambda waits, count, open_seconds, operators: Pace(
        p25=waits[0],
        p50=waits[1],
        p75=waits[2],
        count=count,
        open_seconds=open_seconds,
        operators=operators,
    ),
    waits,
    st.integers(ENOUGH, 5000),
    st.integers(9 * HOUR, 200 * HOUR),
    st.none() | st.floats(0.2, 60),
)
instants = st.integers(at("2026-01-01 00:00"), at("2028-01-01 00:00"))
open_instants = st.integers(1, 50 * WEEK).map(
    lambda seconds: HOURS.after_open_seconds(at("2026-01-01 00:00"), seconds) - 1
)
places = st.integers(0, 3000)
shifts = st.integers(1, 60)


@given(st.lists(places, min_size=2, max_size=6), paces, shifts, instants | open_instants)
def test_a_later_place_is_never_told_an_earlier_time(
    asked: list[int], pace: Pace, on_shift: int, now: int
) -> None:
    for one, other in pairwise(told(place, pace, on_shift, now) for place in sorted(asked)):
        assert one.promised_by <= other.promised_by
        assert one.opens_at == other.opens_at
        if other.earliest is not None and other.latest is not None:
            assert one.earliest is not None
            assert one.latest is not None
            assert one.earliest <= other.earliest
            assert one.latest <= other.latest


@given(places, paces, shifts, instants | open_instants)
def test_a_range_is_a_range_within_the_hours(
    place: int, pace: Pace, on_shift: int, now: int
) -> None:
    expected = told(place, pace, on_shift, now)
    assert HOURS.is_open(expected.promised_by - 1)
    assert expected.promised_by > now
    assert (expected.opens_at is None) is HOURS.is_open(now)
    if expected.earliest is None or expected.latest is None:
        return
    assert now <= expected.earliest < expected.latest == expected.promised_by
    assert HOURS.is_open(expected.earliest)
    assert HOURS.is_open(expected.latest - 1)


@given(places, paces, shifts, open_instants)
def test_no_time_is_told_more_precisely_than_it_is_known(
    place: int, pace: Pace, on_shift: int, now: int
) -> None:
    expected = told(place, pace, on_shift, now)
    for instant in (expected.earliest, expected.latest):
        if instant is None:
            continue
        span = HOURS.span_at(instant)
        assert span is not None
        halves = {span.opens, span.middle, span.closes}
        if HOURS.day_of(instant) != HOURS.day_of(now):
            assert instant in halves
        elif instant >= now + NEAR + QUARTER:
            assert instant % HOUR == 0
        else:
            assert instant % QUARTER == 0 or instant == now


@given(places, paces, shifts, shifts, open_instants)
def test_more_operators_never_take_longer(
    place: int, pace: Pace, one: int, other: int, now: int
) -> None:
    few, many = sorted((one, other))
    assert told(place, pace, many, now).promised_by <= told(place, pace, few, now).promised_by
