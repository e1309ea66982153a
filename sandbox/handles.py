"""A person in a test: acts, and sees the chat as it is now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from sandbox import samples, view
from sandbox.actions import ActionError, Actions, Attachment
from sandbox.core import Core
from sandbox.events import Event
from sandbox.model import Answer, Json, Message, Person
from sandbox.rules.deep_link import payload_of

Predicate = Callable[[Json], bool]


class PersonHandle:
    """One person; every method acts at once and returns what the Bot API would show of it."""

    def __init__(self, core: Core, actions: Actions, person: Person) -> None:
        self._core = core
        self._actions = actions
        self.person = person
        self.id = person.id
        self._mark = (
            core.events.seq
        )  # events before the last action are of no interest to wait_for

    # sending
    async def send(self, text: str, *, reply_to: int | None = None) -> Json:
        self._act()
        return self._shown(self._actions.send_text(self.person, text, reply_to))

    def send_raw(self, content: Json) -> Json:
        """A message with any fields, as a newer server might send it."""
        self._act()
        return self._shown(self._actions.send_raw(self.person, content))

    async def reply(self, message_id: int, text: str) -> Json:
        return await self.send(text, reply_to=message_id)

    async def start(self, payload: str = "") -> Json:
        """Press Start, in the chat or on a deep link."""
        self._act()
        return self._shown(self._actions.start(self.person, payload))

    async def open(self, url: str) -> Json:
        """Open a link `https://t.me/<bot>?start=<payload>` and press Start."""
        payload = payload_of(url, self._core.world.bot.username)
        if payload is None:
            raise ActionError(f"{url} is not a link to this bot.")
        return await self.start(payload)

    async def send_photo(
        self, data: bytes = samples.PHOTO, caption: str = "", *, reply_to: int | None = None
    ) -> Json:
        return await self._send_file(Attachment("photo", data, caption=caption), reply_to)

    async def send_document(
        self,
        data: bytes = samples.DOCUMENT,
        caption: str = "",
        *,
        name: str = "document.pdf",
        mime: str | None = None,
        reply_to: int | None = None,
    ) -> Json:
        return await self._send_file(Attachment("document", data, name, mime, caption), reply_to)

    async def send_voice(
        self, data: bytes = samples.VOICE, caption: str = "", *, reply_to: int | None = None
    ) -> Json:
        return await self._send_file(Attachment("voice", data, caption=caption), reply_to)

    async def send_video(
        self,
        data: bytes = samples.VIDEO,
        caption: str = "",
        *,
        name: str = "video.mp4",
        reply_to: int | None = None,
    ) -> Json:
        return await self._send_file(Attachment("video", data, name, None, caption), reply_to)

    async def send_audio(
        self, data: bytes = samples.AUDIO, caption: str = "", *, name: str = "audio.mp3"
    ) -> Json:
        return await self._send_file(Attachment("audio", data, name, None, caption), None)

    async def send_sticker(self, data: bytes = samples.STICKER) -> Json:
        return await self._send_file(Attachment("sticker", data), None)

    async def send_album(
        self, items: Sequence[Attachment | bytes], *, caption: str = ""
    ) -> list[Json]:
        """Several files in one album; bytes are a photo, `caption` goes to the first item."""
        self._act()
        files = [i if isinstance(i, Attachment) else Attachment("photo", i) for i in items]
        if caption:
            first = files[0]
            files[0] = Attachment(first.kind, first.data, first.name, first.mime, caption)
        return [self._shown(item) for item in self._actions.send_files(self.person, files)]

    async def share_contact(self, *, reply_to: int | None = None) -> Json:
        """Her own number, as the contact button sends it."""
        self._act()
        return self._shown(self._actions.send_contact(self.person, reply_to))

    async def send_foreign_contact(
        self, phone: str, first_name: str, *, owner: PersonHandle | None = None
    ) -> Json:
        """A card of the address book; with the `user_id` of its owner, if there is one."""
        self._act()
        person = None if owner is None else owner.person
        sent = self._actions.send_foreign_contact(self.person, phone, first_name, person)
        return self._shown(sent)

    async def send_location(self, latitude: float, longitude: float) -> Json:
        self._act()
        return self._shown(self._actions.send_location(self.person, latitude, longitude))

    async def forward(self, message_id: int) -> Json:
        """Forward a message of this chat to the bot."""
        self._act()
        return self._shown(self._actions.forward(self.person, message_id))

    async def forward_from(self, author: PersonHandle, text: str) -> Json:
        """Forward what `author` wrote in some other chat."""
        self._act()
        return self._shown(self._actions.forward_from(self.person, author.person, text))

    # on messages
    async def press(
        self, message_id: int, text: str | None = None, *, callback_data: str | None = None
    ) -> str:
        """Press an inline button by its text or data: the query id, the URL or the copied text."""
        for row in self._actions.buttons(self.person, message_id):
            for button in row:
                if text in (None, button["text"]) and callback_data in (
                    None,
                    button.get("callback_data"),
                ):
                    self._act()
                    pressed = self._actions.press(self.person, message_id, button)
                    return str(next(iter(pressed.values())))
        wanted = text if text is not None else callback_data
        raise ActionError(f"No button {wanted!r} under message {message_id}.\n{self.transcript()}")

    async def forge(self, message_id: int, callback_data: str) -> str:
        """Send callback data that no button carries, as a changed app can."""
        self._act()
        button = {"text": "", "callback_data": callback_data}
        return str(self._actions.press(self.person, message_id, button)["callback_query_id"])

    async def pin(self, message_id: int) -> Json:
        """Pin a message of the chat: Telegram tells of it in a message of its own."""
        self._act()
        return self._shown(self._actions.pin(self.person, message_id))

    async def edit(self, message_id: int, text: str) -> Json:
        self._act()
        return self._shown(self._actions.edit(self.person, message_id, text))

    async def react(self, message_id: int, emoji: str | None) -> None:
        self._act()
        self._actions.react(self.person, message_id, emoji)

    async def delete(self, message_id: int) -> None:
        self._actions.delete(self.person, message_id)

    # the account
    async def block(self) -> None:
        self._act()
        self._actions.block(self.person)

    async def unblock(self) -> None:
        self._act()
        self._actions.unblock(self.person)

    async def deactivate(self) -> None:
        self._actions.deactivate(self.person)

    # what she sees
    @property
    def messages(self) -> list[Json]:
        """The chat as it is now, oldest first."""
        chat = self._core.world.chats[self.id]
        return [view.on_page(self._core.world, item) for item in chat.messages.values()]

    @property
    def last(self) -> Json:
        """The last message from the bot."""
        for message in reversed(self.messages):
            if not message["out"]:
                return message
        raise AssertionError(f"The bot has said nothing to {self.person.first_name}.")

    @property
    def answers(self) -> list[Answer]:
        """What answerCallbackQuery showed her."""
        return self._core.world.answers.setdefault(self.id, [])

    async def wait_for(self, predicate: Predicate | None = None, timeout: float = 5) -> Json:  # noqa: ASYNC109
        """The first message from the bot, new or edited since her last action, that satisfies.

        A predicate that misses a key of the message does not match. The time is real time.
        """
        seen = self._mark
        try:
            async with asyncio.timeout(timeout):
                while True:
                    for event in self._core.events.after(seen) or []:
                        seen = event.seq
                        if self._matches(event, predicate):
                            found: Json = event.data["message"]
                            return found
                    seen = max(seen, self._core.events.seq)
                    await self._core.events.wait(seen)
        except TimeoutError:
            raise AssertionError(
                f"{self.person.first_name} waited {timeout} s for a message that did not come.\n"
                + self.transcript()
            ) from None

    def _matches(self, event: Event, predicate: Predicate | None) -> bool:
        if event.name != "message" or event.data["person_id"] != self.id:
            return False
        message = event.data["message"]
        if message["out"]:
            return False
        try:
            return predicate is None or bool(predicate(message))
        except KeyError:
            return False

    def transcript(self) -> str:
        """The chat as text, for the message of a failed test."""
        lines = [_line(message) for message in self.messages[-30:]]
        refused = [c for c in self._core.journal.calls if not c.ok and c.chat_id == self.id][-5:]
        lines += [f"  refused: {call.method}: {call.description}" for call in refused]
        return "\n".join(["The chat:", *lines]) if lines else "The chat is empty."

    def _act(self) -> None:
        self._mark = self._core.events.seq

    async def _send_file(self, file: Attachment, reply_to: int | None) -> Json:
        self._act()
        sent = self._actions.send_files(self.person, [file], reply_to)
        return self._shown(sent[0])

    def _shown(self, item: Message) -> Json:
        return view.message(self._core.world, item)


def _line(message: dict[str, Any]) -> str:
    who = "person" if message["out"] else "bot   "
    said = message.get("text") or message.get("caption") or ""
    kinds = ("photo", "document", "voice", "video", "audio", "sticker", "contact", "location")
    kind = next((f"<{k}> " for k in kinds if k in message), "")
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = " ".join(f"[{button['text']}]" for row in rows for button in row)
    return f"  {message['message_id']} {who} {kind}{said!r} {buttons}".rstrip()
