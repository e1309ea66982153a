"""An update as the pipeline sees it: who, where, and how to answer."""

import logging
from dataclasses import dataclass
from typing import Any, Final

from aiogram import Bot
from aiogram.enums import ChatType, ContentType
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import Message, Update, User
from pydantic import ValidationError

from bot.telegram.origin import Origin
from domain.people.model import Person
from domain.people.ports import Contact

log = logging.getLogger(__name__)

SAID: Final = frozenset({
    ContentType.TEXT, ContentType.PHOTO, ContentType.DOCUMENT, ContentType.VOICE,
    ContentType.VIDEO, ContentType.VIDEO_NOTE, ContentType.AUDIO, ContentType.ANIMATION,
    ContentType.STICKER, ContentType.LOCATION, ContentType.VENUE, ContentType.CONTACT,
    ContentType.POLL, ContentType.DICE, ContentType.STORY, ContentType.GAME,
    ContentType.PAID_MEDIA, ContentType.CHECKLIST, ContentType.INVOICE, ContentType.UNKNOWN,
})  # fmt: skip
"""What somebody says; every other message is Telegram's notice that something was done in the
chat, like pinning. A kind that this release does not know is taken for words.
"""


CERTAIN: Final = frozenset({"message_id", "date", "chat", "from", "text", "caption", "edit_date"})
"""Fields of a message that have never changed. Without its file a photo is carried by copying, and
one by one, because an album is put together of files.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One update of one person in their private chat with the bot."""

    update: Update
    user: User
    chat_id: int
    message_id: int | None  # of the message that came, or that carries the pressed button
    query_id: str | None = None
    pressed_message: bool = False  # the pressed message is one that Telegram still shows us

    @property
    def contact(self) -> Contact:
        """The sender, as Telegram describes them."""
        return Contact(
            telegram_id=self.user.id,
            name=self.user.full_name,
            app_language=self.user.language_code,
        )

    @property
    def is_said(self) -> bool:
        """Whether the person has written or pressed; else Telegram tells something about them."""
        return self.update.my_chat_member is None

    @property
    def wrote(self) -> int | None:
        """The number of a new message of the person."""
        return self.message_id if self.update.message is not None else None

    def key(self, bot_id: int) -> StorageKey:
        """Where the person's FSM state lives."""
        return StorageKey(bot_id=bot_id, chat_id=self.chat_id, user_id=self.user.id)

    def origin(self, person: Person | None) -> Origin:
        """Where the answer goes; a screen above the person's newest words is not edited."""
        newest = person.last_message_id if person else 0
        return Origin(
            chat_id=self.chat_id,
            message_id=self.message_id,
            callback_query_id=self.query_id,
            editable=self.pressed_message,
            buried=self.query_id is not None and newest > (self.message_id or 0),
        )


def event_of(raw: dict[str, Any], bot: Bot) -> Event | None:
    """The event, or None for what is not a person's business in a private chat.

    Raises pydantic's ValidationError for an update that cannot be read, not even in part.
    """
    update = _read(raw, bot)
    if message := update.message or update.edited_message:
        if message.from_user is None or not _is_said_in_private(message):
            return None
        return Event(
            update=update,
            user=message.from_user,
            chat_id=message.chat.id,
            message_id=message.message_id,
        )
    if query := update.callback_query:
        if query.message is not None and query.message.chat.type != ChatType.PRIVATE:
            return None
        return Event(
            update=update,
            user=query.from_user,
            chat_id=query.from_user.id,
            message_id=query.message.message_id if query.message else None,
            query_id=query.id,
            pressed_message=isinstance(query.message, Message),
        )
    if (member := update.my_chat_member) and member.chat.type == ChatType.PRIVATE:
        return Event(update=update, user=member.from_user, chat_id=member.chat.id, message_id=None)
    return None


def _read(raw: dict[str, Any], bot: Bot) -> Update:
    """The update; of a message with something newer than this release, what is known for certain:
    nobody's words are lost because Telegram has learnt something.
    """
    context = {"bot": bot}
    try:
        return Update.model_validate(raw, context=context)
    except ValidationError:
        less = _in_part(raw)
        if less is None:
            raise
        log.warning("update %s is only read in part", raw.get("update_id"))
        return Update.model_validate(less, context=context)


def _in_part(raw: dict[str, Any]) -> dict[str, Any] | None:
    """The update with what is certain of its message; None: there is none to make less of."""
    for kind in ("message", "edited_message"):
        if isinstance(message := raw.get(kind), dict):
            return {**raw, kind: _certain(message)}
    query = raw.get("callback_query")
    if isinstance(query, dict) and isinstance(shown := query.get("message"), dict):
        return {**raw, "callback_query": {**query, "message": _certain(shown)}}
    return None


def _certain(message: dict[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in message.items() if name in CERTAIN}
    if isinstance(reply := message.get("reply_to_message"), dict):
        known["reply_to_message"] = _certain(reply)
    return known


def _is_said_in_private(message: Message) -> bool:
    return message.chat.type == ChatType.PRIVATE and message.content_type in SAID
