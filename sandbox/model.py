"""What exists in the sandbox: people, messages, files, queries. Plain data, no behaviour.

A private chat has the id of its person, as in the Bot API. Message ids come from one counter for
all private chats of the bot, as on Telegram, so an id never names two messages.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Person:
    """Somebody with a Telegram account.

    `known`: the bot has met the person (a contact, a forward) without a chat, so sending is 403
    instead of "chat not found". `started`: there is a chat.
    """

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    blocked: bool = False
    deactivated: bool = False
    started: bool = False
    known: bool = False

    def shown(self) -> Json:
        """The Person shape of the control API."""
        shape = asdict(self)
        del shape["known"]
        return shape


@dataclass
class BotProfile:
    """The bot's own account; names and descriptions are kept per language ("" is the default)."""

    id: int
    username: str
    first_name: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)


@dataclass
class StoredFile:
    """A file that was uploaded once and can be sent again by `file_id`."""

    file_id: str
    unique_id: str
    kind: str
    size: int
    name: str | None = None
    mime: str | None = None
    width: int = 0
    height: int = 0
    duration: int = 0

    @property
    def path(self) -> str:
        """`file_path` of getFile: a folder for the kind, and a name."""
        folder = {"photo": "photos", "voice": "voice", "video": "videos", "audio": "music"}
        return f"{folder.get(self.kind, 'documents')}/{self.unique_id}{self.suffix}"

    @property
    def suffix(self) -> str:
        if self.kind == "photo":
            return ".jpg"
        if self.kind == "voice":
            return ".oga"
        dot = (self.name or "").rfind(".")
        return (self.name or "")[dot:] if dot > 0 else ""


@dataclass
class Message:
    """A message of a private chat. `content` holds the Bot API fields of what was said."""

    id: int
    chat_id: int
    out: bool  # the person sent it
    date: int
    content: Json
    edit_date: int | None = None
    reply_to: int | None = None
    quote: Json | None = None
    inline: Json | None = None
    keyboard: Json | None = (
        None  # reply keyboard, remove or force_reply: never returned to the bot
    )
    media_group_id: str | None = None
    protected: bool = False
    silent: bool = False
    forward_origin: Json | None = None
    effect_id: str | None = None
    by_bot: list[str] = field(default_factory=list)  # reactions
    by_person: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The first of KINDS that the content has."""
        for kind in KINDS:
            if kind in self.content:
                return kind
        raise AssertionError(f"message {self.id} has no content")


KINDS = (
    "text",
    "photo",
    "voice",
    "video",
    "audio",
    "document",
    "sticker",
    "contact",
    "location",
    "pinned_message",
)
CAPTIONED = frozenset({"photo", "voice", "video", "audio", "document"})


@dataclass
class Chat:
    """The bot's chat with one person."""

    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    menu_button: Json | None = None


@dataclass
class CallbackQuery:
    """A pressed button that waits for its answer."""

    id: str
    person_id: int
    message_id: int
    asked_at: float
    answered: bool = False


@dataclass
class Answer:
    """What answerCallbackQuery showed to the person."""

    callback_query_id: str
    text: str
    show_alert: bool
    url: str | None
