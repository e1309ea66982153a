"""The lessons of the course themselves, and how figures come into them."""

import datetime as dt
import re
from pathlib import Path

import pytest

from bot.callbacks import AnswerCD, LessonCD, StepCD
from bot.lessons import FOLDER, load
from bot.lessons.check import check
from bot.lessons.form import SLUG, official
from bot.lessons.template import Template, visible
from domain.people.model import Language
from tests.lessons.example import TODAY, change, write

BOTH = list(Language)


def test_the_course_passes_its_own_check() -> None:
    assert [str(problem) for problem in check(FOLDER, TODAY)] == []


@pytest.mark.parametrize("language", BOTH)
def test_the_first_lesson_is_whole(language: Language) -> None:
    words = load().words(language, TODAY)["first-30-days"]
    assert 4 <= len(words.cards) <= 6
    assert len(words.questions) == 3
    assert all(len(card.title) + visible(card.text) <= 600 for card in words.cards.values())
    for question in words.questions.values():
        assert len(question.options) == 3
        assert all(len(option.why) > 50 for option in question.options.values())
    assert words.today
    assert all(source.checked_on == TODAY for source in words.sources)


def test_its_figures_come_from_the_file() -> None:
    kazakh = load().words(Language.KK, TODAY)["first-30-days"]
    russian = load().words(Language.RU, TODAY)["first-30-days"]
    assert kazakh.title == "Төлем кешіксе: алғашқы 30\u00a0күн"
    assert russian.title == "Просрочка: первые 30\u00a0дней"
    assert "10\u00a0күнтізбелік күн" in kazakh.cards["what-happens"].text
    assert "30\u00a0календарных дней" in russian.cards["time-to-write"].text
    assert kazakh.cards["the-answer"].copies == ("1459",)


def test_fifteen_days_are_neither_calendar_nor_working_days() -> None:
    """The sources contradict each other, so the reader is sent to the contract."""
    kazakh = load().words(Language.KK, TODAY)["first-30-days"].cards["the-answer"].text
    russian = load().words(Language.RU, TODAY)["first-30-days"].cards["the-answer"].text
    assert "әдетте 15\u00a0күн ішінде" in kazakh
    assert "шартыңыздан қараңыз" in kazakh
    assert "Обычно отвечают за 15\u00a0дней" in russian
    assert "посмотрите в договоре" in russian


@pytest.mark.parametrize("key", ["mrp", "subsistence_min"])
def test_the_indicators_of_two_years(key: str) -> None:
    figures = load().figures
    values = {
        "mrp": ("3\u00a0932", "4\u00a0325"),
        "subsistence_min": ("46\u00a0228", "50\u00a0851"),
    }
    before, now = values[key]
    assert figures.text(key, Language.KK, dt.date(2025, 12, 31)) == f"{before}\u00a0₸"
    assert figures.text(key, Language.RU, dt.date(2026, 1, 1)) == f"{now}\u00a0₸"


def test_after_the_new_year_an_old_value_is_shown_with_its_year() -> None:
    figures = load().figures
    assert figures.text("mrp", Language.KK, dt.date(2027, 1, 1)) == "4\u00a0325\u00a0₸ (2026)"


@pytest.mark.parametrize(
    ("value", "unit", "kazakh", "russian"),
    [
        ("1", "days", "1 күн", "1 день"),
        ("2", "days", "2 күн", "2 дня"),
        ("5", "days", "5 күн", "5 дней"),
        ("11", "days", "11 күн", "11 дней"),
        ("21", "days", "21 күн", "21 день"),
        ("0.5", "days", "0,5 күн", "0,5 дня"),
        ("46", "percent", "46 %", "46 %"),
        ("1600", "tenge", "1 600 ₸", "1 600 ₸"),
        ("1600", "none", "1 600", "1 600"),
        ('"9-2"', "text", "9-2", "9-2"),
        ("2026-07-01", "date", "2026 жылғы 1 шілде", "1 июля 2026 г."),
    ],
)
def test_units_in_both_languages(
    tmp_path: Path, value: str, unit: str, kazakh: str, russian: str
) -> None:
    lesson = write(tmp_path)
    change(lesson.parent / "figures.toml", "value = 21", f"value = {value}")
    change(lesson.parent / "figures.toml", 'unit = "days"', f'unit = "{unit}"')
    figures = load(lesson.parent).figures
    shown = [figures.text("term", language, TODAY) for language in BOTH]
    assert [re.sub(r"\s", " ", text) for text in shown] == [kazakh, russian]


def test_another_unit_and_none() -> None:
    figures = load().figures
    assert figures.text("apply_days", Language.RU, TODAY, unit="days") == "30\u00a0дней"
    assert figures.text("apply_days", Language.RU, TODAY, unit="number") == "30"


def test_words_are_made_once_a_day(tmp_path: Path) -> None:
    lessons = load(write(tmp_path).parent)
    today = lessons.words(Language.KK, TODAY)
    assert lessons.words(Language.KK, TODAY) is today
    assert lessons.words(Language.KK, TODAY + dt.timedelta(days=1)) is not today


def test_paragraphs_and_lists_keep_their_lines() -> None:
    template = Template("\nБір\nекі.\n\nҮш:\n• төрт\n• бес\n", html=True)
    assert template.render(lambda _: "") == "Бір екі.\n\nҮш:\n• төрт\n• бес"


def test_what_is_put_in_is_escaped() -> None:
    template = Template("<b>{term}</b> {=<1>}", html=True)
    assert template.render(lambda _: "a < b") == "<b>a &lt; b</b> &lt;1&gt;"
    assert visible("<b>a &lt; b</b>") == 5


def test_every_lesson_fits_its_buttons_and_its_link() -> None:
    for slug in [*(lesson.slug for lesson in load().curriculum), "a" * 40]:
        assert SLUG.fullmatch(slug)
        assert len(f"lesson_{slug}") <= 64
        assert len(LessonCD(lesson=slug, again=True).pack()) <= 64
    largest = 2**63 - 1
    assert len(StepCD(attempt=largest, step=99).pack()) <= 64
    assert len(AnswerCD(attempt=largest, question=9, option=9).pack()) <= 64


@pytest.mark.parametrize(
    ("url", "may_be_shown"),
    [
        ("https://adilet.zan.kz/kaz/docs/Z2200000178", True),
        ("https://www.fingramota.kz/ru", True),
        ("https://qdb.gov.kz/x", True),
        ("https://phpmyadmin.fingramota.kz/x", False),
        ("https://gov.kz.example.com/x", False),
        ("http://egov.kz/x", False),
        ("egov.kz", False),
    ],
)
def test_official_pages(url: str, may_be_shown: bool) -> None:
    assert official(url) is may_be_shown
