"""Days as people write and read them: «22.11.2026», «вчера», «3 күн бұрын»."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from bot.i18n import Texts

EARLIEST: Final = 1990
"""No debt of today is older: a year before it is a slip of the finger."""

HALF_A_YEAR: Final = dt.timedelta(days=183)

_WORDS: Final[Mapping[str, int]] = {
    "сегодня": 0, "вчера": 1, "позавчера": 2, "неделю назад": 7, "неделя назад": 7,
    "бүгін": 0, "кеше": 1, "алдыңгүні": 2, "алдыңғы күні": 2, "бір апта бұрын": 7,
}  # fmt: skip
"""Days before today."""

_AGO: Final = re.compile(r"(\d{1,3}) (?:дн\w*|день|күн) (?:назад|бұрын)")
_NUMBERS: Final = re.compile(r"(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{4}|\d{2}))?(?: ?[гж]\.?)?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED: Final = re.compile(
    r"(?:(\d{4}) (?:жылғы|ж\.?) )?(\d{1,2}) ([а-яёәіңғүұқөһ]+)(?: (\d{4})(?: ?(?:года|г\.?))?)?"
)
_MONTHS: Final[Mapping[str, int]] = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5, "июн": 6, "июл": 7, "авг": 8,
    "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
    "қаңтар": 1, "ақпан": 2, "наурыз": 3, "сәуір": 4, "мамыр": 5, "маусым": 6, "шілде": 7,
    "тамыз": 8, "қыркүйек": 9, "қазан": 10, "қараша": 11, "желтоқсан": 12,
}  # fmt: skip
"""By how the name begins, so that every ending fits."""


def understood(text: str, today: dt.date) -> dt.date | None:
    """The day that a text names, or None; a day still to come is the caller's to refuse."""
    words = " ".join(text.lower().strip(" .!,").split())
    if words in _WORDS:
        return today - dt.timedelta(days=_WORDS[words])
    if found := _AGO.fullmatch(words):
        return today - dt.timedelta(days=int(found[1]))
    if found := _ISO.fullmatch(words):
        return _day(today, int(found[3]), int(found[2]), int(found[1]))
    if found := _NUMBERS.fullmatch(words):
        return _day(today, int(found[1]), int(found[2]), _year(found[3]))
    if found := _NAMED.fullmatch(words):
        return _day(today, int(found[2]), _month(found[3]), _year(found[1] or found[4]))
    return None


def shown(texts: Texts, day: dt.date) -> str:
    """The day in full."""
    return texts.date(day)


def _month(name: str) -> int:
    return next((number for stem, number in _MONTHS.items() if name.startswith(stem)), 0)


def _year(digits: str | None) -> int | None:
    if not digits:
        return None
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _day(today: dt.date, day: int, month: int, year: int | None) -> dt.date | None:
    """Without a year the nearest such day: in January «28.12» is of the year before."""
    try:
        if year is not None:
            return dt.date(year, month, day) if year >= EARLIEST else None
        found = dt.date(today.year, month, day)
        return found.replace(year=today.year - 1) if found - today > HALF_A_YEAR else found
    except ValueError:
        return None
