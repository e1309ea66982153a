"""A lesson in one language on one day, ready to be shown."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """One card; `copies` are telephone numbers to take along by one tap."""

    title: str
    text: Markup
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionWords:
    """One option: plain words that fit a button, and why it is right or not."""

    text: str
    why: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWords:
    """One question with its options by their ids."""

    text: Markup
    options: Mapping[str, OptionWords]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWords:
    """What a lesson rests on: the act, the body, and when somebody last looked."""

    act: Markup
    body: Markup
    url: str | None
    checked_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonWords:
    """All words of a lesson, by the ids of its structure."""

    title: str
    cards: Mapping[str, CardWords]
    questions: Mapping[str, QuestionWords]
    today: Markup
    sources: tuple[SourceWords, ...]
