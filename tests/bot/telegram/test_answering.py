"""Which calls an answer becomes, and in which order."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from markupsafe import Markup

from bot.nursery import Nursery
from bot.screens.model import (
    ContactKeyboard,
    React,
    Say,
    Screen,
    Show,
    StripButtons,
    Toast,
)
from bot.telegram.answering import LATER, PATIENCE, Answering
from bot.telegram.origin import Origin
from domain.delivery.outbox import Priority
from domain.delivery.outcome import Blocked, Delivered, Gone, Rejected, RetryAt, Unknown
from tests.bot.telegram.helpers import START, FakeCourier, HandClock, nursery_of_a_test

MESSAGE = Origin(chat_id=5, message_id=40)
PRESS = Origin(chat_id=5, message_id=30, callback_query_id="q1", editable=True)


def screen(words: str) -> Screen:
    return Screen(text=Markup(words))


@dataclass
class Desk:
    clock: HandClock
    courier: FakeCourier
    answering: Answering

    def texts(self) -> list[str]:
        return [getattr(one.method, "text", "") or "" for one in self.courier.sent]


@pytest.fixture
async def nursery() -> AsyncIterator[Nursery]:
    async with nursery_of_a_test() as nursery:
        yield nursery


@pytest.fixture
def desk(nursery: Nursery) -> Desk:
    clock, courier = HandClock(), FakeCourier()
    return Desk(clock, courier, Answering(courier.call, clock, nursery))


async def test_a_message_is_answered_with_a_message(desk: Desk) -> None:
    outcomes = await desk.answering.answer(MESSAGE, Show(screen("home")))
    assert desk.courier.names == ["SendMessage"]
    assert outcomes == [Delivered((1,))]
    [sent] = desk.courier.sent
    assert (sent.chat_id, sent.priority, sent.patience) == (5, Priority.ANSWER, PATIENCE)


async def test_nothing_to_say_to_a_message_is_no_call(desk: Desk) -> None:
    assert await desk.answering.answer(MESSAGE, None) == []
    assert desk.courier.names == []


async def test_a_press_is_answered_first_whatever_else_there_is(desk: Desk) -> None:
    assert await desk.answering.answer(PRESS, None) == []
    await desk.answering.answer(PRESS, Show(screen("card")))
    assert desk.courier.names == [
        "AnswerCallbackQuery",
        "AnswerCallbackQuery",
        "EditMessageText",
    ]


async def test_a_toast_goes_with_the_answer_and_is_not_a_second_one(desk: Desk) -> None:
    outcomes = await desk.answering.answer(
        PRESS, [Show(screen("card")), Toast("Дайын", alert=True)]
    )
    assert desk.courier.names == ["AnswerCallbackQuery", "EditMessageText"]
    assert desk.courier.sent[0].method.show_alert
    assert len(outcomes) == 2


async def test_a_toast_for_a_message_becomes_a_message(desk: Desk) -> None:
    await desk.answering.answer(MESSAGE, Toast("1 < 2"))
    assert desk.texts() == ["1 &lt; 2"]


async def test_what_happened_is_a_new_message_even_after_a_press(desk: Desk) -> None:
    await desk.answering.answer(PRESS, [StripButtons(), Say(screen("taken"), reply_to=3)])
    assert desk.courier.names == [
        "AnswerCallbackQuery",
        "EditMessageReplyMarkup",
        "SendMessage",
    ]
    assert desk.courier.sent[2].method.reply_parameters.message_id == 3


async def test_a_reaction_goes_to_the_message_that_came(desk: Desk) -> None:
    assert await desk.answering.answer(MESSAGE, React("👌")) == [Delivered((1,))]
    assert desk.courier.sent[0].method.message_id == 40
    [outcome] = await desk.answering.answer(PRESS, React("👌"))
    assert isinstance(outcome, Gone)


@pytest.mark.parametrize("refusal", [Gone("not found"), Rejected("odd")])
async def test_an_edit_that_cannot_be_done_becomes_a_message(
    desk: Desk, refusal: Gone | Rejected
) -> None:
    desk.courier.outcomes = [Delivered(), refusal]
    [outcome] = await desk.answering.answer(PRESS, Show(screen("card")))
    assert desk.courier.names == [
        "AnswerCallbackQuery",
        "EditMessageText",
        "SendMessage",
        "EditMessageReplyMarkup",
    ]
    assert outcome == Delivered((3,))


async def test_the_old_buttons_stay_when_the_new_message_does_not_arrive(desk: Desk) -> None:
    desk.courier.outcomes = [Delivered(), Rejected("bad"), Rejected("bad")]
    await desk.answering.answer(PRESS, Show(screen("card")))
    assert desk.courier.names == ["AnswerCallbackQuery", "EditMessageText", "SendMessage"]


async def test_an_edit_without_an_answer_is_not_followed_by_a_message(desk: Desk) -> None:
    desk.courier.outcomes = [Delivered(), Unknown("reset"), Unknown("reset")]
    assert await desk.answering.answer(PRESS, Show(screen("card"))) == [Unknown("reset")]
    assert desk.courier.names == ["AnswerCallbackQuery", "EditMessageText", "EditMessageText"]


async def test_a_buried_menu_is_replaced_and_closed(desk: Desk) -> None:
    buried = Origin(chat_id=5, message_id=30, callback_query_id="q", editable=True, buried=True)
    await desk.answering.answer(buried, Show(screen("card")))
    assert desk.courier.names == [
        "AnswerCallbackQuery",
        "SendMessage",
        "EditMessageReplyMarkup",
    ]


async def test_a_message_that_is_too_old_is_left_alone(desk: Desk) -> None:
    old = Origin(chat_id=5, message_id=30, callback_query_id="q", editable=False)
    await desk.answering.answer(old, [Show(screen("card")), StripButtons()])
    assert desk.courier.names == ["AnswerCallbackQuery", "SendMessage"]


async def test_a_reply_keyboard_cannot_be_put_into_an_old_message(desk: Desk) -> None:
    with_keyboard = Screen(text=Markup("phone"), keyboard=ContactKeyboard(share="s", cancel="c"))
    await desk.answering.answer(PRESS, Show(with_keyboard))
    assert desk.courier.names[1] == "SendMessage"


async def test_nothing_follows_a_block(desk: Desk) -> None:
    desk.courier.outcomes = [Blocked()]
    outcomes = await desk.answering.answer(MESSAGE, [Say(screen("a")), Say(screen("b"))])
    assert outcomes == [Blocked()]


async def test_an_answer_that_has_to_wait_follows_in_order(desk: Desk) -> None:
    desk.courier.outcomes = [Delivered(), RetryAt(START + 5, "429")]
    replies = [Say(screen(word)) for word in "abc"]
    outcomes = await desk.answering.answer(MESSAGE, replies)
    assert [type(outcome) for outcome in outcomes] == [Delivered, RetryAt, RetryAt]
    assert desk.texts() == ["a", "b"]
    await desk.clock.advance(4.9)
    assert desk.texts() == ["a", "b"]
    await desk.clock.advance(0.2)
    assert desk.texts() == ["a", "b", "b", "c"]
    assert desk.courier.sent[-1].patience == LATER


async def test_a_late_answer_is_tried_only_once_more(desk: Desk) -> None:
    desk.courier.outcomes = [RetryAt(START + 5, "429"), RetryAt(START + 9, "429")]
    await desk.answering.answer(MESSAGE, [Say(screen("a")), Say(screen("b"))])
    await desk.clock.advance(60)
    assert desk.texts() == ["a", "a"]
    await desk.answering.answer(MESSAGE, Say(screen("c")))
    assert desk.texts()[-1] == "c"


async def test_too_late_is_let_go(desk: Desk) -> None:
    desk.courier.outcomes = [RetryAt(START + 31, "429")]
    await desk.answering.answer(MESSAGE, Say(screen("a")))
    await desk.clock.advance(100)
    assert desk.texts() == ["a"]


async def test_a_later_answer_does_not_overtake_a_late_one(desk: Desk) -> None:
    desk.courier.outcomes = [RetryAt(START + 5, "429")]
    await desk.answering.answer(MESSAGE, Say(screen("a")))
    [outcome] = await desk.answering.answer(MESSAGE, Say(screen("b")))
    assert isinstance(outcome, RetryAt)
    other = Origin(chat_id=6, message_id=1)
    await desk.answering.answer(other, Say(screen("other chat")))
    await desk.clock.advance(5)
    assert desk.texts() == ["a", "other chat", "a", "b"]


async def test_of_late_navigation_only_the_last_is_shown(desk: Desk) -> None:
    desk.courier.outcomes = [Delivered(), RetryAt(START + 5, "429")]
    await desk.answering.answer(PRESS, Show(screen("1")))
    await desk.answering.answer(PRESS, Show(screen("2")))
    await desk.answering.answer(PRESS, [Show(screen("3")), Say(screen("done"))])
    await desk.clock.advance(5)
    shown = [one.method.text for one in desk.courier.sent if one.method.text]
    assert shown == ["1", "3", "done"]
    assert desk.courier.names.count("AnswerCallbackQuery") == 3


async def test_a_press_is_answered_late_when_the_bot_is_paused(desk: Desk) -> None:
    desk.courier.outcomes = [RetryAt(START + 5, "429")]
    await desk.answering.answer(PRESS, None)
    await desk.clock.advance(5)
    assert desk.courier.names == ["AnswerCallbackQuery", "AnswerCallbackQuery"]
