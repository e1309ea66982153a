"""A person blocks the bot or comes back."""

from aiogram import Router
from aiogram.enums import ChatMemberStatus
from aiogram.types import ChatMemberUpdated

from bot.screens.model import Replies
from domain.consultation.departures import Departures
from domain.consultation.returning import Returning
from domain.people.model import Person, Unreachable
from domain.people.service import People

router = Router(name="membership")


@router.my_chat_member()
async def member(
    event: ChatMemberUpdated,
    person: Person,
    people: People,
    departures: Departures,
    returning: Returning,
    now: int,
) -> Replies:
    """Remember it, so that nothing is sent in vain, and that nobody who is back is overlooked."""
    blocked = event.new_chat_member.status == ChatMemberStatus.KICKED
    people.unreachable(person, Unreachable.BLOCKED if blocked else None, now)
    if blocked and person.role is not None:
        await departures.left(person.id, now)
    if not blocked and person.unreachable is not None:
        await returning.back(person, now)
    return None
