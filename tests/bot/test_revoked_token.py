"""A bot whose token is refused ends with a sentence, whichever way its updates come."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot import app
from bot.config import Settings
from bot.telegram import token
from sandbox.server import DEFAULT_TOKEN, Sandbox
from tests.acceptance.processes import free_port
from tests.bot.telegram.helpers import until


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox.running() as box:
        yield box


def settings(api: str, database_url: str, **more: object) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr(DEFAULT_TOKEN),
        bot_api_url=api,
        database_url=database_url,
        **more,  # type: ignore[arg-type]
    )


def revoke(box: Sandbox) -> None:
    box.core.token = "42:ANOTHER"


def take_the_updates(box: Sandbox) -> None:
    box.core.webhook.url = ""


@pytest.mark.parametrize(
    ("happens", "sentence"), [(revoke, "revoked"), (take_the_updates, "Another program")]
)
async def test_a_webhook_is_not_left_with_a_mute_bot(
    box: Sandbox,
    fresh_sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Sandbox], None],
    sentence: str,
) -> None:
    monkeypatch.setattr(token, "TOKEN_SECONDS", 0.1)
    port = free_port()
    by_webhook = settings(
        box.url,
        fresh_sqlite_url,
        web_port=port,
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        webhook_secret=SecretStr("a-secret-of-the-tests"),
    )
    running = asyncio.create_task(app.run(by_webhook, asyncio.Event()))
    await until(lambda: any(c.method == "setWebhook" and c.ok for c in box.calls))
    await until(lambda: sum(c.method == "getMe" for c in box.calls) > 2)
    assert not running.done()
    happens(box)
    with pytest.raises(token.TokenRefused, match=sentence):
        await asyncio.wait_for(running, 30)


NOTHING_THERE = {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.mark.parametrize("text", [json.dumps(NOTHING_THERE), "<html>404 Not Found</html>"])
async def test_a_server_that_is_no_bot_api_is_told(fresh_sqlite_url: str, text: str) -> None:
    async def nothing(request: web.Request) -> web.Response:
        return web.Response(text=text, status=404)

    other = web.Application()
    other.router.add_route("*", "/{path:.*}", nothing)
    async with TestServer(other) as server:
        with pytest.raises(token.TokenRefused, match="BOT_API_URL"):
            await app.run(
                settings(str(server.make_url("")).rstrip("/"), fresh_sqlite_url), asyncio.Event()
            )
