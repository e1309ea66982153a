"""Telegram's menu of commands: each role sees its own, in its language."""

from aiogram.types import BotCommand

from bot.i18n import Texts
from domain.consultation.roles import SUPERVISING
from domain.people.model import DESK_ROLES, Role


def commands(texts: Texts, role: Role | None) -> list[BotCommand]:
    """The commands of a role; what a command may do is checked when it is used."""
    menu = [
        ("start", texts.plain("Home")),
        ("lessons", texts.plain("Lessons")),
        ("lawyer", texts.plain("Ask a lawyer")),
        ("progress", texts.plain("My progress")),
        ("language", texts.plain("Language")),
        ("settings", texts.plain("Settings")),
        ("mydata", texts.plain("My data")),
        ("help", texts.plain("Help")),
    ]
    if role in DESK_ROLES:
        menu.insert(0, ("desk", texts.plain("Desk")))
    if role in SUPERVISING:
        menu.insert(1, ("board", texts.plain("Board")))
    if role is Role.OWNER:
        menu.insert(2, ("admin", texts.plain("Staff")))
    return [BotCommand(command=name, description=text) for name, text in menu]
