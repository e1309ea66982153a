"""A small curriculum and two people for the tests of the course."""

from domain.course.lesson import Curriculum, Lesson, Question
from domain.people.model import Language, Person

NOW = 1_795_000_000


def lesson(slug: str = "first", order: int = 1, cards: int = 3, questions: int = 2) -> Lesson:
    """A lesson of so many cards and questions; option "b" is right in each."""
    return Lesson(
        slug=slug,
        order=order,
        minutes=2,
        cards=tuple(f"card-{number}" for number in range(cards)),
        questions=tuple(
            Question(id=f"q{number}", options=("a", "b", "c"), right="b")
            for number in range(questions)
        ),
    )


FIRST = lesson("first", 1)
SECOND = lesson("second", 2, cards=2, questions=1)
CURRICULUM = Curriculum([SECOND, FIRST])


def person(number: int = 1, language: Language | None = Language.KK) -> Person:
    """Somebody who uses the bot."""
    return Person(
        id=number,
        telegram_id=1000 + number,
        name="Айгүл",
        language=language,
        app_language="kk",
        unreachable=None,
        last_message_id=0,
        role=None,
        on_shift=False,
    )
