"""Closing a case: how it ended, the summary, and once more before it goes."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import CloseCD, CloseSureCD, OutcomeCD
from bot.desk_forms import turn_to
from bot.filters import IsCommand
from bot.forms import CloseForm
from bot.i18n import Texts
from bot.screens import closing as screens
from bot.screens.model import Replies, Say, Show, StripButtons
from bot.timed_forms import open_form
from domain.consultation.case import OutcomeCode, check_outcome
from domain.consultation.desk import Desk
from domain.errors import Stale
from domain.people.model import Person

router = Router(name="closing")

CLOSING = "closing"
"""The case that an operator is closing, in the FSM data."""

CODE = "code"
"""How it ended."""

OUTCOME = "outcome"
"""The summary for it."""

READ = "read"
"""What of the citizen's words had reached the operator when the summary was shown."""


@router.callback_query(CloseCD.filter())
async def ask_code(
    query: CallbackQuery, callback_data: CloseCD, person: Person, texts: Texts, desk: Desk
) -> Replies:
    """Closing begins with how it ended."""
    return Say(screens.ask_code(texts, await desk.case_to_close(person, callback_data.case)))


@router.callback_query(OutcomeCD.filter())
async def ask_summary(
    query: CallbackQuery,
    callback_data: OutcomeCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    desk: Desk,
    now: int,
) -> Replies:
    """The code is chosen, the summary comes next."""
    case = await desk.case_to_close(person, callback_data.case)
    if callback_data.code not in set(OutcomeCode):
        raise Stale("outcome")
    await state.update_data({CLOSING: case.id, CODE: callback_data.code, OUTCOME: None})
    await turn_to(state, case.id)
    await open_form(state, CloseForm.outcome, now)
    return Show(screens.ask_outcome(texts, case, OutcomeCode(callback_data.code)))


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
    await state.update_data({OUTCOME: words, READ: await desk.read(person, case)})
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
    case = await desk.case_to_close(person, callback_data.case)
    if await state.get_value(CLOSING) != callback_data.case:
        raise Stale("outcome")
    words = str(await state.get_value(OUTCOME) or "")
    if screens.fingerprint(words) != callback_data.check:
        raise Stale("outcome")
    said = await desk.said(case)
    if said != await state.get_value(READ):
        await state.update_data({READ: said})
        coming = said != await desk.read(person, case)
        return (StripButtons(), Say(screens.more_was_said(texts, case, words, coming=coming)))
    code = OutcomeCode(str(await state.get_value(CODE)))
    case = await desk.close(person, callback_data.case, code, words, now)
    await state.update_data({CLOSING: None, CODE: None, OUTCOME: None})
    return Show(screens.closed(texts, case))
