"""The bot's name, description and short description, each with a default and one per language."""

from __future__ import annotations

from typing import Any

from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.methods.registry import method
from sandbox.rules.commands import read_language_code
from sandbox.rules.errors import bad_request

MAX_NAME, MAX_DESCRIPTION, MAX_SHORT = 64, 512, 120  # [docs]


def _set(arguments: Arguments, field: str, texts: dict[str, str], limit: int) -> bool:
    """Keep a text for a language; an empty one removes it. The text of the refusal is a guess."""
    language = read_language_code(arguments.text("language_code"))
    text = (arguments.text(field) or "").strip()
    if len(text) > limit:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long", "guess")
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return True


def _get(arguments: Arguments, field: str, texts: dict[str, str], default: str) -> dict[str, str]:
    """The text for a language, or the default one. [docs]"""
    language = read_language_code(arguments.text("language_code"))
    return {field: texts.get(language) or texts.get("") or default}


@method("setMyName", "name", "language_code")
async def set_my_name(core: Core, arguments: Arguments) -> Any:
    return _set(arguments, "name", core.world.bot.names, MAX_NAME)


@method("getMyName", "language_code")
async def get_my_name(core: Core, arguments: Arguments) -> Any:
    return _get(arguments, "name", core.world.bot.names, core.world.bot.first_name)


@method("setMyDescription", "description", "language_code")
async def set_my_description(core: Core, arguments: Arguments) -> Any:
    return _set(arguments, "description", core.world.bot.descriptions, MAX_DESCRIPTION)


@method("getMyDescription", "language_code")
async def get_my_description(core: Core, arguments: Arguments) -> Any:
    return _get(arguments, "description", core.world.bot.descriptions, "")


@method("setMyShortDescription", "short_description", "language_code")
async def set_my_short_description(core: Core, arguments: Arguments) -> Any:
    return _set(arguments, "short_description", core.world.bot.short_descriptions, MAX_SHORT)


@method("getMyShortDescription", "language_code")
async def get_my_short_description(core: Core, arguments: Arguments) -> Any:
    return _get(arguments, "short_description", core.world.bot.short_descriptions, "")
