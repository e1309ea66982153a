"""A cry for help between the words: heard without being asked for, in both languages.

A phrase that was not meant so costs nobody anything: its writer sees a few calm lines more.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from domain.consultation.content import Incoming
from domain.consultation.triage import Facts, Situation

_TAG: Final = re.compile(r"<[^>]*>")
_NOT_A_LETTER: Final = re.compile(r"[^а-я]+")
_PLAIN: Final = str.maketrans("ёәіңғүұқөһы", "еаингуукохи")
"""Old telephones have no Kazakh letters: «өмір» comes as «омир»."""

_PHRASES: Final = re.compile(
    "|".join(
        phrase.translate(_PLAIN).replace("…", "(?: [а-я]+){0,2}")
        for phrase in (
            r"\bне хо(?:чу|чется)… жить\b(?! в (?:долг|кредит))",
            r"\bжить… не (?:хочу|хочется)\b",
            r"\b(?:нет|не вижу)… (?:смысла|сил)… жить\b",
            r"\b(?:незачем|зачем мне|зачем теперь)… жить\b",
            r"\bжить… незачем\b",
            r"\bпоконч(?:у|ить|им)… с (?:собой|жизнью)\b",
            r"\bуб(?:ью|ить)… себя\b",
            r"\bруки на себя\b|\bна себя руки\b",
            r"\bсве(?:ду|сти)… счет(?:ы)? с жизнью\b",
            r"\bхо(?:чу|чется)… (?:умереть|сдохнуть)\b",
            r"\b(?:умереть|сдохнуть)… хо(?:чу|чется)\b",
            r"\bлучше(?: [а-я]+)? (?:умереть|умру|сдохнуть)\b",
            r"\bповеш(?:усь|аюсь)\b|\bповеситься\b|\bхоть вешайся\b",
            r"\b(?:вскрою|порежу|перережу)… вены\b",
            r"\bсуицид|\bсамоубий",
            r"\bөмір сүргім… келме|\bөмір сүруге… (?:күшім|мәні|мағынасы) (?:жоқ|қалма)",
            r"\bтірі жүргім… келме|\bөмірден… түңіл",
            r"\bөлгім… кел|\bөлсем екен\b|\bөліп (?:қалсам|кетсем) екен\b",
            r"\bөлгенім… (?:жақсы|артық)\b",
            r"\bөзімді(?: өзім)? өлтір|\bөзіме(?: өзім)? қол жұмса|\bөз өзіме қол жұмса",
            r"\bасылып… өл|\bасылғым… кел",
        )
    )
)


def is_cry_for_help(incoming: Incoming) -> bool:
    """Whether the words speak of not wanting to live."""
    words = html.unescape(_TAG.sub(" ", incoming.content.html)).casefold().translate(_PLAIN)
    return _PHRASES.search(_NOT_A_LETTER.sub(" ", words)) is not None


def heard(facts: Facts, messages: Iterable[Incoming]) -> Facts:
    """The facts with what the words say: danger that was told by a button stays what it is."""
    if facts.situation in {Situation.CRISIS, Situation.DANGER}:
        return facts
    if any(is_cry_for_help(message) for message in messages):
        return replace(facts, situation=Situation.CRISIS)
    return facts
