"""Walking through a lesson, whatever is pressed in whatever order."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.course.lesson import Lesson
from domain.course.progress import Answer, Attempt, answer, move, standing_at, visited_up_to
from domain.errors import Stale
from tests.domain.course.examples import FIRST, NOW, lesson

NEW = Attempt(id=1, person_id=1, lesson="first")
lessons = st.builds(
    lambda cards, questions: lesson(cards=cards, questions=questions),
    st.integers(1, 6),
    st.integers(1, 5),
)
presses = st.lists(
    st.one_of(
        st.tuples(st.just("go"), st.integers(-2, 12), st.just(0)),
        st.tuples(st.just("answer"), st.integers(-1, 5), st.integers(-1, 3)),
        st.tuples(st.just("next"), st.just(0), st.just(0)),
        st.tuples(st.just("try"), st.just(0), st.integers(0, 2)),
    ),
    max_size=60,
)
Press = tuple[str, int, int]


def press(lesson_: Lesson, attempt: Attempt, what: Press) -> Attempt:
    """Press a button, however old or forged; what is refused changes nothing."""
    kind, _, option = what
    here = standing_at(lesson_, attempt)
    if kind == "next":
        what = ("go", here + 1, 0)
    elif kind == "try":
        what = ("answer", here - len(lesson_.cards), option)
    with contextlib.suppress(Stale):
        if what[0] == "go":
            return move(lesson_, attempt, what[1], NOW)
        return answer(lesson_, attempt, what[1], what[2])
    return attempt


def walk(lesson_: Lesson, attempt: Attempt, option: int = 1) -> Attempt:
    """From where the attempt stands to the finish, by Next and the given option only."""
    for _ in range(2 * lesson_.length):
        attempt = press(lesson_, attempt, ("try", 0, option))
        attempt = press(lesson_, attempt, ("next", 0, 0))
    return attempt


@given(lessons, presses)
def test_nothing_is_jumped_over(lesson_: Lesson, buttons: list[Press]) -> None:
    attempt, seen = NEW, 0
    for button in buttons:
        attempt = press(lesson_, attempt, button)
        assert 0 <= attempt.step <= seen + 1
        seen = max(seen, attempt.step)
    asked = [question.id for question in lesson_.questions if question.id in attempt.answers]
    assert asked == [question.id for question in lesson_.questions[: len(asked)]]
    if attempt.finished:
        assert len(asked) == len(lesson_.questions)


@given(lessons, presses)
def test_the_first_answer_counts(lesson_: Lesson, buttons: list[Press]) -> None:
    attempt = NEW
    for button in buttons:
        before = attempt
        attempt = press(lesson_, attempt, button)
        assert attempt.answers.items() >= before.answers.items()


@given(lessons, presses)
def test_finished_stays_finished(lesson_: Lesson, buttons: list[Press]) -> None:
    finished = walk(lesson_, NEW)
    assert finished.finished_at == NOW
    for button in buttons:
        assert press(lesson_, finished, button) == finished


@given(lessons, presses)
def test_the_end_can_be_reached_from_everywhere(lesson_: Lesson, buttons: list[Press]) -> None:
    attempt = NEW
    for button in buttons:
        attempt = press(lesson_, attempt, button)
    assert walk(lesson_, attempt, option=0).finished


@given(lessons, presses, st.integers(0, 12))
def test_a_second_press_of_the_same_button_changes_nothing(
    lesson_: Lesson, buttons: list[Press], target: int
) -> None:
    attempt = NEW
    for button in buttons:
        attempt = press(lesson_, attempt, button)
    once = press(lesson_, attempt, ("go", target, 0))
    assert press(lesson_, once, ("go", target, 0)) == once
    chosen = press(lesson_, attempt, ("answer", target, 1))
    assert press(lesson_, chosen, ("answer", target, 2)) == chosen


@given(lessons, lessons, presses)
def test_a_changed_lesson_keeps_its_readers(
    before: Lesson, after: Lesson, buttons: list[Press]
) -> None:
    """An editor may add or take away cards and questions while people are in the middle."""
    attempt = NEW
    for button in buttons:
        attempt = press(before, attempt, button)
    here = standing_at(after, attempt)
    assert 0 <= here <= after.finish
    assert here <= visited_up_to(after, attempt)
    assert walk(after, attempt).finished


def test_going_back_keeps_the_way_to_what_was_seen() -> None:
    attempt = replace(NEW, step=4, answers={"q0": Answer("a", False)})
    back = move(FIRST, attempt, 1, NOW)
    assert back.step == 1
    assert move(FIRST, back, 3, NOW).step == 3
    assert move(FIRST, back, 4, NOW).step == 4
    with pytest.raises(Stale):
        move(FIRST, back, 5, NOW)


def test_a_question_is_not_passed_without_an_answer() -> None:
    with pytest.raises(Stale):
        move(FIRST, replace(NEW, step=3), 4, NOW)


def test_a_right_and_a_wrong_answer() -> None:
    asked = replace(NEW, step=3)
    assert answer(FIRST, asked, 0, 1).answers == {"q0": Answer("b", True)}
    assert answer(FIRST, asked, 0, 2).answers == {"q0": Answer("c", False)}


@pytest.mark.parametrize("option", [-1, 3])
def test_an_option_that_is_not_offered(option: int) -> None:
    with pytest.raises(Stale):
        answer(FIRST, replace(NEW, step=3), 0, option)


def test_buttons_of_an_older_attempt_are_stale() -> None:
    older = replace(NEW, newest=False, step=3)
    with pytest.raises(Stale):
        move(FIRST, older, 2, NOW)
    with pytest.raises(Stale):
        answer(FIRST, older, 0, 1)
