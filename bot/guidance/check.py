"""What is wrong with the guidance, with file and line; a part of `python -m bot lessons check`."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.guidance.loader import FOLDER, Drafts, Page, read
from bot.guidance.phones import PHONES
from bot.law import TERM_FIGURES, term_problems
from bot.lessons.check import dated, figures_in, languages, looked_at, written
from bot.lessons.figure_files import FIGURES, read_figures
from bot.lessons.problem import LessonError, Problem
from domain.people.model import Language

STEPS: Final = (3, 5)
TOPIC: Final = 480
"""What is left of a screen's 600 characters by the sentences that stand on every topic's page."""

EMERGENCY: Final = 590
"""Nothing but blank lines is added to an emergency."""

_BULLET = "•"


def check(lessons: Path, today: dt.date, folder: Path = FOLDER) -> list[Problem]:
    """Every problem of the guidance on a day; `lessons` is the folder of lessons and figures."""
    try:
        figures = read_figures(lessons, [])
    except LessonError as error:
        return [error.problem]
    slugs = {path.parent.name for path in lessons.glob("*/lesson.toml")}
    drafts, problems = read(folder, figures, slugs)
    whole = not problems
    for page in drafts.pages():
        problems += _steps(page)
        problems += _sources(page, today)
        problems += languages(page)
        for language in Language:
            problems += written(page, language)
    if whole:
        problems += _lengths(drafts, today)
    problems += _phones(folder / PHONES, drafts, today)
    problems += term_problems(figures)
    used = {key for page in drafts.pages() for key in figures_in(page)} | set(TERM_FIGURES)
    problems += dated(lessons / FIGURES, figures, used, today)
    return sorted(set(problems))


def together(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once: a figure unused by the lessons may be one that the guidance needs."""
    found = set(problems)
    return sorted(
        problem
        for problem in found
        if not (problem.warning and replace(problem, warning=False) in found)
    )


def _steps(page: Page) -> Iterator[Problem]:
    low, high = STEPS
    for language, texts in page.texts.items():
        if ("text",) not in texts:
            continue
        file = page.files[language]
        lines = texts["text",].raw.splitlines()
        count = sum(line.lstrip().startswith(_BULLET) for line in lines)
        if not low <= count <= high:
            sentence = f"text: {count} steps (lines with {_BULLET}); a page has {low} to {high}"
            yield Problem(file.path, file.line("text"), sentence)


def _lengths(drafts: Drafts, today: dt.date) -> Iterator[Problem]:
    limits = [(page, TOPIC) for page in drafts.topics.values()]
    limits += [(page, EMERGENCY) for page in drafts.emergencies.values()]
    for page, limit in limits:
        for language, file in page.files.items():
            length = page.words(language, today).length
            if length > limit:
                sentence = f"text: {length} characters with title and numbers; at most {limit} fit"
                yield Problem(file.path, file.line("text"), sentence)


def _sources(page: Page, today: dt.date) -> Iterator[Problem]:
    path = page.form.source.path
    if not page.form.sources and not page.phones:
        yield Problem(path, 1, "a page names at least one source")
    for source in page.form.sources:
        if source.confidence is not None and not source.confidence.may_be_taught:
            sentence = f"source {source.id!r} is not sure ({source.confidence}): leave it out"
            yield Problem(path, source.line, sentence)
        yield from looked_at(path, source.line, source.id, source.checked_on, today)


def _phones(path: Path, drafts: Drafts, today: dt.date) -> Iterator[Problem]:
    for phone in drafts.phones.values():
        yield from looked_at(path, phone.line, phone.key, phone.checked_on, today)
