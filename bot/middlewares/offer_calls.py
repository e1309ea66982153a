"""Whoever shares their own number, wherever the bot takes it, is asked about their calls."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Message, TelegramObject

from bot.middlewares.leave_form import several
from bot.own_number import keep_proof, own_number
from bot.screens import linking as screens
from bot.screens.model import Say
from domain.consultation.linking import Proof


class OfferCalls(BaseMiddleware):
    """Outer middleware of messages: the question comes below the answer to the message."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Nothing is looked up for any other message."""
        result = await handler(event, data)
        number = own_number(event) if isinstance(event, Message) else None
        if number is None:
            return result
        now = data["now"]
        offer = await data["linking"].offered(data["person"], number, now)
        if offer is None:
            return result
        await keep_proof(data["state"], Proof(phone=number, at=now))
        return (*several(result), Say(screens.offer(data["texts"], offer)))
