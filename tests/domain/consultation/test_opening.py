"""Opening hours, and open time as a measure."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import ALMATY as ZONE_OF_THE_SCREENS
from domain.consultation.opening import ALMATY, OpeningHours

HOURS = OpeningHours()
HOUR = 3600


def at(text: str) -> int:
    """An instant by Almaty's clock."""
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=ALMATY).timestamp())


instants = st.integers(at("2024-03-02 00:00"), at("2035-01-01 00:00"))
spans = st.integers(0, 90 * 24 * HOUR)
some_hours = st.builds(
    lambda opens, minutes, weekdays: OpeningHours(
        opens=dt.time(opens),
        closes=dt.time(opens + minutes // 60, minutes % 60),
        weekdays=weekdays,
    ),
    st.integers(0, 11),
    st.integers(1, 12 * 60 - 1),
    st.frozensets(st.integers(0, 6), min_size=1),
)


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        ("2026-11-23 08:59:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 17:59:59", True),
        ("2026-11-23 18:00", False),
        ("2026-11-22 12:00", False),  # a Sunday
        ("2026-12-16 12:00", False),  # Independence Day
        ("2024-05-04 12:00", False),  # a Saturday that was worked for a day off
    ],
)
def test_it_is_open(when: str, is_open: bool) -> None:
    assert HOURS.is_open(at(when)) is is_open


def test_the_next_opening() -> None:
    assert HOURS.next_opening(at("2026-11-20 18:00")) == at("2026-11-23 09:00")
    assert HOURS.next_opening(at("2026-11-23 08:00")) == at("2026-11-23 09:00")
    assert HOURS.next_opening(at("2026-11-23 09:00")) == at("2026-11-24 09:00")
    assert HOURS.next_opening(at("2026-12-31 20:00")) == at("2027-01-05 09:00")


def test_it_closes() -> None:
    assert HOURS.closing(at("2026-11-23 10:00")) == at("2026-11-23 18:00")
    assert HOURS.closing(at("2026-11-23 18:00")) is None


def test_a_weekend_takes_no_open_time() -> None:
    friday, monday = at("2026-11-20 17:00"), at("2026-11-23 10:30")
    assert HOURS.open_seconds(friday, monday) == 2.5 * HOUR
    assert HOURS.after_open_seconds(friday, int(2.5 * HOUR)) == monday
    assert HOURS.after_open_seconds(friday, HOUR) == at("2026-11-20 18:00")
    assert HOURS.after_open_seconds(friday, HOUR + 1) == at("2026-11-23 09:00") + 1


def test_a_saturday_can_be_open() -> None:
    hours = OpeningHours(weekdays=frozenset(range(6)))
    assert hours.is_open(at("2026-11-21 12:00"))
    assert not hours.is_open(at("2027-01-02 12:00"))  # a holiday


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens": dt.time(18), "closes": dt.time(9)},
        {"weekdays": frozenset()},
        {"weekdays": frozenset({7})},
    ],
)
def test_hours_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"Weekdays|hours"):
        OpeningHours(**wrong)


@given(instants)
def test_the_zone_is_the_one_of_the_screens(now: int) -> None:
    assert HOURS.day_of(now) == dt.datetime.fromtimestamp(now, ZONE_OF_THE_SCREENS).date()


@given(some_hours, instants, st.integers(0, 60 * 24 * HOUR))
def test_after_so_much_open_time_so_much_has_passed(
    hours: OpeningHours, start: int, seconds: int
) -> None:
    seconds = min(seconds, 40 * hours.full_day())
    end = hours.after_open_seconds(start, seconds)
    assert hours.open_seconds(start, end) == seconds
    if seconds:
        assert hours.open_seconds(start, end - 1) == seconds - 1  # and not before
        assert hours.is_open(end - 1)


@given(some_hours, instants, spans)
def test_the_open_time_until_an_open_instant_leads_to_it(
    hours: OpeningHours, start: int, span: int
) -> None:
    end = start + span
    reached = hours.after_open_seconds(start, hours.open_seconds(start, end))
    assert reached <= end
    if span and hours.is_open(end - 1):
        assert reached == end


@given(some_hours, instants, spans, spans)
def test_open_time_adds_up(hours: OpeningHours, start: int, one: int, other: int) -> None:
    middle, end = start + one, start + one + other
    parts = hours.open_seconds(start, middle) + hours.open_seconds(middle, end)
    assert hours.open_seconds(start, end) == parts
    assert 0 <= hours.open_seconds(start, middle) <= one
    assert hours.open_seconds(middle + 1, start) == 0


@given(some_hours, instants, st.lists(st.integers(0, 30 * 9 * HOUR), min_size=2, max_size=5))
def test_more_open_time_takes_longer(hours: OpeningHours, start: int, amounts: list[int]) -> None:
    ends = [hours.after_open_seconds(start, amount) for amount in sorted(set(amounts))]
    assert all(earlier < later for earlier, later in pairwise(ends))


@given(some_hours, instants)
def test_it_is_open_from_an_opening_to_a_closing(hours: OpeningHours, now: int) -> None:
    opening = hours.next_opening(now)
    assert opening > now
    assert hours.is_open(opening)
    assert not hours.is_open(opening - 1)
    closing = hours.closing(opening)
    assert closing is not None
    assert closing - opening == hours.full_day()
    assert not hours.is_open(closing)
    if not hours.is_open(now):
        assert hours.open_seconds(now, opening) == 0
