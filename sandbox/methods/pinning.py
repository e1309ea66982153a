"""pinChatMessage, unpinChatMessage, unpinAllChatMessages."""

from __future__ import annotations

from typing import Any

from sandbox import view
from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.methods.access import chat_of, check_may_write, message_of
from sandbox.methods.registry import method
from sandbox.model import Message
from sandbox.rules.errors import bad_request


@method(
    "pinChatMessage",
    "chat_id",
    "message_id",
    "disable_notification",
    unmodelled=("business_connection_id",),
)
async def pin_chat_message(core: Core, arguments: Arguments) -> Any:
    """Pins, and leaves a service message from the bot in the chat. [docs]"""
    person = chat_of(core, arguments)
    item = message_of(core, person, arguments, "pin")
    check_may_write(person)
    chat = core.world.chats[person.id]
    if item.id in chat.pinned:
        return True
    chat.pinned.append(item.id)
    notice = Message(
        id=core.world.new_message_id(),
        chat_id=person.id,
        out=False,
        date=core.world.now(),
        content={"pinned_message": view.message(core.world, item, with_reply=False)},
        silent=arguments.boolean("disable_notification"),
    )
    core.world.add(notice)
    return True


@method("unpinChatMessage", "chat_id", "message_id", unmodelled=("business_connection_id",))
async def unpin_chat_message(core: Core, arguments: Arguments) -> Any:
    """Without a message_id the latest pinned message."""
    person = chat_of(core, arguments)
    pinned = core.world.chats[person.id].pinned
    if not arguments.text("message_id"):
        if not pinned:
            raise bad_request("message to unpin not found", "src")
        pinned.pop()
        return True
    item = message_of(core, person, arguments, "unpin")
    if item.id in pinned:
        pinned.remove(item.id)
    return True


@method("unpinAllChatMessages", "chat_id")
async def unpin_all_chat_messages(core: Core, arguments: Arguments) -> Any:
    core.world.chats[chat_of(core, arguments).id].pinned.clear()
    return True
