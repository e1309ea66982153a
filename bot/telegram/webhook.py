"""Asks Telegram to deliver updates by webhook.

WebhookRefused    it cannot be; its sentence is for the owner at the terminal
"""

import logging
from collections.abc import Sequence
from typing import Final

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SetWebhook

from bot.clock import Clock
from bot.telegram.session import NotBotApi
from bot.telegram.token import REVOKED

log = logging.getLogger(__name__)

_ATTEMPTS: Final = 5


class WebhookRefused(Exception):
    """Telegram does not deliver to this address."""


async def set_webhook(
    bot: Bot, url: str, secret: str, allowed_updates: Sequence[str], clock: Clock
) -> None:
    """Set it, patiently while the network fails; raises WebhookRefused when it cannot be.

    Updates that wait at Telegram are never dropped: they are what people wrote while we were away.
    """
    method = SetWebhook(
        url=url,
        secret_token=secret,
        allowed_updates=list(allowed_updates),
        max_connections=100,
        drop_pending_updates=False,
    )
    for attempt in range(_ATTEMPTS):
        try:
            await bot(method)
        except TelegramRetryAfter as error:
            await clock.sleep(error.retry_after)
        except (TelegramNetworkError, TelegramServerError, ClientDecodeError, NotBotApi) as error:
            log.warning("the webhook could not be set: %s; trying again", type(error).__name__)
            await clock.sleep(2**attempt)
        except TelegramAPIError as error:
            raise WebhookRefused(_sentence(error)) from None
        else:
            log.info("the webhook is set")
            return
    raise WebhookRefused(
        "Telegram could not be reached to set the webhook. "
        "Check the network of this server, and BOT_API_URL if it is set."
    )


def _sentence(error: TelegramAPIError) -> str:
    if isinstance(error, TelegramUnauthorizedError | TelegramNotFound):
        return REVOKED
    if isinstance(error, TelegramBadRequest) and "secret token" in error.message.lower():
        return (
            "Telegram refuses WEBHOOK_SECRET: it has to be 1 to 256 letters A-Z, a-z, digits, "
            f"'_' or '-' ({error.message})."
        )
    return (
        "Telegram refuses WEBHOOK_URL: it has to be an https address that Telegram can reach on "
        f"port 443, 80, 88 or 8443 ({error.message})."
    )
