"""What an operator types into a caller's form. None of it goes to anybody but the request.

A reply to a message of a case never comes here (`replying`); words typed after news of a case may
be meant for it, and are not kept.
"""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.caller_forms import (
    CallerDraft,
    CallerForm,
    drop_caller,
    load_caller,
    save_caller,
    the_caller,
)
from bot.content import incoming_of
from bot.filters import IsCommand
from bot.forms import Step, is_telling
from bot.guidance import Emergency, Guidance
from bot.handlers.callers import go_on
from bot.i18n import Texts, almaty_day
from bot.screens import caller_form as screens
from bot.screens import triage as triage_screens
from bot.screens.days import is_not_known, understood
from bot.screens.model import React, Replies, Reply, Say
from bot.screens.phones import understood as phone_understood
from bot.timed_forms import open_form
from domain.consultation.answering import Answering
from domain.consultation.callers import Callers, check_name
from domain.consultation.content import Incoming, Kind
from domain.consultation.crisis import is_cry_for_help
from domain.consultation.triage import Answer
from domain.errors import Stale
from domain.people.model import Person

router = Router(name="caller_words")


@router.message(StateFilter(CallerForm), ~IsCommand())
async def interrupted(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    answering: Answering,
    now: int,
) -> Replies:
    """Only for words that may be meant for somebody else; all others are for the next handlers."""
    form = await load_caller(state, now)
    if form is None:
        await state.set_state(None)
        raise Stale("caller_form")
    if not await answering.cases_spoke(person, form.named):
        raise SkipHandler
    await save_caller(state, form.asked(await answering.shown(person)), now)
    return Say(screens.interrupted(texts), reply_to=message.message_id)


@router.message(StateFilter(CallerForm.phone), ~IsCommand())
async def phone(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    callers: Callers,
    now: int,
) -> Replies:
    """The number; a request that it has already is shown in place of a second one."""
    number = phone_understood(message.text or "")
    if number is None:
        return Say(screens.phone_not_understood(texts))
    if found := await callers.open_already(person, number):
        await drop_caller(state)
        return Say(screens.open_already(texts, found))
    form = (await the_caller(state, now)).called_from(number)
    await save_caller(state, form, now)
    await open_form(state, CallerForm.name, now)
    return Say(screens.ask_name(texts, number))


@router.message(StateFilter(CallerForm.name), ~IsCommand())
async def name(message: Message, texts: Texts, state: FSMContext, now: int) -> Replies:
    """The name; the language is a button."""
    called = check_name(message.text or "")
    form = (await the_caller(state, now)).named_as(called)
    await save_caller(state, form, now)
    await state.set_state(None)
    return Say(screens.ask_language(texts, form.form, called))


@router.message(StateFilter(CallerForm.words), ~IsCommand())
async def words(
    message: Message,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """What the caller tells, in a few words."""
    form = await the_caller(state, now)
    incoming = incoming_of(message)
    if incoming.content.kind is not Kind.TEXT:
        return Say(screens.only_words(texts), reply_to=message.message_id)
    form = form.told(incoming, now)
    first = _comfort(texts, guidance, form, incoming, now)
    shown = await go_on(texts, guidance, state, form, form.named, now, at=Step.WORDS)
    return (React("👌"), *first, Say(shown))


@router.message(StateFilter(CallerForm.day), ~IsCommand())
async def day(
    message: Message,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """A typed day; what else is told in its place is kept, too."""
    form = await the_caller(state, now)
    topic = form.draft.topic
    incoming = incoming_of(message)
    if topic is None:
        raise Stale("caller_form")
    if incoming.content.kind is not Kind.TEXT:
        return Say(screens.only_words(texts), reply_to=message.message_id)
    typed, today = message.text or "", almaty_day(now)
    found = understood(typed, today)
    if found is None and not is_not_known(typed):
        first = _comfort(texts, guidance, form, incoming, now)
        kept = bool(first) or is_telling(typed)
        if kept:
            form = form.told(incoming, now)
        await save_caller(state, form, now)
        asked = triage_screens.day_not_understood(texts, form.draft, topic, kept=kept)
        return (*first, Say(screens.for_caller(texts, form.form, form.caller, asked)))
    if found is not None and found > today:
        asked = triage_screens.day_to_come(texts, form.draft, topic)
        return Say(screens.for_caller(texts, form.form, form.caller, asked))
    unknown = Answer.UNKNOWN if found is None else None
    form = form.with_draft(form.draft.past(Step.QUESTION, day=found, answer=unknown))
    return Say(await go_on(texts, guidance, state, form, form.named, now))


def _comfort(
    texts: Texts, guidance: Guidance, form: CallerDraft, incoming: Incoming, now: int
) -> tuple[Reply, ...]:
    """Numbers and calm words to be read out first, when the caller does not want to live."""
    if not is_cry_for_help(incoming):
        return ()
    kind, today = Emergency.CRISIS, almaty_day(now)
    return (Say(screens.emergency(texts, guidance, form.form, form.caller, kind, today)),)
