"""A case goes to the queue of another topic."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import OtherTopicCD, ToTopicCD
from bot.desk_forms import About, DeskForm, ask_about, asked_about, asked_again, turn_to
from bot.filters import IsCommand
from bot.i18n import Texts
from bot.screens import handing as handing_screens
from bot.screens import topic_queue as screens
from bot.screens.model import Replies, Say, Show
from domain.consultation.answering import Answering
from domain.consultation.topic_queue import TopicQueue
from domain.people.model import Person

router = Router(name="topic_queue")


@router.callback_query(OtherTopicCD.filter())
async def which(
    query: CallbackQuery,
    callback_data: OtherTopicCD,
    person: Person,
    texts: Texts,
    topic_queue: TopicQueue,
) -> Replies:
    """What it is about in truth."""
    case, topics = await topic_queue.choices(person, callback_data.case)
    return Show(screens.which(texts, case, topics, callback_data.page))


@router.callback_query(ToTopicCD.filter())
async def give(
    query: CallbackQuery,
    callback_data: ToTopicCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    topic_queue: TopicQueue,
    answering: Answering,
    now: int,
) -> Replies:
    """To this topic: asks for a note, or does it without."""
    number, code = callback_data.case, callback_data.topic
    if callback_data.sure:
        case, topic = await topic_queue.give(person, number, code, None, now)
        return Show(screens.given(texts, case, topic))
    case, topic = await topic_queue.choice(person, number, code)
    await turn_to(state, case.id)
    about = About(case.id, topic=topic.value, shown=await answering.shown(person))
    await ask_about(state, DeskForm.topic, about, now)
    return Show(screens.ask_note(texts, case, topic))


@router.message(StateFilter(DeskForm.topic), ~IsCommand())
async def give_with_note(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    topic_queue: TopicQueue,
    answering: Answering,
    now: int,
) -> Replies:
    """What the next operator should know."""
    if message.reply_to_message is not None:
        return Say(handing_screens.no_reply(texts))
    about = await asked_about(state)
    if await asked_again(state, DeskForm.topic, about, person, answering, now):
        case, topic = await topic_queue.choice(person, about.case, about.topic)
        asked = screens.ask_note(texts, case, topic)
        return (Say(handing_screens.interrupted(texts)), Say(asked))
    words = message.text or ""
    case, topic = await topic_queue.give(person, about.case, about.topic, words, now)
    await state.set_state(None)
    return Say(screens.given(texts, case, topic))
