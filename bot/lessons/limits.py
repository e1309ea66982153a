"""How long the parts of a lesson may be, so that each fits the screen of an old telephone."""

from collections.abc import Iterator
from typing import Final

from bot.lessons.loader import Draft
from bot.lessons.source import Place
from bot.lessons.template import visible
from bot.lessons.words import LessonWords, QuestionWords
from domain.course.lesson import Question

CARDS: Final = (4, 7)
QUESTIONS: Final = (3, 5)
OPTIONS: Final = (2, 4)
CARD: Final = 600
QUESTION: Final = 600
EXPLANATION: Final = 600  # question, chosen option, right option, and why for both
TITLE: Final = 40
CARD_TITLE: Final = 60
OPTION: Final = 90
WHY: Final = 250
TODAY: Final = 450
FINISH: Final = 1500  # with the sources, which are folded

Finding = tuple[Place, str]
"""A place in a file and what is wrong there."""


def structure(draft: Draft) -> Iterator[Finding]:
    """How many cards, questions and options there may be."""
    lesson = draft.form.lesson
    yield from _count(("cards",), "cards", len(lesson.cards), CARDS)
    yield from _count(("questions",), "questions", len(lesson.questions), QUESTIONS)
    for number, question in enumerate(lesson.questions):
        place = ("questions", number, "options")
        yield from _count(place, "options", len(question.options), OPTIONS)


def _count(place: Place, name: str, count: int, limits: tuple[int, int]) -> Iterator[Finding]:
    low, high = limits
    if not low <= count <= high:
        yield place, f"{count} {name}; a lesson has {low} to {high}"


def lengths(draft: Draft, words: LessonWords) -> Iterator[Finding]:
    """Texts that are too long once their figures are in."""
    yield from _length(("title",), len(words.title), TITLE)
    for name, card in words.cards.items():
        yield from _length(("cards", name, "title"), len(card.title), CARD_TITLE)
        yield from _length(("cards", name, "text"), len(card.title) + visible(card.text), CARD)
    for question in draft.form.lesson.questions:
        yield from _question(question, words.questions[question.id])
    today = visible(words.today)
    yield from _length(("today",), today, TODAY)
    sources = sum(visible(source.act) + visible(source.body) + 40 for source in words.sources)
    yield from _length(("sources",), today + sources, FINISH)


def _question(question: Question, words: QuestionWords) -> Iterator[Finding]:
    place = ("questions", question.id)
    asked = visible(words.text)
    options = sum(len(option.text) + 4 for option in words.options.values())
    yield from _length((*place, "text"), asked + options, QUESTION)
    right = words.options[question.right]
    for name, option in words.options.items():
        here = (*place, "options", name)
        yield from _length((*here, "text"), len(option.text), OPTION)
        yield from _length((*here, "why"), visible(option.why), WHY)
        shown = asked + len(option.text) + visible(option.why)
        if name != question.right:
            shown += len(right.text) + visible(right.why)
        yield from _length((*here, "why"), shown, EXPLANATION, "the explanation's screen")


def _length(place: Place, length: int, limit: int, what: str = "") -> Iterator[Finding]:
    if length > limit:
        named = what or ".".join(str(key) for key in place)
        yield place, f"{named}: {length} characters when shown; at most {limit} fit"
