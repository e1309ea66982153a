"""Going elsewhere leaves the form: later words are then not taken for an answer to it.

What was written so far stays in the draft.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.callbacks import FORM_DATA

_FORM_PREFIXES = frozenset(data.__prefix__ for data in FORM_DATA)


class LeaveForm(BaseMiddleware):
    """Outer middleware of messages and callback queries."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Drop the state before any handler is chosen."""
        if data.get("raw_state") is not None and _leaves(event):
            await data["state"].set_state(None)
            data["raw_state"] = None
        return await handler(event, data)


def _leaves(event: TelegramObject) -> bool:
    """A command, or a button that does not belong to the request form."""
    if isinstance(event, Message):
        return (event.text or "").startswith("/")
    if isinstance(event, CallbackQuery):
        return (event.data or "").partition(":")[0] not in _FORM_PREFIXES
    return False
