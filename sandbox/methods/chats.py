"""getChat, getChatMember and the menu button of a chat."""

from __future__ import annotations

from typing import Any

from sandbox import view
from sandbox.arguments import Arguments, leading_integer
from sandbox.core import Core
from sandbox.methods.access import chat_of
from sandbox.methods.registry import method
from sandbox.model import Json, Person
from sandbox.rules.errors import bad_request

GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


@method("getChat", "chat_id")
async def get_chat(core: Core, arguments: Arguments) -> Any:
    """ChatFullInfo of a private chat; what is not modelled is that of a plain account."""
    person = chat_of(core, arguments)
    info = view.chat(person) | {
        "accent_color_id": person.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, True),
    }
    if person.username:
        info["active_usernames"] = [person.username]
    pinned = core.world.chats[person.id].pinned
    if pinned:
        item = core.world.chats[person.id].messages[pinned[-1]]
        info["pinned_message"] = view.message(core.world, item, with_reply=False)
    return info


@method("getChatMember", "chat_id", "user_id")
async def get_chat_member(core: Core, arguments: Arguments) -> Any:
    """In a private chat the members are the two; anybody else is not known there. [derived]"""
    person = chat_of(core, arguments)
    user_id = arguments.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified", "src")
    if user_id == person.id:
        return {"status": "member", "user": view.user(person)}
    if user_id == core.world.bot.id:
        bot = view.bot_user(core.world.bot)
        if person.blocked:
            return {"status": "kicked", "user": bot, "until_date": 0}
        return {"status": "member", "user": bot}
    known = core.world.people.get(user_id)
    if known is None or not (known.started or known.known):
        raise bad_request("PARTICIPANT_ID_INVALID", "issue")
    return {"status": "left", "user": view.user(known)}


@method("setChatMenuButton", "chat_id", "menu_button")
async def set_chat_menu_button(core: Core, arguments: Arguments) -> Any:
    button = _read_button(arguments)
    if arguments.text("chat_id"):
        core.world.chats[_private_chat(core, arguments).id].menu_button = button
    else:
        core.world.menu_button = button
    return True


@method("getChatMenuButton", "chat_id")
async def get_chat_menu_button(core: Core, arguments: Arguments) -> Any:
    default: Json = core.world.menu_button or {"type": "commands"}
    if not arguments.text("chat_id"):
        return default
    return core.world.chats[_private_chat(core, arguments).id].menu_button or default


def _private_chat(core: Core, arguments: Arguments) -> Person:
    """The menu button belongs to a user, not to any chat. [src] get_user_id, check_user"""
    if leading_integer(arguments.text("chat_id") or "") <= 0:
        raise bad_request("Invalid chat_id specified", "src")
    person = core.world.people.get(arguments.integer("chat_id"))
    if person is None or not (person.started or person.known):
        raise bad_request("user not found", "derived")
    return person


def _read_button(arguments: Arguments) -> Json | None:
    """`commands` or `default`; a web app is not modelled. [src, texts partly guess]"""
    try:
        raw = arguments.json("menu_button")
    except ValueError as error:
        raise bad_request("can't parse menu button JSON object", "guess") from error
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise bad_request("can't parse menu button: MenuButton must be an Object", "guess")
    kind = raw.get("type")
    if kind == "web_app":
        raise bad_request("the sandbox does not model parameter menu_button.web_app", "guess")
    if kind not in ("default", "commands"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type", "guess")
    return None if kind == "default" else {"type": "commands"}
