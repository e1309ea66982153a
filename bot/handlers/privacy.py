"""My data: read and erase."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import DataCD
from bot.i18n import Texts
from bot.screens import privacy as screens
from bot.screens.model import Replies, Say, Show
from domain.people.model import Person
from domain.people.service import People

router = Router(name="privacy")


@router.message(Command("mydata", ignore_case=True))
async def my_data_command(
    message: Message, person: Person, texts: Texts, people: People
) -> Replies:
    """What is kept, by command."""
    return Say(screens.my_data(texts, person, await people.stored(person)))


@router.callback_query(DataCD.filter())
async def my_data(
    query: CallbackQuery,
    callback_data: DataCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    people: People,
) -> Replies:
    """What is kept; erasing is asked twice."""
    if callback_data.step == "erase":
        await people.check_erasable(person)
        return Show(screens.erase_sure(texts))
    if callback_data.step == "erase_sure":
        await people.erase(person)
        await state.clear()
        return Show(screens.erased(texts))
    return Show(screens.my_data(texts, person, await people.stored(person)))
