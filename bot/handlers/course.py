"""The course in a chat: open a lesson, walk through it, answer, see the progress."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import TelegramObject

from bot.callbacks import AnswerCD, LessonCD, LessonsCD, ProgressCD, StepCD
from bot.i18n import Texts, almaty_day
from bot.lessons import Lessons
from bot.screens import course as screens
from bot.screens.model import Replies, Show
from domain.course.service import Course
from domain.course.view import Visit
from domain.people.model import Person

router = Router(name="course")


@router.message(Command("lessons", ignore_case=True))
@router.callback_query(LessonsCD.filter())
async def show_lessons(
    _event: TelegramObject,
    person: Person,
    texts: Texts,
    now: int,
    course: Course,
    lessons: Lessons,
) -> Replies:
    """The list of all lessons."""
    words = lessons.words(texts.language, almaty_day(now))
    return Show(screens.lessons_list(texts, await course.overview(person), words))


@router.message(Command("progress", ignore_case=True))
@router.callback_query(ProgressCD.filter())
async def show_progress(
    _event: TelegramObject,
    person: Person,
    texts: Texts,
    now: int,
    course: Course,
    lessons: Lessons,
) -> Replies:
    """What the person has done so far."""
    words = lessons.words(texts.language, almaty_day(now))
    return Show(screens.my_progress(texts, await course.progress(person), words))


@router.callback_query(LessonCD.filter())
async def press_lesson(
    _event: TelegramObject,
    callback_data: LessonCD,
    person: Person,
    texts: Texts,
    now: int,
    course: Course,
    lessons: Lessons,
) -> Replies:
    """A lesson was chosen by its button."""
    place = await course.open(person, callback_data.lesson, now=now, again=callback_data.again)
    return _shown(place, texts, now, lessons)


@router.callback_query(StepCD.filter())
async def press_step(
    _event: TelegramObject,
    callback_data: StepCD,
    person: Person,
    texts: Texts,
    now: int,
    course: Course,
    lessons: Lessons,
) -> Replies:
    """One step on or back."""
    place = await course.go(person, callback_data.attempt, callback_data.step, now=now)
    return _shown(place, texts, now, lessons)


@router.callback_query(AnswerCD.filter())
async def press_answer(
    _event: TelegramObject,
    callback_data: AnswerCD,
    person: Person,
    texts: Texts,
    now: int,
    course: Course,
    lessons: Lessons,
) -> Replies:
    """An option was chosen: the why follows at once."""
    pressed = callback_data
    place = await course.answer(person, pressed.attempt, pressed.question, pressed.option, now=now)
    return _shown(place, texts, now, lessons)


async def open_lesson(
    slug: str, *, person: Person, texts: Texts, now: int, course: Course, lessons: Lessons
) -> Replies:
    """A lesson by its slug, for the deep link `start=lesson_<slug>`; raises NotFound."""
    return _shown(await course.open(person, slug, now=now), texts, now, lessons)


def _shown(visit: Visit, texts: Texts, now: int, lessons: Lessons) -> Show:
    words = lessons.words(texts.language, almaty_day(now))[visit.lesson.slug]
    return Show(screens.visit(texts, words, visit))
