"""Attempts at lessons and their answers, as rows."""

from domain.course.ports import LessonRecord, Tally
from domain.course.progress import Answer, Attempt
from storage.engine import Query, Row, Transaction, Value


class AttemptTable:
    """The attempts of the running transaction; implements `domain.course.ports.Attempts`."""

    def __init__(self, tx: Transaction) -> None:
        """Saves go out with the next crossing of this transaction."""
        self._tx = tx

    async def find(self, person_id: int, attempt_id: int) -> Attempt | None:
        """An attempt of this person with its answers, in one crossing."""
        return _attempt(
            *await self._tx.batch(
                Query("find_attempt", {"person_id": person_id, "id": attempt_id}),
                Query("find_answers", {"attempt_id": attempt_id}),
            )
        )

    async def newest(self, person_id: int, lesson: str) -> Attempt | None:
        """The person's latest attempt at a lesson with its answers, in one crossing."""
        key: dict[str, Value] = {"person_id": person_id, "lesson": lesson}
        return _attempt(
            *await self._tx.batch(
                Query("find_newest_attempt", key), Query("find_newest_answers", key)
            )
        )

    async def start(self, person_id: int, lesson: str, now: int) -> Attempt:
        """A new running attempt; the schema refuses a second one beside it."""
        row = await self._tx.one("start_attempt", person_id=person_id, lesson=lesson, now=now)
        assert row is not None
        return Attempt(id=row["id"], person_id=person_id, lesson=lesson)

    async def records(self, person_id: int) -> list[LessonRecord]:
        """One record for each lesson the person has ever opened."""
        rows = await self._tx.all("find_lesson_records", person_id=person_id)
        return [
            LessonRecord(
                lesson=row["lesson"],
                step=row["step"],
                updated_at=row["updated_at"],
                running=row["finished_at"] is None,
                finished_once=row["first_finished_at"] is not None,
            )
            for row in rows
        ]

    async def tally(self, person_id: int) -> Tally:
        """The person's answers, counted."""
        row = await self._tx.one("count_answers", person_id=person_id)
        assert row is not None
        return Tally(answered=row["answered"], right=row["correct"])

    def save_step(self, attempt_id: int, step: int, now: int) -> None:
        """Where the running attempt stands now."""
        self._tx.later("save_attempt_step", id=attempt_id, step=step, now=now)

    def save_finish(self, attempt_id: int, step: int, now: int) -> None:
        """The running attempt is finished; a finished one keeps its day."""
        self._tx.later("finish_attempt", id=attempt_id, step=step, now=now)

    def save_answer(
        self, attempt_id: int, question: str, option: str, *, right: bool, now: int
    ) -> None:
        """The answer to a question, unless there is one already."""
        self._tx.later(
            "save_answer",
            attempt_id=attempt_id,
            question=question,
            option=option,
            correct=int(right),
            now=now,
        )


def _attempt(attempts: list[Row], answers: list[Row]) -> Attempt | None:
    if not attempts:
        return None
    row = attempts[0]
    return Attempt(
        id=row["id"],
        person_id=row["person_id"],
        lesson=row["lesson"],
        step=row["step"],
        finished_at=row["finished_at"],
        newest=row["id"] == row["newest_id"],
        answers={
            given["question"]: Answer(option=given["option"], right=bool(given["correct"]))
            for given in answers
        },
    )
