"""What the course needs of a storage."""

from dataclasses import dataclass
from typing import Protocol

from domain.course.progress import Attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRecord:
    """The newest attempt at one lesson, as far as a list of lessons needs it."""

    lesson: str
    step: int
    updated_at: int
    running: bool
    finished_once: bool  # by this attempt or an earlier one


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many questions a person has answered, over all attempts, and how many rightly."""

    answered: int
    right: int


class Attempts(Protocol):
    """Attempts and their answers. Saves need no waiting: they are written with the transaction."""

    async def find(self, person_id: int, attempt_id: int) -> Attempt | None:
        """An attempt of this person with its answers; None also when it is somebody else's."""
        ...

    async def newest(self, person_id: int, lesson: str) -> Attempt | None:
        """The person's latest attempt at a lesson, running or finished, with its answers."""
        ...

    async def start(self, person_id: int, lesson: str, now: int) -> Attempt:
        """A new running attempt at the first step; the earlier ones must be finished."""
        ...

    async def records(self, person_id: int) -> list[LessonRecord]:
        """One record for each lesson the person has ever opened."""
        ...

    async def tally(self, person_id: int) -> Tally:
        """The person's answers, counted."""
        ...

    def save_step(self, attempt_id: int, step: int, now: int) -> None:
        """Where the running attempt stands now."""
        ...

    def save_finish(self, attempt_id: int, step: int, now: int) -> None:
        """The running attempt is finished; a finished one stays as it is."""
        ...

    def save_answer(
        self, attempt_id: int, question: str, option: str, *, right: bool, now: int
    ) -> None:
        """The answer to a question, unless there is one already."""
        ...
