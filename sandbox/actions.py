"""What a person does in the chat, as Telegram's apps allow it.

The page and the tests both come through here.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox import view
from sandbox.contents import ActionError, caption_content, text_content
from sandbox.files import as_content
from sandbox.model import CAPTIONED, Json, Message, Person
from sandbox.rules.deep_link import start_message
from sandbox.rules.reactions import is_allowed
from sandbox.world import World

__all__ = ["ActionError", "Actions", "Attachment"]

MAX_ALBUM = 10
ALBUMS = (frozenset({"photo", "video"}), frozenset({"document"}), frozenset({"audio"}))
"""What goes together in one album; the apps send a mixture as several. [docs]"""


@dataclass(frozen=True)
class Attachment:
    """A file as a person picks it: kind is photo, document, voice, video, audio or sticker."""

    kind: str
    data: bytes
    name: str | None = None
    mime: str | None = None
    caption: str = ""


class Actions:
    """Everything people can do; each change ends up in the world and in the bot's updates."""

    def __init__(self, world: World) -> None:
        self._world = world

    def person(self, person_id: int) -> Person:
        person = self._world.people.get(person_id)
        if person is None:
            raise ActionError(f"There is no person {person_id}.")
        return person

    # sending
    def send_text(self, person: Person, text: str, reply_to: int | None = None) -> Message:
        content = text_content(text)
        self._may_act(person, restarts=text.split(maxsplit=1)[:1] == ["/start"])
        return self._add(person, content, reply_to=reply_to)

    def start(self, person: Person, payload: str = "") -> Message:
        """Open the bot, by its name or by a deep link, and press Start."""
        try:
            text = start_message(payload)
        except ValueError as error:
            raise ActionError(str(error)) from error
        return self.send_text(person, text)

    def send_files(
        self, person: Person, files: Sequence[Attachment], reply_to: int | None = None
    ) -> list[Message]:
        """One file, or several as an album."""
        self._may_act(person)
        if not 1 <= len(files) <= MAX_ALBUM:
            raise ActionError(f"An album has 2 to {MAX_ALBUM} files.")
        if len(files) > 1 and not any({f.kind for f in files} <= kinds for kinds in ALBUMS):
            raise ActionError("An album is of photos and videos, of documents, or of audio files.")
        group = str(secrets.randbelow(9 * 10**16) + 10**16) if len(files) > 1 else None
        contents = [self._file_content(file) for file in files]
        return [
            self._add(person, content, reply_to=reply_to, media_group_id=group)
            for content in contents
        ]

    def send_contact(self, person: Person, reply_to: int | None = None) -> Message:
        """The person's own number, as the contact button of a keyboard sends it: digits only."""
        self._may_act(person)
        if not person.phone:
            raise ActionError(f"{person.first_name} has no phone number.")
        digits = "".join(c for c in person.phone if c.isdigit())
        contact: Json = {"phone_number": digits, "first_name": person.first_name}
        if person.last_name:
            contact["last_name"] = person.last_name
        return self._add(person, {"contact": contact | {"user_id": person.id}}, reply_to=reply_to)

    def send_foreign_contact(
        self, person: Person, phone: str, first_name: str, owner: Person | None = None
    ) -> Message:
        """A card of the address book; it has a `user_id` when its owner is on Telegram."""
        self._may_act(person)
        contact: Json = {"phone_number": phone, "first_name": first_name}
        if owner is not None:
            owner.known = True
            contact["user_id"] = owner.id
        return self._add(person, {"contact": contact})

    def send_location(self, person: Person, latitude: float, longitude: float) -> Message:
        self._may_act(person)
        location = {"latitude": latitude, "longitude": longitude}
        return self._add(person, {"location": location})

    def forward(self, person: Person, message_id: int) -> Message:
        """Forward a message of this chat to the bot; not when its content is protected."""
        self._may_act(person)
        item = self._message(person, message_id)
        if item.protected:
            raise ActionError("Forwarding is off for this message.")
        sender = view.user(person) if item.out else view.bot_user(self._world.bot)
        origin = item.forward_origin or {"type": "user", "date": item.date, "sender_user": sender}
        return self._add(person, dict(item.content), forward_origin=origin)

    def forward_from(self, person: Person, author: Person, text: str) -> Message:
        """Forward what somebody wrote elsewhere; the bot meets the author by it."""
        self._may_act(person)
        author.known = True
        origin = {
            "type": "user",
            "date": self._world.now(),
            "sender_user": view.user(author),
        }
        return self._add(person, text_content(text), forward_origin=origin)

    # changing
    def edit(self, person: Person, message_id: int, text: str) -> Message:
        """Change one's own text or caption; the bot gets edited_message."""
        self._may_act(person)
        item = self._own(person, message_id)
        if item.kind == "text":
            content = text_content(text)
        elif item.kind in CAPTIONED:
            kept = {k: v for k, v in item.content.items() if not k.startswith("caption")}
            content = kept | caption_content(text)
        else:
            raise ActionError("This message has no text to change.")
        if content == item.content:
            raise ActionError("The text is the same as before.")
        item.content = content
        item.edit_date = self._world.now()
        self._world.changed(item)
        self._world.tell_bot("edited_message", item)
        return item

    def delete(self, person: Person, message_id: int) -> None:
        """Delete for both sides; a bot hears nothing of it."""
        self._message(person, message_id)
        self._world.remove(person.id, [message_id])

    def react(self, person: Person, message_id: int, emoji: str | None) -> Message:
        self._may_act(person)
        item = self._message(person, message_id)
        if emoji is not None and not is_allowed(emoji):
            raise ActionError(f"{emoji} is not a reaction.")
        self._world.reacted(person, item, [emoji] if emoji else [])
        return item

    def send_raw(self, person: Person, content: Json) -> Message:
        self._may_act(person)
        return self._add(person, content)

    def pin(self, person: Person, message_id: int) -> Message:
        """Pin a message of the chat; the bot gets a service message about it. [docs]"""
        self._may_act(person)
        item = self._message(person, message_id)
        self._world.chats[person.id].pinned.append(item.id)
        shown = view.message(self._world, item, with_reply=False)
        return self._add(person, {"pinned_message": shown})

    def press(self, person: Person, message_id: int, button: Json) -> Json:
        """Press an inline button: {"callback_query_id"}, {"url"} or {"copied"}."""
        self._may_act(person)
        item = self._message(person, message_id)
        if "callback_data" in button:
            query = self._world.press(person, item, button["callback_data"])
            return {"callback_query_id": query.id}
        if "url" in button:
            return {"url": button["url"]}
        if "copy_text" in button:
            return {"copied": button["copy_text"]["text"]}
        raise ActionError("The sandbox does not model what this button does.")

    def buttons(self, person: Person, message_id: int) -> list[list[Json]]:
        """The rows of inline buttons under a message."""
        item = self._message(person, message_id)
        if item.inline is None:
            raise ActionError(f"Message {message_id} has no buttons.")
        rows: list[list[Json]] = item.inline["inline_keyboard"]
        return rows

    # the account
    def block(self, person: Person) -> None:
        if not person.started:
            raise ActionError(f"{person.first_name} has no chat with the bot to block.")
        if not person.blocked:
            self._world.member_changed(person, blocked=True)

    def unblock(self, person: Person) -> None:
        if person.blocked:
            self._world.member_changed(person, blocked=False)

    def deactivate(self, person: Person, gone: bool = True) -> None:
        """Delete the account; the bot is not told."""
        person.deactivated = gone
        self._world.person_changed(person)

    # inside
    def _may_act(self, person: Person, *, restarts: bool = False) -> None:
        """A deleted account does nothing; one that blocked the bot can only start it again."""
        if person.deactivated:
            raise ActionError("This account is deleted.")
        if person.blocked and restarts:
            self._world.member_changed(person, blocked=False)
        if person.blocked:
            raise ActionError(f"{person.first_name} has blocked the bot; /start lets it in again.")

    def _add(self, person: Person, content: Json, **more: Any) -> Message:
        world = self._world
        reply_to = more.get("reply_to")
        if reply_to is not None:
            self._message(person, reply_to)
        if not person.started:
            person.started = True
            world.person_changed(person)
        item = Message(
            id=world.new_message_id(),
            chat_id=person.id,
            out=True,
            date=world.now(),
            content=content,
            **more,
        )
        return world.add(item)

    def _message(self, person: Person, message_id: int) -> Message:
        item = self._world.message(person.id, message_id)
        if item is None:
            raise ActionError(f"There is no message {message_id} in this chat.")
        return item

    def _own(self, person: Person, message_id: int) -> Message:
        item = self._message(person, message_id)
        if not item.out or item.forward_origin is not None:
            raise ActionError("Only one's own messages can be changed.")
        return item

    def _file_content(self, file: Attachment) -> Json:
        stored = self._world.files.add(file.kind, file.data, name=file.name, mime=file.mime)
        return as_content(stored) | caption_content(file.caption)
