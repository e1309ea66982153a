"""The operator's desk: shift, queue, taking, own cases, looking for a case."""

import logging
import re

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import DeskCD, FindCD, MineCD, QueueCD, ShiftCD, TakeCD
from bot.desk_forms import DeskForm, make_current
from bot.filters import IsCommand
from bot.i18n import Texts
from bot.screens import alarms as alarm_screens
from bot.screens import desk as screens
from bot.screens.model import Replies, Say, Show, Toast
from bot.screens.phones import understood
from bot.timed_forms import open_form
from domain.consultation.answering import Answering
from domain.consultation.case import Case
from domain.consultation.desk import AlreadyTaken, AtCapacity, Desk
from domain.consultation.finding import Finding, Wanted
from domain.consultation.roles import check_desk
from domain.people.model import Person

log = logging.getLogger(__name__)

router = Router(name="desk")

_NUMBER = re.compile(r"[№#]?\s*(\d{1,9})")


@router.message(Command("desk", ignore_case=True))
async def desk_command(
    message: Message, person: Person, texts: Texts, desk: Desk, now: int
) -> Replies:
    """The desk by command."""
    return Say(screens.desk(texts, await desk.view(person), now))


@router.callback_query(DeskCD.filter())
async def show_desk(
    query: CallbackQuery, person: Person, texts: Texts, desk: Desk, now: int
) -> Replies:
    """The desk by button."""
    return Show(screens.desk(texts, await desk.view(person), now))


@router.callback_query(ShiftCD.filter())
async def shift(
    query: CallbackQuery,
    callback_data: ShiftCD,
    person: Person,
    texts: Texts,
    desk: Desk,
    now: int,
) -> Replies:
    """Begin or end the shift; who ends it with open cases is asked what becomes of them."""
    view = await desk.shift(person, now, on=callback_data.on)
    shown = Show(screens.desk(texts, view, now))
    if callback_data.on or not view.mine:
        return shown
    return (shown, Say(alarm_screens.shift_ended(texts, view.mine, now, by_hand=True)))


@router.callback_query(QueueCD.filter())
async def queue(
    query: CallbackQuery,
    callback_data: QueueCD,
    person: Person,
    texts: Texts,
    desk: Desk,
    now: int,
) -> Replies:
    """The waiting cases, page by page."""
    return Show(screens.queue(texts, await desk.waiting(person, callback_data.page), now))


@router.callback_query(MineCD.filter())
async def mine(
    query: CallbackQuery, person: Person, texts: Texts, desk: Desk, now: int
) -> Replies:
    """My cases."""
    return Show(screens.mine(texts, await desk.mine(person), now))


@router.callback_query(TakeCD.filter())
async def take(
    query: CallbackQuery,
    callback_data: TakeCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    desk: Desk,
    answering: Answering,
    now: int,
) -> Replies:
    """Take a case; the one who pressed second is told who was first."""
    try:
        if callback_data.case:
            taken: Case | None = await desk.take(person, callback_data.case, now)
        else:
            taken = await desk.take_next(person, now)
    except AtCapacity as full:
        return Toast(screens.at_capacity(texts, full.capacity), alert=True)
    except AlreadyTaken as lost:
        return Toast(screens.taken_by_other(texts, lost.case), alert=True)
    if taken is None:
        return Toast(screens.nobody_waits(texts), alert=True)
    only = await answering.only(person, taken)
    await make_current(state, only)
    return Show(screens.took(texts, taken, is_current=only is not None))


@router.callback_query(FindCD.filter())
async def ask_search(
    query: CallbackQuery, person: Person, texts: Texts, state: FSMContext, now: int
) -> Replies:
    """Look for a case: the next message says for which."""
    check_desk(person)
    await open_form(state, DeskForm.search, now)
    return Show(screens.ask_search(texts))


@router.message(StateFilter(DeskForm.search), ~IsCommand())
async def search(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    finding: Finding,
    now: int,
) -> Replies:
    """What fits and is theirs to see. The log keeps who looked how, never for whom."""
    kind, wanted = _wanted(message.text or "")
    found = await finding.find(person, wanted, now)
    await state.set_state(None)
    log.info("search by person %s: by %s, %s found", person.id, kind, len(found))
    return Say(screens.found(texts, found))


def _wanted(text: str) -> tuple[str, Wanted]:
    """A number of a case, a phone number, else a name."""
    words = text.strip()
    if number := _NUMBER.fullmatch(words):
        return "number", Wanted(number=int(number[1]))
    phone = understood(words)
    if phone is not None:
        return "phone", Wanted(phone=phone)
    return "name", Wanted(name=words)
