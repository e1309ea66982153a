"""What all send methods share: reply, markup, effect, protection, and the order of checks.

The order is the real server's: the content is read first, then markup and reply are read, the
chat and the message replied to are looked up, the length is checked, and only then the far side
refuses (deactivated, never started, blocked, flood). [src] do_send_message
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.methods.access import chat_of, check_limits, check_may_write, failed_part
from sandbox.model import Json, Message, Person
from sandbox.rules.errors import bad_request, unmodelled_parameter
from sandbox.rules.keyboards import Markup, read_reply_markup
from sandbox.rules.text import Entity, FormattedText, check_message_length
from sandbox.view import user

# The six effects every account has; the ids are not in the documentation. [guess]
EFFECTS = frozenset(
    {
        "5107584321108051014",
        "5104858069142078462",
        "5159385139981059251",
        "5104841245755180586",
        "5046509860389126442",
        "5046589136895476101",
    }
)
UNMODELLED_REPLY = (
    "ephemeral_message_id",
    "quote",
    "quote_parse_mode",
    "quote_entities",
    "quote_position",
    "checklist_task_id",
    "poll_option_id",
)


@dataclass(frozen=True)
class Draft:
    """A message that passed every check but has no id yet."""

    person: Person
    reply_to: int | None
    markup: Markup | None
    silent: bool
    protected: bool
    effect_id: str | None


@dataclass(frozen=True)
class ReplyTo:
    message_id: int
    optional: bool


def read_draft(core: Core, arguments: Arguments) -> Draft:
    """Read what every send method takes, and find the chat and the message replied to."""
    markup = read_reply_markup(arguments.text("reply_markup"))
    reply = read_reply(arguments)
    effect = arguments.text("message_effect_id") or None
    person = chat_of(core, arguments)
    return Draft(
        person=person,
        reply_to=_find_reply(core, person, reply),
        markup=markup,
        silent=arguments.boolean("disable_notification"),
        protected=arguments.boolean("protect_content"),
        effect_id=effect,
    )


def read_reply(arguments: Arguments) -> ReplyTo | None:
    """`reply_parameters`; a quotation or a reply to another chat is not modelled."""
    try:
        raw = arguments.json("reply_parameters")
    except ValueError as error:
        raise bad_request("can't parse reply parameters JSON object", "src") from error
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply parameters", "src")
    for name in UNMODELLED_REPLY:
        if name in raw:
            raise unmodelled_parameter(f"reply_parameters.{name}")
    elsewhere = raw.get("chat_id")
    if elsewhere is not None and str(elsewhere) != arguments.text("chat_id"):
        raise unmodelled_parameter("reply_parameters.chat_id")
    message_id = raw.get("message_id")
    if not isinstance(message_id, int):
        raise bad_request(
            'can\'t parse reply parameters: Field "message_id" must be of type Number', "derived"
        )
    return ReplyTo(message_id, bool(raw.get("allow_sending_without_reply")))


def _find_reply(core: Core, person: Person, reply: ReplyTo | None) -> int | None:
    """[src] check_reply_parameters"""
    if reply is None:
        return None
    if core.world.message(person.id, reply.message_id) is not None:
        return reply.message_id
    if reply.optional:
        return None
    raise bad_request("message to be replied not found", "src")


def finish_checks(core: Core, draft: Draft, parts: int | None = None) -> None:
    """The refusals of the far side; `parts` is the number of messages of a multiple send."""
    check_may_write(draft.person, part=parts is not None)
    if draft.effect_id is not None and draft.effect_id not in EFFECTS:
        if parts is not None:
            raise failed_part(400, "EFFECT_ID_INVALID")
        raise bad_request("EFFECT_ID_INVALID", "guess")
    check_limits(core, draft.person, parts or 1)


def deliver(core: Core, draft: Draft, content: Json, **more: Any) -> Message:
    """Check the last things and put the message into the chat."""
    finish_checks(core, draft)
    return put(core, draft, content, **more)


def put(core: Core, draft: Draft, content: Json, **more: Any) -> Message:
    """Put a checked message into the chat."""
    world, markup = core.world, draft.markup
    inline = markup.data if markup is not None and markup.kind == "inline" else None
    keyboard = markup.data if markup is not None and markup.kind != "inline" else None
    item = Message(
        id=world.new_message_id(),
        chat_id=draft.person.id,
        out=False,
        date=world.now(),
        content=content,
        reply_to=draft.reply_to,
        inline=inline,
        keyboard=keyboard,
        protected=draft.protected,
        silent=draft.silent,
        effect_id=draft.effect_id,
        **more,
    )
    return world.add(item)


def entities_json(core: Core, entities: Sequence[Entity]) -> list[Json]:
    """As Telegram returns them: a mention by id has the User, an unknown one is dropped."""
    shown = []
    for entity in entities:
        shape = entity.as_dict()
        user_id = shape.pop("user_id", None)
        if user_id is not None:
            person = core.world.people.get(user_id)
            if person is None or not (person.started or person.known):
                continue
            shape["user"] = user(person)
        shown.append(shape)
    return shown


def text_content(core: Core, text: FormattedText) -> Json:
    content: Json = {"text": text.text}
    entities = entities_json(core, text.entities)
    return content | ({"entities": entities} if entities else {})


def caption_content(core: Core, caption: FormattedText) -> Json:
    if not caption.text:
        return {}
    content: Json = {"caption": caption.text}
    entities = entities_json(core, caption.entities)
    return content | ({"caption_entities": entities} if entities else {})


def check_caption(caption: FormattedText) -> None:
    check_message_length(caption, on="send", caption=True)
