"""A cry for help between the words: heard without being asked for, in both languages.

A phrase that was not meant so costs nobody anything: its writer sees a few calm lines more.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from domain.consultation.content import Incoming
from domain.consultation.crisis_words import FILLERS, KAZAKH, RUSSIAN
from domain.consultation.spelling import simplified
from domain.consultation.triage import Facts, Situation

_TAG: Final = re.compile(r"<[^>]*>")
_NOT_A_LETTER: Final = re.compile(r"[^а-я]+")
_DRAWN_OUT: Final = re.compile(r"([а-я])\1{2,}")

_ANY_TWO: Final = "(?: [а-я]+){0,2}"
_NO_MATTER: Final = f"(?: (?:{'|'.join(FILLERS)})){{0,3}}"
_PHRASES: Final = re.compile(
    "|".join(
        simplified(phrase).replace("…", _ANY_TWO).replace("~", _NO_MATTER)
        for phrase in (*RUSSIAN, *KAZAKH)
    )
)


def is_cry_for_help(incoming: Incoming) -> bool:
    """Whether the words speak of not wanting to live."""
    return _speaks_of_it(incoming.content.html)


@lru_cache(maxsize=32)
def _speaks_of_it(text: str) -> bool:
    """Asked some times of each message: by what answers, by the draft, by the case. A long one
    takes milliseconds.
    """
    words = simplified(html.unescape(_TAG.sub(" ", text)))
    words = _NOT_A_LETTER.sub(" ", _DRAWN_OUT.sub(r"\1", words))
    return _PHRASES.search(words) is not None


def heard(facts: Facts, messages: Iterable[Incoming]) -> Facts:
    """The facts with what the words say: danger that was told by a button stays what it is."""
    if facts.situation in {Situation.CRISIS, Situation.DANGER}:
        return facts
    if any(is_cry_for_help(message) for message in messages):
        return replace(facts, situation=Situation.CRISIS)
    return facts
