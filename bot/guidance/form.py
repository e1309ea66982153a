"""The structure of a page of guidance as its `page.toml` gives it, once for all languages."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.guidance.phones import PHONES, Phones
from bot.lessons.form import SourceForm, read_facts, read_sources
from bot.lessons.problem import Problem
from bot.lessons.source import Place, SourceFile
from bot.lessons.table import Table

PAGE: Final = "page.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageForm:
    """The structure of one page, and where it stands."""

    source: SourceFile
    lesson: str | None  # the slug of the lesson about it
    phones: tuple[str, ...]
    sources: tuple[SourceForm, ...]

    def places(self) -> Iterator[tuple[Place, bool]]:
        """Every text that each language has to have, and whether it may carry markup."""
        yield ("title",), False
        yield ("text",), True
        for source in self.sources:
            yield ("sources", source.id, "act"), True
            yield ("sources", source.id, "body"), True


def read_form(
    folder: Path, phones: Phones, lessons: Collection[str], problems: list[Problem]
) -> PageForm | None:
    """The structure of the page in a folder; None when mistakes leave nothing to go on with."""
    source = SourceFile.read(folder / PAGE)
    table = Table(source, problems)
    before = len(problems)
    table.known("facts", "lesson", "phones", "sources")
    read_facts(table)
    lesson = table.text("lesson", default="") or None
    if lesson is not None and lesson not in lessons:
        table.problem(f"there is no lesson {lesson!r}", "lesson")
    numbers = table.names("phones", optional=True)
    for key in numbers:
        if key not in phones:
            table.problem(f"{key!r} is not in {PHONES}", "phones")
    sources = tuple(read_sources(table))
    if len(problems) > before:
        return None
    return PageForm(source=source, lesson=lesson, phones=numbers, sources=sources)
