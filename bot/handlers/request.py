"""The request form: topic, words, how to be answered, confirm; and an open request's standing."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import (
    CancelCaseCD,
    ContactCD,
    FormCD,
    LawyerCD,
    RateCD,
    SubmitCD,
    TopicCD,
)
from bot.content import incoming_of
from bot.filters import AnswersHere, IsCommand, SharesContact
from bot.forms import Draft, RequestForm, drop_draft, load_draft, save_draft
from bot.i18n import Texts
from bot.screens import request as screens
from bot.screens import request_form as form_screens
from bot.screens.model import React, Replies, Say, Screen, Show, StripButtons
from bot.screens.phones import understood
from domain.consultation.case import Contact, Topic
from domain.consultation.relay import ALBUM_WAIT
from domain.consultation.requests import Requests
from domain.delivery.outbox import Outbox, Parcel
from domain.people.model import Person

router = Router(name="request")


async def to_lawyer(person: Person, texts: Texts, state: FSMContext, requests: Requests) -> Say:
    """The lawyer as a new message: for commands and links."""
    return Say(await _lawyer_screen(person, texts, state, requests))


async def _lawyer_screen(
    person: Person, texts: Texts, state: FSMContext, requests: Requests
) -> Screen:
    """An open request's standing, a draft to go on with, or the first step."""
    standing = await requests.standing(person)
    if standing is not None:
        return screens.standing(texts, standing)
    draft = await load_draft(state)
    if not draft.is_empty:
        return form_screens.unfinished(texts, draft)
    return form_screens.choose_topic(texts)


@router.message(Command("lawyer"))
async def lawyer_command(
    message: Message, person: Person, texts: Texts, state: FSMContext, requests: Requests
) -> Replies:
    """By command."""
    return await to_lawyer(person, texts, state, requests)


@router.callback_query(LawyerCD.filter())
async def lawyer(
    query: CallbackQuery, person: Person, texts: Texts, state: FSMContext, requests: Requests
) -> Replies:
    """By the button that stands on every screen."""
    return Show(await _lawyer_screen(person, texts, state, requests))


@router.callback_query(TopicCD.filter())
async def topic(
    query: CallbackQuery,
    callback_data: TopicCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    requests: Requests,
    now: int,
) -> Replies:
    """The topic is chosen; what was written before stays, and the way to answer is asked again:
    whoever changes a request comes past every step of it.
    """
    standing = await requests.standing(person)
    if standing is not None:
        return Show(screens.standing(texts, standing))
    if callback_data.topic not in set(Topic):
        return Show(form_screens.choose_topic(texts))
    draft = replace(
        await load_draft(state),
        topic=Topic(callback_data.topic),
        contact=None,
        phone=None,
        touched_at=now,
    )
    await save_draft(state, draft)
    await state.set_state(RequestForm.words)
    return Show(form_screens.ask_words(texts, draft))


@router.callback_query(FormCD.filter())
async def step(
    query: CallbackQuery,
    callback_data: FormCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    requests: Requests,
) -> Replies:
    """Move within the form: to the first thing that is missing, or back."""
    standing = await requests.standing(person)
    if standing is not None:
        return Show(screens.standing(texts, standing))
    if callback_data.step == "anew":
        await drop_draft(state)
        return Show(form_screens.choose_topic(texts))
    draft = await load_draft(state)
    if callback_data.step == "words":
        await state.set_state(RequestForm.words)
        return Show(form_screens.ask_words(texts, draft))
    return Show(await _next_step(texts, state, draft))


async def _next_step(texts: Texts, state: FSMContext, draft: Draft) -> Screen:
    """The first step that is still missing."""
    if draft.topic is None:
        return form_screens.choose_topic(texts)
    if not draft.messages:
        await state.set_state(RequestForm.words)
        return form_screens.ask_words(texts, draft)
    await state.set_state(None)
    if draft.contact is None:
        return form_screens.ask_contact(texts)
    return form_screens.confirm(texts, draft)


@router.callback_query(ContactCD.filter())
async def contact(
    query: CallbackQuery,
    callback_data: ContactCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    requests: Requests,
) -> Replies:
    """Here, or by phone: then the number is asked."""
    standing = await requests.standing(person)
    if standing is not None:
        return Show(screens.standing(texts, standing))
    draft = await load_draft(state)
    if callback_data.way == Contact.PHONE:
        await state.set_state(RequestForm.phone)
        return (Say(form_screens.ask_phone(texts)), StripButtons())
    draft = replace(draft, contact=Contact.CHAT, phone=None)
    await save_draft(state, draft)
    return Show(await _next_step(texts, state, draft))


@router.callback_query(SubmitCD.filter())
async def submit(
    query: CallbackQuery,
    person: Person,
    texts: Texts,
    state: FSMContext,
    requests: Requests,
    now: int,
) -> Replies:
    """Into the queue; a second press shows the request that the first one made."""
    standing = await requests.standing(person)
    if standing is not None:
        return Show(screens.standing(texts, standing))
    draft = await load_draft(state)
    standing = await requests.submit(person, draft.request(), now)
    await drop_draft(state)
    return (Say(screens.standing(texts, standing, just_sent=True)), StripButtons())


@router.callback_query(CancelCaseCD.filter())
async def cancel(
    query: CallbackQuery,
    callback_data: CancelCaseCD,
    person: Person,
    texts: Texts,
    requests: Requests,
    now: int,
) -> Replies:
    """Take the request back, asked twice."""
    if not callback_data.sure:
        case = await requests.case_to_cancel(person, callback_data.case)
        return Show(screens.cancel_sure(texts, case.id))
    case = await requests.cancel(person, callback_data.case, now)
    return Show(screens.cancelled(texts, case.id))


@router.callback_query(RateCD.filter())
async def rate(
    query: CallbackQuery,
    callback_data: RateCD,
    person: Person,
    texts: Texts,
    requests: Requests,
    now: int,
) -> Replies:
    """One to five; the first rating stays."""
    first = await requests.rate(person, callback_data.case, callback_data.stars, now)
    return (Say(screens.rated(texts) if first else screens.rated_before(texts)), StripButtons())


@router.message(StateFilter(RequestForm.phone), SharesContact())
async def shared_number(message: Message, texts: Texts, state: FSMContext) -> Replies:
    """Telegram's own button; only it carries the number of the person who pressed it."""
    contact = message.contact
    if contact is None or message.from_user is None or contact.user_id != message.from_user.id:
        return Say(form_screens.others_card(texts))
    return await _number(f"+{contact.phone_number.lstrip('+')}", texts, state)


@router.message(AnswersHere())
async def answer_here(message: Message, texts: Texts, state: FSMContext) -> Replies:
    """The keyboard's button that goes back to the chat; never words for a lawyer."""
    noted = Say(form_screens.chat_noted(texts))
    if await state.get_state() != RequestForm.phone.state:
        return noted
    draft = replace(await load_draft(state), contact=Contact.CHAT, phone=None)
    await save_draft(state, draft)
    return (noted, Say(await _next_step(texts, state, draft)))


@router.message(StateFilter(RequestForm.phone), ~IsCommand())
async def typed_number(message: Message, texts: Texts, state: FSMContext) -> Replies:
    """A typed number."""
    return await _number(message.text or "", texts, state)


async def _number(text: str, texts: Texts, state: FSMContext) -> Replies:
    phone = understood(text)
    if phone is None:
        return Say(form_screens.phone_not_understood(texts))
    draft = replace(await load_draft(state), contact=Contact.PHONE, phone=phone)
    await save_draft(state, draft)
    return (
        Say(form_screens.phone_noted(texts, phone)),
        Say(await _next_step(texts, state, draft)),
    )


@router.message(StateFilter(RequestForm.words), ~IsCommand())
async def words(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    outbox: Outbox,
    now: int,
) -> Replies:
    """Words, photos, voice: into the draft."""
    incoming = incoming_of(message)
    draft = await load_draft(state)
    draft = draft.with_message(incoming, now)
    await save_draft(state, draft)
    if incoming.media_group is None:
        return (React("👌"), Say(form_screens.got_words(texts, draft)))
    outbox.put(_album_counted(person, draft, now))
    return React("👌")


def _album_counted(person: Person, draft: Draft, now: int) -> Parcel:
    """The parts of an album come one by one and are counted back once: by the parcel of the last
    one, because those of the others find that the draft has grown since.
    """
    return Parcel(
        chat_id=person.telegram_id,
        kind="draft_counted",
        payload={"messages": len(draft.messages)},
        due_at=now + ALBUM_WAIT,
    )
