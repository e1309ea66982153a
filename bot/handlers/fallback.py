"""Buttons of older messages and of forged data: an answer, never a silence."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.i18n import Texts
from bot.screens import start as screens
from bot.screens.model import Replies, Show

router = Router(name="fallback")


@router.callback_query()
async def old_button(query: CallbackQuery, texts: Texts) -> Replies:
    """No class of bot/callbacks.py knows this data (any more)."""
    return Show(screens.fallback(texts))
