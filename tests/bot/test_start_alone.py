"""The start while Telegram is away: health is told, a wrong address is told, no update is lost."""

import asyncio
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot import app
from bot.config import Settings
from bot.web.app import SECRET_HEADER
from bot.web.server import CannotListen
from sandbox.server import DEFAULT_TOKEN, Sandbox
from tests.acceptance.processes import free_port
from tests.bot.telegram.helpers import until

SECRET = "a-secret-of-the-tests"
UPDATE = {
    "update_id": 1,
    "message": {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 77, "type": "private", "first_name": "Асель"},
        "from": {"id": 77, "is_bot": False, "first_name": "Асель"},
        "text": "/start",
    },
}


def away(database_url: str, **more: Any) -> Settings:
    """Of a bot whose Bot API server does not answer."""
    return Settings(
        _env_file=None,
        bot_token=SecretStr(DEFAULT_TOKEN),
        bot_api_url=f"http://127.0.0.1:{free_port()}",
        database_url=database_url,
        **more,
    )


async def answers(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/healthz")).is_success
    except httpx.TransportError:
        return False


async def serves(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(30):
        while not await answers(client):
            await asyncio.sleep(0.02)


async def test_health_is_told_and_a_stop_is_heard(fresh_sqlite_url: str) -> None:
    settings, stop = away(fresh_sqlite_url, web_port=free_port()), asyncio.Event()
    running = asyncio.create_task(app.run(settings, stop))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.web_port}") as client:
        await serves(client)
        assert (await client.get("/readyz")).status_code == 503
    stop.set()
    await asyncio.wait_for(running, 10)


async def test_an_address_that_cannot_be_listened_on_ends_the_start(fresh_sqlite_url: str) -> None:
    settings = away(fresh_sqlite_url, web_port=8080, web_host="192.0.2.1")
    with pytest.raises(CannotListen, match="WEB_HOST"):
        await asyncio.wait_for(app.run(settings, asyncio.Event()), 30)


async def test_an_update_that_comes_before_telegram_is_asked_for_again(
    fresh_sqlite_url: str,
) -> None:
    port, stop = free_port(), asyncio.Event()
    settings = away(
        fresh_sqlite_url,
        web_port=port,
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        webhook_secret=SecretStr(SECRET),
    )
    running = asyncio.create_task(app.run(settings, stop))
    headers = {SECRET_HEADER: SECRET}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        await serves(client)
        early = await client.post("/telegram", json=UPDATE)
        assert (early.status_code, early.headers["Retry-After"]) == (503, "5")
        stranger = await client.post("/telegram", json=UPDATE, headers={SECRET_HEADER: "x"})
        assert stranger.status_code == 401
        api = httpx.URL(str(settings.bot_api_url))
        async with Sandbox.running(port=api.port or 0) as box:
            asel = box.person("Асель", id=77, started=True)
            await until(lambda: any(c.method == "setWebhook" and c.ok for c in box.calls))
            assert (await client.get("/readyz")).is_success
            assert (await client.post("/telegram", json=UPDATE)).is_success
            await until(lambda: asel.messages)
            stop.set()
            await asyncio.wait_for(running, 30)
