"""The last question of the request form: here or by phone, when, and the number."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import ContactCD, SlotCD
from bot.content import incoming_of
from bot.filters import AnswersHere, IsCommand, SharesContact
from bot.forms import Draft, RequestForm, Step, is_telling, load_draft, save_draft
from bot.guidance import Guidance
from bot.handlers.comfort import comfort
from bot.handlers.triage import keep_and_go_on
from bot.i18n import Texts
from bot.screens import request_contact as screens
from bot.screens.model import React, Replies, Reply, Say, Show, StripButtons
from bot.screens.phones import understood
from domain.consultation.case import Contact, Slot
from domain.consultation.content import Kind

router = Router(name="answer_way")


@router.callback_query(ContactCD.filter())
async def here_or_by_phone(
    query: CallbackQuery,
    callback_data: ContactCD,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """Here; `phone` stands on buttons from before there was a choice of hours."""
    if callback_data.way == Contact.PHONE:
        return await _call(Slot.ANY, texts, state, guidance, now)
    draft = _in_chat(await load_draft(state))
    return Show(await keep_and_go_on(texts, guidance, state, draft, now))


@router.callback_query(SlotCD.filter())
async def by_phone(
    query: CallbackQuery,
    callback_data: SlotCD,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """By phone, and when."""
    known = callback_data.slot in set(Slot)
    slot = Slot(callback_data.slot) if known else Slot.ANY
    return await _call(slot, texts, state, guidance, now)


async def _call(
    slot: Slot, texts: Texts, state: FSMContext, guidance: Guidance, now: int
) -> Replies:
    """The number is asked, unless it is known from before."""
    draft = replace(await load_draft(state), slot=slot)
    if draft.phone is not None:
        draft = draft.past(Step.CONTACT, contact=Contact.PHONE)
        return Show(await keep_and_go_on(texts, guidance, state, draft, now))
    await save_draft(state, draft)
    await state.set_state(RequestForm.phone)
    return (Say(screens.ask_phone(texts)), StripButtons())


@router.message(StateFilter(RequestForm.phone), SharesContact())
async def shared_number(
    message: Message, texts: Texts, state: FSMContext, guidance: Guidance, now: int
) -> Replies:
    """Telegram's own button; only it carries the number of the person who pressed it."""
    contact = message.contact
    if contact is None or message.from_user is None or contact.user_id != message.from_user.id:
        return Say(screens.others_card(texts))
    number = f"+{contact.phone_number.lstrip('+')}"
    return await _number(number, texts, state, guidance, now)


@router.message(AnswersHere())
async def answer_here(
    message: Message, texts: Texts, state: FSMContext, guidance: Guidance, now: int
) -> Replies:
    """The keyboard's button that goes back to the chat; never words for a lawyer."""
    if await state.get_state() != RequestForm.phone.state:
        return Say(screens.too_late_for_the_chat(texts))
    noted = Say(screens.chat_noted(texts))
    draft = _in_chat(await load_draft(state))
    return (noted, Say(await keep_and_go_on(texts, guidance, state, draft, now)))


@router.message(StateFilter(RequestForm.phone), ~IsCommand())
async def typed_number(
    message: Message, texts: Texts, state: FSMContext, guidance: Guidance, now: int
) -> Replies:
    """A typed number. What else is told or sent here is kept for the lawyer."""
    incoming = incoming_of(message)
    typed = message.text or ""
    first = comfort(texts, guidance, incoming, now)
    tells = bool(first) or incoming.content.kind is not Kind.TEXT or is_telling(typed)
    if not tells:
        return await _number(typed, texts, state, guidance, now)
    draft = await load_draft(state)
    known = draft.holds_group(incoming)
    await save_draft(state, draft.with_message(incoming, now))
    if understood(typed):
        return (*first, *await _number(typed, texts, state, guidance, now))
    kept = React("👌") if known else Say(screens.kept_and_number(texts))
    return (*first, kept)


async def _number(
    text: str, texts: Texts, state: FSMContext, guidance: Guidance, now: int
) -> tuple[Reply, ...]:
    phone = understood(text)
    if phone is None:
        return (Say(screens.phone_not_understood(texts)),)
    draft = await load_draft(state)
    slot = draft.slot or Slot.ANY
    draft = draft.past(Step.CONTACT, contact=Contact.PHONE, phone=phone, slot=slot)
    return (
        Say(screens.phone_noted(texts, phone)),
        Say(await keep_and_go_on(texts, guidance, state, draft, now)),
    )


def _in_chat(draft: Draft) -> Draft:
    return draft.past(Step.CONTACT, contact=Contact.CHAT, phone=None, slot=None)
