"""The request form as a graph: every way through it, walked by its own handlers and buttons."""

import datetime as dt
import gettext
from dataclasses import dataclass
from typing import Any, cast

import pytest
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Chat, Message

from bot.callbacks import (
    FORM_DATA,
    ChoiceCD,
    ContactCD,
    DayCD,
    FormCD,
    HomeCD,
    LessonCD,
    SituationCD,
    SkipCD,
    SlotCD,
    SubmitCD,
    TopicCD,
)
from bot.forms import Draft, Step, load_draft, save_draft
from bot.guidance import Guidance, load_guidance
from bot.handlers import answer_way, triage
from bot.i18n import ALMATY, Texts, texts
from bot.lessons import load
from bot.screens import request_form as form_screens
from bot.screens.model import ContactKeyboard, Say, Screen, Show, StripButtons
from domain.consultation.triage import CHOICES, DATED, INSTEAD_OF_DAY, Answer, Situation, Topic
from domain.people.model import Language

PLAIN = Texts(Language.KK, gettext.NullTranslations())  # the messages as they stand in the code
NOW = int(dt.datetime(2026, 11, 23, 10, tzinfo=ALMATY).timestamp())
TAPS = 7
GRAVE = {Situation.CRISIS, Situation.DANGER}

HANDLERS: dict[type[CallbackData], Any] = {
    TopicCD: triage.topic,
    FormCD: triage.go_to,
    SkipCD: triage.skip,
    ChoiceCD: triage.choose,
    DayCD: triage.choose_day,
    SituationCD: triage.situation,
    ContactCD: answer_way.here_or_by_phone,
    SlotCD: answer_way.by_phone,
}


@pytest.fixture(scope="module")
def guidance() -> Guidance:
    lessons = load()
    return load_guidance(lessons.figures, {lesson.slug for lesson in lessons.curriculum})


@dataclass(frozen=True)
class Way:
    """A way through the form that ends with Send."""

    labels: tuple[str, ...]
    draft: Draft


class Walker:
    """Presses buttons; what was typed so far is kept as the bot keeps it."""

    def __init__(self, guidance: Guidance, words: Texts = PLAIN) -> None:
        key = StorageKey(bot_id=1, chat_id=2, user_id=2)
        self.state = FSMContext(storage=MemoryStorage(), key=key)
        self.guidance = guidance
        self.words = words

    async def press(self, data: str) -> Screen:
        """The screen after a press."""
        kind = next(kind for kind in HANDLERS if data.partition(":")[0] == kind.__prefix__)
        known = {"texts": self.words, "state": self.state, "guidance": self.guidance, "now": NOW}
        replies = await HANDLERS[kind](None, kind.unpack(data), **known)
        return shown(replies)

    async def shares_number(self) -> Screen:
        message = Message(
            message_id=1,
            date=dt.datetime.now(dt.UTC),
            chat=Chat(id=1, type="private"),
            text="+7 701 555 01 01",
        )
        replies = await answer_way.typed_number(
            message, self.words, self.state, self.guidance, NOW
        )
        return shown(replies)

    async def ways(self, screen: Screen, labels: tuple[str, ...] = ()) -> list[Way]:
        """Every way on from a screen that does not turn back."""
        if isinstance(screen.keyboard, ContactKeyboard):
            return await self.ways(await self.shares_number(), (*labels, screen.keyboard.share))
        before = await self.state.get_data()
        found = []
        for label, data in onward(screen):
            if data == SubmitCD().pack():
                found.append(Way((*labels, label), await load_draft(self.state)))
                continue
            await self.state.set_data(before)
            found += await self.ways(await self.press(data), (*labels, label))
        return found


def shown(replies: Any) -> Screen:
    """The last screen of an answer."""
    several = replies if isinstance(replies, tuple) else (replies,)
    screens = [reply.screen for reply in several if isinstance(reply, Show | Say)]
    assert all(isinstance(reply, Show | Say | StripButtons) for reply in several)
    return cast("Screen", screens[-1])


def onward(screen: Screen) -> list[tuple[str, str]]:
    """The buttons of the form that lead on: not back, to change, or away."""
    back = {"Back", "Change", "Start over"}
    away = (HomeCD.__prefix__, LessonCD.__prefix__)
    found = []
    for button in (button for row in screen.rows for button in row):
        if button.data is None:
            assert button.copy, button.text
            continue
        assert button.data.partition(":")[0] in {*(d.__prefix__ for d in FORM_DATA), *away, "rq1"}
        if button.text not in back and button.data.partition(":")[0] not in (*away, "rq1"):
            found.append((button.text, button.data))
    return found


async def ways_of(walker: Walker, topic: Topic) -> list[Way]:
    """All ways with a topic, from the first screen."""
    first = form_screens.choose_topic(walker.words)
    data = TopicCD(topic=topic.value).pack()
    if data in {found for _, found in onward(first)}:
        return await walker.ways(await walker.press(data), (topic.value,))
    more = await walker.press(TopicCD(topic=form_screens.MORE).pack())
    assert data in {found for _, found in onward(more)}
    return await walker.ways(await walker.press(data), ("more", topic.value))


@pytest.mark.parametrize("topic", Topic)
async def test_every_way_through_the_form_has_at_most_seven_taps(
    topic: Topic, guidance: Guidance
) -> None:
    """Answered in the chat. Numbers in a crisis cost one tap more, and so does a number to call;
    only topics that are behind «Another topic…» and ask a question come to that.
    """
    ways = await ways_of(Walker(guidance), topic)
    assert ways
    for way in ways:
        extra = (way.draft.situation in GRAVE) + (way.draft.phone is not None)
        assert len(way.labels) <= TAPS + extra, way.labels


@pytest.mark.parametrize("topic", Topic)
async def test_a_request_with_nothing_known_can_be_sent(topic: Topic, guidance: Guidance) -> None:
    ways = await ways_of(Walker(guidance), topic)
    skipped = [
        way
        for way in ways
        if way.draft.day is None and way.draft.answer in {None, Answer.UNKNOWN}
        and way.draft.situation is None and way.draft.phone is None
    ]  # fmt: skip
    assert skipped
    for way in skipped:
        assert len(way.labels) <= TAPS
        request = way.draft.request()
        assert (request.facts.topic, request.facts.day, request.messages) == (topic, None, ())


@pytest.mark.parametrize("topic", Topic)
async def test_every_answer_is_kept(topic: Topic, guidance: Guidance) -> None:
    ways = await ways_of(Walker(guidance), topic)
    requests = [way.draft.request() for way in ways]
    assert {request.facts.situation for request in requests} == {*Situation, None}
    answers = {request.facts.answer for request in requests} - {None}
    if topic in CHOICES:
        assert answers == {*CHOICES[topic], Answer.UNKNOWN}
    if topic in DATED:
        assert answers == {*INSTEAD_OF_DAY.get(topic, ()), Answer.UNKNOWN}
        assert {request.facts.day for request in requests} == {
            None, *(dt.date(2026, 11, day) for day in (23, 22, 20, 16)),
        }  # fmt: skip


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("topic", Topic)
async def test_every_screen_fits_a_telephone(
    topic: Topic, language: Language, guidance: Guidance
) -> None:
    walker = Walker(guidance, texts(language))
    seen = [form_screens.choose_topic(walker.words)]
    seen.append(await walker.press(TopicCD(topic=topic.value).pack()))
    seen.append(await walker.press(SkipCD(step=Step.WORDS.value).pack()))
    seen.append(await walker.press(ChoiceCD(answer="unknown").pack()))
    seen.append(await walker.press(SituationCD(situation="crisis").pack()))
    seen.append(await walker.press(FormCD(step="next").pack()))
    seen.append(await walker.press(ContactCD(way="chat").pack()))
    for screen in seen:
        assert len(screen.text) <= 4096
        assert len(screen.rows) <= 9
        assert all(len((b.data or "").encode()) <= 64 for row in screen.rows for b in row)


async def test_back_leads_through_every_step_to_the_first(guidance: Guidance) -> None:
    walker = Walker(guidance)
    await walker.press(TopicCD(topic="account").pack())
    await walker.press(SkipCD(step="words").pack())
    await walker.press(ChoiceCD(answer="over_half").pack())
    screen = await walker.press(SkipCD(step="situation").pack())
    steps = []
    while (
        back := next((b for row in screen.rows for b in row if b.text == "Back"), None)
    ) is not None:
        assert back.data
        steps.append(back.data)
        screen = await walker.press(back.data)
    assert steps == ["fo1:situation", "fo1:question", "fo1:words", "fo1:topic"]


async def test_an_old_button_of_another_topic_answers_nothing(guidance: Guidance) -> None:
    walker = Walker(guidance)
    await walker.press(TopicCD(topic="home").pack())
    await walker.press(SkipCD(step="words").pack())
    screen = await walker.press(ChoiceCD(answer="over_half").pack())
    assert "What is it about the home?" in screen.text
    screen = await walker.press(DayCD(ago=3).pack())
    assert "What is it about the home?" in screen.text
    assert (await load_draft(walker.state)).answer is None


async def test_nothing_missed_yet_is_an_answer_of_its_own(guidance: Guidance) -> None:
    walker = Walker(guidance)
    await walker.press(TopicCD(topic="overdue").pack())
    screen = await walker.press(SkipCD(step="words").pack())
    labels = [label for label, _ in onward(screen)]
    assert labels[-2:] == ["I don't know", "No payment was missed yet"]
    await walker.press(ChoiceCD(answer="not_missed").pack())
    await walker.press(SkipCD(step="situation").pack())
    screen = await walker.press(ContactCD(way="chat").pack())
    assert "What happens: No payment was missed yet" in screen.text
    assert (await load_draft(walker.state)).answer is Answer.NOT_MISSED


async def test_a_paper_is_never_without_a_missed_payment(guidance: Guidance) -> None:
    walker = Walker(guidance)
    await walker.press(TopicCD(topic="court").pack())
    await walker.press(SkipCD(step="words").pack())
    screen = await walker.press(ChoiceCD(answer="not_missed").pack())
    assert "On which day did you get the paper?" in screen.text
    assert (await load_draft(walker.state)).answer is None


async def test_a_draft_from_before_the_triage_goes_on(guidance: Guidance) -> None:
    walker = Walker(guidance)
    old = {
        "topic": "overdue", "messages": [], "contact": "phone", "phone": "+77015550101",
        "touched_at": NOW,
    }  # fmt: skip
    await walker.state.set_data({"draft": old})
    draft = await load_draft(walker.state)
    assert (draft.topic, draft.phone, draft.next_step) == (
        Topic.OVERDUE, "+77015550101", Step.WORDS,
    )  # fmt: skip
    screen = await walker.press(FormCD(step="next").pack())
    assert "What happened?" in screen.text


async def test_a_draft_comes_back_as_it_was(guidance: Guidance) -> None:
    for way in await ways_of(Walker(guidance), Topic.NOTARY):
        walker = Walker(guidance)
        await save_draft(walker.state, way.draft)
        assert await load_draft(walker.state) == way.draft
