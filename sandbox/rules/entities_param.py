"""The `entities` and `caption_entities` parameters. [src]

What is no JSON, or no array, is passed over in silence by the server; a wrong element is refused.
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.rules.clean import clean_string
from sandbox.rules.entity import Entity, EntityError, is_utf8
from sandbox.rules.errors import ApiError, bad_request
from sandbox.rules.html_tags import check_date_format, date_entity
from sandbox.rules.json_fields import (
    FieldError,
    JsonObject,
    NotJsonError,
    decode,
    optional_string,
    required_int,
    required_object,
    required_string,
)
from sandbox.rules.links import MAX_USER_ID, LinkError, check_link, user_id_of

_PLAIN = frozenset(
    {
        "bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote",
        "expandable_blockquote",
    }
)  # fmt: skip
# The server finds these itself and drops what a bot says about them.
_AUTOMATIC = frozenset(
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number",
        "bank_card_number",
    }
)  # fmt: skip


def read_entities(raw: object) -> list[Entity]:
    """The written entities, not yet put in order. Raises ApiError 400."""
    try:
        value = decode(raw)
    except NotJsonError:
        return []
    if not isinstance(value, list):
        return []
    entities = []
    for element in value:
        try:
            entity = _read_entity(element)
        except (FieldError, EntityError) as error:
            raise bad_request(f"Can't parse MessageEntity: {error}", "src") from None
        if entity is not None:
            entities.append(check_entity(entity))
    return entities


def _read_entity(element: object) -> Entity | None:
    if not isinstance(element, Mapping):
        raise FieldError("expected an Object")
    offset = required_int(element, "offset")
    length = required_int(element, "length")
    kind = required_string(element, "type")
    if not kind:
        raise FieldError("Type is not specified")
    if kind in _PLAIN:
        return Entity(kind, offset, length)
    if kind in _AUTOMATIC:
        return None
    return _read_with_argument(element, kind, offset, length)


def _read_with_argument(element: JsonObject, kind: str, offset: int, length: int) -> Entity:
    match kind:
        case "pre":
            language = optional_string(element, "language") or None
            return Entity("pre", offset, length, language=language)
        case "text_link":
            return Entity("text_link", offset, length, url=required_string(element, "url"))
        case "text_mention":
            user_id = required_int(required_object(element, "user"), "id", bits=64)
            return Entity("text_mention", offset, length, user_id=user_id)
        case "custom_emoji":
            identifier = required_int(element, "custom_emoji_id", bits=64)
            return Entity("custom_emoji", offset, length, custom_emoji_id=str(identifier))
        case "date_time":
            date = required_int(element, "unix_time")
            date_format = _date_format(optional_string(element, "date_time_format"))
            return date_entity(date, date_format, offset, length)
    raise FieldError("Unsupported type specified")


def _date_format(date_format: str) -> str:
    try:
        return check_date_format(date_format)
    except EntityError:
        raise FieldError("Invalid date-time format specified") from None


def check_entity(entity: Entity) -> Entity:
    """The second look, TDLib's get_message_entities, whose refusals have no prefix."""
    for name, value in (("PreCode.language", entity.language), ("TextUrl.url", entity.url)):
        if value is not None and not is_utf8(value):
            raise bad_request(f"MessageEntity{name} must be encoded in UTF-8", "src")
    if entity.type == "text_link":
        return _checked_link(entity)
    if entity.type == "text_mention" and not 0 < (entity.user_id or 0) < MAX_USER_ID:
        raise bad_request("Invalid user_id specified", "derived")
    if entity.type == "custom_emoji" and entity.custom_emoji_id == "0":
        raise bad_request("Invalid custom emoji identifier specified", "src")
    if entity.type == "date_time" and (entity.unix_time or 0) <= 0:
        raise bad_request("Invalid date specified", "src")
    return entity


def _checked_link(entity: Entity) -> Entity:
    url = clean_string(entity.url or "")
    user_id = user_id_of(url)
    if user_id is not None:
        return Entity("text_mention", entity.offset, entity.length, user_id=user_id)
    try:
        return Entity("text_link", entity.offset, entity.length, url=check_link(url))
    except LinkError as error:
        raise _entity_refusal(error) from None


def _entity_refusal(error: LinkError) -> ApiError:
    return bad_request(f"Entity {error}", "src")
