"""sendMediaGroup."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sandbox import view
from sandbox.arguments import Arguments, Upload, decoded
from sandbox.core import Core
from sandbox.files import as_content
from sandbox.methods.access import failed_part
from sandbox.methods.media import media_flags
from sandbox.methods.registry import SENDING, UNMODELLED_SENDING, method
from sandbox.methods.sending import (
    caption_content,
    check_caption,
    finish_checks,
    put,
    read_draft,
)
from sandbox.methods.uploads import check_picture, keep, read_media
from sandbox.model import Json, StoredFile
from sandbox.rules.errors import ApiError, bad_request, unmodelled_parameter
from sandbox.rules.text import FormattedText, read_caption

KINDS = frozenset({"photo", "video", "audio", "document"})
MODELLED = frozenset(
    {
        "type", "media", "caption", "parse_mode", "caption_entities", "show_caption_above_media",
        "has_spoiler", "disable_content_type_detection", "supports_streaming", "width", "height",
        "duration",
    }
)  # fmt: skip
MAX_ITEMS = 10


@dataclass(frozen=True)
class Item:
    """One medium of an album, read but not stored."""

    kind: str
    file: StoredFile | Upload
    caption: FormattedText
    flags: Json


@method(
    "sendMediaGroup",
    *(name for name in SENDING if name != "reply_markup"),
    "media",
    unmodelled=UNMODELLED_SENDING,
)
async def send_media_group(core: Core, arguments: Arguments) -> Any:
    """One item is sent as a single message: the minimum of 2 is not enforced. [derived]"""
    items = [_item(core, arguments, raw) for raw in _raw_items(arguments)]
    draft = read_draft(core, arguments)
    _check_album(items)
    finish_checks(core, draft, len(items))
    for position, item in enumerate(items, 1):
        _check_far_side(item, position)
    group = str(secrets.randbelow(9 * 10**16) + 10**16) if len(items) > 1 else None
    sent = []
    for item in items:
        content = as_content(keep(core, item.file, item.kind)) | item.flags
        content |= caption_content(core, item.caption)
        sent.append(put(core, draft, content, media_group_id=group))
    return [view.message(core.world, message) for message in sent]


def _raw_items(arguments: Arguments) -> list[Any]:
    """[src] get_input_message_contents"""
    given = arguments.text("media")
    if not given:
        raise bad_request('Parameter "media" is required', "src")
    try:
        raw = decoded(given)
    except ValueError as error:
        raise bad_request("Can't parse media JSON object", "src") from error
    if not isinstance(raw, list):
        raise bad_request("Expected an Array of InputMedia", "src")
    return raw


def _item(core: Core, arguments: Arguments, raw: Any) -> Item:
    """[src] get_input_media"""
    if not isinstance(raw, dict):
        raise bad_request("Can't parse InputMedia: expected an Object", "src")
    for name in raw:
        if name not in MODELLED:
            raise unmodelled_parameter(f"media.{name}")
    kind, media = raw.get("type"), raw.get("media")
    if kind == "animation":
        reason = 'type "animation" can\'t be used in sendMediaGroup'
        raise bad_request(f"Can't parse InputMedia: {reason}", "src")
    if kind not in KINDS:
        raise bad_request(f'Can\'t parse InputMedia: type "{kind}" is unsupported', "src")
    caption = read_caption(raw.get("caption"), raw.get("parse_mode"), raw.get("caption_entities"))
    if not media:
        raise bad_request("Can't parse InputMedia: media not found", "src")
    return Item(kind, read_media(core, arguments, str(media), kind), caption, media_flags(raw))


def _check_album(items: list[Item]) -> None:
    """What TDLib checks before it sends. [derived]"""
    if not items:
        raise bad_request("There are no messages to send", "derived")
    if len(items) > MAX_ITEMS:
        raise bad_request("Too many messages to send as an album", "derived")
    for item in items:
        check_caption(item.caption)
    kinds = {item.kind for item in items}
    for kind in ("document", "audio"):
        if kind in kinds and len(kinds) > 1:
            name = kind.capitalize()
            raise bad_request(f"{name} can't be mixed with other media types", "issue")


def _check_far_side(item: Item, position: int) -> None:
    try:
        check_picture(item.file, item.kind)
    except ApiError as error:
        raise failed_part(error.code, error.message, position) from error
