"""Reading a TOML table value by value, so that every mistake in a file is told at once."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from bot.lessons.problem import Problem
from bot.lessons.source import Key, Place, SourceFile


class Table:
    """One table of a file; what is wrong goes into `problems` and a harmless value comes back."""

    def __init__(
        self, source: SourceFile, problems: list[Problem], data: object = None, *place: Key
    ) -> None:
        """Without a place the whole file; `data` is what stands at the place."""
        self._source = source
        self._problems = problems
        self._place: Place = place
        whole: Any = data if place else source.data
        self._data: dict[str, Any] = whole if isinstance(whole, dict) else {}
        if place and not isinstance(whole, dict):
            self.problem(f"{_dotted(place)} has to be a table")

    def problem(self, sentence: str, *key: Key, warning: bool = False) -> None:
        """Note a problem at a key of this table."""
        line = self._source.line(*self._place, *key)
        self._problems.append(Problem(self._source.path, line, sentence, warning))

    def line(self, *key: Key) -> int:
        """The line of a key."""
        return self._source.line(*self._place, *key)

    def known(self, *keys: str) -> None:
        """Whatever else stands in the table is a slip of the pen."""
        for key in self._data:
            if key not in keys:
                self.problem(f"{key!r} means nothing here; known are: {', '.join(keys)}", key)

    def raw(self, key: str) -> Any:
        """The value as it stands; None when there is none."""
        return self._data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        value = self._data.get(key, default)
        if isinstance(value, str) and (value.strip() or value == default):
            return value
        self.problem(f"{key!r} has to be a text", key)
        return ""

    def integer(self, key: str, low: int, high: int) -> int:
        """A whole number between two limits."""
        value = self._data.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.problem(f"{key!r} has to be a whole number from {low} to {high}", key)
        return low

    def date(self, key: str, *, optional: bool = False) -> dt.date | None:
        """A date, written 2026-11-22 without quotation marks."""
        value = self._data.get(key)
        if type(value) is dt.date or (value is None and optional):
            return value
        self.problem(f"{key!r} has to be a date like 2026-11-22, without quotation marks", key)
        return None

    def names(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of texts, each once."""
        value = self._data.get(key, [] if optional else None)
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self.problem(f"{key!r} has to be a list of texts", key)
            return ()
        if len(set(value)) != len(value):
            self.problem(f"{key!r} names something twice", key)
        return tuple(dict.fromkeys(value))

    def table(self, key: str) -> "Table":
        """The table written as [key]."""
        return Table(self._source, self._problems, self._data.get(key), *self._place, key)

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables written as [[key]], in their order."""
        value = self._data.get(key, [])
        if not isinstance(value, list):
            self.problem(f"{key!r} has to be written as [[{key}]]", key)
            return
        for number, data in enumerate(value):
            yield Table(self._source, self._problems, data, *self._place, key, number)


def _dotted(place: Place) -> str:
    return ".".join(str(key) for key in place)
