"""A citizen's requests: the way in, the standing, my requests, and the end."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import (
    CancelCaseCD,
    CommentCD,
    HistoryCD,
    LawyerCD,
    RateCD,
    ReopenCD,
    RequestsCD,
)
from bot.content import incoming_of
from bot.desk_forms import turn_to_own
from bot.filters import IsCommand
from bot.forms import CommentForm, load_draft
from bot.i18n import Texts, almaty_day
from bot.screens import history as history_screens
from bot.screens import request as screens
from bot.screens import request_form as form_screens
from bot.screens.model import Replies, Say, Screen, Show, StripButtons
from domain.consultation.crisis import is_cry_for_help
from domain.consultation.requests import Requests
from domain.people.model import Person

router = Router(name="request")

RATED = "rated"
"""The case that a person is writing a comment about, in the FSM data."""

ASKED = "comment_asked"
"""When they were asked for it."""

COMMENT_SECONDS = 900
"""After so long their words are taken for what words are: something for a lawyer."""


async def to_lawyer(
    person: Person, texts: Texts, state: FSMContext, requests: Requests, now: int
) -> Say:
    """The lawyer as a new message: for commands and links."""
    return Say(await _lawyer_screen(person, texts, state, requests, now))


async def _lawyer_screen(
    person: Person, texts: Texts, state: FSMContext, requests: Requests, now: int
) -> Screen:
    """An open request's standing, a draft to go on with, or the first step."""
    standing = await requests.standing(person, now)
    if standing is not None:
        if person.works_at_desk:
            await turn_to_own(state, standing.case.id, await requests.shown(person))
        return screens.standing(texts, standing, now)
    draft = await load_draft(state)
    if not draft.is_empty:
        return form_screens.unfinished(texts, draft, almaty_day(now))
    earlier = await requests.last_closed(person) is not None
    return form_screens.choose_topic(texts, earlier=earlier)


@router.message(Command("lawyer", ignore_case=True))
async def lawyer_command(
    message: Message, person: Person, texts: Texts, state: FSMContext, requests: Requests, now: int
) -> Replies:
    """By command."""
    return await to_lawyer(person, texts, state, requests, now)


@router.callback_query(LawyerCD.filter())
async def lawyer(
    query: CallbackQuery,
    person: Person,
    texts: Texts,
    state: FSMContext,
    requests: Requests,
    now: int,
) -> Replies:
    """By the button that stands on every screen."""
    return Show(await _lawyer_screen(person, texts, state, requests, now))


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


@router.callback_query(RequestsCD.filter())
async def my_requests(
    query: CallbackQuery, person: Person, texts: Texts, requests: Requests
) -> Replies:
    """The list."""
    return Show(history_screens.my_requests(texts, await requests.mine(person)))


@router.callback_query(HistoryCD.filter())
async def history(
    query: CallbackQuery,
    callback_data: HistoryCD,
    person: Person,
    texts: Texts,
    requests: Requests,
    now: int,
) -> Replies:
    """One of them: how it stands, then what was written."""
    view = await requests.history(person, callback_data.case, now)
    if callback_data.page == 0:
        return Show(history_screens.overview(texts, view))
    return Show(history_screens.written(texts, view, callback_data.page))


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
    case_id = callback_data.case
    first = await requests.rate(person, case_id, callback_data.stars, now)
    said = screens.rated(texts, case_id) if first else screens.rated_before(texts)
    return (Say(said), StripButtons())


@router.callback_query(CommentCD.filter())
async def ask_comment(
    query: CallbackQuery,
    callback_data: CommentCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    requests: Requests,
    now: int,
) -> Replies:
    """A few words beside the rating."""
    view = await requests.history(person, callback_data.case, now)
    if view.case.rating is None:  # reopened since: the words belong to the open request
        return Show(history_screens.overview(texts, view))
    await state.update_data({RATED: view.case.id, ASKED: now})
    await state.set_state(CommentForm.words)
    return Say(screens.ask_comment(texts, view.case.id))


@router.message(StateFilter(CommentForm.words), ~IsCommand())
async def comment(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    requests: Requests,
    now: int,
) -> Replies:
    """The comment itself."""
    if now - int(await state.get_value(ASKED) or 0) > COMMENT_SECONDS:
        await state.set_state(None)
        raise SkipHandler  # days later it is no comment
    if is_cry_for_help(incoming_of(message)):
        await state.set_state(None)
        raise SkipHandler  # never filed away
    case_id = int(await state.get_value(RATED) or 0)
    await requests.comment(person, case_id, message.text or "", now)
    await state.update_data({RATED: None})
    await state.set_state(None)
    return Say(screens.comment_kept(texts))


@router.callback_query(ReopenCD.filter())
async def reopen(
    query: CallbackQuery,
    callback_data: ReopenCD,
    person: Person,
    texts: Texts,
    requests: Requests,
    now: int,
) -> Replies:
    """Back into the queue; a second press shows where it stands."""
    standing = await requests.standing(person, now)
    if standing is not None:
        return Show(screens.standing(texts, standing, now))
    standing = await requests.reopen(person, callback_data.case, now)
    return (Say(screens.standing(texts, standing, now, just_sent=True)), StripButtons())
