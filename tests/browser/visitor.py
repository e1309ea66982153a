"""A person at the chat page: everything by clicks and typing."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from sandbox import samples
from tests.sandbox.page.screen import Screen

PATIENCE = 30_000  # ms: the machine of a test run is shared


class Visitor:
    """Acts in one column of the page; every action waits for what it needs."""

    def __init__(self, screen: Screen, person_id: int) -> None:
        self.screen = screen
        self.id = person_id
        self.chat = screen.chat(person_id)

    async def starts(self) -> None:
        """The Start button of a chat in which nothing was said."""
        await self.chat.hook("start").click()

    async def says(self, text: str) -> None:
        await self.chat.say(text)

    async def presses(self, label: str) -> None:
        """The newest button with this label."""
        await self.chat.press(label)

    async def chooses(self, part: str) -> None:
        """The newest button that has this in its label: those of a list say more beside it."""
        await self.chat.root.locator(".key", has_text=part).last.click()

    async def is_told(self, words: str) -> None:
        """The answer to a press: an alert, which is closed, or a line that passes."""
        alert = self.screen.hook("alert")
        await expect(alert.or_(self.chat.hook("toast")).filter(has_text=words)).to_be_visible(
            timeout=PATIENCE
        )
        if await alert.is_visible():
            await alert.get_by_role("button").click()

    async def has_not_seen(self, words: str) -> None:
        """Nothing in the chat says this."""
        await expect(self.chat.texts(by="bot").filter(has_text=words)).to_have_count(0)

    async def sees(self, *fragments: str) -> Locator:
        """The newest message of the bot with all fragments, as it is now; nothing is too wide."""
        found = self.chat.root.locator("article[data-from='bot']")
        for fragment in fragments:
            found = found.filter(has_text=fragment)
        await expect(found.last).to_be_visible(timeout=PATIENCE)
        assert await self.sideways() == 0, "the page scrolls sideways"
        return found.last

    async def sees_photo(self, *fragments: str) -> Locator:
        """A message of the bot with a picture that has been loaded."""
        message = await self.sees(*fragments)
        picture = message.locator("img")
        await expect(picture).to_be_visible(timeout=PATIENCE)
        await expect(picture).to_have_js_property("complete", True)
        assert await picture.evaluate("image => image.naturalWidth") > 0
        return message

    async def replies(self, message: Locator, text: str) -> None:
        """Through the menu of the message."""
        await self.chat.menu(await number(message), "reply")
        await expect(self.chat.hook("mode-bar")).to_be_visible()
        await self.says(text)

    async def sends_photo(self, caption: str = "", data: bytes = samples.PHOTO) -> None:
        """Through the attach menu."""
        picture = {"name": "photo.png", "mimeType": "image/png", "buffer": data}
        await self.chat.attach("photo", picture)
        await self.says(caption)
        await expect(self.chat.hook("tray")).to_be_hidden()

    async def passes_link_to(self, message: Locator, other: Visitor) -> None:
        """ "Open the link as …": an invitation is read by one person and meant for another."""
        await self.chat.menu(await number(message), f"open-as-{other.id}")

    async def sideways(self) -> int:
        """How many pixels the page or the chat scrolls sideways."""
        width = "log => log.scrollWidth - log.clientWidth"
        log = int(await self.chat.hook("history").evaluate(width))
        return max(log, await self.screen.overflow())


async def number(message: Locator) -> int:
    """The id of a message."""
    return int(await message.get_attribute("data-message-id") or 0)
