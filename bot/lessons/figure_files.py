"""Reading `figures.toml` and `units.toml`."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from bot.lessons.figures import WORDED, Figure, Figures, Forms
from bot.lessons.form import confidence
from bot.lessons.problem import Problem
from bot.lessons.source import SourceFile
from bot.lessons.table import Table
from domain.people.model import Language

FIGURES, UNITS = "figures.toml", "units.toml"

_FORMS: Mapping[Language, frozenset[str]] = {
    Language.KK: frozenset({"one", "other"}),
    Language.RU: frozenset({"one", "few", "many", "other"}),
}
LARGEST = 10**12

COUNTED = frozenset({"tenge", "calendar_days", "working_days"})
"""Units whose values have nothing behind the comma."""

_FIELDS = ("value", "unit", "valid_from", "valid_to", "act", "url", "checked_on", "confidence")


def read_figures(folder: Path, problems: list[Problem]) -> Figures:
    """All figures of a lessons folder with the words of their units."""
    forms = _read_units(folder / UNITS, problems)
    source = SourceFile.read(folder / FIGURES)
    table = Table(source, problems)
    rows: dict[str, tuple[Figure, ...]] = {}
    for key in source.data:
        values = [_figure(row, key, forms) for row in table.tables(key)]
        kept = sorted((row for row in values if row is not None), key=lambda row: row.valid_from)
        if kept:
            rows[key] = tuple(kept)
        for earlier, later in pairwise(kept):
            if earlier.valid_to != later.valid_from - dt.timedelta(days=1):
                sentence = f"{key}: the value before has to end the day before {later.valid_from}"
                problems.append(Problem(source.path, later.line, sentence))
    return Figures(rows, forms)


def _figure(table: Table, key: str, forms: Forms) -> Figure | None:
    table.known(*_FIELDS)
    value = _value(table)
    unit = table.text("unit")
    if unit not in WORDED and unit not in forms:
        table.problem(f"the unit {unit!r} has no words in {UNITS}", "unit")
        return None
    if isinstance(value, Decimal) == (unit in {"phone", "text", "date"}):
        table.problem(f"this value does not go with the unit {unit!r}", "value")
        return None
    if isinstance(value, Decimal) and not (value.is_finite() and 0 <= value < LARGEST):
        table.problem("a figure is a number from zero up, and below a million million", "value")
        return None
    if isinstance(value, Decimal) and unit in COUNTED and value != value.to_integral_value():
        table.problem(f"a figure in {unit!r} is a whole number", "value")
        return None
    valid_from, sure = table.date("valid_from"), confidence(table)
    if value is None or valid_from is None or sure is None:
        return None
    valid_to = table.date("valid_to", optional=True)
    if valid_to is not None and valid_to < valid_from:
        table.problem("'valid_to' is before 'valid_from'", "valid_to")
    return Figure(
        key=key,
        value=value,
        unit=unit,
        valid_from=valid_from,
        valid_to=valid_to,
        act=table.text("act"),
        url=table.text("url", default="") or None,
        checked_on=table.date("checked_on", optional=True),
        confidence=sure,
        line=table.line(),
    )


def _value(table: Table) -> Decimal | str | dt.date | None:
    value = table.raw("value")
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal | str) or type(value) is dt.date:
        return value
    table.problem("'value' has to be a number, a text or a date", "value")
    return None


def _read_units(path: Path, problems: list[Problem]) -> Forms:
    source = SourceFile.read(path)
    forms: dict[str, dict[Language, dict[str, str]]] = {}
    for unit, languages in source.data.items():
        forms[unit] = {}
        for language, needed in _FORMS.items():
            words = languages.get(language.value) if isinstance(languages, dict) else None
            if not isinstance(words, dict) or set(words) != needed:
                sentence = f"{unit}.{language}: needs the forms {', '.join(sorted(needed))}"
                problems.append(Problem(path, source.line(unit, language.value), sentence))
                words = dict.fromkeys(needed, unit)
            forms[unit][language] = {form: str(word) for form, word in words.items()}
    return forms
