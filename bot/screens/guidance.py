"""What people in a situation do today, and what comes first in an emergency."""

import datetime as dt
from typing import Final

from markupsafe import Markup

from bot.callbacks import LessonCD
from bot.guidance import Emergency, Guidance, PageWords, PhoneWords
from bot.i18n import Texts
from bot.lessons.words import SourceWords
from bot.screens.common import bottom_row
from bot.screens.course import folded_sources
from bot.screens.model import Button, Rows, Screen
from bot.screens.phones import shown
from domain.consultation.triage import Topic

ROOM: Final = 34
"""Letters that fit a button of full width on a narrow telephone."""


def situation(texts: Texts, guidance: Guidance, topic: Topic, day: dt.date) -> Markup:
    """What people whose request is about a topic usually do, with its sources folded below."""
    words = guidance.of(topic).words(texts.language, day)
    parts = [
        Markup("<b>{}</b>").format(words.title),
        texts.t("What people in this situation usually do:"),
        words.text,
        *_numbers(words),
        texts.t("This is information, not a decision. A lawyer looks at the details."),
        _sources(texts, words),
    ]
    return Markup("\n\n").join(parts)


def emergency(texts: Texts, guidance: Guidance, kind: Emergency, day: dt.date) -> Screen:
    """Steps and numbers before any question; each number is copied by one tap."""
    words = guidance.emergency(kind).words(texts.language, day)
    parts = [
        Markup("<b>{}</b>").format(words.title),
        words.text,
        *_numbers(words),
        _sources(texts, words),
    ]
    return Screen(
        text=Markup("\n\n").join(parts), rows=(*_copies(words.phones), bottom_row(texts))
    )


def phone_rows(texts: Texts, guidance: Guidance, topic: Topic, day: dt.date) -> Rows:
    """The numbers of a topic's page, each copied by one tap."""
    return _copies(guidance.of(topic).words(texts.language, day).phones)


def lesson_rows(texts: Texts, guidance: Guidance, topic: Topic) -> Rows:
    """The way to the lesson about a topic; no row where there is none yet."""
    slug = guidance.of(topic).lesson
    if slug is None:
        return ()
    label = texts.plain("A lesson about this")
    return ((Button(text=label, data=LessonCD(lesson=slug).pack()),),)


def _numbers(words: PageWords) -> list[Markup]:
    """One line for each number: whose it is, when it answers, the number."""
    lines = []
    for phone in words.phones:
        hours = f" ({phone.hours})" if phone.hours else ""
        lines.append(Markup("{}{}: <b>{}</b>").format(phone.name, hours, _dialled(phone)))
    return [Markup("\n").join(lines)] if lines else []


def _copies(phones: tuple[PhoneWords, ...]) -> Rows:
    return tuple((Button(text=_label(phone), copy=phone.number),) for phone in phones)


def _label(phone: PhoneWords) -> str:
    """The number and whose it is, where a button has room for both."""
    number = f"📞 {_dialled(phone)}"
    named = f"{number} · {phone.name}"
    return named if len(named) <= ROOM else number


def _dialled(phone: PhoneWords) -> str:
    """Full numbers in groups; short ones as they are: they have no country code."""
    return shown(phone.number) if phone.number.startswith("+") else phone.number


def _sources(texts: Texts, words: PageWords) -> Markup:
    """What the steps rest on, then where each number was seen."""
    numbers = tuple(
        SourceWords(
            act=Markup("{}, {}").format(_dialled(phone), phone.name),
            body=Markup("{}").format(phone.source),
            url=phone.url,
            checked_on=phone.checked_on,
        )
        for phone in words.phones
    )
    return folded_sources(texts, words.sources + numbers)
