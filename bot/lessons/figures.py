"""Figures of the law and of the economy: dated, with their act, in one file for all lessons."""

import datetime as dt
import gettext
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Final

from babel import Locale

from bot.i18n import Texts
from domain.people.model import Language


class Confidence(StrEnum):
    """How surely a fact was seen, best first; what is below N must not reach a reader."""

    OFFICIAL = "O"  # on an official page
    LAW_TEXT = "L"  # as text of the act in a legal database
    NAMED_SOURCE = "N+"  # in the news, naming an official source
    NEWS = "N"  # in the news only: said softly, with its date
    CALCULATED = "C"  # from values that were seen
    BACKGROUND = "B"  # general knowledge, not verified
    CONFLICT = "conflict"  # sources contradict each other

    @property
    def may_be_taught(self) -> bool:
        """Whether a lesson may rest on it."""
        return self not in {Confidence.BACKGROUND, Confidence.CONFLICT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One value of a figure for the time in which it holds."""

    key: str
    value: Decimal | str | dt.date
    unit: str
    valid_from: dt.date
    valid_to: dt.date | None  # the last day; None: until it is changed
    act: str
    url: str | None
    checked_on: dt.date | None
    confidence: Confidence
    line: int

    def holds_on(self, day: dt.date) -> bool:
        """Whether the value is the one of that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


WORDED: Final = frozenset({"tenge", "percent", "phone", "text", "date", "none"})
"""Units that need no word of their own; the others have their forms in `units.toml`."""

DAYS: Final = frozenset({"days", "calendar_days", "working_days"})
"""Units that a text may put in each other's place: «within 10 days»."""

MRP, TENGE = "mrp", "tenge"
"""The monthly index, in which the law counts sums: a figure of its own, and a unit of others."""

Forms = Mapping[str, Mapping[Language, Mapping[str, str]]]
"""For each unit and language the plural forms: one, few, many, other."""


class Figures:
    """All figures by their key, and how they are written in each language."""

    def __init__(self, rows: Mapping[str, tuple[Figure, ...]], forms: Forms) -> None:
        """`rows`: the values of each figure, sorted by `valid_from`."""
        self._rows = rows
        self._forms = forms

    def __iter__(self) -> Iterator[str]:
        """The keys."""
        return iter(self._rows)

    def objection(self, key: str, unit: str | None) -> str | None:
        """Why a text cannot show this figure with this unit (None: its own); None when it can."""
        if key not in self._rows:
            return f"{key!r} is not in figures.toml"
        if unit in {None, "number"}:
            return None
        if unit == TENGE:
            return self._no_sum(key)
        if unit not in self._forms:
            return f"the unit {unit!r} has no words in units.toml"
        own = self._rows[key][-1].unit
        kin = unit == own or {unit, own} <= DAYS
        return None if kin else f"{key!r} is in {own}, which is not {unit}"

    def _no_sum(self, key: str) -> str | None:
        if MRP in self._rows and all(row.unit == MRP for row in self._rows[key]):
            return None
        return f"{key!r} is not counted in the monthly index, so it is no sum of the year"

    def rows(self, key: str) -> tuple[Figure, ...]:
        """Every value of a figure, the oldest first."""
        return self._rows[key]

    def on(self, key: str, day: dt.date) -> Figure:
        """The value of a day; when none holds, the last one before it (else the first)."""
        rows = self._rows[key]
        holding = [row for row in rows if row.holds_on(day)]
        earlier = [row for row in rows if row.valid_from <= day]
        return (holding or earlier or list(rows[:1]))[-1]

    def text(self, key: str, language: Language, day: dt.date, *, unit: str | None = None) -> str:
        """The figure as a reader sees it on a day.

        A value whose time is over is shown with its year rather than not at all: a lesson must
        stay readable on the first of January, before an editor has entered the new year.
        """
        row = self._in_tenge(key, day) if unit == TENGE else self.on(key, day)
        words = self._worded(row, language, unit or row.unit)
        if row.valid_to is not None and row.valid_to < day:
            return f"{words} ({row.valid_to.year})"
        return words

    def _in_tenge(self, key: str, day: dt.date) -> Figure:
        """So many monthly indices as the sum of the year; it holds as long as both of them do."""
        row, index = self.on(key, day), self.on(MRP, day)
        if row.unit != MRP:
            return row
        assert isinstance(row.value, Decimal), "the reader of the file has looked at it"
        assert isinstance(index.value, Decimal), "the reader of the file has looked at it"
        ends = [end for end in (row.valid_to, index.valid_to) if end is not None]
        return replace(row, value=row.value * index.value, valid_to=min(ends, default=None))

    def _worded(self, row: Figure, language: Language, unit: str) -> str:
        texts = _formatting(language)
        if isinstance(row.value, dt.date):
            return texts.date(row.value)
        if isinstance(row.value, str):
            return row.value
        if unit in {"none", "number"}:
            return texts.number(row.value)
        if unit == "tenge":
            return texts.money(int(row.value))
        if unit == "percent":
            return texts.percent(row.value)
        form = _plural(language, row.value)
        forms = self._forms[unit][language]
        return f"{texts.number(row.value)}\u00a0{forms.get(form, forms['other'])}"


@cache
def _formatting(language: Language) -> Texts:
    """Only the formats of the language: an editor's check needs no compiled catalog."""
    return Texts(language, gettext.NullTranslations())


def _plural(language: Language, value: Decimal) -> str:
    return str(Locale.parse(language.value).plural_form(value))
