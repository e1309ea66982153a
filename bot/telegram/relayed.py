"""Messages of a case as calls of the Bot API: by file id, whole, in full size."""

from collections.abc import Callable
from typing import Any, Final

from aiogram.methods import (
    CopyMessage,
    EditMessageCaption,
    EditMessageText,
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendPhoto,
    SendVideo,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import (
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)
from markupsafe import Markup

from bot.screens.model import Screen
from bot.telegram import render
from domain.consultation.content import CaseMessage, Kind

_HTML: Final = "HTML"

_MEDIA: Final[dict[Kind, tuple[Callable[..., TelegramMethod[Any]], str]]] = {
    Kind.PHOTO: (SendPhoto, "photo"),
    Kind.DOCUMENT: (SendDocument, "document"),
    Kind.VOICE: (SendVoice, "voice"),
    Kind.VIDEO: (SendVideo, "video"),
    Kind.AUDIO: (SendAudio, "audio"),
    Kind.ANIMATION: (SendAnimation, "animation"),
}

_PARTS: Final = {
    Kind.PHOTO: InputMediaPhoto,
    Kind.DOCUMENT: InputMediaDocument,
    Kind.VIDEO: InputMediaVideo,
    Kind.AUDIO: InputMediaAudio,
}


def single(
    chat_id: int, message: CaseMessage, words: Markup, *, protect: bool
) -> TelegramMethod[Any]:
    """One message with its words; what cannot carry words is copied as it is."""
    kind, file_id = message.content.kind, message.content.file_id
    if kind is Kind.TEXT:
        return render.send(chat_id, Screen(text=words, protect=protect))
    if kind not in _MEDIA or file_id is None:
        return CopyMessage(
            chat_id=chat_id,
            from_chat_id=message.chat_id,
            message_id=message.message_id,
            protect_content=protect or None,
        )
    method, name = _MEDIA[kind]
    values: dict[str, Any] = {name: file_id}
    return method(
        chat_id=chat_id,
        caption=str(words) or None,
        parse_mode=_HTML,
        protect_content=protect or None,
        **values,
    )


def below(call: TelegramMethod[Any], mark: int | None) -> TelegramMethod[Any]:
    """As a reply to a message that names the case (others may stand between it and its header,
    when it was long on its way), or to the one that it answers.
    """
    if mark is None:
        return call
    return call.model_copy(update={"reply_parameters": render.reply_parameters(mark)})


def album(
    chat_id: int, parts: list[tuple[CaseMessage, Markup]], *, protect: bool
) -> TelegramMethod[Any]:
    """Several files as one item, each with its own words."""
    media = [
        _PARTS[message.content.kind](
            media=message.content.file_id or "", caption=str(words) or None, parse_mode=_HTML
        )
        for message, words in parts
    ]
    return SendMediaGroup(chat_id=chat_id, media=media, protect_content=protect or None)


def edited(chat_id: int, copy_id: int, message: CaseMessage, words: Markup) -> TelegramMethod[Any]:
    """The new words in the place of the old ones."""
    if message.content.kind is Kind.TEXT:
        return EditMessageText(
            chat_id=chat_id, message_id=copy_id, text=str(words), parse_mode=_HTML
        )
    return EditMessageCaption(
        chat_id=chat_id, message_id=copy_id, caption=str(words), parse_mode=_HTML
    )
