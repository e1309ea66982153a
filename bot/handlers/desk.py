"""The operator's desk: shift, queue, taking, own cases, closing."""

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import CaseCD, CloseCD, CloseSureCD, DeskCD, MineCD, QueueCD, ShiftCD, TakeCD
from bot.filters import IsCommand
from bot.forms import CloseForm
from bot.i18n import Texts
from bot.screens import case as case_screens
from bot.screens import desk as screens
from bot.screens.model import Replies, Say, Show, Toast
from domain.consultation.case import check_outcome
from domain.consultation.desk import AlreadyTaken, Desk
from domain.errors import Stale
from domain.people.model import Person

router = Router(name="desk")

CLOSING = "closing"
"""The case that an operator is closing, in the FSM data."""

OUTCOME = "outcome"
"""The summary for it."""


@router.message(Command("desk"))
async def desk_command(message: Message, person: Person, texts: Texts, desk: Desk) -> Replies:
    """The desk by command."""
    return Say(screens.desk(texts, await desk.view(person)))


@router.callback_query(DeskCD.filter())
async def show_desk(query: CallbackQuery, person: Person, texts: Texts, desk: Desk) -> Replies:
    """The desk by button."""
    return Show(screens.desk(texts, await desk.view(person)))


@router.callback_query(ShiftCD.filter())
async def shift(
    query: CallbackQuery,
    callback_data: ShiftCD,
    person: Person,
    texts: Texts,
    desk: Desk,
    now: int,
) -> Replies:
    """Begin or end the shift."""
    view = await desk.shift(person, now, on=callback_data.on)
    return Show(screens.desk(texts, view))


@router.callback_query(QueueCD.filter())
async def queue(
    query: CallbackQuery, person: Person, texts: Texts, desk: Desk, now: int
) -> Replies:
    """The waiting cases."""
    return Show(screens.queue(texts, await desk.waiting(person), now))


@router.callback_query(MineCD.filter())
async def mine(query: CallbackQuery, person: Person, texts: Texts, desk: Desk) -> Replies:
    """My cases."""
    return Show(screens.mine(texts, await desk.mine(person)))


@router.callback_query(CaseCD.filter())
async def case(
    query: CallbackQuery, callback_data: CaseCD, person: Person, texts: Texts, desk: Desk
) -> Replies:
    """One of my cases."""
    return Show(case_screens.card(texts, await desk.case(person, callback_data.case)))


@router.callback_query(TakeCD.filter())
async def take(
    query: CallbackQuery,
    callback_data: TakeCD,
    person: Person,
    texts: Texts,
    desk: Desk,
    now: int,
) -> Replies:
    """Take a case; the one who pressed second is told who was first."""
    if callback_data.case == 0:
        taken = await desk.take_next(person, now)
        if taken is None:
            return Toast(screens.nobody_waits(texts), alert=True)
        return Show(screens.took(texts, taken))
    try:
        return Show(screens.took(texts, await desk.take(person, callback_data.case, now)))
    except AlreadyTaken as lost:
        return Toast(screens.taken_by_other(texts, lost.case), alert=True)


@router.callback_query(CloseCD.filter())
async def ask_outcome(
    query: CallbackQuery,
    callback_data: CloseCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    desk: Desk,
) -> Replies:
    """Closing begins with the summary."""
    case = await desk.case_to_close(person, callback_data.case)
    await state.update_data({CLOSING: case.id, OUTCOME: None})
    await state.set_state(CloseForm.outcome)
    return Say(screens.ask_outcome(texts, case))


@router.message(StateFilter(CloseForm.outcome), ~IsCommand())
async def outcome(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    desk: Desk,
) -> Replies:
    """The summary, shown once more before it goes."""
    number = int(await state.get_value(CLOSING) or 0)
    case = await desk.case_to_close(person, number)
    words = check_outcome(message.text or "")
    await state.update_data({OUTCOME: words})
    return Say(screens.close_sure(texts, case, words))


@router.callback_query(CloseSureCD.filter())
async def close(
    query: CallbackQuery,
    callback_data: CloseSureCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    desk: Desk,
    now: int,
) -> Replies:
    """Close it with the summary that was written last for this very case."""
    await desk.case_to_close(person, callback_data.case)
    if await state.get_value(CLOSING) != callback_data.case:
        raise Stale("outcome")
    words = str(await state.get_value(OUTCOME) or "")
    if screens.fingerprint(words) != callback_data.check:
        raise Stale("outcome")
    case = await desk.close(person, callback_data.case, words, now)
    await state.update_data({CLOSING: None, OUTCOME: None})
    return Show(screens.closed(texts, case))
