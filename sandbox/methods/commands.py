"""setMyCommands, getMyCommands, deleteMyCommands: one list per scope and language."""

from __future__ import annotations

from typing import Any

from sandbox.arguments import Arguments, leading_integer
from sandbox.core import Core
from sandbox.methods.registry import method
from sandbox.rules.commands import Scope, read_commands, read_language_code, read_scope
from sandbox.rules.errors import bad_request

# Chat members and administrators exist in groups only. [docs]
GROUP_SCOPES = frozenset({"chat_administrators", "chat_member"})


@method("setMyCommands", "commands", "scope", "language_code")
async def set_my_commands(core: Core, arguments: Arguments) -> Any:
    commands = read_commands(arguments.text("commands"))
    scope, language = _target(core, arguments)
    if commands:
        core.world.commands[scope, language] = commands
    else:
        core.world.commands.pop((scope, language), None)
    _publish(core, scope)
    return True


@method("getMyCommands", "scope", "language_code")
async def get_my_commands(core: Core, arguments: Arguments) -> Any:
    """The list of exactly this scope and language, [] when there is none. [docs]"""
    return core.world.commands.get(_target(core, arguments), [])


@method("deleteMyCommands", "scope", "language_code")
async def delete_my_commands(core: Core, arguments: Arguments) -> Any:
    scope, language = _target(core, arguments)
    core.world.commands.pop((scope, language), None)
    _publish(core, scope)
    return True


def _target(core: Core, arguments: Arguments) -> tuple[Scope, str]:
    scope = read_scope(arguments.text("scope"))
    language = read_language_code(arguments.text("language_code"))
    if scope.type in GROUP_SCOPES:
        raise bad_request(f"the sandbox does not model parameter scope.{scope.type}", "guess")
    if scope.type != "chat":
        return scope, language
    chat_id = leading_integer(str(scope.chat_id))
    person = core.world.people.get(chat_id)
    if person is None or not (person.started or person.known):
        raise bad_request("chat not found", "src")
    return Scope("chat", chat_id), language


def _publish(core: Core, scope: Scope) -> None:
    core.events.publish("commands", {"person_id": scope.chat_id})
