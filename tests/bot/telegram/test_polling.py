"""Polling against the sandbox: what is confirmed, when, and what makes it end."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.telegram import polling as polling_module
from bot.telegram.polling import Polling, PollingEnded
from bot.telegram.receiving import Receiving, TryAgain
from sandbox.faults import Fault
from sandbox.handles import PersonHandle
from sandbox.server import DEFAULT_TOKEN, Sandbox
from tests.bot.telegram.helpers import until

Receive = Callable[[dict[str, Any]], Awaitable[None]]
ALLOWED = ["message", "callback_query", "my_chat_member"]


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox.running() as box:
        yield box
        assert box.reports == []


@pytest.fixture
def aigul(box: Sandbox) -> PersonHandle:
    return box.person("Айгүл", started=True)


class Quick(SystemClock):
    """Real time, with pauses a tenth as long."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / 10)


class Book:
    """Keeps what was received; `trouble` says what goes wrong with a text."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.trouble: dict[str, list[Exception]] = {}

    async def receive(self, update: dict[str, Any]) -> None:
        text = update["message"]["text"]
        self.texts.append(text)
        if self.trouble.get(text):
            raise self.trouble[text].pop(0)


def poller(box: Sandbox, receive: Receive, token: str = DEFAULT_TOKEN) -> Polling:
    return Polling(box.url, token, receive, Quick(), ALLOWED)


@asynccontextmanager
async def running(polling: Polling) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(polling.run(stop))
        yield stop
        stop.set()


async def test_updates_arrive_and_are_confirmed(box: Sandbox, aigul: PersonHandle) -> None:
    book = Book()
    async with running(poller(box, book.receive)):
        await aigul.send("бір")
        await aigul.send("екі")
        await until(lambda: len(book.texts) == 2)
    assert book.texts == ["бір", "екі"]
    assert box.pending_updates == []


async def test_a_batch_is_worked_on_at_once_and_confirmed_only_when_all_of_it_is_done(
    box: Sandbox, aigul: PersonHandle
) -> None:
    sergei = box.person("Сергей", started=True)
    gate, begun = asyncio.Event(), []

    async def receive(update: dict[str, Any]) -> None:
        begun.append(update["message"]["text"])
        if begun[-1] == "slow":
            await gate.wait()

    await aigul.send("slow")
    await sergei.send("quick")
    async with running(poller(box, receive)):
        await until(lambda: len(begun) == 2)
        assert begun == ["slow", "quick"]
        await asyncio.sleep(0.1)
        assert len(box.pending_updates) == 2, "nothing of the batch is confirmed yet"
        gate.set()
        await until(lambda: box.pending_updates == [])


async def test_what_could_not_be_recorded_is_delivered_again(
    box: Sandbox, aigul: PersonHandle
) -> None:
    book = Book()
    book.trouble["екі"] = [TryAgain("locked"), TryAgain("locked")]
    for text in ("бір", "екі", "үш"):
        await aigul.send(text)
    async with running(poller(box, book.receive)):
        await until(lambda: box.pending_updates == [])
    assert book.texts[:3] == ["бір", "екі", "үш"]
    assert book.texts.count("бір") == 1, "what is before it was confirmed"
    assert book.texts.count("екі") == 3
    assert book.texts.count("үш") >= 2, "what is behind it comes again and is known by its number"


async def test_a_bug_does_not_hold_up_the_others_for_ever(
    box: Sandbox, aigul: PersonHandle, caplog: pytest.LogCaptureFixture
) -> None:
    book, metrics = Book(), Metrics()
    book.trouble["екі"] = [ZeroDivisionError() for _ in range(9)]
    for text in ("бір", "екі", "үш"):
        await aigul.send(text)
    receiving = Receiving(book.receive, metrics, SystemClock())
    async with running(poller(box, receiving)):
        await until(lambda: box.pending_updates == [])
    assert book.texts.count("екі") == 3
    assert "is let go" in caplog.text
    assert "екі" not in caplog.text
    assert b'bot_updates_total{kind="message",result="failed"} 1.0' in metrics.text()
    assert b'bot_updates_total{kind="message",result="again"} 2.0' in metrics.text()


async def test_stop_during_a_long_poll_is_quick(box: Sandbox) -> None:
    polling = poller(box, Book().receive)
    async with running(polling), asyncio.timeout(10):
        await until(lambda: polling.running)
        await asyncio.sleep(0.1)
    assert not polling.running


async def test_stop_lets_work_finish_and_confirms_it(box: Sandbox, aigul: PersonHandle) -> None:
    begun, finished = [], []

    async def receive(update: dict[str, Any]) -> None:
        begun.append(update)
        await asyncio.sleep(0.3)
        finished.append(update["message"]["text"])

    async with running(poller(box, receive)) as stop:
        await aigul.send("бір")
        await until(lambda: begun)
        stop.set()
        await aigul.send("екі")
    assert finished == ["бір"]
    assert [update.payload["text"] for update in box.pending_updates] == ["екі"]


async def test_what_outlasts_the_grace_is_cancelled_and_not_confirmed(
    box: Sandbox, aigul: PersonHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling_module, "GRACE", 1.0)
    begun, cancelled = [], []

    async def receive(update: dict[str, Any]) -> None:
        begun.append(update["message"]["text"])
        if begun[-1] == "екі":
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                cancelled.append(update)
                raise

    async with running(poller(box, receive)) as stop:
        for text in ("бір", "екі", "үш"):
            await aigul.send(text)
        await until(lambda: "екі" in begun)
        stop.set()
    assert len(cancelled) == 1
    assert [update.payload["text"] for update in box.pending_updates] == ["екі", "үш"]


async def test_a_second_program_ends_it_with_a_sentence(box: Sandbox) -> None:
    async def other_program() -> None:
        async with httpx.AsyncClient() as client:
            while True:
                await client.post(
                    f"{box.url}/bot{DEFAULT_TOKEN}/getUpdates", json={"timeout": 1}, timeout=10
                )

    stop = asyncio.Event()
    other = asyncio.create_task(other_program())
    with pytest.raises(PollingEnded, match="Another program"):
        await asyncio.wait_for(poller(box, Book().receive).run(stop), 30)
    other.cancel()
    await asyncio.gather(other, return_exceptions=True)


async def test_a_refused_token_ends_it_with_a_sentence(box: Sandbox) -> None:
    with pytest.raises(PollingEnded, match="BOT_TOKEN"):
        await poller(box, Book().receive, token="42:WRONG").run(asyncio.Event())


async def set_a_webhook(box: Sandbox) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(
            f"{box.url}/bot{DEFAULT_TOKEN}/setWebhook",
            json={"url": "https://127.0.0.1:8443/telegram"},
        )
        assert answer.json()["ok"], answer.text


async def test_a_webhook_left_behind_is_deleted(
    box: Sandbox, aigul: PersonHandle, caplog: pytest.LogCaptureFixture
) -> None:
    await set_a_webhook(box)
    book = Book()
    await aigul.send("бір")
    with caplog.at_level(logging.WARNING):
        async with running(poller(box, book.receive)):
            await until(lambda: book.texts == ["бір"])
    assert "a webhook was set" in caplog.text


async def test_a_webhook_set_by_somebody_else_ends_it_with_a_sentence(box: Sandbox) -> None:
    running = asyncio.create_task(poller(box, Book().receive).run(asyncio.Event()))
    await until(lambda: box.core.polling.waiting)
    await set_a_webhook(box)
    with pytest.raises(PollingEnded, match="has set a webhook"):
        await asyncio.wait_for(running, 30)


async def test_trouble_on_the_way_never_ends_it_and_is_logged_once(
    box: Sandbox, aigul: PersonHandle, caplog: pytest.LogCaptureFixture
) -> None:
    book = Book()
    for kind in ("500", "500", "502", "reset", "429"):
        box.faults.add(Fault(kind=kind, method="getUpdates", seconds=1))
    with caplog.at_level(logging.INFO):
        async with running(poller(box, book.receive)):
            await aigul.send("бір")
            await until(lambda: book.texts == ["бір"], 60)
    lines = [r.getMessage() for r in caplog.records if r.name.startswith("bot.telegram")]
    assert len([line for line in lines if "500" in line]) == 1
    assert lines[-1] == "polling works again"
    assert DEFAULT_TOKEN not in caplog.text


async def test_without_a_server_it_goes_on_trying(caplog: pytest.LogCaptureFixture) -> None:
    polling = Polling("http://127.0.0.1:9", DEFAULT_TOKEN, Book().receive, Quick(), ALLOWED)
    async with running(polling):
        await asyncio.sleep(0.5)
        assert polling.running
    assert caplog.text.count("ConnectError") == 1
    assert DEFAULT_TOKEN not in caplog.text


async def test_only_allowed_updates_are_asked_for(box: Sandbox, aigul: PersonHandle) -> None:
    book = Book()
    async with running(poller(box, book.receive)):
        await until(lambda: box.core.polling.waiting)
        sent = await aigul.send("бір")
        await aigul.react(sent["message_id"], "👍")
        await until(lambda: book.texts == ["бір"])
    assert box.pending_updates == []
