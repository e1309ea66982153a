"""The buttons of the request form: topic, its own question, the situation, confirm."""

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.callbacks import (
    ChoiceCD,
    DayCD,
    FormCD,
    SituationCD,
    SkipCD,
    SubmitCD,
    TopicCD,
)
from bot.filters import FormWithOpenRequest
from bot.forms import Draft, RequestForm, Step, drop_draft, load_draft, save_draft
from bot.guidance import Guidance, behind
from bot.i18n import Texts, almaty_day
from bot.screens import request as request_screens
from bot.screens import request_contact as contact_screens
from bot.screens import request_form as form_screens
from bot.screens import triage as screens
from bot.screens.model import Replies, Say, Screen, Show, StripButtons
from bot.triage_taps import chosen, on_day, skipped
from domain.consultation.requests import Requests
from domain.consultation.triage import DATED, Situation, Topic
from domain.errors import Stale
from domain.people.model import Person

router = Router(name="triage")


async def open_step(
    texts: Texts, guidance: Guidance, state: FSMContext, draft: Draft, step: Step, now: int
) -> Screen:
    """A step's screen; what is typed from now on belongs to it."""
    typed = {Step.WORDS: RequestForm.words}
    if draft.topic in DATED:
        typed[Step.QUESTION] = RequestForm.day
    await state.set_state(typed.get(step) if draft.topic else None)
    return screens.screen_of(texts, guidance, draft, step, almaty_day(now))


async def keep_and_go_on(
    texts: Texts, guidance: Guidance, state: FSMContext, draft: Draft, now: int
) -> Screen:
    """Keep the draft; the first step that was not passed is next."""
    await save_draft(state, draft)
    return await open_step(texts, guidance, state, draft, draft.next_step, now)


@router.callback_query(FormWithOpenRequest())
async def sent_already(
    query: CallbackQuery, person: Person, texts: Texts, requests: Requests, now: int
) -> Replies:
    """An old button of the form, or a second press on Send: the request as it stands."""
    standing = await requests.standing(person, now)
    if standing is None:
        raise Stale("draft")
    return Show(request_screens.standing(texts, standing, now))


@router.callback_query(TopicCD.filter())
async def topic(
    query: CallbackQuery,
    callback_data: TopicCD,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """The topic is chosen; what was written before stays."""
    if callback_data.topic not in set(Topic):
        await state.set_state(None)
        more = callback_data.topic == form_screens.MORE
        return Show(form_screens.choose_topic(texts, more=more))
    draft = (await load_draft(state)).about(Topic(callback_data.topic), now)
    return Show(await keep_and_go_on(texts, guidance, state, draft, now))


@router.callback_query(FormCD.filter())
async def go_to(
    query: CallbackQuery,
    callback_data: FormCD,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """Move within the form: on, back, or to what is to be changed."""
    if callback_data.step == "anew":
        await drop_draft(state)
        return Show(form_screens.choose_topic(texts))
    draft = await load_draft(state)
    if callback_data.step == "number" and draft.phone:
        await state.set_state(RequestForm.phone)
        return (Say(contact_screens.ask_phone(texts)), StripButtons())
    if callback_data.step == "change" and draft.next_step is Step.CONFIRM:
        await state.set_state(None)
        return Show(form_screens.choose_change(texts, draft))
    step = draft.next_step
    if callback_data.step in draft.steps and Step(callback_data.step) in draft.passed:
        step = Step(callback_data.step)
    return Show(await open_step(texts, guidance, state, draft, step, now))


@router.callback_query(SkipCD.filter())
async def skip(
    query: CallbackQuery,
    callback_data: SkipCD,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """Past a step without (another) answer."""
    draft = await load_draft(state)
    if draft.topic is None:
        return Show(await open_step(texts, guidance, state, draft, Step.TOPIC, now))
    draft = skipped(draft, callback_data)
    return Show(await keep_and_go_on(texts, guidance, state, draft, now))


@router.callback_query(ChoiceCD.filter())
async def choose(
    query: CallbackQuery,
    callback_data: ChoiceCD,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """The answer to the topic's own question."""
    draft = await load_draft(state)
    if draft.topic is None:
        return Show(await open_step(texts, guidance, state, draft, Step.TOPIC, now))
    draft = chosen(draft, callback_data)
    return Show(await keep_and_go_on(texts, guidance, state, draft, now))


@router.callback_query(DayCD.filter())
async def choose_day(
    query: CallbackQuery,
    callback_data: DayCD,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """So many days before the day of the press."""
    draft = on_day(await load_draft(state), callback_data, almaty_day(now))
    return Show(await keep_and_go_on(texts, guidance, state, draft, now))


@router.callback_query(SituationCD.filter())
async def situation(
    query: CallbackQuery,
    callback_data: SituationCD,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """What else the lawyer should know; danger gets its numbers before the next question."""
    draft = await load_draft(state)
    if draft.topic is None or callback_data.situation not in set(Situation):
        return Show(await open_step(texts, guidance, state, draft, draft.next_step, now))
    known = Situation(callback_data.situation)
    draft = draft.past(Step.SITUATION, situation=known)
    following = await keep_and_go_on(texts, guidance, state, draft, now)
    if kind := behind(known):
        return Show(screens.emergency(texts, guidance, draft, kind, almaty_day(now)))
    return Show(following)


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
    draft = await load_draft(state)
    sent = await requests.submit(person, draft.request(), now)
    await drop_draft(state)
    return (Say(request_screens.standing(texts, sent, now, just_sent=True)), StripButtons())
