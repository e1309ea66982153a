"""copyMessage(s) and forwardMessage(s), between private chats."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from sandbox import view
from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.methods.access import chat_of, message_ids, message_of
from sandbox.methods.media import read_caption_argument
from sandbox.methods.registry import CAPTION, SENDING, method
from sandbox.methods.sending import (
    Draft,
    caption_content,
    check_caption,
    finish_checks,
    put,
    read_draft,
)
from sandbox.model import CAPTIONED, Json, Message
from sandbox.rules.errors import bad_request
from sandbox.rules.text import FormattedText

UNMODELLED = (
    "message_thread_id",
    "direct_messages_topic_id",
    "video_start_timestamp",
    "allow_paid_broadcast",
    "suggested_post_parameters",
    "reply_to_message_id",
    "allow_sending_without_reply",
)
MANY = ("chat_id", "from_chat_id", "message_ids", "disable_notification", "protect_content")


@method(
    "copyMessage",
    *SENDING,
    *CAPTION,
    "from_chat_id",
    "message_id",
    "show_caption_above_media",
    unmodelled=UNMODELLED,
)
async def copy_message(core: Core, arguments: Arguments) -> Any:
    replaces = arguments.text("caption") is not None
    caption = read_caption_argument(arguments) if replaces else None
    item = message_of(core, chat_of(core, arguments, "from_chat_id"), arguments, "copy")
    draft = read_draft(core, arguments)
    if not _may_leave(item):
        raise bad_request("the message can't be copied", "issue")
    if caption is not None:
        check_caption(caption)
    finish_checks(core, draft)
    copy = put(core, draft, _copied(core, item, caption))
    return {"message_id": copy.id}


@method("copyMessages", *MANY, "remove_caption", unmodelled=UNMODELLED)
async def copy_messages(core: Core, arguments: Arguments) -> Any:
    items, draft = _several(core, arguments, "copy")
    without = FormattedText() if arguments.boolean("remove_caption") else None
    groups = _Groups(core)
    return [
        {
            "message_id": put(
                core, draft, _copied(core, item, without), media_group_id=groups.of(item)
            ).id
        }
        for item in items
    ]


@method(
    "forwardMessage",
    "chat_id",
    "from_chat_id",
    "message_id",
    "disable_notification",
    "protect_content",
    "message_effect_id",
    unmodelled=UNMODELLED,
)
async def forward_message(core: Core, arguments: Arguments) -> Any:
    item = message_of(core, chat_of(core, arguments, "from_chat_id"), arguments, "forward")
    draft = read_draft(core, arguments)
    if not _may_leave(item):
        raise bad_request("the message can't be forwarded", "issue")
    finish_checks(core, draft)
    return view.message(core.world, _forwarded(core, draft, item, None))


@method("forwardMessages", *MANY, unmodelled=UNMODELLED)
async def forward_messages(core: Core, arguments: Arguments) -> Any:
    items, draft = _several(core, arguments, "forward")
    groups = _Groups(core)
    sent = [_forwarded(core, draft, item, groups.of(item)) for item in items]
    return [{"message_id": item.id} for item in sent]


def _several(core: Core, arguments: Arguments, what: str) -> tuple[list[Message], Draft]:
    """The messages that can go; the missing and the protected are skipped, none is refused."""
    ids = message_ids(arguments)
    if any(later <= earlier for earlier, later in pairwise(ids)):
        raise bad_request("message identifiers must be in a strictly increasing order", "src")
    source = chat_of(core, arguments, "from_chat_id")
    draft = read_draft(core, arguments)
    found = [item for i in ids if (item := core.world.message(source.id, i)) is not None]
    items = [item for item in found if _may_leave(item)]
    if not found:
        raise bad_request(f"messages to {what} not found", "guess")
    if not items:
        ending = "copied" if what == "copy" else "forwarded"
        raise bad_request(f"messages can't be {ending}", "issue")
    finish_checks(core, draft, len(items))
    return items, draft


def _may_leave(item: Message) -> bool:
    """Protected content and service messages stay. [docs]"""
    return not item.protected and item.kind != "pinned_message"


def _copied(core: Core, item: Message, caption: FormattedText | None) -> Json:
    """What was said, without the sender; `caption` replaces the caption of a media message."""
    content = dict(item.content)
    if caption is None or item.kind not in CAPTIONED:
        return content
    for name in ("caption", "caption_entities"):
        content.pop(name, None)
    return content | caption_content(core, caption)


def _forwarded(core: Core, draft: Draft, item: Message, group: str | None) -> Message:
    person = core.world.people[item.chat_id]
    sender = view.user(person) if item.out else view.bot_user(core.world.bot)
    origin = item.forward_origin or {"type": "user", "sender_user": sender, "date": item.date}
    plain = replace(draft, markup=None, reply_to=None)
    return put(core, plain, dict(item.content), forward_origin=origin, media_group_id=group)


class _Groups:
    """Albums stay albums: one new media_group_id for each old one. [docs]"""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._new: dict[str, str] = {}

    def of(self, item: Message) -> str | None:
        old = item.media_group_id
        if old is None:
            return None
        return self._new.setdefault(old, f"{int(old) + self._core.world.next_message_id}")
