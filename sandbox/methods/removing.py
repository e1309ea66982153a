"""deleteMessage and deleteMessages."""

from __future__ import annotations

from typing import Any

from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.methods.access import chat_of, message_ids, message_of
from sandbox.methods.registry import method
from sandbox.model import Message
from sandbox.rules.errors import bad_request

MAX_AGE = 48 * 3600  # [docs]


@method("deleteMessage", "chat_id", "message_id")
async def delete_message(core: Core, arguments: Arguments) -> Any:
    person = chat_of(core, arguments)
    item = message_of(core, person, arguments, "delete")
    if not _may_delete(core, item):
        raise bad_request("Message can't be deleted for everyone", "src")
    core.world.remove(person.id, [item.id])
    return True


@method("deleteMessages", "chat_id", "message_ids")
async def delete_messages(core: Core, arguments: Arguments) -> Any:
    """Unknown ids are skipped. [docs]"""
    ids = message_ids(arguments)
    person = chat_of(core, arguments)
    found = [item for i in ids if (item := core.world.message(person.id, i)) is not None]
    if not all(_may_delete(core, item) for item in found):
        raise bad_request("Message can't be deleted for everyone", "src")
    core.world.remove(person.id, [item.id for item in found])
    return True


def _may_delete(core: Core, item: Message) -> bool:
    """In a private chat both the bot's messages and the person's, for 48 hours. [docs]"""
    return core.clock.now() - item.date <= MAX_AGE
