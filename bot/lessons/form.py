"""The structure of a lesson as `lesson.toml` gives it, once for all languages."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.lessons.figures import Confidence
from bot.lessons.problem import Problem
from bot.lessons.source import Place, SourceFile
from bot.lessons.table import Table
from domain.course.lesson import Lesson, Question

SLUG: Final = re.compile(r"[a-z0-9-]{1,40}")
"""What fits the 64 characters of `start=lesson_<slug>` and the 64 bytes behind a button."""

OFFICIAL_HOSTS: Final = (
    "gov.kz",
    "egov.kz",
    "adilet.zan.kz",
    "nationalbank.kz",
    "primeminister.kz",
    "kdif.kz",
    "fingramota.kz",
    "bank-ombudsman.kz",
    "mfombudsman.kz",
    "fomb.kz",
)
"""Whose pages a reader may be sent to."""

_UNSAFE = re.compile(r"[\s\"'<>]")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_FACT = re.compile(r"[A-Z]{1,2}\d{1,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceForm:
    """A source without its words."""

    id: str
    url: str | None
    checked_on: dt.date | None
    confidence: Confidence | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonForm:
    """The structure of one lesson, and where it stands."""

    folder: Path
    source: SourceFile
    lesson: Lesson
    copies: dict[str, tuple[str, ...]]  # card id -> figures offered as a copy button
    sources: tuple[SourceForm, ...]

    def places(self) -> Iterator[tuple[Place, bool]]:
        """Every text that each language has to have, and whether it may carry markup."""
        yield ("title",), False
        for card in self.lesson.cards:
            yield ("cards", card, "title"), False
            yield ("cards", card, "text"), True
        for question in self.lesson.questions:
            yield ("questions", question.id, "text"), True
            for option in question.options:
                yield ("questions", question.id, "options", option, "text"), False
                yield ("questions", question.id, "options", option, "why"), True
        yield ("today",), True
        for source in self.sources:
            yield ("sources", source.id, "act"), True
            yield ("sources", source.id, "body"), True


def read_form(folder: Path, problems: list[Problem]) -> LessonForm | None:
    """The structure of the lesson in a folder; None when mistakes leave nothing to go on with."""
    source = SourceFile.read(folder / "lesson.toml")
    table = Table(source, problems)
    before = len(problems)
    table.known("order", "minutes", "facts", "cards", "questions", "sources")
    if not SLUG.fullmatch(folder.name):
        sentence = f"{folder.name!r}: a folder's name is 1 to 40 of a-z, 0-9 and the hyphen"
        problems.append(Problem(source.path, 1, sentence))
    read_facts(table)
    copies = dict(_cards(table))
    questions = tuple(_questions(table))
    sources = tuple(read_sources(table))
    order, minutes = table.integer("order", 1, 10_000), table.integer("minutes", 1, 10)
    if len(problems) > before:
        return None
    lesson = Lesson(
        slug=folder.name, order=order, minutes=minutes, cards=tuple(copies), questions=questions
    )
    return LessonForm(folder=folder, source=source, lesson=lesson, copies=copies, sources=sources)


def _cards(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    seen: set[str] = set()
    for card in table.tables("cards"):
        card.known("id", "copy")
        yield _id(card, seen), card.names("copy", optional=True)


def _questions(table: Table) -> Iterator[Question]:
    seen: set[str] = set()
    for question in table.tables("questions"):
        question.known("id", "options", "right")
        options, right = question.names("options"), question.text("right")
        for option in options:
            if not _NAME.fullmatch(option):
                question.problem(f"{option!r} is not an id: a-z, 0-9 and the hyphen", "options")
        if right not in options:
            question.problem(f"the right option {right!r} is not one of the options", "right")
            continue
        yield Question(id=_id(question, seen), options=options, right=right)


def read_facts(table: Table) -> tuple[str, ...]:
    """The numbers of the facts that a text rests on, for whoever checks it again."""
    facts = table.names("facts")
    for fact in facts:
        if not _FACT.fullmatch(fact):
            table.problem(f"{fact!r} is not the number of a fact, like C24", "facts")
    return facts


def read_sources(table: Table) -> Iterator[SourceForm]:
    """The sources written as [[sources]]; their words stand in the files of the languages."""
    seen: set[str] = set()
    for source in table.tables("sources"):
        source.known("id", "url", "checked_on", "confidence")
        url = source.text("url", default="") or None
        if url is not None and not official(url):
            source.problem(f"{url} is not an official page: leave the address out", "url")
        yield SourceForm(
            id=_id(source, seen),
            url=url,
            checked_on=source.date("checked_on"),
            confidence=confidence(source),
            line=source.line(),
        )


def _id(table: Table, seen: set[str]) -> str:
    name = table.text("id")
    if name and not _NAME.fullmatch(name):
        table.problem(f"{name!r} is not an id: a-z, 0-9 and the hyphen", "id")
    if name in seen:
        table.problem(f"{name!r} is there twice", "id")
    seen.add(name)
    return name


def confidence(table: Table) -> Confidence | None:
    """How sure a source or a figure is, by its code."""
    code = table.raw("confidence")
    if isinstance(code, str) and code in set(Confidence):
        return Confidence(code)
    table.problem(f"'confidence' is one of {', '.join(Confidence)}", "confidence")
    return None


def official(url: str) -> bool:
    """Whether an address is https on one of the official hosts."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        usual = parts.port is None
    except ValueError:
        return False
    ours = host in OFFICIAL_HOSTS or host.endswith(".gov.kz")
    return ours and usual and parts.scheme == "https" and not _UNSAFE.search(url)
