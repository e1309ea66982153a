"""Kazakhstan's working days: weekends, holidays, and the days off that are moved because of them.

The calendar is what the library knows of the law. Kurban Ait of years to come is its estimate.
"""

import datetime as dt
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

ONE_DAY = dt.timedelta(days=1)


class _Year(NamedTuple):
    holidays: frozenset[dt.date]
    working: tuple[dt.date, ...]  # in order


@cache
def _year(number: int) -> _Year:
    # Late: it costs a tenth of a second, and nothing at the start needs it.
    import holidays

    calendar = holidays.country_holidays("KZ", years=number)
    first, last = dt.date(number, 1, 1), dt.date(number, 12, 31)
    days = map(dt.date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    return _Year(frozenset(calendar), tuple(day for day in days if calendar.is_working_day(day)))


def is_holiday(day: dt.date) -> bool:
    """Whether this is a day off that is not merely a Saturday or a Sunday."""
    return day in _year(day.year).holidays


def is_working_day(day: dt.date) -> bool:
    """Whether terms in working days count this day."""
    days = _year(day.year).working
    number = bisect_right(days, day)
    return number > 0 and days[number - 1] == day


def next_working_day(day: dt.date) -> dt.date:
    """The first working day after this one, which itself is never the answer."""
    day += ONE_DAY
    while not is_working_day(day):
        day += ONE_DAY
    return day


def after_working_days(start: dt.date, count: int) -> dt.date:
    """The last day of a term; the day on which it was set off is not counted."""
    day = start
    for _ in range(count):
        day = next_working_day(day)
    return day


def working_days_left(today: dt.date, last_day: dt.date) -> int:
    """How many working days follow today, the last one included: 0 on the last day itself.

    Below zero once it has passed, also when only a weekend lies between.
    """
    if today <= last_day:
        return _between(today, last_day)
    return -max(1, _between(last_day, today))


def _between(after: dt.date, through: dt.date) -> int:
    """Working days after the one and through the other, which is not earlier."""
    whole_years = sum(len(_year(year).working) for year in range(after.year, through.year))
    return whole_years + _of_its_year(through) - _of_its_year(after)


def _of_its_year(day: dt.date) -> int:
    """Working days from New Year through this day."""
    return bisect_right(_year(day.year).working, day)
