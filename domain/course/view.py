"""What the course tells a person: where they stand, and how far they have come."""

from dataclasses import dataclass

from domain.course.lesson import Lesson, Question
from domain.course.progress import Answer, Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One step of a lesson as a person sees it: a card, a question or the finish."""

    lesson: Lesson
    attempt: Attempt
    step: int
    following: Lesson | None = None  # at the finish: the lesson to go on with

    @property
    def card(self) -> str | None:
        """The card's id when the step is a card."""
        return self.lesson.card_at(self.step)

    @property
    def question(self) -> Question | None:
        """The question when the step is one."""
        return self.lesson.question_at(self.step)

    @property
    def question_number(self) -> int:
        """The number of the question (from 0), as the buttons of its answers carry it."""
        return self.step - len(self.lesson.cards)

    @property
    def answer(self) -> Answer | None:
        """The first answer to the question of this step, if there is one."""
        question = self.question
        return None if question is None else self.attempt.answers.get(question.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneBefore:
    """The lesson was finished earlier: it can be taken again or looked through."""

    lesson: Lesson
    attempt: Attempt


Visit = Place | DoneBefore


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one lesson stands for a person."""

    lesson: Lesson
    step: int | None = None  # where the running attempt stands; None when none is running
    finished: bool = False  # at least once; a new attempt does not take it away

    @property
    def running(self) -> bool:
        """Whether the lesson is in the middle."""
        return self.step is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All lessons in their order, and the one to go on with (None: every lesson is finished)."""

    standings: tuple[Standing, ...]
    following: Standing | None

    @property
    def finished(self) -> int:
        """How many lessons were finished at least once."""
        return sum(standing.finished for standing in self.standings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a person has done so far; nothing in it counts what they have not."""

    overview: Overview
    answered: int
    right: int
