"""sendMessage and sendChatAction."""

from __future__ import annotations

from typing import Any

from sandbox import view
from sandbox.arguments import Arguments, decoded
from sandbox.core import Core
from sandbox.methods.access import chat_of, check_may_write
from sandbox.methods.registry import SENDING, UNMODELLED_SENDING, method
from sandbox.methods.sending import deliver, read_draft, text_content
from sandbox.model import Json
from sandbox.rules.errors import bad_request
from sandbox.rules.text import FormattedText, check_message_length, read_text

ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "upload_document", "choose_sticker", "find_location", "record_video_note",
        "upload_video_note", "record_audio", "upload_audio",
    }
)  # fmt: skip


@method(
    "sendMessage",
    *SENDING,
    "text",
    "parse_mode",
    "entities",
    "link_preview_options",
    unmodelled=(*UNMODELLED_SENDING, "disable_web_page_preview"),
)
async def send_message(core: Core, arguments: Arguments) -> Any:
    preview = read_link_preview(arguments)
    text = read_text_argument(arguments)
    draft = read_draft(core, arguments)
    check_message_length(text, on="send")
    item = deliver(core, draft, text_content(core, text) | preview)
    return view.message(core.world, item)


def read_text_argument(arguments: Arguments) -> FormattedText:
    return read_text(
        arguments.text("text"), arguments.text("parse_mode"), arguments.text("entities")
    )


def read_link_preview(arguments: Arguments) -> Json:
    """`link_preview_options` as a field of the message: only what is set. [src]

    get_link_preview_options: a JSON null is not an object either.
    """
    given = arguments.text("link_preview_options")
    if not given:
        return {}
    try:
        raw = decoded(given)
    except ValueError as error:
        raise bad_request("Can't parse link preview options JSON object", "src") from error
    if not isinstance(raw, dict):
        raise bad_request("Object expected as link preview options", "src")
    options = {name: value for name, value in raw.items() if value}
    return {"link_preview_options": options} if options else {}


@method(
    "sendChatAction",
    "chat_id",
    "action",
    unmodelled=("business_connection_id", "message_thread_id"),
)
async def send_chat_action(core: Core, arguments: Arguments) -> Any:
    action = arguments.text("action") or ""
    if action.lower() not in ACTIONS:
        raise bad_request("Wrong parameter action in request", "src")
    person = chat_of(core, arguments)
    check_may_write(person)
    core.events.publish("action", {"person_id": person.id, "action": action.lower()})
    return True
