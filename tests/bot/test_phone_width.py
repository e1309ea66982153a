"""Labels that a telephone of 360 pixels shows whole."""

import datetime as dt

import pytest

from bot.forms import Draft
from bot.guidance import load_guidance
from bot.i18n import texts
from bot.lessons import load
from bot.screens import closing, triage
from bot.screens.common import HALF_ROW, readable
from bot.screens.model import Button, Screen
from domain.consultation.case import OutcomeCode
from domain.consultation.triage import Topic
from domain.people.model import Language
from tests.consultation import a_case

WHOLE_ROW = 36


def fits(screen: Screen) -> None:
    for row in screen.rows:
        limit = WHOLE_ROW if len(row) == 1 else HALF_ROW
        assert [button.text for button in row if len(button.text) > limit] == []


@pytest.mark.parametrize("language", Language)
def test_how_a_case_ended_can_be_read(language: Language) -> None:
    screen = closing.ask_code(texts(language), a_case())
    assert sum(len(row) for row in screen.rows) == len(OutcomeCode) + 1
    fits(screen)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("topic", [Topic.OTHER, Topic.FRAUD])
def test_what_else_is_important_can_be_read(language: Language, topic: Topic) -> None:
    lessons = load()
    guidance = load_guidance(lessons.figures, {lesson.slug for lesson in lessons.curriculum})
    screen = triage.ask_situation(
        texts(language), guidance, Draft(topic=topic), topic, dt.date(2026, 11, 22)
    )
    fits(Screen(text=screen.text, rows=screen.rows[:-1]))


def test_short_labels_share_a_row_and_keep_their_order() -> None:
    labels = ["Омбудсман", "Сотқа құжат", "Алаяқтық туралы арыз", "Кеңес берілді", "Жоқ", "Иә"]
    rows = readable([Button(text=label, data="x") for label in labels])
    assert [[button.text for button in row] for row in rows] == [
        labels[:2], labels[2:3], labels[3:5], labels[5:],
    ]  # fmt: skip
