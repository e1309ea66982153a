"""A lesson as the rules see it: the order of its steps, without a word of any language.

The words stay with the bot, so that a person who changes the language keeps the place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question by the ids of its options, in the order in which they are offered."""

    id: str
    options: tuple[str, ...]
    right: str

    def __post_init__(self) -> None:
        """A question whose right option cannot be chosen would lock the lesson's end."""
        if self.right not in self.options:
            raise ValueError(f"question {self.id!r}: {self.right!r} is not one of its options")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The steps of a lesson: its cards, then its questions, then the finish."""

    slug: str
    order: int
    minutes: int
    cards: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def finish(self) -> int:
        """The last step, which counts as the lesson's end."""
        return len(self.cards) + len(self.questions)

    @property
    def length(self) -> int:
        """How many steps a person sees, the finish included: the 9 of "3/9"."""
        return self.finish + 1

    def card_at(self, step: int) -> str | None:
        """The card's id at a step; None when something else stands there."""
        return self.cards[step] if 0 <= step < len(self.cards) else None

    def question_at(self, step: int) -> Question | None:
        """The question at a step; None when something else stands there."""
        number = step - len(self.cards)
        return self.questions[number] if 0 <= number < len(self.questions) else None

    def step_of(self, number: int) -> int:
        """The step at which the question with this number (from 0) is asked."""
        return len(self.cards) + number


class Curriculum:
    """All lessons in the order in which they are meant to be taken."""

    def __init__(self, lessons: Iterable[Lesson]) -> None:
        """Sorts them by `order`; the slugs must differ."""
        self._lessons = tuple(sorted(lessons, key=lambda lesson: (lesson.order, lesson.slug)))
        self._by_slug = {lesson.slug: lesson for lesson in self._lessons}
        if len(self._by_slug) != len(self._lessons):
            raise ValueError("two lessons with the same slug")

    def __iter__(self) -> Iterator[Lesson]:
        """The lessons in their order."""
        return iter(self._lessons)

    def __len__(self) -> int:
        """How many lessons there are."""
        return len(self._lessons)

    def find(self, slug: str) -> Lesson | None:
        """The lesson of this slug; None when there is none (any more)."""
        return self._by_slug.get(slug)
