"""What is written or sent into the request form: words, photos, voice, a typed day."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.content import incoming_of
from bot.filters import IsCommand
from bot.forms import Draft, RequestForm, Step, is_telling, load_draft, save_draft
from bot.guidance import Guidance
from bot.handlers.comfort import comfort
from bot.handlers.triage import keep_and_go_on
from bot.i18n import Texts, almaty_day
from bot.screens import request_form as form_screens
from bot.screens import triage as screens
from bot.screens.days import is_not_known, understood
from bot.screens.model import React, Replies, Reply, Say
from domain.consultation.content import Incoming, Kind
from domain.consultation.relay import ALBUM_WAIT
from domain.consultation.triage import Answer, Topic
from domain.delivery.outbox import Outbox, Parcel
from domain.errors import Stale
from domain.people.model import Person

router = Router(name="form_words")


@router.message(StateFilter(RequestForm.day), ~IsCommand())
async def typed_day(
    message: Message,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    now: int,
) -> Replies:
    """A typed day. What else is told or sent here is kept for the lawyer."""
    draft = await load_draft(state)
    topic = draft.topic
    if topic is None:
        raise Stale("draft")
    incoming = incoming_of(message)
    first = comfort(texts, guidance, incoming, now)
    if incoming.content.kind is not Kind.TEXT:
        return (*first, *await _paper(texts, state, draft, topic, incoming, now))
    typed, today = message.text or "", almaty_day(now)
    if is_not_known(typed):
        draft = draft.past(Step.QUESTION, answer=Answer.UNKNOWN, day=None)
        return Say(await keep_and_go_on(texts, guidance, state, draft, now))
    day = understood(typed, today)
    if day is None:
        kept = bool(first) or is_telling(typed)
        if kept:
            await save_draft(state, draft.with_message(incoming, now))
        return (*first, Say(screens.day_not_understood(texts, draft, topic, kept=kept)))
    if day > today:
        return Say(screens.day_to_come(texts, draft, topic))
    draft = draft.past(Step.QUESTION, day=day, answer=None)
    return Say(await keep_and_go_on(texts, guidance, state, draft, now))


async def _paper(
    texts: Texts, state: FSMContext, draft: Draft, topic: Topic, incoming: Incoming, now: int
) -> tuple[Reply, ...]:
    """Into the draft, and the day is asked again; once for an album."""
    known = draft.holds_group(incoming)
    draft = draft.with_message(incoming, now)
    await save_draft(state, draft)
    if known:
        return (React("👌"),)
    got = form_screens.received(texts, draft.messages) if incoming.media_group is None else None
    return (React("👌"), Say(screens.ask_day(texts, draft, topic, got)))


@router.message(StateFilter(RequestForm.words), ~IsCommand())
async def words(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    guidance: Guidance,
    outbox: Outbox,
    now: int,
) -> Replies:
    """Words, photos, voice: into the draft."""
    incoming = incoming_of(message)
    first = comfort(texts, guidance, incoming, now)
    draft = await load_draft(state)
    draft = draft.with_message(incoming, now)
    await save_draft(state, draft)
    if incoming.media_group is None:
        return (React("👌"), *first, Say(form_screens.got_words(texts, draft)))
    outbox.put(_album_counted(person, draft, now))
    return (React("👌"), *first)


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
