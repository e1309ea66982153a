"""Whole numbers in texts, as strict as tdutils to_integer_safe. [src]"""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"0|-?[1-9][0-9]{0,18}")


def safe_int(text: str, *, bits: int = 64) -> int | None:
    """The number, None unless it is written in its one normal form and fits the bits."""
    if not _WRITTEN.fullmatch(text):
        return None
    number = int(text)
    return number if -(2 ** (bits - 1)) <= number < 2 ** (bits - 1) else None
