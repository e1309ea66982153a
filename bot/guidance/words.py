"""A page of guidance in one language on one day, ready to be shown."""

import datetime as dt
from dataclasses import dataclass

from markupsafe import Markup

from bot.lessons.template import visible
from bot.lessons.words import SourceWords


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneWords:
    """A number to call: `number` as it is dialled, `hours` where they are known."""

    number: str
    name: str
    hours: str
    source: str
    url: str | None  # only an official page
    checked_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """What people in a situation do: steps, numbers to call, and what it rests on."""

    title: str
    text: Markup
    phones: tuple[PhoneWords, ...]
    sources: tuple[SourceWords, ...]

    @property
    def length(self) -> int:
        """How many characters a person sees of it, the folded sources left out."""
        phones = sum(
            len(phone.name) + len(phone.hours) + len(phone.number) + 12 for phone in self.phones
        )
        return len(self.title) + visible(self.text) + phones
