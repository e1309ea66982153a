"""Screens to calls of the Bot API; the only place that knows both. Pure functions.

What renders items of the outbox uses these too: a message looks the same however it is sent.
"""

from functools import lru_cache
from typing import Any, Final

from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageCaption,
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    SetMessageReaction,
)
from aiogram.types import (
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.screens.model import Button, ContactKeyboard, RemoveKeyboard, Rows, Screen, Toast
from domain.consultation.content import File, Kind

_HTML: Final = "HTML"
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_TOAST_LIMIT: Final = 200

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None


def send(
    chat_id: int, screen: Screen, reply_to: int | None = None
) -> SendMessage | SendPhoto | SendDocument:
    """The screen as a new message; a reply to something deleted meanwhile is sent all the same."""
    if screen.file is not None:
        return _send_file(chat_id, screen, screen.file, reply_to)
    return SendMessage(
        chat_id=chat_id,
        text=str(screen.text),
        parse_mode=_HTML,
        link_preview_options=_NO_PREVIEW,
        protect_content=screen.protect or None,
        disable_notification=screen.silent or None,
        message_effect_id=screen.effect if chat_id > 0 else None,
        reply_parameters=None if reply_to is None else reply_parameters(reply_to),
        reply_markup=_markup(screen),
    )


def _send_file(
    chat_id: int, screen: Screen, file: File, reply_to: int | None
) -> SendPhoto | SendDocument:
    """The same with its file; the words are the caption."""
    values = _captioned(chat_id, screen, reply_to)
    if file.kind is Kind.PHOTO:
        return SendPhoto(photo=file.file_id, **values)
    return SendDocument(document=file.file_id, **values)


def send_drawn(chat_id: int, screen: Screen, name: str, drawn: bytes) -> SendPhoto:
    """The screen under a photo that Telegram has not got yet."""
    photo = BufferedInputFile(drawn, filename=name)
    return SendPhoto(photo=photo, **_captioned(chat_id, screen, None))


def _captioned(chat_id: int, screen: Screen, reply_to: int | None) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "caption": str(screen.text) or None,
        "parse_mode": _HTML,
        "protect_content": screen.protect or None,
        "disable_notification": screen.silent or None,
        "message_effect_id": screen.effect if chat_id > 0 else None,
        "reply_parameters": None if reply_to is None else reply_parameters(reply_to),
        "reply_markup": _markup(screen),
    }


def edit(chat_id: int, message_id: int, screen: Screen) -> EditMessageText | EditMessageCaption:
    """The screen in the place of an older one. Without rows the old buttons go away. One with a
    file takes the place of one with the same file.
    """
    if screen.file is not None:
        return EditMessageCaption(
            chat_id=chat_id,
            message_id=message_id,
            caption=str(screen.text) or None,
            parse_mode=_HTML,
            reply_markup=inline_keyboard(screen.rows),
        )
    return EditMessageText(
        chat_id=chat_id,
        message_id=message_id,
        text=str(screen.text),
        parse_mode=_HTML,
        link_preview_options=_NO_PREVIEW,
        reply_markup=inline_keyboard(screen.rows),
    )


def strip(chat_id: int, message_id: int) -> EditMessageReplyMarkup:
    """The message without its buttons."""
    return EditMessageReplyMarkup(chat_id=chat_id, message_id=message_id)


def react(chat_id: int, message_id: int, emoji: str) -> SetMessageReaction:
    """A reaction as a receipt."""
    return SetMessageReaction(
        chat_id=chat_id, message_id=message_id, reaction=[ReactionTypeEmoji(emoji=emoji)]
    )


def answer_press(callback_query_id: str, toast: Toast | None) -> AnswerCallbackQuery:
    """Ends the waiting sign on a pressed button, with a few words when there are some."""
    if toast is None:
        return AnswerCallbackQuery(callback_query_id=callback_query_id)
    text = toast.text if len(toast.text) <= _TOAST_LIMIT else toast.text[: _TOAST_LIMIT - 1] + "…"
    return AnswerCallbackQuery(
        callback_query_id=callback_query_id, text=text, show_alert=toast.alert or None
    )


def reply_parameters(message_id: int) -> ReplyParameters:
    """A reply that is sent without the quotation when the message is not there any more."""
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)


def inline_keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """The buttons under a message."""
    if not rows:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_button(one) for one in row] for row in rows])


@lru_cache(maxsize=1000)
def _button(button: Button) -> InlineKeyboardButton:
    """Most buttons are the same for everybody; making one costs as much as reading an update."""
    return InlineKeyboardButton(
        text=button.text,
        callback_data=button.data,
        url=button.url,
        copy_text=None if button.copy is None else CopyTextButton(text=button.copy),
        style=button.style,
    )


def _markup(screen: Screen) -> Markup:
    match screen.keyboard:
        case ContactKeyboard(share=share, cancel=cancel):
            return ReplyKeyboardMarkup(
                keyboard=[
                    [KeyboardButton(text=share, request_contact=True)],
                    [KeyboardButton(text=cancel)],
                ],
                resize_keyboard=True,
                one_time_keyboard=True,
            )
        case RemoveKeyboard():
            return ReplyKeyboardRemove(remove_keyboard=True)
        case None:
            return inline_keyboard(screen.rows)
