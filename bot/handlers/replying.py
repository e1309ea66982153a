"""A reply of an operator to a message of a case goes to that case, even with a form of a citizen
open: it is no word for the operator's own lawyer.
"""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.content import incoming_of
from bot.desk_forms import turn_to
from bot.filters import AtDesk, IsCommand, IsReply
from bot.forms import CloseForm, CommentForm, RequestForm
from bot.screens.model import React, Replies
from domain.consultation.answering import Answering
from domain.people.model import Person

router = Router(name="replying")


@router.message(
    StateFilter(RequestForm, CommentForm, CloseForm), AtDesk(), IsReply(), ~IsCommand()
)
async def operator_replies(
    message: Message, person: Person, state: FSMContext, answering: Answering, now: int
) -> Replies:
    """Before these forms; those of notes and transfers refuse a reply by themselves."""
    incoming = incoming_of(message)
    case = await answering.case_of_reply(person, incoming)
    if case is None:
        raise SkipHandler
    await answering.answer(person, case, incoming, now)
    await turn_to(state, case.id)
    return React("👌")
