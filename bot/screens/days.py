"""Days as people write and read them: «22.11.2026», «вчера», «3 күн бұрын»."""

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from bot.i18n import Texts
from domain.consultation.spelling import simplified

EARLIEST: Final = 1990
"""No debt of today is older: a year before it is a slip of the finger."""

HALF_A_YEAR: Final = dt.timedelta(days=183)

_WORDS: Final[Mapping[str, int]] = {
    simplified(word): ago
    for ago, words in enumerate((
        ("сегодня", "севодня", "седня", "сёдня", "бүгін"),
        ("вчера", "кеше"),
        ("позавчера", "позовчера", "поза вчера", "алдыңгүні", "алдыңғы күні", "алдыңғы күн",
         "алдыгүні", "арғы күні", "арғыкүні"),
    ))
    for word in words
}  # fmt: skip
"""Days before today."""

_OF_THE_DAY: Final = re.compile(
    simplified(r" (?:утром|дн[её]м|вечером|ночью|таңертең|түсте|кешке|түнде|ғана)$")
)

_NOT_KNOWN: Final = re.compile(
    simplified(
        r"(?:я |уже |точно |точную дату |дату )*"
        r"(?:нақты |анық |дәл |күні |қай күні екені |қашан екені )*"
        r"(?:не ?знаю|не ?помню|не могу вспомнить|забыл|забыла|без понятия"
        r"|білмей ?мін|білмейм|білмедім|білмим|ұмыттым|ұмытып қалдым|ұмытып кеттім|ұмытып қалыппын"
        r"|ұмытыппын|есімде жоқ|есімде қалмапты|есіме түспей тұр|есте жоқ|айта алмаймын)"
        r"(?: уже| точно| когда| дату| точную дату)*"
    )
)

_COUNTS: Final[Mapping[str, int]] = {
    simplified(word): count
    for word, count in {
        "один": 1, "одну": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
        "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "двадцать": 20,
        "бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7, "сегіз": 8,
        "тоғыз": 9, "он": 10, "он бес": 15, "жиырма": 20,
    }.items()
}  # fmt: skip

_AGO: Final = re.compile(
    simplified(
        r"(?:(\d{1,3}|он бес|(?!жарты )[а-я]+) )?(жарты жыл|[а-я]+) "
        r"(?:(?:тому )?назад|бұрын|болды|өтті|алдын(?:да)?)"
    )
)
_UNITS: Final[Mapping[str, tuple[int, int]]] = {
    simplified(word): unit
    for words, unit in {
        ("день", "дня", "дней", "дн", "сутки", "суток", "күн"): (1, 0),
        ("неделя", "неделю", "недели", "недель", "нед", "апта"): (7, 0),
        ("месяц", "месяца", "месяцев", "мес", "ай"): (0, 1),
        ("полгода", "жарты жыл"): (0, 6),
        ("год", "года", "лет", "жыл"): (0, 12),
    }.items()
    for word in words
}
"""In days and months."""

_YEAR_WORD: Final = simplified(r"(?: ?(?:года|год|г|жылы|жыл|ж)\.?)?")
_NUMBERS: Final = re.compile(
    r"(?:от )?(\d{1,2})[., /\-](\d{1,2})(?:[., /\-](\d{4}|\d{2}))?" + _YEAR_WORD
)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED: Final = re.compile(
    simplified(r"(?:от )?(?:(\d{4}) (?:жылғы|жылдың|жыл|ж\.?) )?(\d{1,2})(?:[ \-]|-?го )?([а-я]+)")
    + r"(?: (\d{4}))?"
    + _YEAR_WORD
)
_MONTHS: Final[Mapping[str, int]] = {
    simplified(stem): month
    for stem, month in {
        "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5, "июн": 6, "июл": 7, "авг": 8,
        "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
        "қаңтар": 1, "ақпан": 2, "наурыз": 3, "сәуір": 4, "мамыр": 5, "маусым": 6, "шілде": 7,
        "тамыз": 8, "қыркүйек": 9, "қазан": 10, "қараша": 11, "желтоқсан": 12,
    }.items()
}  # fmt: skip
"""By how the name begins, so that every ending fits."""


def understood(text: str, today: dt.date) -> dt.date | None:
    """The day that a text names, or None; a day still to come is the caller's to refuse."""
    words = _spelt(text)
    if (word := _OF_THE_DAY.sub("", words)) in _WORDS:
        return today - dt.timedelta(days=_WORDS[word])
    if found := _AGO.fullmatch(words):
        return _ago(today, found[1], found[2])
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


def is_not_known(text: str) -> bool:
    """Whether somebody says in words that they do not know the day."""
    return _NOT_KNOWN.fullmatch(_spelt(text)) is not None


def _spelt(text: str) -> str:
    return simplified(" ".join(text.strip(" .!,").split()))


def _ago(today: dt.date, count: str | None, unit: str) -> dt.date | None:
    """So many days, weeks, months or years before; a month before the 31st ends with its last."""
    if unit not in _UNITS:
        return None
    if count is None:
        times = 1
    elif count.isdecimal():
        times = int(count)
    elif count in _COUNTS:
        times = _COUNTS[count]
    else:
        return None
    days, months = (times * part for part in _UNITS[unit])
    if not months:
        return today - dt.timedelta(days=days)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if year < EARLIEST:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(today.day, last))


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
