"""A reply of an operator to a message of a case goes to that case, whatever form is open."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from bot.content import incoming_of
from bot.filters import AtDesk, IsCommand, IsReply
from bot.screens.model import React, Replies
from domain.consultation.desk import Desk
from domain.people.model import Person

router = Router(name="replying")


@router.message(AtDesk(), IsReply(), ~IsCommand())
async def operator_replies(message: Message, person: Person, desk: Desk, now: int) -> Replies:
    """Before every form: neither a summary nor words for the operator's own lawyer."""
    incoming = incoming_of(message)
    case = await desk.case_of_reply(person, incoming)
    if case is None:
        raise SkipHandler
    await desk.answer(person, case, incoming, now)
    return React("👌")
