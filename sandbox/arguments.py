"""The arguments of one call: strings, as the real server holds them, and uploaded files."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

from sandbox.rules.errors import bad_request

MAX_INT32 = 2**31 - 1

LONGEST_NUMBER = 100
"""Characters; Python itself reads no number of more than 4,300 digits."""


@dataclass(frozen=True)
class Upload:
    """A part of a multipart body that carries a file."""

    name: str
    mime: str
    data: bytes


@dataclass
class Arguments:
    """Reads parameters as the server does: a number is the digits in front, say."""

    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """The value as it came; None when it is missing."""
        return self.values.get(name)

    def boolean(self, name: str) -> bool:
        """[src] to_bool"""
        return self.values.get(name, "").strip().lower() in ("true", "yes", "1")

    def integer(self, name: str, default: int = 0) -> int:
        """[src] get_integer_arg: leading digits count, anything else is 0; clamped to 32 bits.

        Longer than any number is refused. [guess]
        """
        given = self.values.get(name)
        if not given:
            return default
        if len(given) > LONGEST_NUMBER:
            raise bad_request(f"parameter {name} is too long", "guess")
        return max(-MAX_INT32 - 1, min(leading_integer(given), MAX_INT32))

    def number(self, name: str) -> float | None:
        """A floating point number; None when it is missing, unreadable, or no finite one."""
        try:
            value = float(self.values[name])
        except (KeyError, ValueError):
            return None
        return value if math.isfinite(value) else None

    def json(self, name: str) -> Any:
        """The decoded JSON of a parameter, None when missing. Raises ValueError."""
        raw = self.values.get(name)
        return decoded(raw) if raw else None

    def names(self) -> set[str]:
        return set(self.values) | set(self.files)


def decoded(text: str | bytes) -> Any:
    """The value of a JSON text. Raises ValueError, also for one nested deeper than can be read."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def leading_integer(text: str) -> int:
    """`123abc` is 123 and `abc` is 0, as td::to_integer reads them.

    What is longer than any number is cut: no person and no chat has such an id.
    """
    sign = -1 if text.startswith("-") else 1
    digits = ""
    for character in text.removeprefix("-")[:LONGEST_NUMBER]:
        if character not in "0123456789":
            break
        digits += character
    return sign * int(digits or "0")
