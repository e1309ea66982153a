"""The real bot on a database, the real sandbox, and the page in Chromium."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage

from tests.browser.visitor import Visitor
from tests.chat.town import Town, town_on
from tests.sandbox.page.conftest import browser
from tests.sandbox.page.screen import Screen

__all__ = ["browser"]

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 412, "height": 850}

Opener = Callable[..., Awaitable[list[Visitor]]]


@pytest_asyncio.fixture(loop_scope="module")
async def town(fresh_sqlite_url: str) -> AsyncIterator[Town]:
    async with town_on(fresh_sqlite_url) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def opened(browser: Browser, town: Town) -> AsyncIterator[Opener]:
    """`await opened(DESKTOP, 1001, 1003)`: a page with these people, each of them a visitor.

    At the end no page may have complained in its console.
    """
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    async with AsyncExitStack() as stack:

        async def open_page(size: dict[str, int], *people: int) -> list[Visitor]:
            touch = size is PHONE
            context = await browser.new_context(viewport=size, has_touch=touch, is_mobile=touch)
            stack.push_async_callback(context.close)
            page = await context.new_page()
            page.on("console", listen)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            screen = Screen(page)
            await screen.open(f"{town.box.url}/?people={','.join(map(str, people))}")
            return [Visitor(screen, person) for person in people]

        yield open_page
    assert complaints == []
