"""Whoever has not chosen a language chooses it first, whatever old or odd button they press."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import LanguageCD, LawyerCD
from bot.filters import IsCommand, IsStart, WithoutLanguage
from bot.forms import ONWARD
from bot.screens import start as screens
from bot.screens.model import Replies, Say
from domain.people.model import Person

router = Router(name="newcomers")


@router.callback_query(WithoutLanguage(), ~LanguageCD.filter())
async def presses(query: CallbackQuery, person: Person, state: FSMContext) -> Replies:
    """The way to a lawyer is kept behind the choice."""
    if (query.data or "").startswith(LawyerCD.__prefix__):
        await state.update_data({ONWARD: "lawyer"})
    return Say(screens.choose_language(person.speaks))


@router.message(WithoutLanguage(), IsCommand(), ~IsStart())
async def commands(message: Message, person: Person, state: FSMContext) -> Replies:
    """The same for a command typed by heart."""
    if (message.text or "").lower().startswith("/lawyer"):
        await state.update_data({ONWARD: "lawyer"})
    return Say(screens.choose_language(person.speaks))
