"""The course as a person walks it, over attempts in memory."""

import pytest

from domain.course.lesson import Curriculum, Lesson, Question
from domain.course.service import Course
from domain.course.view import DoneBefore, Place
from domain.errors import NotFound, Stale
from tests.domain.course.examples import CURRICULUM, FIRST, NOW, SECOND, lesson, person
from tests.domain.course.memory import MemoryAttempts

AIGUL, ERLAN = person(1), person(2)


@pytest.fixture
def attempts() -> MemoryAttempts:
    return MemoryAttempts()


@pytest.fixture
def course(attempts: MemoryAttempts) -> Course:
    return Course(attempts, CURRICULUM)


async def opened(course: Course, slug: str = "first", *, again: bool = False) -> Place:
    place = await course.open(AIGUL, slug, now=NOW, again=again)
    assert isinstance(place, Place)
    return place


async def finish(course: Course, slug: str = "first", *, again: bool = False) -> Place:
    place = await opened(course, slug, again=again)
    while place.step < place.lesson.finish:
        number = place.attempt.id
        if place.question is not None:
            await course.answer(AIGUL, number, place.question_number, 1, now=NOW)
        place = await course.go(AIGUL, number, place.step + 1, now=NOW)
    return place


async def test_a_lesson_opens_at_its_first_card(course: Course) -> None:
    place = await opened(course)
    assert (place.step, place.card, place.question) == (0, "card-0", None)


async def test_it_resumes_at_the_exact_card(course: Course) -> None:
    number = (await opened(course)).attempt.id
    await course.go(AIGUL, number, 1, now=NOW)
    await course.go(AIGUL, number, 2, now=NOW)
    place = await opened(course)
    assert (place.attempt.id, place.card) == (number, "card-2")


async def test_it_resumes_at_an_answered_question_with_its_answer(course: Course) -> None:
    number = (await opened(course)).attempt.id
    for step in (1, 2, 3):
        await course.go(AIGUL, number, step, now=NOW)
    await course.answer(AIGUL, number, 0, 2, now=NOW)
    place = await opened(course)
    assert place.answer is not None
    assert (place.answer.option, place.answer.right) == ("c", False)


async def test_the_first_answer_counts(course: Course, attempts: MemoryAttempts) -> None:
    number = (await opened(course)).attempt.id
    for step in (1, 2, 3):
        await course.go(AIGUL, number, step, now=NOW)
    await course.answer(AIGUL, number, 0, 2, now=NOW)
    writes = attempts.writes
    place = await course.answer(AIGUL, number, 0, 1, now=NOW)
    assert place.answer is not None
    assert place.answer.option == "c"
    assert attempts.writes == writes


async def test_the_finish_names_the_lesson_to_go_on_with(course: Course) -> None:
    assert (await finish(course)).following == SECOND
    assert (await finish(course, "second")).following is None


async def test_a_double_press_of_next_is_one_step(course: Course) -> None:
    number = (await opened(course)).attempt.id
    once = await course.go(AIGUL, number, 1, now=NOW)
    twice = await course.go(AIGUL, number, 1, now=NOW)
    assert once == twice


async def test_a_finished_lesson_asks_before_it_starts_anew(course: Course) -> None:
    done = await finish(course)
    before = await course.open(AIGUL, "first", now=NOW)
    assert isinstance(before, DoneBefore)
    assert before.attempt.id == done.attempt.id


async def test_looking_through_writes_nothing(course: Course, attempts: MemoryAttempts) -> None:
    number = (await finish(course)).attempt.id
    writes = attempts.writes
    for step in (0, 4, 2, FIRST.finish):
        assert (await course.go(AIGUL, number, step, now=NOW + 9)).step == step
    assert attempts.writes == writes


async def test_again_is_a_new_attempt_and_done_stays_done(course: Course) -> None:
    old = (await finish(course)).attempt.id
    new = (await opened(course, again=True)).attempt.id
    assert new != old
    assert (await opened(course, again=True)).attempt.id == new  # a double press
    standing = (await course.overview(AIGUL)).standings[0]
    assert (standing.step, standing.finished) == (0, True)
    with pytest.raises(Stale):
        await course.go(AIGUL, old, 1, now=NOW)


async def test_another_persons_attempt_is_not_found(course: Course) -> None:
    number = (await opened(course)).attempt.id
    with pytest.raises(NotFound):
        await course.go(ERLAN, number, 1, now=NOW)
    with pytest.raises(NotFound):
        await course.answer(ERLAN, number, 0, 1, now=NOW)


async def test_a_lesson_or_attempt_that_is_not_there(
    course: Course, attempts: MemoryAttempts
) -> None:
    with pytest.raises(NotFound):
        await course.open(AIGUL, "gone", now=NOW)
    number = (await opened(course)).attempt.id
    with pytest.raises(NotFound):
        await course.go(AIGUL, number + 1, 1, now=NOW)
    with pytest.raises(NotFound):
        await Course(attempts, Curriculum([SECOND])).go(AIGUL, number, 1, now=NOW)


async def test_the_overview(course: Course) -> None:
    overview = await course.overview(AIGUL)
    assert [standing.lesson for standing in overview.standings] == [FIRST, SECOND]
    assert overview.following == overview.standings[0]
    await finish(course)
    overview = await course.overview(AIGUL)
    assert (overview.finished, overview.following) == (1, overview.standings[1])
    assert overview.standings[0].finished
    assert not overview.standings[0].running
    assert await course.next_lesson(AIGUL) == SECOND


async def test_a_lesson_in_the_middle_goes_first(course: Course) -> None:
    await course.open(AIGUL, "first", now=NOW)
    await course.open(AIGUL, "second", now=NOW + 1)
    assert await course.next_lesson(AIGUL) == SECOND


async def test_my_progress_counts_answers(course: Course) -> None:
    await finish(course)
    progress = await course.progress(AIGUL)
    assert (progress.answered, progress.right, progress.overview.finished) == (2, 2, 1)
    assert (await course.progress(ERLAN)).answered == 0


async def test_a_lesson_that_got_shorter_stands_before_its_end(attempts: MemoryAttempts) -> None:
    long = Course(attempts, Curriculum([lesson(cards=6)]))
    number = (await opened(long)).attempt.id
    for step in range(1, 6):
        await long.go(AIGUL, number, step, now=NOW)
    short = Course(attempts, Curriculum([lesson(cards=2)]))
    assert (await opened(short)).step == 2
    assert (await short.overview(AIGUL)).standings[0].step == 3


def test_a_right_option_has_to_be_among_the_options() -> None:
    with pytest.raises(ValueError, match="not one of its options"):
        Question(id="q", options=("a", "b"), right="c")


def test_two_lessons_cannot_share_a_slug() -> None:
    with pytest.raises(ValueError, match="same slug"):
        Curriculum([lesson("one"), lesson("one")])


def test_steps_of_a_lesson() -> None:
    three = Lesson(slug="s", order=1, minutes=1, cards=("x",), questions=FIRST.questions)
    assert (three.finish, three.length, three.step_of(1)) == (3, 4, 2)
    assert three.card_at(1) is None
    assert three.question_at(0) is None
    assert three.question_at(3) is None
