"""Giving a case to the queue of another topic."""

from collections.abc import Sequence

from bot.callbacks import CaseCD, OtherTopicCD, ToTopicCD
from bot.i18n import Texts
from bot.screens.common import desk_row, paged
from bot.screens.model import Button, Screen
from bot.screens.topics import topic_name
from domain.consultation.case import Case
from domain.consultation.triage import Topic


def which(texts: Texts, case: Case, topics: Sequence[Topic], page: int) -> Screen:
    """What the case is about in truth."""
    number = case.id
    buttons = [
        Button(
            text=topic_name(texts, topic),
            data=ToTopicCD(case=number, topic=topic.value).pack(),
        )
        for topic in topics
    ]
    pages = paged(buttons, page, lambda at: OtherTopicCD(case=number, page=at).pack())
    return Screen(
        text=texts.t(
            "<b>№ {number} · {name}: what is it about in truth?</b>\n\nNow: {topic}. The case "
            "goes to the queue of the topic that you choose, at its old place or further in "
            "front.",
            number=number,
            name=case.citizen_name,
            topic=topic_name(texts, case.topic),
        ),
        rows=(*pages, _keep(texts, case)),
        protect=True,
    )


def ask_note(texts: Texts, case: Case, topic: Topic) -> Screen:
    """A note for the next operator, or none."""
    without = ToTopicCD(case=case.id, topic=topic.value, sure=True).pack()
    return Screen(
        text=texts.t(
            "<b>№ {number} · {name} → {topic}</b>\n\n📝 Write what the next operator should "
            "know: the person does not see it. The case goes to the queue as soon as you have "
            "written.",
            number=case.id,
            name=case.citizen_name,
            topic=topic_name(texts, topic),
        ),
        rows=(
            (Button(text=texts.plain("Give it without a note"), data=without),),
            (Button(text=texts.plain("Another topic"), data=OtherTopicCD(case=case.id).pack()),),
            _keep(texts, case),
        ),
        protect=True,
    )


def given(texts: Texts, case: Case, topic: Topic) -> Screen:
    """It waits again, under another topic."""
    return Screen(
        text=texts.t(
            "№ {number} waits in the queue with another topic, the person has been told.\n"
            "Topic: {topic}",
            number=case.id,
            topic=topic_name(texts, topic),
        ),
        rows=(desk_row(texts),),
    )


def other_topic_button(texts: Texts, case: Case) -> Button:
    """Beside the colleagues to whom a case can be given."""
    return Button(
        text=texts.plain("To the queue of another topic"), data=OtherTopicCD(case=case.id).pack()
    )


def _keep(texts: Texts, case: Case) -> tuple[Button, ...]:
    return (Button(text=texts.plain("Keep the case"), data=CaseCD(case=case.id).pack()),)
