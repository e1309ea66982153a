"""The arguments of one call: strings, as the real server holds them, and uploaded files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

MAX_INT32 = 2**31 - 1


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
        """[src] get_integer_arg: leading digits count, anything else is 0; clamped to 32 bits."""
        if not self.values.get(name):
            return default
        return max(-MAX_INT32 - 1, min(leading_integer(self.values[name]), MAX_INT32))

    def number(self, name: str) -> float | None:
        """A floating point number; None when it is missing or unreadable."""
        try:
            return float(self.values[name])
        except (KeyError, ValueError):
            return None

    def json(self, name: str) -> Any:
        """The decoded JSON of a parameter, None when missing. Raises ValueError."""
        raw = self.values.get(name)
        return json.loads(raw) if raw else None

    def names(self) -> set[str]:
        return set(self.values) | set(self.files)


def leading_integer(text: str) -> int:
    """`123abc` is 123 and `abc` is 0, as td::to_integer reads them."""
    sign = -1 if text.startswith("-") else 1
    digits = ""
    for character in text.removeprefix("-"):
        if character not in "0123456789":
            break
        digits += character
    return sign * int(digits or "0")
