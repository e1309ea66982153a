"""Skills: the languages and topics of an operator.

They decide what is offered, never what is allowed: any case can be picked from the queue by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from domain.consultation.triage import Level, Topic
from domain.errors import NotValid
from domain.people.model import Language

Lane = tuple[Language, Topic]
"""A part of the queue."""

LANES: frozenset[Lane] = frozenset(product(Language, Topic))
"""The whole queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skills:
    """What an operator is offered; an empty set is no restriction."""

    languages: frozenset[Language] = frozenset()
    topics: frozenset[Topic] = frozenset()

    def cover(self, language: Language, topic: Topic) -> bool:
        """Whether such a case is for this operator."""
        speaks = not self.languages or language in self.languages
        return speaks and (not self.topics or topic in self.topics)

    @property
    def lanes(self) -> frozenset[Lane]:
        """The parts of the queue that are for this operator."""
        return frozenset(lane for lane in LANES if self.cover(*lane))

    @property
    def are_all(self) -> bool:
        """Whether nothing is left out."""
        return not self.languages and not self.topics


ALL = Skills()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skilled:
    """Somebody at work."""

    chat_id: int
    skills: Skills


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """The cases of which the next one is taken: those of these lanes, and of each level what has
    been in the queue since before an instant, whatever its lane.
    """

    lanes: frozenset[Lane]
    queued_by: Mapping[Level, int]


def chosen(languages: frozenset[Language], topics: frozenset[Topic]) -> Skills:
    """Skills as they are kept: everything is no restriction.

    No topic stands for every topic. Raises NotValid without a language.
    """
    if not languages:
        raise NotValid("skills_language")
    return Skills(
        languages=frozenset() if languages == frozenset(Language) else languages,
        topics=frozenset() if topics == frozenset(Topic) else topics,
    )
