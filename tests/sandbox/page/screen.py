"""The chat page as a person sees it, for tests here and conversations by clicks elsewhere."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect


class Screen:
    """The whole page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def open(self, url: str) -> None:
        await self.page.goto(url)
        await self.page.wait_for_selector("body[data-ready]")
        await expect(self.hook("connection")).to_have_attribute("data-status", "live")

    def hook(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def chat(self, person_id: int) -> Chat:
        return Chat(self.page, self.page.locator(f"[data-person='{person_id}']"))

    async def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return int(await self.page.evaluate(width))


class Chat:
    """One person's column."""

    def __init__(self, page: Page, root: Locator) -> None:
        self.page = page
        self.root = root

    def hook(self, testid: str) -> Locator:
        return self.root.get_by_test_id(testid)

    def message(self, message_id: int) -> Locator:
        return self.root.locator(f"article[data-message-id='{message_id}']")

    def texts(self, *, by: str | None = None) -> Locator:
        """The words of the messages, of the "bot" or of the "person" only."""
        sender = f"[data-from='{by}']" if by else ""
        return self.root.locator(f"article{sender} [data-testid='text']")

    async def say(self, text: str) -> None:
        await self.hook("input").fill(text)
        await self.hook("send").click()

    async def press(self, label: str) -> None:
        """Press an inline or a reply button by its whole text; the newest one that has it."""
        key = self.root.locator(".key", has_text=re.compile(rf"^\s*{re.escape(label)}\s*$"))
        await key.last.click()

    async def menu(self, message_id: int, item: str) -> None:
        """Choose an item (its data-testid) in the menu of a message."""
        await self.message(message_id).hover()
        await self.message(message_id).get_by_test_id("message-menu").click()
        await self.page.get_by_test_id("menu").get_by_test_id(item).first.click()

    async def attach(self, kind: str, *files: dict[str, object]) -> None:
        """Pick files in the attach menu: they are staged until Send; a voice is sent at once."""
        await self.hook("attach").click()
        async with self.page.expect_file_chooser() as chosen:
            await self.page.get_by_test_id("menu").get_by_test_id(f"attach-{kind}").click()
        await (await chosen.value).set_files(list(files))
