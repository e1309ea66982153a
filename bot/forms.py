"""What a person is writing at the moment: FSM states and the draft of a request.

The draft stays when the person goes elsewhere: a half-written request is there on coming back.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from domain.consultation.case import Contact, Topic
from domain.consultation.content import Content, Incoming
from domain.consultation.requests import Request
from domain.errors import NotValid, Stale

ONWARD = "onward"
"""Where a deep link, or somebody's first words, were leading: kept in the FSM data until a
language is chosen.
"""

DRAFT_LIMIT = 30
"""Messages in a draft; more can be added once the request is sent."""

FRESH_SECONDS = 3600
"""A thing written outside the form replaces an older one, and is added to one from just now."""


class RequestForm(StatesGroup):
    """Free input of the request form."""

    words = State()
    phone = State()


class CloseForm(StatesGroup):
    """Free input of the desk."""

    outcome = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request that is being put together."""

    topic: Topic | None = None
    messages: tuple[Incoming, ...] = field(default=())
    contact: Contact | None = None
    phone: str | None = None
    touched_at: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to come back to."""
        return self.topic is None and not self.messages

    def holds_group(self, incoming: Incoming) -> bool:
        """Whether an earlier part of this album is in it."""
        return incoming.media_group is not None and any(
            message.media_group == incoming.media_group for message in self.messages
        )

    def with_message(self, incoming: Incoming, now: int) -> Self:
        """With one more message; raises NotValid when it is full."""
        if any(message.message_id == incoming.message_id for message in self.messages):
            return self
        if len(self.messages) >= DRAFT_LIMIT:
            raise NotValid("draft_full")
        return replace(self, messages=(*self.messages, incoming), touched_at=now)

    def fresh(self, now: int) -> Self:
        """Without messages from long ago."""
        if now - self.touched_at <= FRESH_SECONDS:
            return self
        return replace(self, messages=())

    def edited(self, incoming: Incoming) -> Self:
        """With the new content of a message that is in it."""
        messages = tuple(
            incoming if message.message_id == incoming.message_id else message
            for message in self.messages
        )
        return replace(self, messages=messages)

    def request(self) -> Request:
        """The finished request; raises Stale when a step is missing (an old button)."""
        if self.topic is None or self.contact is None or not self.messages:
            raise Stale("draft")
        return Request(
            topic=self.topic, messages=self.messages, contact=self.contact, phone=self.phone
        )


async def load_draft(state: FSMContext) -> Draft:
    """The draft as it was left; an empty one when there is none."""
    data = (await state.get_data()).get("draft")
    if not data:
        return Draft()
    return Draft(
        topic=Topic(data["topic"]) if data["topic"] else None,
        messages=tuple(_incoming(message) for message in data["messages"]),
        contact=Contact(data["contact"]) if data["contact"] else None,
        phone=data["phone"],
        touched_at=data["touched_at"],
    )


async def save_draft(state: FSMContext, draft: Draft) -> None:
    """Keep the draft with the running transaction."""
    await state.update_data(draft=_dump(draft))


async def drop_draft(state: FSMContext) -> None:
    """Forget the draft and the state."""
    await state.clear()


def _dump(draft: Draft) -> dict[str, Any]:
    return {
        "topic": draft.topic,
        "messages": [
            {
                "chat_id": message.chat_id,
                "message_id": message.message_id,
                "media_group": message.media_group,
                "content": message.content.to_json(),
            }
            for message in draft.messages
        ],
        "contact": draft.contact,
        "phone": draft.phone,
        "touched_at": draft.touched_at,
    }


def _incoming(data: dict[str, Any]) -> Incoming:
    return Incoming(
        chat_id=data["chat_id"],
        message_id=data["message_id"],
        media_group=data["media_group"],
        content=Content.from_json(data["content"]),
    )
