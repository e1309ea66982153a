"""How people, chats and messages look in the Bot API, and on the chat page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.model import BotProfile, Json, Message, Person

if TYPE_CHECKING:
    from sandbox.world import World


def user(person: Person) -> Json:
    """A User of the Bot API."""
    if person.deactivated:
        return {"id": person.id, "is_bot": False, "first_name": ""}
    shape: Json = {"id": person.id, "is_bot": False, "first_name": person.first_name}
    for name in ("last_name", "username", "language_code"):
        if getattr(person, name):
            shape[name] = getattr(person, name)
    return shape


def bot_user(bot: BotProfile) -> Json:
    """The bot as a User, as it stands in `from`."""
    name = bot.names.get("") or bot.first_name
    return {"id": bot.id, "is_bot": True, "first_name": name, "username": bot.username}


def chat(person: Person) -> Json:
    """The private chat with a person."""
    shape: Json = {"id": person.id, "first_name": "" if person.deactivated else person.first_name}
    for name in ("last_name", "username"):
        if getattr(person, name) and not person.deactivated:
            shape[name] = getattr(person, name)
    return shape | {"type": "private"}


def message(world: World, item: Message, *, with_reply: bool = True) -> Json:
    """A Message as the bot gets it; a message replied to comes without its own reply. [docs]"""
    person = world.people[item.chat_id]
    shape: Json = {
        "message_id": item.id,
        "from": user(person) if item.out else bot_user(world.bot),
        "chat": chat(person),
        "date": item.date,
    }
    optional: Json = {
        "edit_date": item.edit_date,
        "forward_origin": item.forward_origin,
        "quote": item.quote,
        "media_group_id": item.media_group_id,
        "effect_id": item.effect_id,
        "has_protected_content": item.protected or None,
    }
    shape |= {name: value for name, value in optional.items() if value is not None}
    replied = world.message(item.chat_id, item.reply_to) if item.reply_to is not None else None
    if replied is not None and with_reply:
        shape["reply_to_message"] = message(world, replied, with_reply=False)
    shape |= item.content
    if item.inline is not None:
        shape["reply_markup"] = item.inline
    return shape


def on_page(world: World, item: Message) -> Json:
    """A message as the chat page and the tests see it."""
    shape = message(world, item)
    shape["out"] = item.out
    shape["reactions"] = [{"emoji": emoji, "by": "bot"} for emoji in item.by_bot] + [
        {"emoji": emoji, "by": "person"} for emoji in item.by_person
    ]
    if item.silent:
        shape["silent"] = True
    if item.keyboard is not None:
        shape["reply_keyboard"] = item.keyboard
    return shape
