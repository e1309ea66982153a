"""An update as the pipeline sees it: who, where, and how to answer."""

from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import Message, Update, User

from bot.telegram.origin import Origin
from domain.people.model import Person
from domain.people.ports import Contact


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

    Raises pydantic's ValidationError for an update that cannot be read.
    """
    update = Update.model_validate(raw, context={"bot": bot})
    if message := update.message or update.edited_message:
        if message.chat.type != ChatType.PRIVATE or message.from_user is None:
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
