"""A supervisor keeps the canned replies: list, add, open, change, delete."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks_canned import KeepCD, KeepWithoutCD, KeptCD, KeptDropCD, KeptReplyCD
from bot.canned_forms import KeepForm, Keeping, end_keeping, load_keeping, save_keeping
from bot.content import content_of
from bot.filters import IsCommand, IsReply
from bot.i18n import Texts
from bot.screens import canned as canned_screens
from bot.screens import canned_keeping as screens
from bot.screens.model import Replies, Say, Show
from domain.consultation.answering import Answering
from domain.consultation.canned import CannedReply
from domain.consultation.canned_keeping import CannedKeeping, Field
from domain.consultation.content import Content
from domain.errors import NotValid, Stale
from domain.people.model import Person

router = Router(name="canned_keeping")


@router.callback_query(KeptCD.filter())
async def show(
    query: CallbackQuery,
    callback_data: KeptCD,
    person: Person,
    texts: Texts,
    canned_keeping: CannedKeeping,
) -> Replies:
    """The list."""
    replies, more = await canned_keeping.page(person, callback_data.page)
    return Show(screens.kept(texts, replies, callback_data.page, more=more))


@router.callback_query(KeptReplyCD.filter())
async def open_one(
    query: CallbackQuery,
    callback_data: KeptReplyCD,
    person: Person,
    texts: Texts,
    canned_keeping: CannedKeeping,
) -> Replies:
    """One of them, as citizens see it."""
    return _whole(texts, await canned_keeping.reply(person, callback_data.reply))


@router.callback_query(KeepCD.filter())
async def ask(
    query: CallbackQuery,
    callback_data: KeepCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    canned_keeping: CannedKeeping,
    answering: Answering,
    now: int,
) -> Replies:
    """The next message is this part; a new reply begins with its title."""
    number, part = callback_data.reply, _part(callback_data.part)
    await canned_keeping.may_ask(person, number)
    if number == 0 and part is not Field.TITLE:
        raise Stale("canned_form")
    named = await answering.shown(person)
    await save_keeping(state, Keeping(reply=number, part=part, named=named), now)
    return Say(screens.ask(texts, number, part))


@router.message(StateFilter(KeepForm.part), IsReply(), ~IsCommand())
async def no_reply(message: Message, texts: Texts) -> Replies:
    """A reply is meant for somebody, and something else was asked for: neither is guessed."""
    return Say(canned_screens.no_reply(texts))


@router.message(StateFilter(KeepForm.part), ~IsCommand())
async def given(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    canned_keeping: CannedKeeping,
    answering: Answering,
    now: int,
) -> Replies:
    """The part itself. Of an album no file is chosen by chance; words after news of a case may be
    meant for somebody, and what is shared by everybody is not their place.
    """
    keeping = await load_keeping(state)
    if await answering.cases_spoke(person, keeping.named):
        named = await answering.shown(person)
        await save_keeping(state, replace(keeping, named=named), now)
        return (
            Say(screens.interrupted(texts)),
            Say(screens.ask(texts, keeping.reply, keeping.part)),
        )
    if message.media_group_id is not None and keeping.part is Field.FILE:
        raise NotValid("canned_no_file")
    return await _took(person, texts, state, canned_keeping, keeping, content_of(message), now)


@router.callback_query(KeepWithoutCD.filter())
async def without(
    query: CallbackQuery,
    callback_data: KeepWithoutCD,
    person: Person,
    texts: Texts,
    state: FSMContext,
    canned_keeping: CannedKeeping,
    now: int,
) -> Replies:
    """Leave out the part that is being asked; the button of another step does nothing."""
    keeping = await load_keeping(state)
    if (keeping.reply, keeping.part.value) != (callback_data.reply, callback_data.part):
        raise Stale("canned_form")
    return await _took(person, texts, state, canned_keeping, keeping, None, now)


async def _took(
    person: Person,
    texts: Texts,
    state: FSMContext,
    canned_keeping: CannedKeeping,
    keeping: Keeping,
    content: Content | None,
    now: int,
) -> Replies:
    """On to the next part of a new reply; the last one, or that of an old reply, is kept."""
    if keeping.reply:
        reply = await canned_keeping.change(person, keeping.reply, keeping.part, content, now)
    else:
        wording = canned_keeping.step(person, keeping.wording, keeping.part, content)
        if keeping.following is not None:
            await save_keeping(state, keeping.onward(keeping.following, wording), now)
            return Say(screens.ask(texts, 0, keeping.following))
        reply = await canned_keeping.add(person, wording, now)
    await end_keeping(state)
    return _whole(texts, reply, saved=True)


@router.callback_query(KeptDropCD.filter())
async def drop(
    query: CallbackQuery,
    callback_data: KeptDropCD,
    person: Person,
    texts: Texts,
    canned_keeping: CannedKeeping,
) -> Replies:
    """Delete it, asked twice."""
    if not callback_data.sure:
        reply = await canned_keeping.reply(person, callback_data.reply)
        return Show(screens.drop_sure(texts, reply))
    await canned_keeping.delete(person, callback_data.reply)
    return Show(screens.dropped(texts))


def _whole(texts: Texts, reply: CannedReply, *, saved: bool = False) -> Replies:
    """As citizens see it in each language, and below it what can be done."""
    return (
        *(Say(screen) for screen in screens.as_read(reply)),
        Say(screens.opened(texts, reply, saved=saved)),
    )


def _part(code: str) -> Field:
    if code not in set(Field):
        raise Stale("canned_form")
    return Field(code)
