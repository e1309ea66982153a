"""From the files of the lessons to the lessons: everything the bot needs of them is made here."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from markupsafe import Markup

from bot.lessons.figure_files import read_figures
from bot.lessons.figures import Figures
from bot.lessons.form import LessonForm, read_form
from bot.lessons.problem import LessonError, Problem
from bot.lessons.source import Place, SourceFile
from bot.lessons.template import Template
from bot.lessons.words import CardWords, LessonWords, OptionWords, QuestionWords, SourceWords
from domain.course.lesson import Curriculum
from domain.people.model import Language

FOLDER: Final = Path(__file__).parent

Texts = Mapping[Place, Template]
"""The texts of a lesson in one language, each by its place in the file."""


class Form(Protocol):
    """A structure whose words stand in a file per language."""

    @property
    def source(self) -> SourceFile: ...

    def places(self) -> Iterator[tuple[Place, bool]]:
        """Every text that each language has to have, and whether it may carry markup."""
        ...


class Written(Protocol):
    """What has words in each language, figures not yet put in."""

    @property
    def texts(self) -> Mapping[Language, Texts]: ...

    @property
    def files(self) -> Mapping[Language, SourceFile]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A lesson as its files give it, figures not yet put in."""

    form: LessonForm
    texts: Mapping[Language, Texts]
    files: Mapping[Language, SourceFile]


class Lessons:
    """All lessons: their structure for the rules, their words for the screens."""

    def __init__(self, drafts: list[Draft], figures: Figures) -> None:
        """Use `load`, which has checked that the drafts are whole."""
        self.drafts = tuple(drafts)
        self.figures = figures
        self.curriculum = Curriculum(draft.form.lesson for draft in drafts)
        self._words: dict[Language, tuple[dt.date, Mapping[str, LessonWords]]] = {}

    def words(self, language: Language, day: dt.date) -> Mapping[str, LessonWords]:
        """Every lesson in a language with the figures of a day, by slug; made once a day."""
        kept = self._words.get(language)
        if kept is not None and kept[0] == day:
            return kept[1]
        words = {
            draft.form.lesson.slug: render(draft, self.figures, language, day)
            for draft in self.drafts
        }
        self._words[language] = (day, words)
        return words


def load(folder: Path = FOLDER) -> Lessons:
    """The lessons of a folder; raises LessonError for the first thing that breaks a screen."""
    drafts, figures, problems = read(folder)
    if problems:
        raise LessonError(problems[0])
    return Lessons(drafts, figures)


def read(folder: Path) -> tuple[list[Draft], Figures, list[Problem]]:
    """The lessons that could be read, and what would break a screen, in the order of the files."""
    problems: list[Problem] = []
    figures = Figures({}, {})
    try:
        figures = read_figures(folder, problems)
    except LessonError as error:
        problems.append(error.problem)
    drafts = []
    for path in sorted(folder.glob("*/")):
        if not any(path.glob("*.toml")):
            continue  # such as __pycache__
        try:
            draft = _read_lesson(path, figures, problems)
        except LessonError as error:
            problems.append(error.problem)
        else:
            drafts += [draft] if draft is not None else []
    return drafts, figures, problems


def _read_lesson(folder: Path, figures: Figures, problems: list[Problem]) -> Draft | None:
    form = read_form(folder, problems)
    if form is None:
        return None
    files = {language: SourceFile.read(folder / f"{language}.toml") for language in Language}
    texts = {
        language: read_texts(form, file, figures, problems) for language, file in files.items()
    }
    for card, keys in form.copies.items():
        number = form.lesson.cards.index(card)
        for key in keys:
            objection = figures.objection(key, None)
            if objection is None and figures.rows(key)[-1].unit != "phone":
                objection = f"{key!r} is no telephone number: only these are copied"
            if objection:
                line = form.source.line("cards", number, "copy")
                problems.append(Problem(form.source.path, line, objection))
    return Draft(form=form, texts=texts, files=files)


def read_texts(form: Form, file: SourceFile, figures: Figures, problems: list[Problem]) -> Texts:
    """The texts of a language at the places that the structure gives them."""
    texts: dict[Place, Template] = {}
    found = dict(_leaves(file.data))
    for place, html in form.places():
        raw = found.pop(place, None)
        if not isinstance(raw, str) or not raw.strip():
            sentence = f"the text {_named(place)} is missing"
            problems.append(Problem(file.path, file.line(*place), sentence))
            continue
        template = texts[place] = Template(raw, html=html)
        for fault in template.faults():
            line = file.line_in(place, fault.offset)
            problems.append(Problem(file.path, line, f"{_named(place)}: {fault.sentence}"))
        for slot in template.slots():
            if objection := figures.objection(slot.key, slot.unit):
                line = file.line_in(place, slot.start)
                problems.append(Problem(file.path, line, f"{_named(place)}: {objection}"))
    for place in found:
        sentence = f"{_named(place)} has no place in {form.source.path.name}"
        problems.append(Problem(file.path, file.line(*place), sentence))
    return texts


def _leaves(data: object, *place: str) -> list[tuple[Place, object]]:
    if not isinstance(data, dict):
        return [(place, data)]
    return [leaf for key, value in data.items() for leaf in _leaves(value, *place, key)]


def _named(place: Place) -> str:
    return ".".join(str(key) for key in place)


def render(draft: Draft, figures: Figures, language: Language, day: dt.date) -> LessonWords:
    """The words of a lesson in a language with the figures of a day."""
    texts = draft.texts[language]

    def words(*place: str) -> str:
        return texts[place].render(
            lambda slot: figures.text(slot.key, language, day, unit=slot.unit)
        )

    def markup(*place: str) -> Markup:
        return Markup(words(*place))  # noqa: S704 - the template has escaped what was put in

    def option(question: str, name: str) -> OptionWords:
        place = ("questions", question, "options", name)
        return OptionWords(text=words(*place, "text"), why=markup(*place, "why"))

    form = draft.form
    return LessonWords(
        title=words("title"),
        cards={
            card: CardWords(
                title=words("cards", card, "title"),
                text=markup("cards", card, "text"),
                copies=tuple(figures.text(key, language, day) for key in form.copies[card]),
            )
            for card in form.lesson.cards
        },
        questions={
            question.id: QuestionWords(
                text=markup("questions", question.id, "text"),
                options={name: option(question.id, name) for name in question.options},
            )
            for question in form.lesson.questions
        },
        today=markup("today"),
        sources=tuple(
            SourceWords(
                act=markup("sources", source.id, "act"),
                body=markup("sources", source.id, "body"),
                url=source.url,
                checked_on=source.checked_on,
            )
            for source in form.sources
            if source.checked_on is not None
        ),
    )
