"""The screens of the course as a person sees them, and the handlers that show them."""

import datetime as dt
import gettext
from dataclasses import replace

import pytest
from aiogram.types import TelegramObject
from markupsafe import Markup

from bot.callbacks import AnswerCD, LessonCD, LessonsCD, ProgressCD, StepCD
from bot.handlers import course as handlers
from bot.i18n import Texts, almaty_day
from bot.lessons import Lessons, LessonWords, load
from bot.lessons.template import tag_faults, visible
from bot.lessons.words import CardWords, OptionWords, QuestionWords, SourceWords
from bot.screens import course as screens
from bot.screens.model import Button, Screen, Show
from domain.course.lesson import Curriculum
from domain.course.progress import Answer, Attempt
from domain.course.service import Course
from domain.course.view import DoneBefore, Overview, Place, Progress, Standing
from domain.errors import NotFound
from domain.people.model import Language
from tests.domain.course.examples import FIRST, NOW, SECOND, lesson, person
from tests.domain.course.memory import MemoryAttempts

PLAIN = Texts(Language.KK, gettext.NullTranslations())  # the messages as they stand in the code
ATTEMPT = Attempt(id=7, person_id=1, lesson="first")
DAY = dt.date(2026, 11, 22)


def words_of(title: str = "Debts & you", option: str = "Write") -> LessonWords:
    def asked(number: int) -> QuestionWords:
        options = {
            name: OptionWords(text=f"{option} {name}", why=Markup(f"why {name}"))
            for name in ("a", "b", "c")
        }
        return QuestionWords(text=Markup(f"Question {number}?"), options=options)

    return LessonWords(
        title=title,
        cards={
            f"card-{number}": CardWords(
                title=f"Card {number}", text=Markup("Text"), copies=("1459",) * (number == 1)
            )
            for number in range(3)
        },
        questions={f"q{number}": asked(number) for number in range(2)},
        today=Markup("Find the contract."),
        sources=(
            SourceWords(act=Markup("A law"), body=Markup("State"), url=None, checked_on=DAY),
            SourceWords(
                act=Markup("Telephone"),
                body=Markup("The regulator"),
                url="https://fingramota.kz/?a=1&b=2",
                checked_on=DAY,
            ),
        ),
    )


WORDS = words_of()


def at(step: int, answers: dict[str, Answer] | None = None, **changes: int) -> Place:
    attempt = replace(ATTEMPT, step=step, answers=answers or {}, **changes)
    return Place(lesson=FIRST, attempt=attempt, step=step)


def show(place: Place | DoneBefore, words: LessonWords = WORDS) -> Screen:
    screen = screens.visit(PLAIN, words, place)
    check_screen(screen)
    return screen


def check_screen(screen: Screen) -> None:
    """What holds on every screen: whole markup, data that fits, the lawyer and the way home."""
    links = str(screen.text).replace("</a>", "")
    assert not [fault for fault in tag_faults(links) if "<a " not in fault.sentence]
    for row in screen.rows:
        for button in row:
            assert len((button.data or "").encode()) <= 64
    assert [button.text for button in screen.rows[-1]] == ["⚖️ I need a lawyer", "🏠 Home"]


def buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows[:-1] for button in row]


def labels(screen: Screen) -> list[str]:
    return [button.text for button in buttons(screen)]


def primary(screen: Screen) -> list[str]:
    return [button.text for button in buttons(screen) if button.style == "primary"]


def test_a_card() -> None:
    screen = show(at(2))
    assert str(screen.text) == "<i>3/6 · Debts &amp; you</i>\n<b>Card 2</b>\n\nText"
    assert labels(screen) == ["Back", "Next"]
    assert primary(screen) == ["Next"]
    assert [button.data for button in buttons(screen)] == [
        StepCD(attempt=7, step=1).pack(),
        StepCD(attempt=7, step=3).pack(),
    ]


def test_from_the_first_card_back_to_the_list() -> None:
    assert buttons(show(at(0)))[0].data == LessonsCD().pack()


def test_a_telephone_number_is_copied_by_one_tap() -> None:
    number = buttons(show(at(1)))[0]
    assert (number.text, number.copy, number.data) == ("📞 1459", "1459", None)


def test_a_question_with_short_options() -> None:
    screen = show(at(3))
    assert "Question 0?" in screen.text
    assert labels(screen) == ["Write a", "Write b", "Write c", "Back"]
    assert buttons(screen)[1].data == AnswerCD(attempt=7, question=0, option=1).pack()


def test_a_question_with_long_options() -> None:
    long = words_of(option="Write to the lender <today> in your own words")
    screen = show(at(4, {"q0": Answer("b", True)}), long)
    assert "1. Write to the lender &lt;today&gt; in your own words a\n2. " in screen.text
    assert [[button.text for button in row] for row in screen.rows[:2]] == [
        ["1", "2", "3"],
        ["Back"],
    ]


def test_a_right_answer() -> None:
    screen = show(at(3, {"q0": Answer("b", True)}))
    assert "Your answer: Write b\n✓ <b>Right.</b> why b" in screen.text
    assert "What helps here" not in screen.text
    assert primary(screen) == ["Next"]


def test_another_answer_says_why_and_what_helps() -> None:
    screen = show(at(3, {"q0": Answer("c", False)}))
    assert "Your answer: Write c\n<b>Not quite.</b> why c" in screen.text
    assert "<b>What helps here: Write b.</b> why b" in screen.text


def test_after_the_last_question_the_finish() -> None:
    screen = show(at(4, {"q0": Answer("b", True), "q1": Answer("b", True)}))
    assert primary(screen) == ["Finish"]
    assert buttons(screen)[1].data == StepCD(attempt=7, step=5).pack()


@pytest.mark.parametrize("answers", [{}, {"q0": Answer("gone", False)}])
def test_a_question_added_or_changed_after_the_finish(answers: dict[str, Answer]) -> None:
    """Looked through, it shows what helps; there is nothing to press but the way on."""
    screen = show(at(3, answers, finished_at=NOW))
    assert "Your answer" not in screen.text
    assert "<b>What helps here: Write b.</b> why b" in screen.text
    assert labels(screen) == ["Back", "Next"]


def test_the_finish() -> None:
    screen = show(replace(at(5, finished_at=NOW), following=SECOND))
    assert "6/6" in screen.text
    assert "<b>One thing to do today</b>\nFind the contract." in screen.text
    assert "<blockquote expandable>Where this comes from\n• A law. State; checked: " in screen.text
    assert '<a href="https://fingramota.kz/?a=1&amp;b=2">The regulator</a>' in screen.text
    assert "2026 жылғы 22 қараша" in screen.text
    assert labels(screen) == ["Next lesson", "Look through"]
    assert buttons(screen)[0].data == LessonCD(lesson="second").pack()


def test_the_finish_of_the_last_lesson() -> None:
    screen = show(at(5, finished_at=NOW))
    assert primary(screen) == ["My progress"]
    assert buttons(screen)[0].data == ProgressCD().pack()


def test_finished_before() -> None:
    screen = show(DoneBefore(lesson=FIRST, attempt=replace(ATTEMPT, finished_at=NOW)))
    assert labels(screen) == ["Look through", "Take it again", "All lessons"]
    assert [button.data for button in buttons(screen)[:2]] == [
        StepCD(attempt=7, step=0).pack(),
        LessonCD(lesson="first", again=True).pack(),
    ]


def overview_of(*standings: Standing, following: int | None) -> Overview:
    chosen = None if following is None else standings[following]
    return Overview(standings=standings, following=chosen)


NEW = Standing(lesson=FIRST)
MIDDLE = Standing(lesson=SECOND, step=2)
DONE = Standing(lesson=FIRST, finished=True)


def test_the_list_of_lessons() -> None:
    words = {"first": words_of("One"), "second": words_of("Two")}
    screen = screens.lessons_list(PLAIN, overview_of(DONE, MIDDLE, following=1), words)
    check_screen(screen)
    assert "Lessons done: 1 of 2" in screen.text
    assert labels(screen) == ["✓ · One", "3/4 · Two", "My progress"]
    assert primary(screen) == ["3/4 · Two"]
    fresh = screens.lessons_list(PLAIN, overview_of(NEW, following=0), words)
    assert labels(fresh)[0] == "2 min · One"


def test_many_lessons_are_numbered() -> None:
    many = [lesson(f"l{number}", number) for number in range(15)]
    words = {each.slug: words_of(f"Title {each.slug}") for each in many}
    standings = tuple(Standing(lesson=each) for each in many)
    screen = screens.lessons_list(PLAIN, overview_of(*standings, following=3), words)
    check_screen(screen)
    assert "\n4. 2 min · Title l3\n" in screen.text
    assert [len(row) for row in screen.rows] == [5, 5, 5, 1, 2]
    assert primary(screen) == ["4"]


def test_my_progress() -> None:
    words = {"first": words_of("One"), "second": words_of("Two")}
    overview = overview_of(DONE, MIDDLE, following=1)
    screen = screens.my_progress(PLAIN, Progress(overview=overview, answered=5, right=4), words)
    check_screen(screen)
    assert "Lessons done: 1 of 2\nIn the middle: Two, page 3/4\n" in screen.text
    assert "Questions answered: 5, right at once: 4" in screen.text
    assert labels(screen) == ["Continue the lesson · 3/4", "All lessons"]


def test_my_progress_at_the_start_and_at_the_end() -> None:
    start = Progress(overview=overview_of(NEW, following=0), answered=0, right=0)
    screen = screens.my_progress(PLAIN, start, {})
    assert "Questions" not in screen.text
    assert labels(screen) == ["Start the first lesson", "All lessons"]
    end = Progress(overview=overview_of(DONE, following=None), answered=2, right=2)
    assert labels(screens.my_progress(PLAIN, end, {})) == ["All lessons"]


@pytest.mark.parametrize(
    ("overview", "label", "data"),
    [
        (overview_of(NEW, following=0), "Start the first lesson", LessonCD(lesson="first")),
        (overview_of(MIDDLE, following=0), "Continue the lesson · 3/4", LessonCD(lesson="second")),
        (
            overview_of(DONE, Standing(lesson=SECOND), following=1),
            "Next lesson",
            LessonCD(lesson="second"),
        ),
        (overview_of(DONE, following=None), "All lessons", LessonsCD()),
    ],
)
def test_the_next_lesson_of_the_home_screen(
    overview: Overview, label: str, data: LessonCD | LessonsCD
) -> None:
    button = screens.next_lesson_button(PLAIN, overview)
    assert (button.text, button.data) == (label, data.pack())


@pytest.mark.parametrize("language", list(Language))
def test_every_screen_of_the_course_fits_a_telephone(language: Language) -> None:
    lessons = load()
    for each in lessons.curriculum:
        words = lessons.words(language, DAY)[each.slug]
        attempt = Attempt(id=1, person_id=1, lesson=each.slug)
        for step in range(each.length):
            asked = each.question_at(step)
            options = [None] if asked is None else [None, *asked.options]
            for option in options:
                answers = {}
                if asked is not None and option is not None:
                    answers[asked.id] = Answer(option, option == asked.right)
                place = Place(lesson=each, attempt=replace(attempt, answers=answers), step=step)
                screen = show(place, words)
                shown, _, _folded = str(screen.text).partition("<blockquote expandable>")
                assert visible(shown) <= 660
                assert len(buttons(screen)) <= 6


# The handlers, over attempts in memory.


class Chat:
    """One person who presses buttons, in whatever language."""

    def __init__(self) -> None:
        self.lessons: Lessons = load()
        self.course = Course(MemoryAttempts(), self.lessons.curriculum)
        self.screen: Screen | None = None
        self.speak(Language.KK)

    def speak(self, language: Language) -> None:
        self.known = {
            "person": person(1, language),
            "texts": Texts(language, gettext.NullTranslations()),
            "now": NOW,
            "course": self.course,
            "lessons": self.lessons,
        }

    async def press(self, label: str) -> Screen:
        assert self.screen is not None
        found = [button for row in self.screen.rows for button in row if button.text == label]
        assert found, [button.text for row in self.screen.rows for button in row]
        return await self.send(found[0].data or "")

    async def send(self, data: str) -> Screen:
        event = TelegramObject()
        for kind, handler in (
            (LessonCD, handlers.press_lesson),
            (StepCD, handlers.press_step),
            (AnswerCD, handlers.press_answer),
        ):
            if data.startswith(f"{kind.__prefix__}:"):
                return self.keep(
                    await handler(event, callback_data=kind.unpack(data), **self.known)
                )
        if data == LessonsCD().pack():
            return self.keep(await handlers.show_lessons(event, **self.known))
        assert data == ProgressCD().pack()
        return self.keep(await handlers.show_progress(event, **self.known))

    def keep(self, replies: object) -> Screen:
        assert isinstance(replies, Show)
        self.screen = replies.screen
        check_screen(self.screen)
        return self.screen


async def test_a_whole_lesson_by_its_buttons() -> None:
    chat = Chat()
    await chat.send(LessonsCD().pack())
    await chat.press("4 min · Төлем кешіксе: алғашқы 30\u00a0күн")
    for _ in range(5):
        await chat.press("Next")
    for option in ("Несие берушіге өтініш беру", "Алдын ала төлем түбіртегі"):
        await chat.press(option)
        await chat.press("Next")
    await chat.press("Агенттіктен не заңгерден сұрау")
    done = await chat.press("Finish")
    assert "9/9" in done.text
    progress = await chat.press("My progress")
    assert "Lessons done: 1 of 1" in progress.text
    assert "Questions answered: 3, right at once: 2" in progress.text
    await chat.press("All lessons")
    await chat.press("✓ · Төлем кешіксе: алғашқы 30\u00a0күн")
    assert "1/9" in (await chat.press("Look through")).text


async def test_a_change_of_the_language_keeps_the_place() -> None:
    chat = Chat()
    await chat.send(LessonCD(lesson="first-30-days").pack())
    await chat.press("Next")
    chat.speak(Language.RU)
    listed = await chat.send(LessonsCD().pack())
    assert labels(listed)[0] == "2/9 · Просрочка: первые 30\u00a0дней"
    assert "У вас есть время написать" in (await chat.press(labels(listed)[0])).text


async def test_a_deep_link_opens_the_lesson() -> None:
    chat = Chat()
    opened = chat.keep(await handlers.open_lesson("first-30-days", **chat.known))
    assert "1/9" in opened.text
    with pytest.raises(NotFound):
        await handlers.open_lesson("no-such-lesson", **chat.known)


async def test_the_day_of_the_figures_is_that_of_kazakhstan() -> None:
    late = int(dt.datetime(2026, 12, 31, 19, 30, tzinfo=dt.UTC).timestamp())
    assert almaty_day(late) == dt.date(2027, 1, 1)


def test_the_router_takes_no_slow_filters() -> None:
    """A filter that is not async would cost a hop to a thread on every update."""
    observers = (handlers.router.message, handlers.router.callback_query)
    filters = [
        each for observer in observers for handler in observer.handlers for each in handler.filters
    ]
    assert filters
    assert all(each.awaitable for each in filters)


def test_an_empty_curriculum_still_has_screens() -> None:
    overview = Overview(standings=(), following=None)
    check_screen(screens.lessons_list(PLAIN, overview, {}))
    assert len(Curriculum([])) == 0
