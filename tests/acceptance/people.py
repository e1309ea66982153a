"""People who talk while the bot dies and comes back: they wait for their answers, patiently."""

import asyncio
import time
from collections.abc import Awaitable
from typing import Any

from sandbox.handles import PersonHandle

PATIENCE = 240.0
"""Seconds to wait for an answer: through several restarts under load."""

Message = dict[str, Any]


def words_of(message: Message) -> str:
    """Text or caption."""
    return str(message.get("text") or message.get("caption") or "")


def labels_of(message: Message) -> list[str]:
    """The buttons under it."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def reactions_to(message: Message) -> list[str]:
    """By the bot."""
    return [one["emoji"] for one in message["reactions"] if one["by"] == "bot"]


class Talker:
    """A person who notes how long each answer took."""

    def __init__(self, handle: PersonHandle) -> None:
        self.handle = handle
        self.id = handle.id
        self.name = handle.person.first_name
        self.waits: list[float] = []

    def received(self) -> list[Message]:
        """What the bot sent, as it stands now."""
        return [message for message in self.handle.messages if not message["out"]]

    def received_with(self, words: str) -> list[Message]:
        """Of these, the messages that contain the words."""
        return [message for message in self.received() if words in words_of(message)]

    def message(self, message_id: int) -> Message:
        """One message as it stands now."""
        return next(m for m in self.handle.messages if m["message_id"] == message_id)

    async def writes(self, text: str, *fragments: str) -> Message:
        """Write, and wait for the answer with all fragments."""
        return await self._then(self.handle.send(text), *fragments)

    async def presses(self, label: str, on: Message, *fragments: str) -> Message:
        """Press, and wait for a screen, new or changed in place, with all fragments."""
        text = next((text for text in labels_of(on) if label in text), None)
        assert text is not None, f"no button {label!r} in {labels_of(on)}"
        return await self._then(self.handle.press(on["message_id"], text), *fragments)

    async def sees(self, *fragments: str) -> Message:
        """Wait for a message with all fragments, now or before."""
        return await self._find({}, *fragments)

    async def _then(self, action: Awaitable[Any], *fragments: str) -> Message:
        before = {message["message_id"]: _look(message) for message in self.received()}
        await action
        began = time.monotonic()
        found = await self._find(before, *fragments)
        self.waits.append(time.monotonic() - began)
        return found

    async def _find(self, before: dict[int, Any], *fragments: str) -> Message:
        deadline = time.monotonic() + PATIENCE
        while True:
            for message in reversed(self.received()):
                shown = _look(message)
                everything = "\n".join([shown[0], *shown[1]])
                changed = before.get(message["message_id"]) != shown
                if changed and all(fragment in everything for fragment in fragments):
                    return message
            if time.monotonic() > deadline:
                raise AssertionError(
                    f"{self.name} got no answer with {fragments}\n{self.handle.transcript()}"
                )
            await asyncio.sleep(0.1)


def _look(message: Message) -> tuple[str, list[str]]:
    return words_of(message), labels_of(message)
