"""From the files of the guidance to its pages; read once at the start, worded once a day."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from markupsafe import Markup

from bot.guidance.emergency import Emergency
from bot.guidance.form import PAGE, PageForm, read_form
from bot.guidance.phones import PHONES, Phone, Phones, read_phones
from bot.guidance.words import PageWords
from bot.lessons.figures import Figures
from bot.lessons.loader import Texts, read_texts
from bot.lessons.problem import LessonError, Problem
from bot.lessons.source import SourceFile
from bot.lessons.words import SourceWords
from domain.consultation.triage import Topic
from domain.people.model import Language

FOLDER: Final = Path(__file__).parent
TOPICS: Final = "topics"
EMERGENCIES: Final = "emergencies"

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as its files give it, figures not yet put in."""

    form: PageForm
    texts: Mapping[Language, Texts]
    files: Mapping[Language, SourceFile]
    figures: Figures
    phones: tuple[Phone, ...]
    _kept: dict[Language, tuple[dt.date, PageWords]] = field(default_factory=dict)

    @property
    def lesson(self) -> str | None:
        """The slug of the lesson about it."""
        return self.form.lesson

    def words(self, language: Language, day: dt.date) -> PageWords:
        """The page in a language with the figures of a day; made once a day."""
        kept = self._kept.get(language)
        if kept is None or kept[0] != day:
            kept = self._kept[language] = (day, self._rendered(language, day))
        return kept[1]

    def _rendered(self, language: Language, day: dt.date) -> PageWords:
        texts = self.texts[language]

        def words(*place: str) -> str:
            return texts[place].render(
                lambda slot: self.figures.text(slot.key, language, day, unit=slot.unit)
            )

        return PageWords(
            title=words("title"),
            text=Markup(words("text")),  # noqa: S704 - the template has escaped what was put in
            phones=tuple(phone.words(language) for phone in self.phones),
            sources=tuple(
                SourceWords(
                    act=Markup(words("sources", source.id, "act")),  # noqa: S704
                    body=Markup(words("sources", source.id, "body")),  # noqa: S704
                    url=source.url,
                    checked_on=source.checked_on,
                )
                for source in self.form.sources
                if source.checked_on is not None
            ),
        )


class Guidance:
    """A page for every topic and for every emergency."""

    def __init__(
        self, topics: Mapping[Topic, Page], emergencies: Mapping[Emergency, Page]
    ) -> None:
        """Use `load_guidance`, which has checked that every page is there."""
        self._topics = topics
        self._emergencies = emergencies

    def of(self, topic: Topic) -> Page:
        """What people do whose request is about this topic."""
        return self._topics[topic]

    def emergency(self, kind: Emergency) -> Page:
        """What comes before any question."""
        return self._emergencies[kind]


@dataclass(slots=True)
class Drafts:
    """What could be read of a guidance folder; anything may be missing."""

    phones: Phones = field(default_factory=dict)
    topics: dict[Topic, Page] = field(default_factory=dict)
    emergencies: dict[Emergency, Page] = field(default_factory=dict)

    def pages(self) -> Iterator[Page]:
        """Every page that was read."""
        yield from self.topics.values()
        yield from self.emergencies.values()


def load_guidance(figures: Figures, lessons: Collection[str], folder: Path = FOLDER) -> Guidance:
    """The guidance of a folder; `lessons` are the slugs that there are.

    Raises LessonError for the first thing that would break a screen.
    """
    drafts, problems = read(folder, figures, lessons)
    if problems:
        raise LessonError(problems[0])
    return Guidance(drafts.topics, drafts.emergencies)


def read(folder: Path, figures: Figures, lessons: Collection[str]) -> tuple[Drafts, list[Problem]]:
    """The pages that could be read, and what would break a screen."""
    problems: list[Problem] = []
    drafts = Drafts()
    try:
        drafts.phones = read_phones(folder / PHONES, problems)
    except LessonError as error:
        problems.append(error.problem)

    def pages(name: str, kinds: type[Kind]) -> dict[Kind, Page]:
        found: dict[Kind, Page] = {}
        for kind, place in _folders(folder / name, kinds, problems):
            try:
                page = _read_page(place, drafts.phones, figures, lessons, problems)
            except LessonError as error:
                problems.append(error.problem)
            else:
                found |= {} if page is None else {kind: page}
        return found

    drafts.topics = pages(TOPICS, Topic)
    drafts.emergencies = pages(EMERGENCIES, Emergency)
    return drafts, problems


def _folders(
    folder: Path, kinds: type[Kind], problems: list[Problem]
) -> Iterator[tuple[Kind, Path]]:
    """The folder of each kind; one that belongs to none is told, and so is one that is missing."""
    names = {path.name for path in folder.glob("*/") if any(path.glob("*.toml"))}
    for name in sorted(names - set(kinds)):
        sentence = f"{name!r} is none of: {', '.join(kinds)}"
        problems.append(Problem(folder / name / PAGE, 1, sentence))
    for kind in kinds:
        if kind in names:
            yield kind, folder / kind
        else:
            sentence = f"{kind.value!r} has no page: people would be told nothing"
            problems.append(Problem(folder / kind / PAGE, 1, sentence))


def _read_page(
    folder: Path,
    phones: Phones,
    figures: Figures,
    lessons: Collection[str],
    problems: list[Problem],
) -> Page | None:
    form = read_form(folder, phones, lessons, problems)
    if form is None:
        return None
    files = {language: SourceFile.read(folder / f"{language}.toml") for language in Language}
    texts = {
        language: read_texts(form, file, figures, problems) for language, file in files.items()
    }
    return Page(
        form=form,
        texts=texts,
        files=files,
        figures=figures,
        phones=tuple(phones[key] for key in form.phones),
    )
