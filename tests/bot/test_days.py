"""Days as people type them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.screens.days import is_not_known, understood

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    "typed",
    [
        "12.11.2026", "12.11.26", "12.11", "12/11/2026", "12-11-2026", "2026-11-12",
        "12.11.2026 г.", "12.11.2026ж", "12 ноября", "12 ноября 2026", "12 ноября 2026 года",
        "12 қараша", "2026 жылғы 12 қараша", "12 қарашада", "10 дней назад", "10 күн бұрын",
        "12 11 2026", " 12.11.2026. ", "12,11,2026", "от 12.11.2026", "12.11.2026 года",
        "12.11.2026 жылы", "12-го ноября", "12го ноября", "12-қараша", "12 караша", "12қараша",
        "12 қараша 2026 ж", "2026 жыл 12 қараша", "2026 жылдың 12 қарашасы", "10 кун бурын",
        "он күн болды", "10 дней тому назад",
    ],
)  # fmt: skip
def test_the_same_day_in_many_forms(typed: str) -> None:
    assert understood(typed, TODAY) == dt.date(2026, 11, 12)


@pytest.mark.parametrize(
    ("typed", "ago"),
    [
        ("сегодня", 0), ("Бүгін", 0), ("вчера", 1), ("Кеше!", 1), ("позавчера", 2),
        ("алдыңгүні", 2), ("алдыңғы күні", 2), ("неделю назад", 7), ("бір апта бұрын", 7),
        ("3 дня назад", 3), ("1 день назад", 1), ("пять дней назад", 5), ("екі апта бұрын", 14),
        ("две недели назад", 14), ("Апта бұрын.", 7), ("3 апта бұрын", 21), ("месяц назад", 31),
        ("бір ай бұрын", 31), ("1 ай бурын", 31),
        ("бугин", 0), ("вчера вечером", 1),
        ("кеше ғана", 1), ("алдынгы куни", 2), ("арғы күні", 2), ("полгода назад", 184),
        ("жарты жыл бұрын", 184), ("екі апта болды", 14), ("2 нед назад", 14),
        ("2 месяца назад", 61), ("год назад", 365), ("жыл бұрын", 365),
    ],
)  # fmt: skip
def test_days_ago(typed: str, ago: int) -> None:
    assert understood(typed, TODAY) == TODAY - dt.timedelta(days=ago)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "да",
        "31.02.2026",
        "0.1.2026",
        "45",
        "12 чего-то",
        "+7 701 123 45 67",
        "99.99",
        "пару дней назад",
        "5 минут назад",
        "900 лет назад",
        "где-то в начале октября",
        "12.11.0026",
    ],
)
def test_what_is_no_day(typed: str) -> None:
    assert understood(typed, TODAY) is None


def test_a_month_before_a_long_one_ends_with_its_last_day() -> None:
    assert understood("месяц назад", dt.date(2026, 3, 31)) == dt.date(2026, 2, 28)
    assert understood("ай бұрын", dt.date(2026, 1, 15)) == dt.date(2025, 12, 15)


@pytest.mark.parametrize(
    "typed",
    [
        "Не помню",
        "не знаю.",
        "Білмеймін",
        "есімде жоқ!",
        "я уже не помню точно",
        "билмеймин",
        "непомню",
        "Қай күні екені есімде жоқ",
    ],
)
def test_not_known_is_an_answer_too(typed: str) -> None:
    assert is_not_known(typed)
    assert not is_not_known("вчера")


def test_without_a_year_it_is_the_nearest_one() -> None:
    january = dt.date(2027, 1, 5)
    assert understood("28.12", january) == dt.date(2026, 12, 28)
    assert understood("25.11", TODAY) == dt.date(2026, 11, 25), "still to come: the caller refuses"
    assert understood("29.02", TODAY) is None


@given(st.dates(dt.date(1990, 1, 1), TODAY))
def test_a_written_day_is_read_back(day: dt.date) -> None:
    assert understood(f"{day:%d.%m.%Y}", TODAY) == day


@given(st.text(max_size=40), st.dates(dt.date(1950, 1, 1), dt.date(2200, 1, 1)))
def test_nothing_that_is_typed_breaks_it(typed: str, today: dt.date) -> None:
    understood(typed, today)


@given(st.from_regex(r"\A\d{1,4}[./ -]\d{1,2}([./ -]\d{1,4})?\Z"))
def test_no_numbers_break_it(typed: str) -> None:
    understood(typed, TODAY)
