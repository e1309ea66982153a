"""The table of modelled methods: what each reads, and what is known but not modelled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.methods.catalogue import METHODS
from sandbox.rules.errors import ApiError, unmodelled_method, unmodelled_parameter

Handler = Callable[[Core, Arguments], Awaitable[Any]]


@dataclass(frozen=True)
class Described:
    """A result that comes with a `description` in the envelope (setWebhook and deleteWebhook)."""

    result: Any
    description: str


@dataclass(frozen=True)
class Method:
    """One method: `reads` are its modelled parameters, `unmodelled` others of Bot API."""

    name: str
    handler: Handler
    reads: frozenset[str]
    unmodelled: frozenset[str]

    def check(self, arguments: Arguments) -> list[str]:
        """Refuse a parameter that is not modelled; return the names that Telegram has not."""
        unknown = []
        attached = attachments(arguments)
        for name in sorted(arguments.names() - self.reads - attached):
            if name in self.unmodelled:
                raise unmodelled_parameter(name)
            unknown.append(name)
        return unknown


_METHODS: dict[str, Method] = {}

# Of every method that sends: business, topics, direct messages of channels, ephemeral messages,
# paid broadcasts, suggested posts, and the parameters that reply_parameters replaced.
UNMODELLED_SENDING = (
    "business_connection_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "receiver_user_id",
    "callback_query_id",
    "ephemeral_message_parameters",
    "allow_paid_broadcast",
    "suggested_post_parameters",
    "reply_to_message_id",
    "allow_sending_without_reply",
)
SENDING = (
    "chat_id",
    "disable_notification",
    "protect_content",
    "message_effect_id",
    "reply_parameters",
    "reply_markup",
)
CAPTION = ("caption", "parse_mode", "caption_entities")


def method(
    name: str, *reads: str, unmodelled: tuple[str, ...] = ()
) -> Callable[[Handler], Handler]:
    """Register a handler under its Bot API name."""

    def register(handler: Handler) -> Handler:
        _METHODS[name.lower()] = Method(name, handler, frozenset(reads), frozenset(unmodelled))
        return handler

    return register


def find(name: str) -> Method:
    """The method, case-insensitive [src]; 501 when only Bot API has it, else 404."""
    found = _METHODS.get(name.lower())
    if found is not None:
        return found
    official = METHODS.get(name.lower())
    if official is not None:
        raise unmodelled_method(official)
    raise ApiError(404, "Not Found: method not found", source="src")


def attachments(arguments: Arguments) -> set[str]:
    """Names of uploaded parts that some value points to by `attach://<name>`."""
    if not arguments.files:
        return set()
    values = "\n".join(arguments.values.values())
    return {name for name in arguments.files if f"attach://{name}" in values}
