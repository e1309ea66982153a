"""`python -m bot lessons check`: everything that is wrong with the lessons, with file and line.

What `load` refuses is told here too; beside it what would not break a screen but mislead a
reader: texts too long for a telephone, figures that are over or unsure, languages that differ.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.lessons import limits
from bot.lessons.figure_files import FIGURES
from bot.lessons.figures import MRP, TENGE, Figure, Figures
from bot.lessons.loader import Draft, Written, read, render
from bot.lessons.problem import Problem
from domain.people.model import Language

SOON: Final = dt.timedelta(days=30)
"""How long before its end a figure is worth a warning: time to look up the new one."""

OLD: Final = dt.timedelta(days=365)
"""After this time a figure or a source has to be looked at again."""


def check(folder: Path, today: dt.date) -> list[Problem]:
    """Every problem of the lessons in a folder on a day, in the order of the files."""
    drafts, figures, problems = read(folder)
    whole = not problems
    if whole and not drafts:
        problems.append(Problem(folder, 1, "there is no lesson in this folder"))
    problems += _orders(drafts)
    for draft in drafts:
        problems += _structure(draft)
        problems += _sources(draft, today)
        for language in Language:
            problems += written(draft, language)
            if whole:
                problems += _lengths(draft, figures, language, today)
        problems += languages(draft)
    problems += dated(folder / FIGURES, figures, _used(drafts), today)
    return sorted(set(problems))


def _orders(drafts: list[Draft]) -> Iterator[Problem]:
    taken: dict[int, str] = {}
    for draft in drafts:
        lesson, source = draft.form.lesson, draft.form.source
        if lesson.order in taken:
            sentence = f"order {lesson.order} is taken by {taken[lesson.order]}"
            yield Problem(source.path, source.line("order"), sentence)
        taken[lesson.order] = lesson.slug


def _structure(draft: Draft) -> Iterator[Problem]:
    source = draft.form.source
    for place, sentence in limits.structure(draft):
        yield Problem(source.path, source.line(*place), sentence)


def _lengths(
    draft: Draft, figures: Figures, language: Language, today: dt.date
) -> Iterator[Problem]:
    file = draft.files[language]
    for place, sentence in limits.lengths(draft, render(draft, figures, language, today)):
        yield Problem(file.path, file.line(*place), sentence)


def written(draft: Written, language: Language) -> Iterator[Problem]:
    """Numbers in the words and suffixes on figures."""
    file = draft.files[language]
    for place, template in draft.texts[language].items():
        named = ".".join(str(key) for key in place)
        for fault in (*template.digits(), *template.glued()):
            line = file.line_in(place, fault.offset)
            yield Problem(file.path, line, f"{named}: {fault.sentence}")


def languages(draft: Written) -> Iterator[Problem]:
    """Both languages carry the same figures, and neither is a copy of the other."""
    kazakh, russian = draft.texts[Language.KK], draft.texts[Language.RU]
    file = draft.files[Language.RU]
    for place in kazakh.keys() & russian.keys():
        named = ".".join(str(key) for key in place)
        ours = {slot.key for slot in kazakh[place].slots()}
        theirs = {slot.key for slot in russian[place].slots()}
        if ours != theirs:
            lacking = ", ".join(sorted(ours ^ theirs))
            sentence = f"{named}: the languages name different figures: {lacking}"
            yield Problem(file.path, file.line(*place), sentence)
        raw = russian[place].raw.strip()
        if len(raw) > 20 and raw == kazakh[place].raw.strip():
            sentence = f"{named}: the same words in both languages"
            yield Problem(file.path, file.line(*place), sentence)


def _sources(draft: Draft, today: dt.date) -> Iterator[Problem]:
    form = draft.form
    path = form.source.path
    if not form.sources:
        yield Problem(path, 1, "a lesson names at least one source")
    for source in form.sources:
        if source.confidence is not None and not source.confidence.may_be_taught:
            sentence = f"source {source.id!r} is not sure ({source.confidence}): not in a lesson"
            yield Problem(path, source.line, sentence)
        yield from looked_at(path, source.line, source.id, source.checked_on, today)


def _used(drafts: list[Draft]) -> set[str]:
    return {key for draft in drafts for key in figures_in(draft)} | {
        key for draft in drafts for copies in draft.form.copies.values() for key in copies
    }


def figures_in(draft: Written) -> set[str]:
    """The figures that the words name, and the index behind a sum in tenge."""
    return {
        key
        for texts in draft.texts.values()
        for template in texts.values()
        for slot in template.slots()
        for key in ((slot.key, MRP) if slot.unit == TENGE else (slot.key,))
    }


def dated(path: Path, figures: Figures, used: set[str], today: dt.date) -> Iterator[Problem]:
    """Figures that are over, soon over, not sure or not looked at for long."""
    for key in figures:
        for any_row in figures.rows(key):
            yield from _to_come(path, any_row.line, key, any_row.checked_on, today)
        row = figures.on(key, today)
        if not row.holds_on(today):
            sentence = f"{key}: no value for {today}: enter the new one"
            yield Problem(path, row.line, sentence, warning=key not in used)
        else:
            yield from _ending(path, figures.rows(key), row, today)
        if key in used:
            if not row.confidence.may_be_taught:
                sentence = f"{key} is not sure ({row.confidence}): not in a lesson"
                yield Problem(path, row.line, sentence)
            yield from looked_at(path, row.line, key, row.checked_on, today)


def _ending(
    path: Path, rows: tuple[Figure, ...], row: Figure, today: dt.date
) -> Iterator[Problem]:
    last = rows[-1].valid_to
    if row is rows[-1] and last is not None and last - today <= SOON:
        sentence = f"{row.key}: the value ends on {last}: look for the next one"
        yield Problem(path, row.line, sentence, warning=True)


def looked_at(
    path: Path, line: int, name: str, checked_on: dt.date | None, today: dt.date
) -> Iterator[Problem]:
    """Whether somebody looked at it, and not too long ago."""
    if checked_on is None:
        yield Problem(path, line, f"{name}: nobody says when it was checked: 'checked_on'")
        return
    yield from _to_come(path, line, name, checked_on, today)
    if today - checked_on > OLD:
        sentence = f"{name}: last checked on {checked_on}: look again"
        yield Problem(path, line, sentence, warning=True)


def _to_come(
    path: Path, line: int, name: str, checked_on: dt.date | None, today: dt.date
) -> Iterator[Problem]:
    if checked_on is not None and checked_on > today:
        yield Problem(path, line, f"{name}: checked on a day to come ({checked_on})")
