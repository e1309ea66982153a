"""Filters of ours: classes with an async call, because aiogram runs plain and magic filters in a
thread of their own, a hop for every update.
"""

from aiogram.filters import Filter
from aiogram.types import Message

from domain.people.model import Person


class AtDesk(Filter):
    """Members of staff who take cases; whether an action is allowed the services check anew."""

    async def __call__(self, message: Message, person: Person) -> bool:
        """Only chooses between handlers."""
        return person.works_at_desk


class SharesContact(Filter):
    """A contact, as Telegram's button sends it."""

    async def __call__(self, message: Message) -> bool:
        """Only chooses between handlers."""
        return message.contact is not None


class IsCommand(Filter):
    """A text that begins with a slash: never a message to a lawyer by mistake."""

    async def __call__(self, message: Message) -> bool:
        """Only chooses between handlers."""
        return (message.text or "").startswith("/")
