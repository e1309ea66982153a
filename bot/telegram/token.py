"""Asks Telegram who we are: at the start, and whether the token still holds.

TokenRefused    the bot is not ours (any more); its sentence is for the owner at the terminal
"""

import asyncio
import logging
from typing import Final

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetMe, GetWebhookInfo

from bot.clock import Clock, wait_at_most
from bot.telegram.session import NotBotApi
from bot.trouble import Trouble

log = logging.getLogger(__name__)

TOKEN_SECONDS: Final = 60.0
"""How often a bot with a webhook asks whether its token holds."""

LONGEST_PAUSE: Final = 30.0

REVOKED: Final = (
    "Telegram does not accept BOT_TOKEN: it is mistyped or was revoked. "
    "Ask @BotFather for the token (/mybots, API Token) and put it into BOT_TOKEN."
)
NO_BOT_API: Final = (
    "Nothing like a Bot API answers there: BOT_TOKEN has the wrong form, or "
    "BOT_API_URL leads elsewhere. Put both right, or leave BOT_API_URL out."
)


TAKEN: Final = (
    "Another program takes the updates of this bot with the same BOT_TOKEN: the webhook leads "
    "elsewhere now. Stop the other one (another computer, an old container), or give this one a "
    "bot of its own."
)


class TokenRefused(Exception):
    """Going on would never succeed."""


def _trouble() -> Trouble:
    return Trouble(log, "Telegram is not reached (%s); trying again", "Telegram is reached again")


async def own_name(bot: Bot, clock: Clock, stop: asyncio.Event) -> str:
    """Our username (invitations carry it), patiently while the network is away; empty when
    `stop` came first. Raises TokenRefused.
    """
    trouble = _trouble()
    pause = 1.0
    while not stop.is_set():
        try:
            name = (await bot.me()).username or ""
        except TelegramUnauthorizedError:
            raise TokenRefused(REVOKED) from None
        except TelegramNotFound:
            raise TokenRefused(NO_BOT_API) from None
        except (TelegramAPIError, ClientDecodeError) as error:
            trouble.met(type(error).__name__)
            await wait_at_most(clock, pause, stop)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            trouble.over()
            return name
    return ""


async def while_it_holds(bot: Bot, url: str, clock: Clock, stop: asyncio.Event) -> None:
    """Until `stop`; raises TokenRefused when the token was revoked, or when the webhook is not
    `url` any more. Nobody tells a webhook of that, and a mute bot that looks well would be worse
    than none.
    """
    trouble = _trouble()
    while not stop.is_set():
        await wait_at_most(clock, TOKEN_SECONDS, stop)
        try:
            await bot(GetMe())
            set_to = (await bot(GetWebhookInfo())).url
        except NotBotApi as error:  # a proxy in trouble: the server was the right one before
            trouble.met(type(error).__name__)
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise TokenRefused(REVOKED) from None
        except (TelegramAPIError, ClientDecodeError) as error:
            trouble.met(type(error).__name__)
        else:
            trouble.over()
            if set_to != url:
                raise TokenRefused(TAKEN)
