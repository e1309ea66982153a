"""Bot commands: the check of the list, the scopes, and which list a person sees."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.rules.clean import clean_string
from sandbox.rules.entity import byte_length, is_utf8
from sandbox.rules.errors import bad_request
from sandbox.rules.json_fields import (
    FieldError,
    JsonObject,
    NotJsonError,
    decode,
    is_missing,
    required_int,
    required_string,
)

MAX_COMMANDS = 100
MAX_COMMAND = 32
MAX_DESCRIPTION = 256
# Beyond this the server says "too much" of fewer commands too (adolfousier/opencrabs#1613).
MAX_BYTES = 7_800

_COMMAND = re.compile(r"[a-z0-9_]+")
_SPACES = " \t\r\n\0\v"
_CHATLESS = frozenset(
    {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
)
_WITH_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})


@dataclass(frozen=True, slots=True)
class Scope:
    """A BotCommandScope; hashable, so that a server can key its lists by (scope, language).

    `chat_id` is a number, or the text as it came (`@username`): whether the chat exists is not
    checked here.
    """

    type: str = "default"
    chat_id: int | str | None = None
    user_id: int | None = None

    def as_dict(self) -> dict[str, Any]:
        fields = {"type": self.type, "chat_id": self.chat_id, "user_id": self.user_id}
        return {name: value for name, value in fields.items() if value is not None}


CommandLists = Mapping[tuple[Scope, str], list[dict[str, str]]]


def read_commands(raw: object) -> list[dict[str, str]]:
    """`commands` of setMyCommands (JSON string or decoded list) as [{"command", "description"}].

    A missing list is an empty one, as on the server. Raises ApiError 400.
    """
    if is_missing(raw):
        return []
    try:
        value = decode(raw)
    except NotJsonError:
        raise bad_request("Can't parse commands JSON object", "src") from None
    if not isinstance(value, list):
        raise bad_request("Expected an Array of BotCommand", "src")
    commands = [_checked_command(*pair) for pair in map(_read_command, value)]
    written = json.dumps(commands, ensure_ascii=False, separators=(",", ":"))
    if len(commands) > MAX_COMMANDS or byte_length(written) > MAX_BYTES:
        raise bad_request("BOT_COMMANDS_TOO_MUCH", "issue")
    if not all(_COMMAND.fullmatch(command["command"]) for command in commands):
        raise bad_request("BOT_COMMAND_INVALID", "issue")
    return commands


def read_scope(raw: object) -> Scope:
    """`scope` (JSON string or decoded object), the default one when missing; ApiError 400."""
    if is_missing(raw):
        return Scope()
    try:
        value = decode(raw)
    except NotJsonError:
        raise bad_request("Can't parse BotCommandScope JSON object", "src") from None
    try:
        if not isinstance(value, Mapping):
            raise FieldError("BotCommandScope must be an Object")
        return _read_scope(value)
    except FieldError as error:
        raise bad_request(f"Can't parse BotCommandScope: {error}", "src") from None


def read_language_code(raw: str | None) -> str:
    """`language_code`: "" or two small Latin letters. Raises ApiError 400."""
    if raw and not re.fullmatch("[a-z]{2}", raw):
        raise bad_request("Invalid language code specified", "src")
    return raw or ""


def visible_commands(
    lists: CommandLists, *, chat_id: int, language_code: str
) -> list[dict[str, str]]:
    """The list a person sees in a private chat: the narrowest scope, her language first. [docs]"""
    language = language_code.partition("-")[0].lower()
    for scope in (Scope("chat", chat_id), Scope("all_private_chats"), Scope()):
        for code in dict.fromkeys((language, "")):
            commands = lists.get((scope, code))
            if commands:
                return commands
    return []


def _read_command(element: object) -> tuple[str, str]:
    try:
        if not isinstance(element, Mapping):
            raise FieldError("expected an Object")
        return required_string(element, "command"), required_string(element, "description")
    except FieldError as error:
        raise bad_request(f"Can't parse BotCommand: {error}", "src") from None


def _checked_command(command: str, description: str) -> dict[str, str]:
    for name, text in (("Command", command), ("Command description", description)):
        if not is_utf8(text):
            raise bad_request(f"{name} must be encoded in UTF-8", "src")
    command = clean_string(command).strip(_SPACES).removeprefix("/")
    if not command:
        raise bad_request("Command must be non-empty", "src")
    if len(command) > MAX_COMMAND:
        raise bad_request(f"Command length must not exceed {MAX_COMMAND}", "src")
    description = clean_string(description).strip(_SPACES)
    if not description:
        raise bad_request("Command description must be non-empty", "src")
    if len(description) > MAX_DESCRIPTION:
        raise bad_request(f"Command description length must not exceed {MAX_DESCRIPTION}", "src")
    return {"command": command, "description": description}


def _read_scope(fields: JsonObject) -> Scope:
    kind = required_string(fields, "type")
    if kind in _CHATLESS:
        return Scope(kind)
    if kind not in _WITH_CHAT:
        raise FieldError("Unsupported type specified")
    chat_id = required_string(fields, "chat_id")
    if not chat_id:
        raise FieldError("Empty chat_id specified")
    chat: int | str = int(chat_id) if re.fullmatch(r"-?[0-9]{1,19}", chat_id) else chat_id
    if kind != "chat_member":
        return Scope(kind, chat)
    user_id = required_int(fields, "user_id", bits=64)
    if user_id <= 0:
        raise FieldError("Invalid user_id specified")
    return Scope(kind, chat, user_id)
