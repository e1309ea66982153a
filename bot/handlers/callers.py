"""A request for somebody on the telephone: the buttons of its form, and sending it."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.callbacks import SituationCD
from bot.callbacks_callers import CallerLanguageCD, CallerNewCD, CallerSendCD, CallerTapCD
from bot.caller_forms import (
    CallerDraft,
    CallerForm,
    drop_caller,
    load_caller,
    save_caller,
    the_caller,
)
from bot.caller_taps import MORE_TOPICS, after
from bot.desk_forms import make_current
from bot.forms import Step
from bot.guidance import Guidance, behind
from bot.i18n import Texts, almaty_day
from bot.screens import caller_form as screens
from bot.screens import desk as desk_screens
from bot.screens.model import Replies, Say, Screen, Show, StripButtons, Toast
from bot.timed_forms import open_form
from domain.consultation.answering import Answering
from domain.consultation.callers import Callers, NumberTaken
from domain.consultation.desk import AtCapacity
from domain.consultation.ports import Shown
from domain.consultation.roles import check_desk
from domain.consultation.triage import DATED
from domain.errors import Stale
from domain.people.model import Language, Person

router = Router(name="callers")


@router.callback_query(CallerNewCD.filter())
async def begin(
    query: CallbackQuery,
    callback_data: CallerNewCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    answering: Answering,
    now: int,
) -> Replies:
    """Ask for the number; a form left a moment ago is not thrown away unasked."""
    check_desk(person)
    left = await load_caller(state, now)
    if left is not None and left.is_complete and not callback_data.anew:
        return Show(screens.unfinished(texts, left.form, left.caller))
    empty = CallerDraft(form=now, touched_at=now, named=await answering.shown(person))
    return await _ask_phone(texts, state, empty, now)


async def _ask_phone(texts: Texts, state: FSMContext, form: CallerDraft, now: int) -> Show:
    """The number is typed next."""
    await save_caller(state, form, now)
    await open_form(state, CallerForm.phone, now)
    return Show(screens.ask_phone(texts))


@router.callback_query(CallerLanguageCD.filter())
async def language(
    query: CallbackQuery,
    callback_data: CallerLanguageCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    answering: Answering,
    now: int,
) -> Replies:
    """The last thing about the caller; the questions follow."""
    check_desk(person)
    form = await the_caller(state, now, callback_data.form)
    if callback_data.code not in set(Language):
        raise Stale("caller_form")
    form = form.speaking(Language(callback_data.code))
    named = await answering.shown(person)
    return Show(await go_on(texts, guidance, state, form, named, now))


async def go_on(
    texts: Texts,
    guidance: Guidance,
    state: FSMContext,
    form: CallerDraft,
    named: Shown,
    now: int,
    at: Step | None = None,
) -> Screen:
    """Keep the form and show a step of it, the first one that was not passed unless `at` names
    another. What is typed from now on belongs to it.
    """
    step = at or form.draft.next_step
    await save_caller(state, form.asked(named), now)
    typed = {Step.WORDS: CallerForm.words}
    if form.draft.topic in DATED:
        typed[Step.QUESTION] = CallerForm.day
    if form.draft.topic is not None and step in typed:
        await open_form(state, typed[step], now)
    else:
        await state.set_state(None)
    return screens.step(texts, guidance, form.form, form.caller, form.draft, step, almaty_day(now))


@router.callback_query(CallerTapCD.filter())
async def tap(
    query: CallbackQuery,
    callback_data: CallerTapCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    answering: Answering,
    now: int,
) -> Replies:
    """A button of the citizen's form, pressed for the caller."""
    check_desk(person)
    form = await the_caller(state, now, callback_data.form)
    named = await answering.shown(person)
    pressed = after(form, callback_data.tap, now)
    if pressed.goes == "number":
        return await _ask_phone(texts, state, form.asked(named), now)
    if pressed.goes == "anew":
        empty = CallerDraft(form=now, touched_at=now, named=named)
        return await _ask_phone(texts, state, empty, now)
    if pressed.goes in {"change", MORE_TOPICS}:
        await save_caller(state, form.asked(named), now)
        await state.set_state(None)
        if pressed.goes == MORE_TOPICS:
            return Show(screens.choose_topic(texts, form.form, form.caller, more=True))
        return Show(screens.change(texts, form.form, form.caller, form.draft))
    shown = await go_on(texts, guidance, state, pressed.form, named, now, pressed.step)
    known = pressed.form.draft.situation
    if callback_data.tap.startswith(SituationCD.__prefix__) and (kind := behind(known)):
        today = almaty_day(now)
        caller = pressed.form.caller
        return Show(screens.emergency(texts, guidance, form.form, caller, kind, today))
    return Show(shown)


@router.callback_query(CallerSendCD.filter())
async def send(
    query: CallbackQuery,
    callback_data: CallerSendCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    callers: Callers,
    now: int,
) -> Replies:
    """Into the queue, or taken at once; a second press finds no form any more."""
    check_desk(person)
    form = await the_caller(state, now, callback_data.form)
    take = callback_data.take
    try:
        sent = await callers.open(person, form.caller, form.request(), now, take=take)
    except AtCapacity as full:
        return Toast(desk_screens.at_capacity(texts, full.capacity), alert=True)
    except NumberTaken as taken:
        await drop_caller(state)
        return Show(screens.open_already(texts, taken.found))
    await drop_caller(state)
    await make_current(state, None)
    if take:
        shown = desk_screens.took(texts, sent.case, is_current=False)
    else:
        shown = screens.queued(texts, form.caller, sent, now)
    return (Say(shown), StripButtons())
