"""What an operator does with one case: look, write, note, return, give to a colleague, call."""

import logging

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import (
    CallCD,
    CaseCD,
    NoteCD,
    ReturnCD,
    TransferCD,
    TransferPageCD,
    TransferToCD,
    WriteCD,
)
from bot.desk_forms import (
    About,
    DeskForm,
    ask_about,
    asked_about,
    asked_again,
    make_current,
    turn_to,
)
from bot.filters import IsCommand
from bot.i18n import Texts, almaty_day
from bot.screens import addressee as addressee_screens
from bot.screens import card as card_screens
from bot.screens import handing as screens
from bot.screens.model import Replies, Say, Screen, Show
from domain.consultation.answering import Answering
from domain.consultation.calls import Calls
from domain.consultation.finding import Finding
from domain.consultation.handing import Handing
from domain.consultation.notes import Notes
from domain.people.model import Person

log = logging.getLogger(__name__)

router = Router(name="case")


@router.callback_query(CaseCD.filter())
async def case(
    query: CallbackQuery,
    callback_data: CaseCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    finding: Finding,
    now: int,
) -> Replies:
    """The card of a case. Who looks at the case of another is kept in the log."""
    view = await finding.card(person, callback_data.case)
    if view.case.assignee_id not in {person.id, None}:
        log.info("case %s of another shown to person %s", view.case.id, person.id)
    await turn_to(state, view.case.id)
    return Show(card_screens.card(texts, view, person.id, now, almaty_day(now)))


@router.callback_query(WriteCD.filter())
async def write(
    query: CallbackQuery,
    callback_data: WriteCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    answering: Answering,
) -> Replies:
    """What is typed from now on goes to this person, who is named first."""
    case, current = await answering.begin(person, callback_data.case)
    await make_current(state, current)
    return Say(addressee_screens.writing_to(texts, case))


@router.callback_query(NoteCD.filter())
async def ask_note(
    query: CallbackQuery,
    callback_data: NoteCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    notes: Notes,
    answering: Answering,
    now: int,
) -> Replies:
    """The next message is a note."""
    case = await notes.case(person, callback_data.case)
    await turn_to(state, case.id)
    about = About(case.id, shown=await answering.shown(person))
    await ask_about(state, DeskForm.note, about, now)
    return Say(screens.ask_note(texts, case))


@router.message(StateFilter(DeskForm.note), ~IsCommand())
async def note(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    notes: Notes,
    answering: Answering,
    now: int,
) -> Replies:
    """Keep the note. Nothing here knows a way to the person."""
    if message.reply_to_message is not None:
        return Say(screens.no_reply(texts))
    about = await asked_about(state)
    if await asked_again(state, DeskForm.note, about, person, answering, now):
        case = await notes.case(person, about.case)
        return (Say(screens.interrupted(texts)), Say(screens.ask_note(texts, case)))
    case = await notes.add(person, about.case, message.text or "", now)
    await state.set_state(None)
    return Say(screens.noted(texts, case))


@router.callback_query(ReturnCD.filter())
async def give_back(
    query: CallbackQuery,
    callback_data: ReturnCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    handing: Handing,
    answering: Answering,
    now: int,
) -> Replies:
    """Back to the queue: asks why, or does it without."""
    if callback_data.sure:
        return Show(
            screens.returned(texts, await handing.give_back(person, callback_data.case, None, now))
        )
    case = await handing.case_to_return(person, callback_data.case)
    await turn_to(state, case.id)
    about = About(case.id, shown=await answering.shown(person))
    await ask_about(state, DeskForm.giving_back, about, now)
    return Say(screens.ask_return(texts, case))


@router.message(StateFilter(DeskForm.giving_back), ~IsCommand())
async def give_back_with_note(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    handing: Handing,
    answering: Answering,
    now: int,
) -> Replies:
    """Why it goes back."""
    if message.reply_to_message is not None:
        return Say(screens.no_reply(texts))
    about = await asked_about(state)
    if await asked_again(state, DeskForm.giving_back, about, person, answering, now):
        case = await handing.case_to_return(person, about.case)
        return (Say(screens.interrupted(texts)), Say(screens.ask_return(texts, case)))
    case = await handing.give_back(person, about.case, message.text or "", now)
    await state.set_state(None)
    return Say(screens.returned(texts, case))


@router.callback_query(TransferPageCD.filter())
@router.callback_query(TransferCD.filter())
async def ask_colleague(
    query: CallbackQuery,
    callback_data: TransferCD | TransferPageCD,
    person: Person,
    texts: Texts,
    handing: Handing,
) -> Replies:
    """To whom; of many a page of them."""
    case, colleagues = await handing.choices(person, callback_data.case)
    page = callback_data.page if isinstance(callback_data, TransferPageCD) else 0
    return Show(screens.ask_colleague(texts, case, colleagues, page))


@router.callback_query(TransferToCD.filter())
async def transfer(
    query: CallbackQuery,
    callback_data: TransferToCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    handing: Handing,
    answering: Answering,
    now: int,
) -> Replies:
    """To this colleague: asks for a note, or does it without."""
    if callback_data.sure:
        return Show(await _transferred(handing, person, texts, callback_data, None, now))
    case, colleague = await handing.choice(person, callback_data.case, callback_data.to)
    await turn_to(state, case.id)
    about = About(case.id, colleague.person_id, shown=await answering.shown(person))
    await ask_about(state, DeskForm.transfer, about, now)
    return Show(screens.ask_transfer(texts, case, colleague))


@router.message(StateFilter(DeskForm.transfer), ~IsCommand())
async def transfer_with_note(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    handing: Handing,
    answering: Answering,
    now: int,
) -> Replies:
    """What the colleague should know."""
    if message.reply_to_message is not None:
        return Say(screens.no_reply(texts))
    about = await asked_about(state)
    if await asked_again(state, DeskForm.transfer, about, person, answering, now):
        case, colleague = await handing.choice(person, about.case, about.to)
        asked = screens.ask_transfer(texts, case, colleague)
        return (Say(screens.interrupted(texts)), Say(asked))
    screen = await _transferred(handing, person, texts, about, message.text or "", now)
    await state.set_state(None)
    return Say(screen)


async def _transferred(
    handing: Handing,
    person: Person,
    texts: Texts,
    about: About | TransferToCD,
    words: str | None,
    now: int,
) -> Screen:
    case, colleague = await handing.transfer(person, about.case, about.to, words, now)
    return screens.transferred(texts, case, colleague)


@router.callback_query(CallCD.filter())
async def called(
    query: CallbackQuery,
    callback_data: CallCD,
    person: Person,
    texts: Texts,
    calls: Calls,
    now: int,
) -> Replies:
    """Whether the person was reached."""
    case, tries = await calls.called(
        person, callback_data.case, callback_data.attempt, now, reached=callback_data.reached
    )
    return Show(screens.called(texts, case, tries))
