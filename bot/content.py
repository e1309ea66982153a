"""From Telegram's message to what the domain calls content."""

from aiogram.types import Message

from domain.consultation.content import Content, Incoming, Kind


def content_of(message: Message) -> Content:
    """The content of a message; kinds that cannot carry a caption are `OTHER` and copied whole."""
    words = message.text if message.text is not None else message.caption
    kind, file_id = (Kind.TEXT, None) if message.text is not None else _file_of(message)
    return Content(
        kind=kind,
        html=message.html_text if words is not None else "",
        length=len(words or ""),
        file_id=file_id,
        forwarded=message.forward_origin is not None,
    )


def _file_of(message: Message) -> tuple[Kind, str | None]:
    """The kind of media and its file; an animation also has a document, so it comes first."""
    if message.photo:
        return Kind.PHOTO, message.photo[-1].file_id  # the largest size
    kinds = (
        (Kind.ANIMATION, message.animation),
        (Kind.DOCUMENT, message.document),
        (Kind.VOICE, message.voice),
        (Kind.VIDEO, message.video),
        (Kind.AUDIO, message.audio),
    )
    for kind, file in kinds:
        if file is not None:
            return kind, file.file_id
    return Kind.OTHER, None


def incoming_of(message: Message) -> Incoming:
    """The message with its place, as the services take it."""
    reply = message.reply_to_message
    return Incoming(
        chat_id=message.chat.id,
        message_id=message.message_id,
        media_group=message.media_group_id,
        content=content_of(message),
        reply_to=reply.message_id if reply else None,
    )
