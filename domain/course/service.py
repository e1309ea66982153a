"""The course as a person uses it: open a lesson, walk, answer, see how far they are."""

from typing import Final

from domain.course.lesson import Curriculum, Lesson
from domain.course.ports import Attempts, LessonRecord
from domain.course.progress import Attempt, answer, move, standing_at
from domain.course.view import DoneBefore, Overview, Place, Progress, Standing, Visit
from domain.errors import NotFound
from domain.people.model import Person

LARGEST_ID: Final = 2**63 - 1
"""What an id can be in any database."""


class Course:
    """Made anew for each update, around the attempts of its transaction."""

    def __init__(self, attempts: Attempts, curriculum: Curriculum) -> None:
        """The curriculum is the same for everybody and for as long as the process lives."""
        self._attempts = attempts
        self._curriculum = curriculum

    async def overview(self, person: Person) -> Overview:
        """Every lesson with its standing, and the one to go on with."""
        records = {record.lesson: record for record in await self._attempts.records(person.id)}
        standings = tuple(
            _standing(lesson, records.get(lesson.slug)) for lesson in self._curriculum
        )
        return Overview(standings=standings, following=_following(standings, records))

    async def next_lesson(self, person: Person) -> Lesson | None:
        """The lesson to go on with: the one left most recently, else the first unfinished one."""
        following = (await self.overview(person)).following
        return None if following is None else following.lesson

    async def progress(self, person: Person) -> Progress:
        """What the person has done so far."""
        tally = await self._attempts.tally(person.id)
        return Progress(
            overview=await self.overview(person), answered=tally.answered, right=tally.right
        )

    async def open(self, person: Person, slug: str, *, now: int, again: bool = False) -> Visit:
        """The lesson at the step where it was left; from the start when it was never opened.

        A finished lesson is opened anew only when `again` asks for it. A second press of "again"
        finds the attempt that the first one has started.
        """
        lesson = self._lesson(slug)
        attempt = await self._attempts.newest(person.id, slug)
        if attempt is not None and not attempt.finished:
            return Place(lesson=lesson, attempt=attempt, step=standing_at(lesson, attempt))
        if attempt is not None and not again:
            return DoneBefore(lesson=lesson, attempt=attempt)
        attempt = await self._attempts.start(person.id, slug, now)
        return Place(lesson=lesson, attempt=attempt, step=0)

    async def go(self, person: Person, attempt_id: int, step: int, *, now: int) -> Place:
        """Go to a step of the newest attempt; in a finished one only the view moves."""
        attempt = await self._attempt(person, attempt_id)
        lesson = self._lesson(attempt.lesson)
        moved = move(lesson, attempt, step, now)
        if moved.finished and not attempt.finished:
            self._attempts.save_finish(attempt.id, step, now)
        elif moved != attempt:
            self._attempts.save_step(attempt.id, step, now)
        following = None
        if step == lesson.finish:
            following = await self.next_lesson(person)
        return Place(lesson=lesson, attempt=moved, step=step, following=following)

    async def answer(
        self, person: Person, attempt_id: int, question: int, option: int, *, now: int
    ) -> Place:
        """Answer a question (both by their place); an answered one shows its first answer."""
        attempt = await self._attempt(person, attempt_id)
        lesson = self._lesson(attempt.lesson)
        answered = answer(lesson, attempt, question, option)
        step = lesson.step_of(question)
        if answered != attempt:
            asked = lesson.questions[question].id
            given = answered.answers[asked]
            self._attempts.save_answer(attempt.id, asked, given.option, right=given.right, now=now)
            self._attempts.save_step(attempt.id, step, now)
        return Place(lesson=lesson, attempt=answered, step=step)

    def _lesson(self, slug: str) -> Lesson:
        lesson = self._curriculum.find(slug)
        if lesson is None:
            raise NotFound
        return lesson

    async def _attempt(self, person: Person, attempt_id: int) -> Attempt:
        known = 0 < attempt_id <= LARGEST_ID  # a forged button can carry any number
        attempt = await self._attempts.find(person.id, attempt_id) if known else None
        if attempt is None:
            raise NotFound
        return attempt


def _standing(lesson: Lesson, record: LessonRecord | None) -> Standing:
    if record is None:
        return Standing(lesson=lesson)
    step = max(0, min(record.step, lesson.finish - 1)) if record.running else None
    return Standing(lesson=lesson, step=step, finished=record.finished_once)


def _following(
    standings: tuple[Standing, ...], records: dict[str, LessonRecord]
) -> Standing | None:
    """A lesson in the middle comes first, the one touched last before the others."""
    running = [standing for standing in standings if standing.running]
    if running:
        return max(running, key=lambda standing: records[standing.lesson.slug].updated_at)
    return next((standing for standing in standings if not standing.finished), None)
