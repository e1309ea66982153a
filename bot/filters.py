"""Filters of ours: classes with an async call, because aiogram runs plain and magic filters in a
thread of their own, a hop for every update.
"""

import re
from functools import cache

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.callbacks import FORM_DATA
from bot.i18n import texts
from bot.screens import request_contact as form_screens
from domain.people.model import Language, Person

_FORM_PREFIXES = frozenset(data.__prefix__ for data in FORM_DATA)
_COMMAND = re.compile(r"/[A-Za-z0-9_]")


class AtDesk(Filter):
    """Members of staff who take cases; whether an action is allowed the services check anew."""

    async def __call__(self, message: Message, person: Person) -> bool:
        """Only chooses between handlers."""
        return person.works_at_desk


class IsReply(Filter):
    """An answer to a certain message."""

    async def __call__(self, message: Message) -> bool:
        """Only chooses between handlers."""
        return message.reply_to_message is not None


class SharesContact(Filter):
    """A contact card: one's own, as Telegram's button sends it, or somebody else's."""

    async def __call__(self, message: Message) -> bool:
        """Only chooses between handlers."""
        return message.contact is not None


class AnswersHere(Filter):
    """The button of the phone step that goes back to the chat, in the words of any language: the
    keyboard may be older than a change of language, or have stayed when the step was left.
    """

    async def __call__(self, message: Message) -> bool:
        """Only chooses between handlers."""
        return message.text is not None and message.text in back_to_chat()


@cache
def back_to_chat() -> frozenset[str]:
    """The label in each language."""
    return frozenset(form_screens.back_to_chat(texts(language)) for language in Language)


class FormWithOpenRequest(Filter):
    """A button of the request form, pressed by somebody whose request is open already."""

    async def __call__(self, query: CallbackQuery, person: Person) -> bool:
        """Only chooses between handlers."""
        return person.open_case is not None and is_form_data(query.data)


class IsCommand(Filter):
    """A command: never a message to a lawyer by mistake."""

    async def __call__(self, message: Message) -> bool:
        """Only chooses between handlers."""
        return is_command(message.text)


class IsStart(Filter):
    """/start, with or without the payload of a link."""

    async def __call__(self, message: Message) -> bool:
        """Only chooses between handlers."""
        return re.match(r"/start(@\w+)?(\s|$)", message.text or "", re.IGNORECASE) is not None


class WithoutLanguage(Filter):
    """Somebody who has not chosen a language yet."""

    async def __call__(self, event: TelegramObject, person: Person) -> bool:
        """Only chooses between handlers."""
        return person.language is None


def is_command(text: str | None) -> bool:
    """Whether the text begins as Telegram marks a command: a slash and a Latin letter or digit."""
    return _COMMAND.match(text or "") is not None


def is_form_data(data: str | None) -> bool:
    """Whether a button belongs to the request form."""
    return (data or "").partition(":")[0] in _FORM_PREFIXES
