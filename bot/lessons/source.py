"""TOML files that remember on which line a value stands: the standard parser does not tell."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.lessons.problem import LessonError, Problem

Key = str | int
Place = tuple[Key, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_PAIR = re.compile(r"^\s*([A-Za-z0-9_\-.\"' ]+?)\s*=\s*(.*)$")
_QUOTES = ('"""', "'''")


class SourceFile:
    """A parsed TOML file with the line of each of its keys."""

    def __init__(self, path: Path, text: str) -> None:
        """Raises LessonError when it is not TOML."""
        self.path = path
        try:
            self.data: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"\s*\(at line (\d+).*\)$", str(error))
            line = int(found[1]) if found else max(1, text.count("\n"))
            sentence = f"this is not valid TOML: {re.sub(r' *[(]at .*[)]$', '', str(error))}"
            raise LessonError(Problem(path, line, sentence)) from None
        self._lines = _lines(text)

    @classmethod
    def read(cls, path: Path) -> "SourceFile":
        """The file at a path; raises LessonError when it is missing or not UTF-8."""
        try:
            # Windows writes a mark in front of UTF-8, which TOML does not know
            return cls(path, path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            raise LessonError(Problem(path, 1, "this file is missing")) from None
        except OSError as error:
            sentence = f"this file cannot be read ({error.strerror})"
            raise LessonError(Problem(path, 1, sentence)) from None
        except UnicodeDecodeError:
            raise LessonError(Problem(path, 1, "this file is not saved as UTF-8")) from None

    def line(self, *place: Key) -> int:
        """The line of a key, or of the nearest table around it."""
        while place:
            if place in self._lines:
                return self._lines[place][0]
            place = place[:-1]
        return 1

    def line_in(self, place: Place, offset: int) -> int:
        """The line of a character inside the text that stands at a key."""
        value: Any = self.data
        for key in place:
            value = value[key]
        _, start = self._lines.get(place, (1, self.line(*place)))
        return start + str(value)[:offset].count("\n")


def _lines(text: str) -> dict[Place, tuple[int, int]]:
    """For each key the line on which it stands and the line on which its text begins."""
    places: dict[Place, tuple[int, int]] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    closing: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if closing is not None:
            closing = None if closing in line else closing
            continue
        if header := _HEADER.match(line):
            table = _table(_parts(header[2]), counts, repeated=header[1] == "[[")
            places.setdefault(table, (number, number))
        elif pair := _PAIR.match(line):
            value = pair[2]
            opening = next((quotes for quotes in _QUOTES if value.startswith(quotes)), None)
            begins = number
            if opening is not None and opening not in value[3:]:
                closing = opening
                begins = number + (value.rstrip() == opening)
            places[(*table, *_parts(pair[1]))] = (number, begins)
    return places


def _parts(dotted: str) -> Place:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _table(parts: Place, counts: dict[Place, int], *, repeated: bool) -> Place:
    """The full place of a table: names of repeated tables are followed by their number."""
    place: Place = ()
    for depth, part in enumerate(parts, start=1):
        place = (*place, part)
        if repeated and depth == len(parts):
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place
