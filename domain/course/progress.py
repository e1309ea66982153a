"""The rules of walking through a lesson: pure functions over an attempt.

A person stands at one step. They go to the next one or back, never over something unread; a
question is passed only with an answer, and its first answer counts. A finished attempt stays
finished: it can be looked through, and the lesson can be taken again as a new attempt.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.course.lesson import Lesson
from domain.errors import Stale


@dataclass(frozen=True, slots=True)
class Answer:
    """The first answer to a question; `right` as it was judged when it was given."""

    option: str
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One walk of a person through a lesson."""

    id: int
    person_id: int
    lesson: str
    step: int = 0
    answers: Mapping[str, Answer] = field(default_factory=dict)  # by the question's id
    finished_at: int | None = None
    newest: bool = True  # no later attempt at the same lesson exists

    @property
    def finished(self) -> bool:
        """Whether the last step was reached, once and for good."""
        return self.finished_at is not None


def check_newest(attempt: Attempt) -> None:
    """A button of an attempt that was followed by another one must not move anything."""
    if not attempt.newest:
        raise Stale


def _limit(lesson: Lesson, attempt: Attempt) -> int:
    """The furthest step of a running attempt: the first question without an answer."""
    for number, question in enumerate(lesson.questions):
        if question.id not in attempt.answers:
            return lesson.step_of(number)
    return lesson.finish - 1


def standing_at(lesson: Lesson, attempt: Attempt) -> int:
    """The step at which the attempt stands.

    The stored one, unless an editor has changed the lesson since: then never behind a question
    that was not asked, and never behind the end.
    """
    if attempt.finished:
        return lesson.finish
    return max(0, min(attempt.step, _limit(lesson, attempt)))


def visited_up_to(lesson: Lesson, attempt: Attempt) -> int:
    """The furthest step known to have been seen: going back does not make the way long again."""
    if attempt.finished:
        return lesson.finish
    answered = [
        lesson.step_of(number)
        for number, question in enumerate(lesson.questions)
        if question.id in attempt.answers
    ]
    furthest = max(attempt.step, max(answered, default=0))
    return max(0, min(furthest, _limit(lesson, attempt)))


def move(lesson: Lesson, attempt: Attempt, step: int, now: int) -> Attempt:
    """The attempt after going to a step; the same attempt when that changes nothing.

    Raises Stale for a step whose neighbour was not seen, and for one behind an open question.
    """
    check_newest(attempt)
    if not 0 <= step <= lesson.finish:
        raise Stale
    if attempt.finished:
        return attempt
    seen = visited_up_to(lesson, attempt)
    if step > seen:
        _check_next(lesson, attempt, seen, step)
    finished_at = now if step == lesson.finish else None
    return replace(attempt, step=step, finished_at=finished_at)


def _check_next(lesson: Lesson, attempt: Attempt, seen: int, step: int) -> None:
    if step != seen + 1:
        raise Stale
    question = lesson.question_at(seen)
    if question is not None and question.id not in attempt.answers:
        raise Stale


def answer(lesson: Lesson, attempt: Attempt, number: int, option: int) -> Attempt:
    """The attempt after an answer; the same attempt when the question had one already.

    Raises Stale for a question at which the attempt does not stand, or an option not offered.
    """
    check_newest(attempt)
    if not 0 <= number < len(lesson.questions):
        raise Stale
    question = lesson.questions[number]
    if question.id in attempt.answers:
        return attempt
    if attempt.finished or standing_at(lesson, attempt) != lesson.step_of(number):
        raise Stale
    if not 0 <= option < len(question.options):
        raise Stale
    chosen = question.options[option]
    given = Answer(option=chosen, right=chosen == question.right)
    return replace(
        attempt,
        step=lesson.step_of(number),
        answers={**attempt.answers, question.id: given},
    )
