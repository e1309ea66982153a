"""Which chat a call means, and whether the bot may write there."""

from __future__ import annotations

from sandbox.arguments import Arguments, decoded, leading_integer
from sandbox.core import Core
from sandbox.model import Message, Person
from sandbox.rules.errors import ApiError, bad_request, from_mtproto
from sandbox.rules.limits import check_rate


def chat_of(core: Core, arguments: Arguments, name: str = "chat_id") -> Person:
    """The person behind a private chat that the bot knows.

    Only private chats are modelled: any other id, and `@username` of a person, is not found, as
    the real server answers for a chat it does not know. [src] check_chat, TdOnCheckChatCallback
    """
    value = (arguments.text(name) or "").strip()
    if not value:
        raise bad_request(f"{name} is empty", "src")
    person = core.world.people.get(leading_integer(value))
    if value.startswith("@") or person is None or not (person.started or person.known):
        raise bad_request("chat not found", "src")
    return person


def check_may_write(person: Person, *, part: bool = False) -> None:
    """What MTProto refuses of a well-formed request. [src] process_send_message_fail_error

    `part`: one of several messages of a call. The server rewords only whole texts, so a person who
    blocked the bot is a 400 with the raw `USER_IS_BLOCKED` there. [src and issue]
    """
    refusal = _far_side(person)
    if refusal is None:
        return
    code, message = refusal
    raise failed_part(code, message) if part else from_mtproto(code, message)


def _far_side(person: Person) -> tuple[int, str] | None:
    if person.deactivated:
        return 400, "INPUT_USER_DEACTIVATED"
    if not person.started:
        return 403, "Bot can't initiate conversation with a user"
    return (400, "USER_IS_BLOCKED") if person.blocked else None


def failed_part(code: int, message: str, position: int = 1) -> ApiError:
    """The refusal of one of several messages. [src] on_message_send_failed"""
    wrapped = f'Failed to send message #{position} with the error message "{message}"'
    return ApiError(code, wrapped, source="src")


def check_limits(core: Core, person: Person, messages: int = 1) -> None:
    if core.limited:
        check_rate(core.limits, person.id, messages=messages)


def message_of(
    core: Core, person: Person, arguments: Arguments, what: str, name: str = "message_id"
) -> Message:
    """The message a call names. [src] check_message, TdOnCheckMessageCallback"""
    found = core.world.message(person.id, arguments.integer(name))
    if found is None:
        raise bad_request(f"message to {what} not found", "src")
    return found


def message_ids(arguments: Arguments) -> list[int]:
    """`message_ids` of the methods that take several. [src] get_message_ids"""
    raw = arguments.text("message_ids")
    if not raw:
        raise bad_request("Message identifiers are not specified", "src")
    try:
        ids = decoded(raw)
    except ValueError as error:
        raise bad_request("Can't parse message_ids JSON object", "src") from error
    if not isinstance(ids, list):
        raise bad_request("Expected an Array of message identifiers", "src")
    if len(ids) > 100:
        raise bad_request("Too many message identifiers specified", "src")
    return [_message_id(value) for value in ids]


def _message_id(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise bad_request("Message identifier must be a Number", "src")
    try:
        number = int(str(value))
    except ValueError as error:
        raise bad_request("Can't parse message identifier as Number", "src") from error
    if number <= 0:
        raise bad_request("Invalid message identifier specified", "src")
    return number
