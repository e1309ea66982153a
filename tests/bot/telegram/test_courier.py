"""The courier against the sandbox, over HTTP: what Telegram answers and what the network does."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.methods import GetMe, SendDocument, SendMessage
from aiogram.types import BufferedInputFile
from markupsafe import Markup

from bot.screens.model import Button, React, Say, Screen, Show, Toast
from bot.telegram import render
from bot.telegram.origin import Origin
from bot.telegram.session import BotSession, NetworkInTransaction
from domain.delivery.outbox import Priority
from domain.delivery.outcome import (
    Blocked,
    Delivered,
    Gone,
    Outcome,
    Rejected,
    RetryAt,
    Unknown,
)
from sandbox.faults import Fault
from sandbox.handles import PersonHandle
from sandbox.server import DEFAULT_TOKEN, Sandbox
from tests.bot.telegram.helpers import HandClock, Post, post_office

BUTTONS = ((Button(text="Келесі", data="n:1", style="primary"),),)


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox.running() as box:
        yield box
        assert box.reports == []


@pytest.fixture
async def post(box: Sandbox) -> AsyncIterator[Post]:
    async with post_office(box) as post:
        yield post


@pytest.fixture
def aigul(box: Sandbox) -> PersonHandle:
    return box.person("Айгүл", language_code="kk", started=True)


def screen(words: str, **more: object) -> Screen:
    return Screen(text=Markup(words), **more)


async def send(post: Post, chat_id: int, words: str = "сәлем", patience: float = 0.0) -> Outcome:
    return await post.courier.call(
        render.send(chat_id, screen(words)),
        chat_id=chat_id,
        priority=Priority.CASE,
        patience=patience,
    )


async def test_delivered_with_its_number(post: Post, aigul: PersonHandle) -> None:
    outcome = await send(post, aigul.id, "Сәлем, <b>Айгүл</b>")
    assert outcome == Delivered((aigul.last["message_id"],))
    assert aigul.last["text"] == "Сәлем, Айгүл"
    assert b'bot_calls_total{outcome="delivered"} 1.0' in post.metrics.text()


async def test_a_person_who_blocked_us_is_marked(post: Post, aigul: PersonHandle) -> None:
    await aigul.block()
    assert await send(post, aigul.id) == Blocked()
    assert post.unreachable == [(aigul.id, False)]


async def test_a_person_who_left_telegram_is_marked(post: Post, aigul: PersonHandle) -> None:
    await aigul.deactivate()
    assert await send(post, aigul.id) == Blocked(deactivated=True)
    assert post.unreachable == [(aigul.id, True)]


async def test_a_person_who_never_started_us(post: Post, box: Sandbox) -> None:
    met = box.person("Серік", known=True)
    assert await send(post, met.id) == Blocked()
    assert await send(post, 999_999) == Blocked()


async def test_our_own_mistake_is_rejected_and_logged_without_the_text(
    post: Post, aigul: PersonHandle, caplog: pytest.LogCaptureFixture
) -> None:
    outcome = await send(post, aigul.id, "құпия <b>сөз")
    assert isinstance(outcome, Rejected)
    assert "Can't find end tag" in outcome.description
    assert "SendMessage rejected" in caplog.text
    assert "құпия" not in caplog.text
    assert str(aigul.id) not in caplog.text
    assert DEFAULT_TOKEN not in caplog.text


async def test_429_pauses_the_chat_for_exactly_its_time(
    post: Post, box: Sandbox, aigul: PersonHandle
) -> None:
    sergei = box.person("Сергей", started=True)
    box.faults.add(Fault(kind="429", chat_id=aigul.id, seconds=2))
    refused = await send(post, aigul.id)
    assert isinstance(refused, RetryAt)
    assert isinstance(await send(post, aigul.id), RetryAt)
    assert len(box.calls) == 1, "the second one was not even tried"
    assert isinstance(await send(post, sergei.id), Delivered)
    assert isinstance(await send(post, aigul.id, patience=3), Delivered)
    waited = box.calls[-1].time - box.calls[0].time
    assert 1.9 <= waited <= 2.6
    assert b"bot_too_many_requests_total 1.0" in post.metrics.text()


async def test_429_in_two_chats_pauses_the_whole_bot(
    post: Post, box: Sandbox, aigul: PersonHandle
) -> None:
    sergei, dinara = (box.person(name, started=True) for name in ("Сергей", "Динара"))
    for person in (aigul, sergei):
        box.faults.add(Fault(kind="429", chat_id=person.id, seconds=5))
        await send(post, person.id)
    refused = await send(post, dinara.id)
    assert isinstance(refused, RetryAt)
    assert len(box.calls) == 2
    assert post.courier.quiet_until() == pytest.approx(refused.at)


async def test_500_and_502_may_have_happened(
    post: Post, box: Sandbox, aigul: PersonHandle
) -> None:
    for kind in ("500", "502"):
        box.faults.add(Fault(kind=kind))
        assert isinstance(await send(post, aigul.id), Unknown)


async def test_a_reset_connection_and_a_lost_answer_may_have_happened(
    post: Post, box: Sandbox, aigul: PersonHandle
) -> None:
    box.faults.add(Fault(kind="reset"))
    assert isinstance(await send(post, aigul.id), Unknown)
    box.faults.add(Fault(kind="lost_reply"))
    assert isinstance(await send(post, aigul.id), Unknown)
    assert aigul.last["text"] == "сәлем", "it had arrived"


async def test_no_answer_in_time_may_have_happened(box: Sandbox, aigul: PersonHandle) -> None:
    async with post_office(box, total=0.2) as post:
        box.faults.add(Fault(kind="slow", seconds=0.6))
        assert await send(post, aigul.id) == Unknown("TimeoutError")


async def test_without_a_connection_nothing_was_sent(box: Sandbox) -> None:
    clock = HandClock()
    async with post_office(box, clock, url="http://127.0.0.1:9") as post:
        pauses = []
        for _ in range(7):
            outcome = await send(post, 1)
            assert isinstance(outcome, RetryAt)
            pauses.append(outcome.at - clock.now())
            await clock.advance(outcome.at - clock.now())
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert box.calls == []


async def test_a_name_that_does_not_resolve_is_no_connection(box: Sandbox) -> None:
    async with post_office(box, url="http://no-such-host.invalid") as post:
        outcome = await send(post, 1)
        assert isinstance(outcome, RetryAt)
        assert DEFAULT_TOKEN not in outcome.reason


async def test_nothing_is_sent_while_a_transaction_is_open(box: Sandbox) -> None:
    session = BotSession(box.url, lambda: True)
    bot = Bot(DEFAULT_TOKEN, session=session)
    with pytest.raises(NetworkInTransaction):
        await bot(SendMessage(chat_id=1, text="a"))
    with pytest.raises(NetworkInTransaction):
        await session.post(bot, SendMessage(chat_id=1, text="a"))
    await session.close()
    assert box.calls == []


async def test_aiograms_own_calls_work_and_keep_their_response_types(post: Post) -> None:
    me = await post.bot(GetMe())
    assert me.username == "qaryzsyz_sandbox_bot"
    session = post.bot.session
    assert isinstance(session, BotSession)
    [kept] = session._responses.values()
    await post.bot(GetMe())
    assert list(session._responses.values()) == [kept]


async def test_a_file_goes_along_and_defaults_of_the_bot_are_used(
    box: Sandbox, post: Post, aigul: PersonHandle
) -> None:
    post.bot.default.parse_mode = "HTML"
    await post.bot(SendMessage(chat_id=aigul.id, text="<b>қалың</b>"))
    picture = BufferedInputFile(b"plan", "plan.txt")
    await post.bot(SendDocument(chat_id=aigul.id, document=picture, caption="<i>көлбеу</i>"))
    words, file = aigul.messages[-2:]
    assert (words["text"], words["entities"][0]["type"]) == ("қалың", "bold")
    assert (file["caption"], file["caption_entities"][0]["type"]) == ("көлбеу", "italic")
    assert file["document"]["file_name"] == "plan.txt"


async def test_many_at_once_keep_the_limits_of_telegram(box: Sandbox) -> None:
    people = [box.person(f"p{n}", started=True) for n in range(40)]
    box.limit(on=True)
    async with post_office(box) as post:
        outcomes = await asyncio.gather(
            *(send(post, person.id, patience=10) for person in people * 2)
        )
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    assert all(call.ok for call in box.calls)


async def test_a_conversation(post: Post, box: Sandbox, aigul: PersonHandle) -> None:
    """A card is sent, its button edits it, a double press changes nothing, a reaction is given."""
    message = await aigul.send("/start")
    came = Origin(chat_id=aigul.id, message_id=message["message_id"])
    card = screen("1-карта", rows=BUTTONS)
    await post.courier.answer(came, [React("👌"), Say(card)])
    first = aigul.last
    query = await aigul.press(first["message_id"], "Келесі")
    pressed = Origin(
        chat_id=aigul.id,
        message_id=first["message_id"],
        callback_query_id=query,
        editable=True,
    )
    changed = [Show(screen("2-карта", rows=BUTTONS)), Toast("Жақсы")]
    assert await post.courier.answer(pressed, changed) == [
        Delivered(),
        Delivered((first["message_id"],)),
    ]
    assert aigul.last["message_id"] == first["message_id"]
    assert aigul.last["text"] == "2-карта"
    outcomes = await post.courier.answer(pressed, changed)
    assert isinstance(outcomes[0], Gone), "a press is answered once"
    assert outcomes[1] == Delivered((first["message_id"],)), "not modified is as good as done"


async def test_an_edit_of_a_deleted_message_becomes_a_new_one(
    post: Post, aigul: PersonHandle
) -> None:
    await send(post, aigul.id)
    lost = aigul.last["message_id"]
    query = "1"
    origin = Origin(
        chat_id=aigul.id, message_id=lost + 500, callback_query_id=query, editable=True
    )
    [outcome] = await post.courier.answer(origin, Show(screen("жаңа")))
    assert outcome == Delivered((aigul.last["message_id"],))
    assert aigul.last["text"] == "жаңа"


async def test_a_late_answer_comes_when_the_pause_is_over(
    post: Post, box: Sandbox, aigul: PersonHandle
) -> None:
    box.faults.add(Fault(kind="429", chat_id=aigul.id, seconds=1))
    origin = Origin(chat_id=aigul.id, message_id=1)
    outcomes = await post.courier.answer(origin, [Say(screen("бір")), Say(screen("екі"))])
    assert all(isinstance(outcome, RetryAt) for outcome in outcomes)
    await aigul.wait_for(lambda message: message.get("text") == "екі", timeout=5)
    assert [message["text"] for message in aigul.messages] == ["бір", "екі"]


async def test_a_failing_mark_does_not_hide_the_outcome(
    box: Sandbox, aigul: PersonHandle, caplog: pytest.LogCaptureFixture
) -> None:
    async with post_office(box) as post:

        async def fails(chat_id: int, deactivated: bool) -> None:
            raise ZeroDivisionError

        post.courier._on_unreachable = fails
        await aigul.block()
        with caplog.at_level(logging.ERROR):
            assert await send(post, aigul.id) == Blocked()
    assert "could not be marked" in caplog.text


@pytest.mark.parametrize("kind", ["500", "502", "lost_reply"])
async def test_an_edit_whose_fate_is_unknown_is_done_once_more(
    post: Post, box: Sandbox, aigul: PersonHandle, kind: str
) -> None:
    await send(post, aigul.id)
    place = aigul.last["message_id"]
    origin = Origin(chat_id=aigul.id, message_id=place, callback_query_id="1", editable=True)
    box.faults.add(Fault(kind=kind, method="editMessageText", times=1))
    [outcome] = await post.courier.answer(origin, Show(screen("жаңа")))
    assert outcome == Delivered((place,))
    assert aigul.last["text"] == "жаңа"
    assert len(aigul.messages) == 1
