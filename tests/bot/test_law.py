"""The terms of the law come from the dated figures, and only from sure ones."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from bot.law import check_terms, legal_day, term_problems
from bot.lessons import FOLDER, LessonError, load
from bot.lessons.figure_files import FIGURES, UNITS, read_figures
from bot.lessons.figures import Figures
from domain.people.model import Language

TODAY = dt.date(2026, 11, 22)
OBJECTION = "[[notary_objection_days]]\nvalue = 10\n"


def changed(tmp_path: Path, old: str, new: str) -> Figures:
    """The figures with something else in one place."""
    text = (FOLDER / FIGURES).read_text()
    assert old in text
    (tmp_path / FIGURES).write_text(text.replace(old, new, 1))
    shutil.copy(FOLDER / UNITS, tmp_path / UNITS)
    return read_figures(tmp_path, [])


def test_the_terms_are_those_of_the_figures() -> None:
    law = legal_day(load().figures, TODAY)
    assert (law.day, law.notary_working_days, law.settlement_days) == (TODAY, 10, 30)


def test_a_term_changes_on_the_day_on_which_the_law_does(tmp_path: Path) -> None:
    of_old = OBJECTION.replace("10", "7") + (
        'unit = "working_days"\nvalid_from = 2020-01-01\nvalid_to = 2024-12-31\n'
        'act = "x"\nurl = "x"\nchecked_on = 2026-11-22\nconfidence = "L"\n\n'
    )
    figures = changed(tmp_path, OBJECTION, of_old + OBJECTION)
    check_terms(figures)
    assert legal_day(figures, dt.date(2024, 12, 31)).notary_working_days == 7
    assert legal_day(figures, dt.date(2025, 1, 1)).notary_working_days == 10


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (OBJECTION, OBJECTION.replace("10", "0"), "whole number of days"),
        (OBJECTION + 'unit = "working_days"', OBJECTION + 'unit = "calendar_days"', "reckoned"),
        ("[[apply_days]]", "[[apply_days_of_old]]", "apply_days is missing"),
    ],
)
def test_a_term_that_cannot_be_reckoned_with_stops_the_start(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    figures = changed(tmp_path, old, new)
    with pytest.raises(LessonError, match=sentence):
        check_terms(figures)
    assert len(list(term_problems(figures))) == 1


def test_what_is_not_sure_measures_no_request(tmp_path: Path) -> None:
    text = (FOLDER / FIGURES).read_text()
    start = text.index("[[notary_objection_days]]")
    end = text.index("\n[[", start)
    row = text[start:end]
    figures = changed(tmp_path, row, row.replace('confidence = "N+"', 'confidence = "B"'))
    with pytest.raises(LessonError, match="not sure"):
        check_terms(figures)


def test_a_sum_of_the_year_follows_the_index() -> None:
    figures = load().figures

    def limit(day: dt.date, language: Language = Language.RU) -> str:
        return figures.text("bankruptcy_limit", language, day, unit="tenge")

    assert limit(TODAY) == limit(TODAY, Language.KK) == "6\u00a0920\u00a0000\u00a0₸"
    assert limit(dt.date(2027, 1, 2)) == "6\u00a0920\u00a0000\u00a0₸ (2026)"
    assert figures.text("bankruptcy_limit", Language.KK, TODAY) == "1\u00a0600\u00a0АЕК"
    assert figures.objection("bankruptcy_limit", "tenge") is None
    assert "monthly index" in (figures.objection("apply_days", "tenge") or "")


def test_next_years_index_makes_next_years_sum(tmp_path: Path) -> None:
    following = (
        '\n[[mrp]]\nvalue = 4500\nunit = "tenge"\nvalid_from = 2027-01-01\n'
        'act = "x"\nurl = "x"\nchecked_on = 2026-12-10\nconfidence = "N+"\n\n[[subsistence_min]]'
    )
    figures = changed(tmp_path, "\n[[subsistence_min]]", following)
    day = dt.date(2027, 1, 2)
    words = figures.text("bankruptcy_limit", Language.KK, day, unit="tenge")
    assert words == "7\u00a0200\u00a0000\u00a0₸"
