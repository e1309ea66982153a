"""The owner's staff list and invitations."""

import secrets

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.callbacks import AdminCD, InviteCD
from bot.i18n import Texts
from bot.screens import admin as screens
from bot.screens.model import Replies, Say, Show
from domain.people.model import Person
from domain.people.staff import Staff

router = Router(name="admin")


@router.message(Command("admin", ignore_case=True))
async def admin_command(message: Message, person: Person, texts: Texts, staff: Staff) -> Replies:
    """The staff list by command."""
    return Say(screens.staff(texts, await staff.members(person)))


@router.callback_query(AdminCD.filter())
async def admin(query: CallbackQuery, person: Person, texts: Texts, staff: Staff) -> Replies:
    """The staff list by button."""
    return Show(screens.staff(texts, await staff.members(person)))


@router.callback_query(InviteCD.filter())
async def invite(
    query: CallbackQuery,
    callback_data: InviteCD,
    person: Person,
    texts: Texts,
    staff: Staff,
    bot_username: str,
    now: int,
) -> Replies:
    """A single-use link for one operator or supervisor."""
    token = secrets.token_urlsafe(24)
    role = await staff.invite(person, callback_data.role, token, now)
    link = f"https://t.me/{bot_username}?start=join_{token}"
    return Say(screens.invitation(texts, role, link))
