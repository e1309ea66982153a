"""The words and numbers of a day's picture in a language; how it looks is elsewhere."""

from dataclasses import dataclass

from bot.i18n import Texts
from bot.screens.common import counted
from bot.screens.spans import span
from bot.screens.topics import level_name, outcome_name
from domain.consultation.case import EventKind
from domain.consultation.day_numbers import DayNumbers, Spread

EARLIEST, LATEST = 8, 18
"""Hours that are always shown; others only where something happened."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its words; `shown` is its number as the language writes it."""

    label: str
    value: int
    shown: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below a heading."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hourly:
    """Two series over the hours of the day."""

    title: str
    names: tuple[str, str]
    hours: tuple[int, ...]
    values: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Everything that stands on the picture, from top to bottom."""

    title: str
    day: str
    tiles: tuple[tuple[str, str], ...]  # a number and what it counts
    hourly: Hourly
    bars: tuple[Bars, ...]
    lines: tuple[tuple[str, str], ...]  # what it is, and how much


def chart(texts: Texts, numbers: DayNumbers) -> Chart:
    """The picture of a day."""
    return Chart(
        title=texts.plain("The day's numbers"),
        day=texts.date(numbers.day),
        tiles=_tiles(texts, numbers),
        hourly=_hourly(texts, numbers),
        bars=tuple(bars for bars in (_levels(texts, numbers), _ends(texts, numbers)) if bars.bars),
        lines=_lines(texts, numbers),
    )


def _tiles(texts: Texts, numbers: DayNumbers) -> tuple[tuple[str, str], ...]:
    names = {
        EventKind.OPENED: texts.plain("came in"),
        EventKind.TAKEN: texts.plain("were taken"),
        EventKind.CLOSED: texts.plain("were closed"),
        EventKind.CANCELLED: texts.plain("were cancelled"),
    }
    return tuple((texts.number(numbers.counts[kind]), name) for kind, name in names.items())


def _hourly(texts: Texts, numbers: DayNumbers) -> Hourly:
    busy = [hour for hour, one in enumerate(numbers.hours) if one.opened or one.closed]
    hours = tuple(range(min([EARLIEST, *busy]), max([LATEST, *busy]) + 1))
    return Hourly(
        title=texts.plain("By the hour"),
        names=(texts.plain("came in"), texts.plain("were closed")),
        hours=hours,
        values=tuple((numbers.hours[hour].opened, numbers.hours[hour].closed) for hour in hours),
    )


def _levels(texts: Texts, numbers: DayNumbers) -> Bars:
    return Bars(
        texts.plain("New, by urgency"),
        tuple(
            Bar(level_name(texts, one.level), one.opened, texts.number(one.opened))
            for one in numbers.levels
            if one.opened
        ),
    )


def _ends(texts: Texts, numbers: DayNumbers) -> Bars:
    return Bars(
        texts.plain("How they ended"),
        tuple(
            Bar(outcome_name(texts, code), count, texts.number(count))
            for code, count in numbers.outcomes
        ),
    )


def _lines(texts: Texts, numbers: DayNumbers) -> tuple[tuple[str, str], ...]:
    lines = []
    if numbers.waited is not None:
        lines.append((texts.plain("Wait until taken*"), _spread(texts, numbers.waited)))
    if numbers.replied is not None:
        lines.append((texts.plain("From then to the answer*"), _spread(texts, numbers.replied)))
    lines.append((texts.plain("Not taken by the promised time"), texts.number(numbers.late)))
    if numbers.waiting is not None:
        lines.append((texts.plain("Waiting at this moment"), counted(texts, numbers.waiting)))
    if numbers.stars is not None:
        stars = texts.number(round(numbers.stars, 1))
        lines.append((texts.plain("Rating, on average"), f"{stars} ({numbers.ratings})"))
    if numbers.waited is not None or numbers.replied is not None:
        lines.append((texts.plain("* a half / nine of ten, in opening hours"), ""))
    return tuple(lines)


def _spread(texts: Texts, spread: Spread) -> str:
    return f"{span(texts, spread.median)} / {span(texts, spread.most)}"
