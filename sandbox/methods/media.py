"""sendPhoto, sendDocument, sendVoice, sendVideo, sendAudio, sendSticker."""

from __future__ import annotations

from typing import Any

from sandbox import view
from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.files import as_content
from sandbox.methods.registry import CAPTION, SENDING, UNMODELLED_SENDING, method
from sandbox.methods.sending import (
    caption_content,
    check_caption,
    finish_checks,
    put,
    read_draft,
)
from sandbox.methods.uploads import check_picture, keep, read_file
from sandbox.model import CAPTIONED, Json
from sandbox.rules.text import FormattedText, read_caption

ABOVE = ("show_caption_above_media", "has_spoiler")
SHOWN_AS = {"has_spoiler": "has_media_spoiler"}


@method("sendPhoto", *SENDING, *CAPTION, *ABOVE, "photo", unmodelled=UNMODELLED_SENDING)
async def send_photo(core: Core, arguments: Arguments) -> Any:
    return _send(core, arguments, "photo")


@method(
    "sendDocument",
    *SENDING,
    *CAPTION,
    "document",
    "disable_content_type_detection",
    unmodelled=(*UNMODELLED_SENDING, "thumbnail"),
)
async def send_document(core: Core, arguments: Arguments) -> Any:
    """An upload stays a document: the server's content type detection is not modelled."""
    return _send(core, arguments, "document")


@method("sendVoice", *SENDING, *CAPTION, "voice", "duration", unmodelled=UNMODELLED_SENDING)
async def send_voice(core: Core, arguments: Arguments) -> Any:
    return _send(core, arguments, "voice")


@method(
    "sendVideo",
    *SENDING,
    *CAPTION,
    *ABOVE,
    "video",
    "duration",
    "width",
    "height",
    "supports_streaming",
    unmodelled=(*UNMODELLED_SENDING, "thumbnail", "cover", "start_timestamp"),
)
async def send_video(core: Core, arguments: Arguments) -> Any:
    return _send(core, arguments, "video")


@method(
    "sendAudio",
    *SENDING,
    *CAPTION,
    "audio",
    "duration",
    unmodelled=(*UNMODELLED_SENDING, "thumbnail", "performer", "title"),
)
async def send_audio(core: Core, arguments: Arguments) -> Any:
    return _send(core, arguments, "audio")


@method("sendSticker", *SENDING, "sticker", unmodelled=(*UNMODELLED_SENDING, "emoji"))
async def send_sticker(core: Core, arguments: Arguments) -> Any:
    return _send(core, arguments, "sticker")


def _send(core: Core, arguments: Arguments, kind: str) -> Json:
    file = read_file(core, arguments, kind, kind)
    caption = read_caption_argument(arguments) if kind in CAPTIONED else FormattedText()
    draft = read_draft(core, arguments)
    check_caption(caption)
    finish_checks(core, draft)
    check_picture(file, kind)
    stored = keep(core, file, kind)
    for name in ("duration", "width", "height"):
        if stored is not file and arguments.integer(name) > 0:
            setattr(stored, name, arguments.integer(name))
    content = as_content(stored) | caption_content(core, caption)
    content |= media_flags({name: arguments.boolean(name) for name in ABOVE})
    return view.message(core.world, put(core, draft, content))


def read_caption_argument(arguments: Arguments) -> FormattedText:
    return read_caption(
        arguments.text("caption"), arguments.text("parse_mode"), arguments.text("caption_entities")
    )


def media_flags(given: Json) -> Json:
    """The fields of the message for `has_spoiler` and `show_caption_above_media`."""
    return {SHOWN_AS.get(name, name): True for name in ABOVE if given.get(name)}
