"""Setting the webhook, and the whole way of an update from the sandbox to `receive` by it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot

from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.telegram.receiving import Receiving, TryAgain
from bot.telegram.session import BotSession
from bot.telegram.webhook import WebhookRefused, set_webhook
from bot.web.app import Routes
from bot.web.server import WebServer
from sandbox.faults import Fault
from sandbox.server import DEFAULT_TOKEN, Sandbox
from tests.bot.telegram.helpers import until

ALLOWED = ["message", "callback_query"]


class Quick(SystemClock):
    """Real time, with pauses a hundredth as long."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / 100)


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox.running() as box:
        yield box
        assert box.reports == []


async def bot_of(url: str, token: str = DEFAULT_TOKEN) -> AsyncIterator[Bot]:
    session = BotSession(url, lambda: False, total=2.0)
    yield Bot(token, session=session)
    await session.close()


@pytest.fixture
async def bot(box: Sandbox) -> AsyncIterator[Bot]:
    async for bot in bot_of(box.url):
        yield bot


async def test_an_update_comes_by_webhook_until_it_is_recorded(box: Sandbox, bot: Bot) -> None:
    seen: list[dict[str, Any]] = []
    trouble = [TryAgain("locked", seconds=1)]

    async def receive(update: dict[str, Any]) -> None:
        seen.append(update)
        if trouble:
            raise trouble.pop()

    metrics = Metrics()
    receiving = Receiving(receive, metrics, SystemClock())
    server = WebServer("127.0.0.1", 0, Routes(metrics=metrics, receive=receiving, secret="s-1"))
    await server.start()
    aigul = box.person("Айгүл", started=True)
    await aigul.send("before")
    url = f"http://127.0.0.1:{server.port}/telegram"
    await set_webhook(bot, url, "s-1", ALLOWED, SystemClock())
    await until(lambda: box.pending_updates == [], 10)
    assert [update["message"]["text"] for update in seen] == ["before", "before"]
    await server.stop()


async def test_what_is_asked_for(box: Sandbox, bot: Bot) -> None:
    await set_webhook(bot, "https://example.org/telegram", "s-1", ALLOWED, Quick())
    [call] = [call for call in box.calls if call.method.lower() == "setwebhook"]
    assert call.parameters["max_connections"] == "100"
    assert call.parameters["secret_token"] == "s-1"
    assert json.loads(call.parameters["allowed_updates"]) == ALLOWED
    assert call.parameters["drop_pending_updates"] == "false"


async def test_trouble_on_the_way_is_waited_for(box: Sandbox, bot: Bot) -> None:
    for kind in ("429", "500", "502", "reset"):
        box.faults.add(Fault(kind=kind, method="setWebhook"))
    await set_webhook(bot, "https://example.org/telegram", "s-1", ALLOWED, Quick())


async def test_an_address_that_telegram_refuses(bot: Bot) -> None:
    with pytest.raises(WebhookRefused, match="WEBHOOK_URL"):
        await set_webhook(bot, "https:// nonsense", "s-1", ALLOWED, Quick())


async def test_a_secret_that_telegram_refuses(bot: Bot) -> None:
    with pytest.raises(WebhookRefused, match="WEBHOOK_SECRET"):
        await set_webhook(bot, "https://example.org/telegram", "құпия сөз", ALLOWED, Quick())


async def test_a_token_that_telegram_refuses(box: Sandbox) -> None:
    async for bot in bot_of(box.url, "42:WRONG"):
        with pytest.raises(WebhookRefused, match="BOT_TOKEN"):
            await set_webhook(bot, "https://example.org/telegram", "s", ALLOWED, Quick())


async def test_no_server_at_all() -> None:
    async for bot in bot_of("http://127.0.0.1:9"):
        with pytest.raises(WebhookRefused, match="could not be reached"):
            await set_webhook(bot, "https://example.org/telegram", "s", ALLOWED, Quick())
