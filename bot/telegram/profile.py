"""What Telegram shows of the bot before a word is said: name, descriptions, commands."""

import hashlib
import json
import logging
from typing import Any, Protocol

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramRetryAfter
from aiogram.methods import (
    SetMyCommands,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
    TelegramMethod,
)

from bot.clock import Clock
from bot.i18n import texts
from bot.menu import commands
from domain.people.model import Language

log = logging.getLogger(__name__)

KEY = "profile"


class Memory(Protocol):
    """Where the service remembers what it has set."""

    async def remembered(self, key: str) -> str | None: ...

    async def remember(self, key: str, value: str, now: int) -> None: ...


def profile() -> list[TelegramMethod[bool]]:
    """Every call: each language, and Kazakh for apps in any other language."""
    calls: list[TelegramMethod[bool]] = []
    for code, language in (("", Language.KK), ("kk", Language.KK), ("ru", Language.RU)):
        words = texts(language)
        where: dict[str, Any] = {"language_code": code or None}
        calls += [
            SetMyName(name=words.plain("Qaryzsyz Qogam"), **where),
            SetMyShortDescription(
                short_description=words.plain("Short lessons about debts, and a lawyer."), **where
            ),
            SetMyDescription(
                description=words.plain(
                    "Short lessons about money and debts in Kazakh and Russian. A lawyer answers "
                    "here, whether or not you took a lesson. Press the button below to begin."
                ),
                **where,
            ),
            SetMyCommands(commands=commands(words, None), **where),
        ]
    return calls


async def set_profile(bot: Bot, memory: Memory, clock: Clock) -> None:
    """Set it when it has changed since the last start; a failure waits for the next start."""
    calls = profile()
    digest = hashlib.sha256(
        json.dumps(
            [call.model_dump(mode="json") for call in calls], default=str, sort_keys=True
        ).encode()
    ).hexdigest()
    value = f"{bot.id}:{digest}"
    if await memory.remembered(KEY) == value:
        return
    for call in calls:
        try:
            await _patiently(bot, call, clock)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.warning(
                "%s failed (%s); the next start tries again",
                type(call).__name__,
                type(error).__name__,
            )
            return
    await memory.remember(KEY, value, int(clock.now()))


async def _patiently(bot: Bot, call: TelegramMethod[bool], clock: Clock) -> None:
    """These calls have strict limits of their own; one wait is given."""
    try:
        await bot(call)
    except TelegramRetryAfter as error:
        await clock.sleep(error.retry_after)
        await bot(call)
