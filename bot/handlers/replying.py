"""A reply of an operator to a message of a case goes to that case, even with a form of a citizen
open: it is no word for the operator's own lawyer.
"""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.caller_forms import CallerForm
from bot.content import incoming_of
from bot.desk_forms import DeskForm, turn_to
from bot.filters import AtDesk, IsCommand, IsReply
from bot.forms import CloseForm, CommentForm, RequestForm
from bot.i18n import Texts
from bot.screens import addressee as screens
from bot.screens.model import React, Replies, Say
from domain.consultation.answering import Answering
from domain.people.model import Person

router = Router(name="replying")


@router.message(
    StateFilter(RequestForm, CommentForm, CloseForm, DeskForm.search, CallerForm),
    AtDesk(),
    IsReply(),
    ~IsCommand(),
)
async def operator_replies(
    message: Message,
    person: Person,
    texts: Texts,
    state: FSMContext,
    answering: Answering,
    now: int,
) -> Replies:
    """Before these forms; those of notes and transfers refuse a reply by themselves."""
    incoming = incoming_of(message)
    addressed = await answering.address(person, incoming)
    if addressed.own:
        raise SkipHandler
    if addressed.case is None:
        return Say(screens.answers_nothing(texts), reply_to=incoming.message_id)
    await answering.answer(person, addressed.case, incoming, now)
    await turn_to(state, addressed.case.id)
    return React("👌")
