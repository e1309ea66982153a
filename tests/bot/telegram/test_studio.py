"""Pictures are drawn one at a time, and nobody waits for ever."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable

import pytest
from markupsafe import Markup

from bot.nursery import Nursery
from bot.screens.model import Draw, Picture, Say, Screen
from bot.telegram import studio
from bot.telegram.answering import Answering
from bot.telegram.studio import LINE, PHOTO_BYTES, Studio
from domain.delivery.outcome import Delivered
from tests.bot.telegram.helpers import FakeCourier, HandClock, nursery_of_a_test
from tests.bot.telegram.test_answering import PRESS


@pytest.fixture
async def nursery() -> AsyncIterator[Nursery]:
    async with nursery_of_a_test() as nursery:
        yield nursery


def picture(draw: Callable[[], bytes]) -> Picture:
    return Picture(name="day.png", draw=draw)


async def test_presses_at_once_are_drawn_one_after_the_other(nursery: Nursery) -> None:
    at_once: list[int] = []
    busy = threading.Lock()
    loop = threading.get_ident()

    def draw() -> bytes:
        assert threading.get_ident() != loop
        assert busy.acquire(blocking=False), "two are drawn at once"
        time.sleep(0.01)
        busy.release()
        at_once.append(1)
        return b"drawn"

    drawing = Studio(nursery)
    found = await asyncio.gather(*(drawing.draw(picture(draw)) for _ in range(LINE + 3)))
    assert found == [b"drawn"] * LINE + [None] * 3
    assert await drawing.draw(picture(draw)) == b"drawn", "the line has gone down"
    assert len(at_once) == LINE + 1


async def test_one_that_fails_is_none_and_the_next_is_drawn(
    nursery: Nursery, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> bytes:
        raise ValueError("no font")

    drawing = Studio(nursery)
    assert await drawing.draw(picture(broken)) is None
    assert "could not be drawn" in caplog.text
    assert await drawing.draw(picture(lambda: b"drawn")) == b"drawn"
    assert await drawing.draw(picture(lambda: bytes(PHOTO_BYTES + 1))) is None


async def test_one_that_takes_long_is_not_waited_for_and_still_is_the_only_one(
    nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "SECONDS", 0.05)
    go_on = threading.Event()

    def slow() -> bytes:
        go_on.wait(10)
        return b"late"

    drawing = Studio(nursery)
    assert await drawing.draw(picture(slow)) is None
    assert await drawing.draw(picture(lambda: b"drawn")) is None, "the slow one is not over"
    go_on.set()
    async with asyncio.timeout(10):
        while await drawing.draw(picture(lambda: b"drawn")) is None:
            await asyncio.sleep(0.01)


async def test_a_drawing_becomes_a_photo_or_the_sentence_in_its_place(nursery: Nursery) -> None:
    courier = FakeCourier()
    answering = Answering(courier.call, HandClock(), nursery)
    caption, instead = Screen(text=Markup("<b>23</b>")), Screen(text=Markup("not drawn"))

    outcomes = await answering.answer(
        PRESS, [Draw(picture(lambda: b"drawn"), caption, instead), Say(instead)]
    )
    assert courier.names == ["AnswerCallbackQuery", "SendPhoto", "SendMessage"]
    assert outcomes == [Delivered((2,)), Delivered((3,))]
    photo = courier.sent[1].method
    assert (photo.photo.data, photo.photo.filename) == (b"drawn", "day.png")
    assert (photo.caption, photo.parse_mode) == ("<b>23</b>", "HTML")

    def broken() -> bytes:
        raise ValueError

    await answering.answer(PRESS, Draw(picture(broken), caption, instead))
    assert courier.sent[-1].method.text == "not drawn"
