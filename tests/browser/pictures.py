"""The pictures of docs/images/, made from a real conversation: see tools/screenshots.py.

The bot, the sandbox and Chromium run for it; what is said is what the browser tests say.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Page, async_playwright

from bot.i18n import ALMATY
from storage.migrate import migrate
from tests.browser import conversation
from tests.browser.visitor import Visitor
from tests.browser.words import KK, RU
from tests.chat.town import Town, town_on
from tests.sandbox.page.conftest import CHROMIUM, QUIET
from tests.sandbox.page.screen import Screen

ROOT: Final = Path(__file__).resolve().parents[2]
IMAGES: Final = ROOT / "docs" / "images"
LARGEST: Final = 300_000

PAPER: Final = """
<body style="margin:0;background:#8a7f70"><div style="margin:18px 34px;padding:26px 30px;
background:#fffdf6;font:15px/1.5 'Liberation Serif',serif;color:#333;rotate:-1.2deg">
<b style="display:block;text-align:center;letter-spacing:2px">%s</b><br>%s</div>
"""
LINE: Final = '<i style="display:block;height:7px;margin:9px 0;background:#b9b4a6;width:%d%%"></i>'


async def make() -> None:
    """Two conversations, three pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM or None, args=list(QUIET)
        )
        await in_kazakh(browser)
        await in_russian(browser)
        await browser.close()


async def in_kazakh(browser: Browser) -> None:
    """What a citizen sees on a telephone."""
    with tempfile.TemporaryDirectory() as folder:
        async with town_on(await fresh_database(folder)) as town:
            [citizen] = await opened(browser, town, [town.aigul.id], 412, 940)
            operator, owner = await opened(browser, town, [town.marat.id, town.erlan.id])
            photo = await paper(browser, "НЕСИЕ ШАРТЫ")
            await conversation.is_invited(owner, operator, KK)
            await conversation.comes_in(citizen, KK)
            await conversation.reads_the_lesson(citizen, KK)
            await conversation.asks_a_lawyer(citizen, KK, photo)
            await conversation.is_taken_and_answered(operator, citizen, KK, photo)
            await keep(citizen.screen.page, "kk-citizen")


async def in_russian(browser: Browser) -> None:
    """What an operator sees, and the whole page with its list of calls."""
    with tempfile.TemporaryDirectory() as folder:
        async with town_on(await fresh_database(folder)) as town:
            people = [town.aigul.id, town.sergei.id, town.dinara.id]
            reader, citizen, operator = await opened(browser, town, people, 1340, 760)
            at_work, owner = await opened(browser, town, [town.dinara.id, town.erlan.id])
            photo = await paper(browser, "КРЕДИТНЫЙ ДОГОВОР")
            await conversation.is_invited(owner, at_work, RU)
            await conversation.comes_in(citizen, RU)
            await conversation.asks_a_lawyer(citizen, RU, photo)
            await conversation.is_taken_and_answered(operator, citizen, RU, photo)
            [picture] = await opened(browser, town, [town.dinara.id], 480, 1080)
            await keep(picture.screen.page, "ru-operator")
            await conversation.comes_in(reader, KK)
            await conversation.reads_the_cards(reader, KK)
            await reader.sees(conversation.place(6), KK.wrong_answer)
            await reader.screen.hook("panel-toggle").click()
            await keep(reader.screen.page, "sandbox")


async def fresh_database(folder: str) -> str:
    """A migrated SQLite database."""
    url = f"sqlite:///{folder}/bot.db"
    await asyncio.to_thread(migrate, url)
    return url


async def opened(
    browser: Browser, town: Town, people: list[int], width: int = 1000, height: int = 900
) -> list[Visitor]:
    """A page with these people, as somebody in Kazakhstan has it; a narrow one is drawn finer."""
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=1.5 if width < 720 else 1,
        timezone_id=ALMATY.key,
        color_scheme="light",
        reduced_motion="reduce",
    )
    screen = Screen(await context.new_page())
    await screen.open(f"{town.box.url}/?people={','.join(map(str, people))}")
    return [Visitor(screen, person) for person in people]


async def paper(browser: Browser, title: str) -> bytes:
    """A photo of a paper, as people send them; nobody's real one."""
    page = await browser.new_page(viewport={"width": 420, "height": 150})
    lines = "".join(LINE % width for width in (96, 100, 92))
    await page.set_content(PAPER % (title, lines))
    photo = await page.screenshot()
    await page.close()
    return photo


async def keep(page: Page, name: str) -> None:
    """Write the picture once the page has come to rest."""
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(700)
    path = IMAGES / f"{name}.png"
    size = len(await page.screenshot(path=path))
    if size > LARGEST:
        raise SystemExit(f"{path.name} has {size} bytes, more than {LARGEST}")
    sys.stdout.write(f"{path.relative_to(ROOT)}  {size // 1000} kB\n")
