"""Button data of operators' skills; the rules of `bot.callbacks` hold here, too.

Ticks are the bits of a number, languages first. When the list of languages or topics changes
anywhere but at its end, old buttons mean something else: the prefixes have to change with it.
"""

from aiogram.filters.callback_data import CallbackData

from bot.callbacks import Id
from domain.consultation.skills import Skills, chosen
from domain.consultation.triage import Topic
from domain.errors import NotValid
from domain.people.model import Language

ORDER: tuple[Language | Topic, ...] = (*Language, *Topic)

Ticks = frozenset[Language | Topic]


class SkillListCD(CallbackData, prefix="sw1"):
    """Whose skills."""

    page: Id = 0


class SkillsCD(CallbackData, prefix="so1"):
    """The skills of an operator as they are kept."""

    operator: Id


class SkillDraftCD(CallbackData, prefix="sr1"):
    """The skills of an operator as they would be, not kept yet; a page of the topics."""

    operator: Id
    ticks: Id
    page: Id = 0


class SkillSaveCD(CallbackData, prefix="sv1"):
    """Keep them."""

    operator: Id
    ticks: Id


def ticks_of(skills: Skills) -> Ticks:
    """What is ticked: each language that is spoken, and topics only where not all are taken."""
    return frozenset[Language | Topic]().union(
        skills.languages or frozenset(Language), skills.topics
    )


def number_of(ticks: Ticks) -> int:
    """As a button carries them."""
    return sum(1 << place for place, one in enumerate(ORDER) if one in ticks)


def skills_in(number: int) -> Skills:
    """What a button says; raises NotValid for bits that stand for nothing, or no language."""
    if number >> len(ORDER):
        raise NotValid("skills")
    ticks = {one for place, one in enumerate(ORDER) if number >> place & 1}
    return chosen(
        frozenset(one for one in Language if one in ticks),
        frozenset(one for one in Topic if one in ticks),
    )
