"""The texts of a lesson: HTML with `{figure}` in the place of every number.

`{notice_days}` is a figure with its unit ("10 calendar days"), `{notice_days:days}` the same value
with a shorter unit, `{notice_days:number}` its bare number. `{=2}` is a number with no law behind
it: something counted in a story or in the text itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

TAGS: Final = frozenset({"b", "i", "u", "s", "code", "blockquote"})
"""Markup an editor may use; links stand only under the sources."""

_BRACES = re.compile(r"\{([^{}]*)\}")
_FIGURE = re.compile(r"^([a-z][a-z0-9_]*)(?::([a-z_]+))?$")
_NUMBER = re.compile(r"^=\S.*$")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot);")
_FOLD = re.compile(r"(?<!\n)\n(?!\n|•|\Z)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong inside a text, and at which character."""

    offset: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a figure in a text."""

    key: str
    unit: str | None  # another unit than its own; "number": none at all
    start: int
    end: int


Value = Callable[[Slot], str]


class Template:
    """One text of a lesson before its figures are put in."""

    def __init__(self, raw: str, *, html: bool) -> None:
        """`html`: with markup; otherwise plain words for a button or a title."""
        self.raw = raw
        self.html = html

    def slots(self) -> Iterator[Slot]:
        """The figures it uses, in their order."""
        for found in _BRACES.finditer(self.raw):
            if figure := _FIGURE.match(found[1]):
                yield Slot(figure[1], figure[2], found.start(), found.end())

    def render(self, value: Value) -> str:
        """The text with its figures; a line break inside a paragraph becomes a space."""
        slots = {slot.start: slot for slot in self.slots()}

        def fill(found: re.Match[str]) -> str:
            slot = slots.get(found.start())
            filled = found[1].removeprefix("=") if slot is None else value(slot)
            return escape(filled, quote=False) if self.html else filled

        # Folding keeps the length, so the slots stay where they were found.
        return _BRACES.sub(fill, _FOLD.sub(" ", self.raw)).strip()

    def faults(self) -> Iterator[Fault]:
        """Braces and tags that would not come out as meant."""
        yield from self._brace_faults()
        if self.html:
            yield from tag_faults(self.raw)
        elif found := _TAG.search(self.raw):
            yield Fault(found.start(), f"no markup here: {found[0]} would be shown as it is")

    def _brace_faults(self) -> Iterator[Fault]:
        for found in _BRACES.finditer(self.raw):
            if not _NUMBER.match(found[1]) and not _FIGURE.match(found[1]):
                yield Fault(found.start(), f"{found[0]} is neither a figure nor a number {{=…}}")
        rest = _BRACES.sub(lambda found: " " * len(found[0]), self.raw)
        if single := re.search(r"[{}]", rest):
            yield Fault(single.start(), f"a single {single[0]}: braces stand around a figure")

    def digits(self) -> Iterator[Fault]:
        """Numbers written into the words, where nobody would find them when the law changes."""
        rest = _BRACES.sub(lambda found: " " * len(found[0]), self.raw)
        rest = _TAG.sub(lambda found: " " * len(found[0]), rest)
        for found in re.finditer(r"\d+", rest):
            yield Fault(
                found.start(),
                f"the number {found[0]} stands in the words: name a figure, or write "
                f"{{={found[0]}}} when no law stands behind it",
            )

    def glued(self) -> Iterator[Fault]:
        """Figures with a suffix on them: it would be wrong for half of the values."""
        for slot in self.slots():
            if found := re.match(r"[-‑–]?[^\W\d_]+", self.raw[slot.end :]):
                key = self.raw[slot.start : slot.end]
                yield Fault(
                    slot.start, f"{found[0]!r} is glued to {key}: let the value stand bare"
                )


def tag_faults(text: str) -> Iterator[Fault]:
    """Tags that Telegram's server would refuse, and signs it would take for a tag."""
    open_tags: list[tuple[str, int]] = []
    for found in _TAG.finditer(text):
        slash, name, attributes = found[1], found[2], found[3].strip()
        if name not in TAGS:
            yield Fault(found.start(), f"the tag {found[0]} is not used in lessons")
        elif slash:
            if not open_tags or open_tags[-1][0] != name:
                yield Fault(found.start(), f"{found[0]} closes nothing that is open here")
            else:
                open_tags.pop()
        elif attributes and (name, attributes) != ("blockquote", "expandable"):
            yield Fault(found.start(), f"{found[0]}: this tag has no attributes in lessons")
        else:
            open_tags.append((name, found.start()))
    for name, start in open_tags:
        yield Fault(start, f"<{name}> is not closed")
    rest = _TAG.sub(lambda found: " " * len(found[0]), text)
    rest = _ENTITY.sub(lambda found: " " * len(found[0]), rest)
    if sign := re.search(r"[<>&]", rest):
        name = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}[sign[0]]
        yield Fault(sign.start(), f"the sign {sign[0]} has to be written {name}")


def visible(text: str) -> int:
    """How many characters a person sees of a rendered text."""
    return len(unescape(_TAG.sub("", text)))
