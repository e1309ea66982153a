"""Reading `phones.toml`: the only numbers that guidance shows, each with where it was seen."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.guidance.words import PhoneWords
from bot.lessons.figures import Confidence
from bot.lessons.form import confidence, official
from bot.lessons.problem import Problem
from bot.lessons.source import SourceFile
from bot.lessons.table import Table
from domain.people.model import Language

PHONES: Final = "phones.toml"

SURE: Final = frozenset({Confidence.OFFICIAL, Confidence.LAW_TEXT, Confidence.NAMED_SOURCE})
"""A wrong number in an emergency is worse than none: what is less sure is not shown at all."""

_NUMBER = re.compile(r"\+7\d{10}|\d{3,4}")
_NAME_LENGTH = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number as the file gives it, its words by language: name, hours, source."""

    key: str
    number: str
    url: str
    checked_on: dt.date
    names: Mapping[Language, str]
    hours: Mapping[Language, str]
    sources: Mapping[Language, str]
    line: int

    def words(self, language: Language) -> PhoneWords:
        """The number in a language; a page that is not official is not shown to readers."""
        return PhoneWords(
            number=self.number,
            name=self.names[language],
            hours=self.hours[language],
            source=self.sources[language],
            url=self.url if official(self.url) else None,
            checked_on=self.checked_on,
        )


Phones = Mapping[str, Phone]


def read_phones(path: Path, problems: list[Problem]) -> Phones:
    """All numbers by their key."""
    source = SourceFile.read(path)
    rows = {}
    for key, data in source.data.items():
        row = _phone(Table(source, problems, data, key), key)
        if row is not None:
            rows[key] = row
    return rows


def _phone(table: Table, key: str) -> Phone | None:
    table.known("number", "url", "checked_on", "confidence", *Language)
    number = table.text("number")
    if not _NUMBER.fullmatch(number):
        table.problem(f"{number!r} is no number to dial: +7 and ten digits, or 102", "number")
    sure, checked_on = confidence(table), table.date("checked_on")
    if sure is not None and sure not in SURE:
        allowed = ", ".join(code for code in Confidence if code in SURE)
        table.problem(f"{key}: not sure enough ({sure}): a number needs {allowed}", "confidence")
    words = {language: _words(table, language) for language in Language}
    hours = {language: words[language].text("hours", default="") for language in Language}
    if len({bool(text) for text in hours.values()}) > 1:
        table.problem(f"{key}: the hours are known in one language only")
    names = {language: _name(words[language]) for language in Language}
    url = table.text("url")
    sources = {language: words[language].text("source") for language in Language}
    if checked_on is None:
        return None
    return Phone(
        key=key,
        number=number,
        url=url,
        checked_on=checked_on,
        names=names,
        hours=hours,
        sources=sources,
        line=table.line(),
    )


def _words(table: Table, language: Language) -> Table:
    words = table.table(language.value)
    words.known("name", "hours", "source")
    return words


def _name(table: Table) -> str:
    name = table.text("name")
    if len(name) > _NAME_LENGTH:
        table.problem(f"the name has {len(name)} characters; at most {_NAME_LENGTH} fit", "name")
    return name
