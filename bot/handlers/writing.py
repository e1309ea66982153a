"""What people write outside a form: to their lawyer, to their citizens, or to nobody yet."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import SendToCD
from bot.content import incoming_of
from bot.desk_forms import (
    current_of,
    keep_prompt,
    make_current,
    own_of,
    take_prompt,
    told_of_loss,
    turn_to,
    turn_to_own,
)
from bot.filters import AtDesk, IsCommand
from bot.forms import ONWARD, load_draft, save_draft
from bot.guidance import Guidance
from bot.handlers.comfort import comfort
from bot.i18n import Texts
from bot.screens import addressee as desk_screens
from bot.screens import case as case_screens
from bot.screens import request_form as screens
from bot.screens import start as start_screens
from bot.screens.model import React, Replies, Reply, Say, Show
from domain.consultation.answering import Addressed, Answering
from domain.consultation.case import Case
from domain.consultation.content import Incoming
from domain.consultation.edits import Edit, Edits
from domain.consultation.requests import Requests
from domain.people.model import Person

router = Router(name="writing")


@router.message(IsCommand())
async def unknown_command(message: Message, person: Person, texts: Texts) -> Replies:
    """A command that is none of ours is never sent to anybody."""
    return Say(start_screens.help_text(texts, person))


@router.message(AtDesk())
async def operator_writes(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    answering: Answering,
    requests: Requests,
    guidance: Guidance,
    now: int,
) -> Replies:
    """To the case of the message it replies to, or to the current one, named after it; else the
    operator is asked, never guessed for.

    Without own cases an operator off shift is a citizen like everybody, but for their own lawyer
    are only words that were typed below their own request. On shift they may be about a case that
    was theirs a moment ago: nobody is offered them, but for a cry for help.
    """
    incoming = incoming_of(message)
    addressed = await answering.address(person, incoming, await current_of(state))
    if addressed.case is not None:
        return await _answer(person, addressed, incoming, texts, state, answering, now)
    if addressed.lost is not None:
        await told_of_loss(state)
    if addressed.choices and not addressed.own:
        return await _ask(person, addressed, incoming, texts, state, answering, now)
    if (refusal := _for_nobody(texts, addressed, incoming)) is not None:
        return refusal
    first = comfort(texts, guidance, incoming, now)
    own = None if addressed.own else await answering.own_request(person)
    if own is not None and not await _below_own(person, own, state, answering):
        return (*first, *await _ask(person, addressed, incoming, texts, state, answering, now))
    if own is None and not addressed.own and person.on_shift and not first:
        return Say(desk_screens.no_case(texts), reply_to=incoming.message_id)
    return (*first, *await _citizen(incoming, person, texts, state, requests, now))


async def _below_own(person: Person, own: Case, state: FSMContext, answering: Answering) -> bool:
    """Whether the newest thing on the screen is the operator's own request."""
    shown = await own_of(state, own.id)
    if shown is None:
        return False
    return not (await answering.named_below(person, own, shown)).doubtful


async def _ask(
    person: Person,
    addressed: Addressed,
    incoming: Incoming,
    texts: Texts,
    state: FSMContext,
    answering: Answering,
    now: int,
) -> tuple[Reply, ...]:
    """To whom, once for an album; the operator's own lawyer is one of the choices."""
    if not await answering.hold(person, incoming, now):
        return ()
    await keep_prompt(state, str(incoming.message_id), await answering.shown(person))
    own = await answering.own_request(person)
    screen = desk_screens.to_whom(
        texts, addressed.choices, incoming.message_id, addressed.lost, own
    )
    return (Say(screen, reply_to=incoming.message_id),)


def _for_nobody(texts: Texts, addressed: Addressed, incoming: Incoming) -> Say | None:
    """Meant for a case that the operator has not got, or that has no chat: never taken for their
    own words.
    """
    if addressed.callers:
        told = desk_screens.no_chat(texts, addressed.callers)
        return Say(told, reply_to=incoming.message_id)
    if addressed.own:
        return None
    if addressed.lost is not None:
        return Say(desk_screens.nobody(texts, addressed.lost), reply_to=incoming.message_id)
    if incoming.reply_to is not None:
        return Say(desk_screens.answers_nothing(texts), reply_to=incoming.message_id)
    return None


async def _answer(
    person: Person,
    addressed: Addressed,
    incoming: Incoming,
    texts: Texts,
    state: FSMContext,
    answering: Answering,
    now: int,
) -> Replies:
    """A reply has its addressee above it and gets a reaction; typed words are told theirs."""
    case = addressed.case
    if case is None or not await answering.answer(person, case, incoming, now):
        return None
    if not addressed.typed:
        await turn_to(state, case.id)
        return React("👌")
    await make_current(state, await answering.named(person, case))
    return Say(desk_screens.sent(texts, case), reply_to=incoming.message_id)


@router.callback_query(SendToCD.filter())
async def send_to(
    query: CallbackQuery,
    callback_data: SendToCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    answering: Answering,
    requests: Requests,
    now: int,
) -> Replies:
    """The operator has said to whom. What is typed next goes there, too, unless something else
    stands below the question.
    """
    chat_id, held = person.telegram_id, callback_data.message
    shown = await take_prompt(state, str(held))
    if callback_data.case == 0:
        await answering.release(person, chat_id, held)
        return Show(desk_screens.not_sent(texts))
    own = await answering.own_request(person)
    if own is not None and own.id == callback_data.case:
        for incoming in await answering.release(person, chat_id, held):
            await requests.write(person, incoming, now)
        if shown is not None:
            await turn_to_own(state, own.id, shown)
        return Show(desk_screens.sent_to_own(texts, own))
    case = await answering.send_held(person, callback_data.case, chat_id, held, now)
    await make_current(state, await answering.named_below(person, case, shown))
    return Show(desk_screens.sent_to(texts, case))


@router.message()
async def citizen_writes(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    requests: Requests,
    guidance: Guidance,
    now: int,
) -> Replies:
    """Into the open request; without one: «shall I pass this on to a lawyer?» What somebody writes
    before they have chosen a language waits for them behind that choice.
    """
    incoming = incoming_of(message)
    first = comfort(texts, guidance, incoming, now)
    if person.language is None:
        draft = await load_draft(state)
        await save_draft(state, draft.with_message(incoming, now))
        await state.update_data({ONWARD: "lawyer"})
        return (*first, Say(start_screens.choose_language(person.speaks)))
    return (*first, *await _citizen(incoming, person, texts, state, requests, now))


async def _citizen(
    incoming: Incoming,
    person: Person,
    texts: Texts,
    state: FSMContext,
    requests: Requests,
    now: int,
) -> tuple[Reply, ...]:
    case = await requests.write(person, incoming, now)
    if case is not None:
        return (React("👌"),)
    draft = await load_draft(state)
    if draft.is_full_for(incoming):
        return (Say(screens.no_more_room(texts, draft), reply_to=incoming.message_id),)
    known = draft.holds_group(incoming)
    await save_draft(state, draft.with_message(incoming, now))
    if known:
        return ()
    closed = await requests.last_closed(person)
    offer = screens.offer_lawyer(texts, after_closed=closed.id if closed else None)
    return (Say(offer, reply_to=incoming.message_id),)


@router.edited_message()
async def edited(
    message: Message,
    person: Person,
    texts: Texts,
    edits: Edits,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """An edit follows to where the message went; one still in the draft is changed there."""
    incoming = incoming_of(message)
    edit, case = await edits.edited(incoming, now)
    if edit is Edit.TOO_LATE and case is not None:
        return Say(case_screens.edited_too_late(texts, case), reply_to=incoming.message_id)
    if edit is Edit.NOT_YOURS and case is not None:
        return Say(case_screens.edited_elsewhere(texts, case), reply_to=incoming.message_id)
    if edit is Edit.CARRIED and case is not None and case.citizen_id == person.id:
        return comfort(texts, guidance, incoming, now)
    if edit is Edit.ELSEWHERE:
        draft = await load_draft(state)
        if any(held.message_id == incoming.message_id for held in draft.messages):
            await save_draft(state, draft.edited(incoming))
            return comfort(texts, guidance, incoming, now)
        if incoming.content.html:  # a place that moves is edited all the time
            return Say(case_screens.edited_for_nobody(texts), reply_to=incoming.message_id)
    return None
