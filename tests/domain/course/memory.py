"""The course's attempts in memory: passes the same contract as the tables."""

from dataclasses import dataclass, field, replace

from domain.course.ports import LessonRecord, Tally
from domain.course.progress import Answer, Attempt


@dataclass
class MemoryAttempts:
    """One list of attempts, as the table would hold them."""

    rows: list[Attempt] = field(default_factory=list)
    updated: dict[int, int] = field(default_factory=dict)
    writes: int = 0

    async def find(self, person_id: int, attempt_id: int) -> Attempt | None:
        for row in self.rows:
            if (row.id, row.person_id) == (attempt_id, person_id):
                return replace(row, newest=row.id == self._of(person_id, row.lesson)[-1].id)
        return None

    async def newest(self, person_id: int, lesson: str) -> Attempt | None:
        attempts = self._of(person_id, lesson)
        return attempts[-1] if attempts else None

    async def start(self, person_id: int, lesson: str, now: int) -> Attempt:
        assert all(row.finished for row in self._of(person_id, lesson))
        attempt = Attempt(id=len(self.rows) + 1, person_id=person_id, lesson=lesson)
        self.rows.append(attempt)
        self.updated[attempt.id] = now
        self.writes += 1
        return attempt

    async def records(self, person_id: int) -> list[LessonRecord]:
        lessons = {row.lesson for row in self.rows if row.person_id == person_id}
        return [self._record(self._of(person_id, lesson)) for lesson in sorted(lessons)]

    async def tally(self, person_id: int) -> Tally:
        given = [
            answer
            for row in self.rows
            if row.person_id == person_id
            for answer in row.answers.values()
        ]
        return Tally(answered=len(given), right=sum(answer.right for answer in given))

    def save_step(self, attempt_id: int, step: int, now: int) -> None:
        self._save(attempt_id, now, step=step)

    def save_finish(self, attempt_id: int, step: int, now: int) -> None:
        self._save(attempt_id, now, step=step, finished_at=now)

    def save_answer(
        self, attempt_id: int, question: str, option: str, *, right: bool, now: int
    ) -> None:
        del now
        self.writes += 1
        row = self.rows[attempt_id - 1]
        answers = {question: Answer(option=option, right=right), **row.answers}
        self.rows[attempt_id - 1] = replace(row, answers=answers)

    def _save(self, attempt_id: int, now: int, **changes: int) -> None:
        self.writes += 1
        row = self.rows[attempt_id - 1]
        if not row.finished:
            self.rows[attempt_id - 1] = replace(row, **changes)
            self.updated[attempt_id] = now

    def _of(self, person_id: int, lesson: str) -> list[Attempt]:
        return [row for row in self.rows if (row.person_id, row.lesson) == (person_id, lesson)]

    def _record(self, attempts: list[Attempt]) -> LessonRecord:
        newest = attempts[-1]
        return LessonRecord(
            lesson=newest.lesson,
            step=newest.step,
            updated_at=self.updated[newest.id],
            running=not newest.finished,
            finished_once=any(row.finished for row in attempts),
        )
