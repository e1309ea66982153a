"""editMessageText, editMessageCaption, editMessageReplyMarkup."""

from __future__ import annotations

from typing import Any

from sandbox import view
from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.methods.access import chat_of, check_may_write, message_of
from sandbox.methods.registry import CAPTION, method
from sandbox.methods.sending import caption_content, text_content
from sandbox.methods.text import read_link_preview, read_text_argument
from sandbox.model import CAPTIONED, Json, Message, Person
from sandbox.rules.errors import bad_request, from_mtproto
from sandbox.rules.keyboards import read_inline_markup
from sandbox.rules.text import check_message_length, read_caption

ADDRESS = ("chat_id", "message_id", "reply_markup")
UNMODELLED = ("business_connection_id", "inline_message_id")


@method(
    "editMessageText",
    *ADDRESS,
    "text",
    "parse_mode",
    "entities",
    "link_preview_options",
    unmodelled=(*UNMODELLED, "rich_message", "disable_web_page_preview"),
)
async def edit_message_text(core: Core, arguments: Arguments) -> Any:
    preview = read_link_preview(arguments)
    text = read_text_argument(arguments)
    person, item, markup = _target(core, arguments)
    if item.kind != "text":
        raise bad_request("There is no text in the message to edit", "src")
    check_message_length(text, on="edit")
    return _change(core, person, item, text_content(core, text) | preview, markup)


@method(
    "editMessageCaption",
    *ADDRESS,
    *CAPTION,
    "show_caption_above_media",
    unmodelled=UNMODELLED,
)
async def edit_message_caption(core: Core, arguments: Arguments) -> Any:
    caption = read_caption(
        arguments.text("caption"), arguments.text("parse_mode"), arguments.text("caption_entities")
    )
    person, item, markup = _target(core, arguments)
    if item.kind not in CAPTIONED:
        raise bad_request("There is no caption in the message to edit", "src")
    check_message_length(caption, on="edit", caption=True)
    kept = {
        name: value
        for name, value in item.content.items()
        if name not in ("caption", "caption_entities", "show_caption_above_media")
    }
    above: Json = {}
    if arguments.boolean("show_caption_above_media") and item.kind in ("photo", "video"):
        above = {"show_caption_above_media": True}
    return _change(core, person, item, kept | caption_content(core, caption) | above, markup)


@method("editMessageReplyMarkup", *ADDRESS, unmodelled=UNMODELLED)
async def edit_message_reply_markup(core: Core, arguments: Arguments) -> Any:
    person, item, markup = _target(core, arguments)
    return _change(core, person, item, item.content, markup)


def _target(core: Core, arguments: Arguments) -> tuple[Person, Message, Json | None]:
    """The message to edit and its new buttons; a missing markup takes the buttons away. [docs]"""
    markup = read_inline_markup(arguments.text("reply_markup"))
    person = chat_of(core, arguments)
    item = message_of(core, person, arguments, "edit")
    foreign = item.out or item.forward_origin is not None
    if foreign or item.keyboard is not None or item.kind == "pinned_message":
        raise bad_request("Message can't be edited", "src")
    return person, item, markup


def _change(core: Core, person: Person, item: Message, content: Json, markup: Json | None) -> Json:
    """Edit in place, or refuse what changes nothing; a bot gets no update of its own edit."""
    if content == item.content and markup == item.inline:
        raise from_mtproto(400, "MESSAGE_NOT_MODIFIED")
    check_may_write(person)
    item.content, item.inline = content, markup
    item.edit_date = core.world.now()
    core.world.changed(item)
    return view.message(core.world, item)
