"""An operator sends a canned reply: choose or look for it, fill it in, look at it, send it."""

import secrets

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks_canned import CannedCD, CannedDropCD, CannedPickCD, CannedSendCD
from bot.canned_forms import CannedForm, load_draft, save_draft
from bot.desk_forms import (
    About,
    ask_about,
    asked_about,
    keep_prompt,
    make_current,
    take_prompt,
    turn_to,
)
from bot.filters import IsCommand, IsReply
from bot.i18n import Texts
from bot.screens import canned as screens
from bot.screens.model import Replies, Say, Show
from bot.timed_forms import open_form
from domain.consultation.answering import Answering
from domain.consultation.canned import Canned, Draft
from domain.consultation.case import Case
from domain.consultation.ports import Shown
from domain.errors import Stale
from domain.people.model import Person

router = Router(name="canned")


@router.callback_query(CannedCD.filter())
async def offer(
    query: CallbackQuery,
    callback_data: CannedCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    canned: Canned,
    now: int,
) -> Replies:
    """The replies used most; the next message is a search."""
    case, replies = await canned.offered(person, callback_data.case, now)
    await turn_to(state, case.id)
    await ask_about(state, CannedForm.search, About(case.id), now)
    return Say(screens.offer(texts, case, replies))


@router.message(StateFilter(CannedForm), IsReply(), ~IsCommand())
async def no_reply(message: Message, texts: Texts) -> Replies:
    """A reply is meant for somebody, and something else was asked for: neither is guessed."""
    return Say(screens.no_reply(texts))


@router.message(StateFilter(CannedForm.search), ~IsCommand())
async def search(
    message: Message, person: Person, texts: Texts, state: FSMContext, canned: Canned, now: int
) -> Replies:
    """Look for the words. Nothing here knows a way to the citizen."""
    about = await asked_about(state)
    case, replies = await canned.found(person, about.case, message.text or "", now)
    return Say(screens.found(texts, case, replies))


@router.callback_query(CannedPickCD.filter())
async def pick(
    query: CallbackQuery,
    callback_data: CannedPickCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    canned: Canned,
    answering: Answering,
    now: int,
) -> Replies:
    """A new draft; the preview of an older one sends nothing any more."""
    case, draft = await canned.choose(person, callback_data.case, callback_data.reply)
    await turn_to(state, case.id)
    return await _go_on(texts, state, case, draft, await answering.shown(person), now)


@router.message(StateFilter(CannedForm.blank), ~IsCommand())
async def fill(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    canned: Canned,
    answering: Answering,
    now: int,
) -> Replies:
    """What stands in place of the blank."""
    draft, _ = await load_draft(state)
    case = await canned.case(person, draft.case_id)
    filled = draft.with_value(message.text or "")
    return await _go_on(texts, state, case, filled, await answering.shown(person), now)


async def _go_on(
    texts: Texts, state: FSMContext, case: Case, draft: Draft, shown: Shown, now: int
) -> Replies:
    """The next blank, or the preview when all are filled in."""
    key = secrets.token_hex(8)
    await save_draft(state, draft, key)
    await keep_prompt(state, key, shown)
    if draft.blank is not None:
        await open_form(state, CannedForm.blank, now)
        return Say(screens.ask_blank(texts, case, draft.blank))
    await open_form(state, CannedForm.preview, now)
    return Say(screens.preview(texts, case, draft, key))


@router.message(StateFilter(CannedForm.preview), ~IsCommand())
async def typed_below(
    message: Message, person: Person, texts: Texts, state: FSMContext, canned: Canned
) -> Replies:
    """Words below a preview are neither a change of it nor an answer."""
    draft, _ = await load_draft(state)
    return Say(screens.waits(texts, await canned.case(person, draft.case_id)))


@router.callback_query(CannedSendCD.filter())
async def send(
    query: CallbackQuery,
    callback_data: CannedSendCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    canned: Canned,
    answering: Answering,
    now: int,
) -> Replies:
    """Send what stands above the button, once; what is typed next goes there, too, unless news of
    somebody else stands below it.
    """
    await canned.case(person, callback_data.case)
    draft, key = await load_draft(state)
    if query.message is None or (draft.case_id, key) != (callback_data.case, callback_data.draft):
        raise Stale("canned_old")
    place = query.message.message_id
    case = await canned.send(person, draft, person.telegram_id, place, now)
    await save_draft(state, None)
    shown = await take_prompt(state, key)
    await make_current(state, await answering.named_below(person, case, shown))
    return Show(screens.sent(texts, case, draft))


@router.callback_query(CannedDropCD.filter())
async def drop(
    query: CallbackQuery, callback_data: CannedDropCD, texts: Texts, state: FSMContext
) -> Replies:
    """Forget the draft, which is nobody's but theirs."""
    draft, key = await load_draft(state)
    if key != callback_data.draft:
        raise Stale("canned_old")
    await save_draft(state, None)
    return Show(screens.not_sent(texts, draft))
