"""The real sandbox, the real page in Chromium, and a bot of a few lines that speaks raw HTTP."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from sandbox.server import Sandbox
from tests.sandbox.page.screen import Screen

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
WANTED = ["message", "edited_message", "callback_query", "message_reaction", "my_chat_member"]
expect.set_options(timeout=20_000)


class RawBot:
    """Calls methods with plain JSON and takes updates when a test asks for them."""

    def __init__(self, session: aiohttp.ClientSession, base: str) -> None:
        self._session = session
        self._base = base
        self._offset = 0
        self._kept: list[dict[str, Any]] = []

    async def call(self, method: str, **parameters: Any) -> Any:
        async with self._session.post(f"{self._base}/{method}", json=parameters) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, chat_id: int, text: str, **parameters: Any) -> int:
        """Send a message; its id."""
        sent = await self.call("sendMessage", chat_id=chat_id, text=text, **parameters)
        return int(sent["message_id"])

    async def next(self, kind: str) -> dict[str, Any]:
        """The next update of this kind; the others are passed over."""
        while True:
            while self._kept:
                update = self._kept.pop(0)
                if kind in update:
                    return dict(update[kind])
            self._kept = await self.call(
                "getUpdates",
                offset=self._offset,
                timeout=30,
                allowed_updates=WANTED,
            )
            assert self._kept, f"no update of kind {kind!r} came"
            self._offset = self._kept[-1]["update_id"] + 1


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM:
        sentence = "Chromium is not installed (Debian: apt install chromium; or set CHROMIUM)"
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def box() -> AsyncIterator[Sandbox]:
    async with Sandbox.running() as box:
        box.person("Айгүл", last_name="Сәрсенова", language_code="kk", phone="+77015550101")
        box.person("Сергей", last_name="Ким", language_code="ru", phone="+77015550102")
        yield box


@pytest_asyncio.fixture(loop_scope="module")
async def bot(box: Sandbox) -> AsyncIterator[RawBot]:
    async with aiohttp.ClientSession() as session:
        bot = RawBot(session, f"{box.url}/bot42:SANDBOX")
        # Before the first call says which updates are wanted, edits and reactions are left out.
        await bot.call("getUpdates", allowed_updates=WANTED)
        yield bot


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tab(browser: Browser) -> Page:
    """One tab for a module: a new one costs more than the test. Each test has another origin."""
    context = await browser.new_context(
        permissions=["clipboard-read", "clipboard-write", "microphone"]
    )
    return await context.new_page()


@pytest_asyncio.fixture(loop_scope="module")
async def page(tab: Page) -> AsyncIterator[Page]:
    """The tab at desktop width; a test fails when the page's own code did."""
    await tab.set_viewport_size({"width": 1280, "height": 800})
    errors: list[str] = []

    def note(error: object) -> None:
        errors.append(str(error))

    tab.on("pageerror", note)
    yield tab
    await tab.goto("about:blank")
    tab.remove_listener("pageerror", note)
    assert errors == []


@pytest_asyncio.fixture(loop_scope="module")
async def screen(page: Page, box: Sandbox, bot: RawBot) -> Screen:
    screen = Screen(page)
    await screen.open(box.url)
    return screen


@pytest_asyncio.fixture(loop_scope="module")
async def started(screen: Screen, bot: RawBot, box: Sandbox) -> Screen:
    """The page after Айгүл (1001) has pressed Start and the bot has taken it."""
    await screen.chat(1001).hook("start").click()
    await bot.next("message")
    return screen
