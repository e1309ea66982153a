"""Terms in working days, across weekends, holidays and days off that were moved."""

import datetime as dt
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.working_days import (
    after_working_days,
    is_holiday,
    is_working_day,
    next_working_day,
    working_days_left,
)

days = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-20", True),  # a Friday
        ("2026-11-21", False),  # a Saturday
        ("2026-12-16", False),  # Independence Day
        ("2026-10-26", False),  # Republic Day was a Sunday
        ("2026-03-25", False),  # two days of Nauryz fell on a weekend
        ("2025-06-06", False),  # Kurban Ait
        ("2025-01-03", False),  # a Friday, moved from a Sunday
        ("2025-01-05", True),  # that Sunday
        ("2013-12-28", True),  # a Saturday, for a day off in January of the next year
        ("2150-06-01", True),  # beyond what the library knows: weekends only
        ("2150-06-06", False),
    ],
)
def test_a_day_works_or_not(day: str, works: bool) -> None:
    assert is_working_day(dt.date.fromisoformat(day)) is works


def test_a_weekend_is_no_holiday() -> None:
    assert not is_holiday(dt.date(2026, 11, 21))
    assert is_holiday(dt.date(2026, 12, 16))
    assert is_holiday(dt.date(2026, 10, 25))  # Republic Day itself, on a Sunday


def test_a_term_does_not_count_the_day_of_receipt() -> None:
    # Monday 7 December: Independence Day (the 16th, a Wednesday) makes the term a day longer.
    assert after_working_days(dt.date(2026, 12, 7), 10) == dt.date(2026, 12, 22)
    assert after_working_days(dt.date(2026, 11, 2), 10) == dt.date(2026, 11, 16)
    assert after_working_days(dt.date(2026, 11, 7), 1) == dt.date(2026, 11, 9)  # a Saturday


def test_a_term_over_new_year() -> None:
    # The 1st, 2nd, 4th (for the 2nd, a Saturday) and 7th of January are off.
    assert after_working_days(dt.date(2026, 12, 31), 3) == dt.date(2027, 1, 8)


def test_days_that_are_left() -> None:
    friday = dt.date(2026, 11, 20)
    assert working_days_left(friday, friday) == 0
    assert working_days_left(dt.date(2026, 11, 18), friday) == 2
    assert working_days_left(dt.date(2026, 11, 14), friday) == 5  # on a Saturday
    assert working_days_left(dt.date(2026, 11, 21), friday) == -1  # passed, though no day worked
    assert working_days_left(dt.date(2026, 11, 23), friday) == -1
    assert working_days_left(dt.date(2026, 11, 24), friday) == -2


@given(days, st.integers(0, 60))
def test_what_is_left_of_a_term_is_its_length(start: dt.date, count: int) -> None:
    last = after_working_days(start, count)
    assert working_days_left(start, last) == count
    assert count == 0 or is_working_day(last)


@given(days)
def test_the_next_working_day_is_the_first_after(day: dt.date) -> None:
    following = next_working_day(day)
    assert day < following
    assert is_working_day(following)
    between = range(day.toordinal() + 1, following.toordinal())
    assert not any(is_working_day(dt.date.fromordinal(number)) for number in between)


@given(days, st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)))
def test_what_is_left_never_grows_with_time(today: dt.date, last: dt.date) -> None:
    left = working_days_left(today, last)
    later = working_days_left(today + dt.timedelta(days=1), last)
    assert left - 1 <= later <= left
    assert (left < 0) is (today > last)


def test_the_calendar_is_not_loaded_by_importing_the_rules() -> None:
    asks = "import sys, domain.consultation.opening; print('holidays' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", asks], capture_output=True, text=True, check=True
    )
    assert answer.stdout == "False\n"
