"""The terms of the law that the rules reckon with, out of the dated figures."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from bot.lessons import FOLDER
from bot.lessons.figure_files import FIGURES
from bot.lessons.figures import Figures
from bot.lessons.problem import LessonError, Problem
from domain.consultation.urgency import LegalDay

NOTARY, SETTLEMENT = "notary_objection_days", "apply_days"

TERM_FIGURES: Final[Mapping[str, str]] = {NOTARY: "working_days", SETTLEMENT: "calendar_days"}
"""Each figure with the days in which the rules count it."""


def legal_day(figures: Figures, day: dt.date) -> LegalDay:
    """A day with the terms of the law as the figures give them."""
    return LegalDay(
        day=day,
        notary_working_days=_days(figures, NOTARY, day),
        settlement_days=_days(figures, SETTLEMENT, day),
    )


def check_terms(figures: Figures) -> None:
    """Raise LessonError for the first thing with which no term can be reckoned."""
    for problem in term_problems(figures):
        raise LessonError(problem)


def term_problems(figures: Figures) -> Iterator[Problem]:
    """Terms that are missing, counted in other days, not whole, or not sure enough."""
    path = FOLDER / FIGURES
    for key, unit in TERM_FIGURES.items():
        if key not in set(figures):
            yield Problem(path, 1, f"{key} is missing: the urgency of requests rests on it")
            continue
        for row in figures.rows(key):
            if row.unit != unit:
                yield Problem(path, row.line, f"{key} is reckoned in {unit}, not in {row.unit}")
            elif not isinstance(row.value, Decimal) or row.value % 1 or row.value < 1:
                yield Problem(path, row.line, f"{key} has to be a whole number of days")
            elif not row.confidence.may_be_taught:
                sentence = f"{key} is not sure ({row.confidence}): no request is measured by it"
                yield Problem(path, row.line, sentence)


def _days(figures: Figures, key: str, day: dt.date) -> int:
    value = figures.on(key, day).value
    assert isinstance(value, Decimal), "check_terms has looked at it"
    return int(value)
