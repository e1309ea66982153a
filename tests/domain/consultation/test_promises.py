"""A promise after a slip: farther each time, wider and never finer, not at night, not for ever."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.expectation import Expectation, Pace, expect
from domain.consultation.opening import ALMATY, OpeningHours
from domain.consultation.promises import (
    NEAREST,
    TOLD_AT_MOST,
    after_slips,
    is_quiet,
    renew,
)

HOURS = OpeningHours()


def at(day: int, hour: int, minute: int = 0) -> int:
    """An instant of November 2026 on Almaty's clock; the 23rd is a Monday."""
    return int(dt.datetime(2026, 11, day, hour, minute, tzinfo=ALMATY).timestamp())


SOON = Expectation(place=1, promised_by=at(23, 11), earliest=at(23, 10), latest=at(23, 11))
QUICK = Pace.of([60 * n for n in range(1, 30)], 14 * HOURS.full_day())


def test_the_first_new_promise_is_at_least_two_open_hours_away() -> None:
    new = renew(SOON, 0, HOURS, at(23, 10, 20))
    assert new == replace(SOON, promised_by=at(23, 12, 30), latest=at(23, 12, 30))


def test_the_second_lies_twice_as_far() -> None:
    new = renew(SOON, 1, HOURS, at(23, 12, 10))
    assert new is not None
    assert new.latest == new.promised_by == at(23, 17)


def test_near_the_end_of_the_day_it_is_a_half_of_the_next_one() -> None:
    new = renew(SOON, 0, HOURS, at(23, 17, 30))
    assert new is not None
    assert new.latest == at(24, 13, 30)


def test_a_range_that_is_far_enough_stays_as_the_pace_says() -> None:
    far = replace(SOON, promised_by=at(24, 18), latest=at(24, 18))
    assert renew(far, 0, HOURS, at(23, 10, 20)) == far


def test_after_the_last_slip_no_time_is_named() -> None:
    assert renew(SOON, TOLD_AT_MOST - 1, HOURS, at(23, 10)) is None
    assert renew(None, 0, HOURS, at(23, 10)) is None


def test_where_no_range_is_named_none_appears() -> None:
    unnamed = Expectation(place=3, promised_by=at(23, 10, 30))
    new = renew(unnamed, 0, HOURS, at(23, 10))
    assert new is not None
    assert (new.earliest, new.latest, new.promised_by) == (None, None, at(23, 12))


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"),
    [(21, 0, True), (20, 59, False), (3, 0, True), (8, 59, True), (9, 0, False)],
)
def test_the_night_is_from_nine_to_nine(hour: int, minute: int, quiet: bool) -> None:
    assert is_quiet(at(23, hour, minute)) is quiet


def test_a_status_never_names_a_nearer_end_than_the_promise() -> None:
    assert after_slips(SOON, 0, at(23, 15)) == SOON
    assert after_slips(SOON, 1, at(23, 15)) == replace(
        SOON, promised_by=at(23, 15), latest=at(23, 15)
    )
    assert after_slips(SOON, 1, at(23, 10)) == SOON
    assert after_slips(SOON, TOLD_AT_MOST, at(23, 15)) is None


@given(
    now=st.integers(at(20, 0), at(28, 0)),
    place=st.integers(0, 200),
    on_shift=st.integers(0, 5),
    slips=st.integers(0, TOLD_AT_MOST - 2),
)
def test_every_new_promise_is_wide_and_lies_in_open_time(
    now: int, place: int, on_shift: int, slips: int
) -> None:
    expected = expect(place, QUICK, on_shift, HOURS, now)
    new = renew(expected, slips, HOURS, now)
    assert new is not None
    assert HOURS.open_seconds(now, new.promised_by) >= NEAREST * 2**slips
    assert new.promised_by >= expected.promised_by
    assert HOURS.open_seconds(new.promised_by - 1, new.promised_by) == 1
    assert (new.place, new.earliest, new.opens_at) == (
        expected.place, expected.earliest, expected.opens_at,
    )  # fmt: skip
    if new.latest is not None:
        assert new.earliest is not None
        assert new.earliest < new.latest == new.promised_by
