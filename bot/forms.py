"""What a person is writing at the moment: FSM states and the draft of a request.

The draft stays when the person goes elsewhere: a half-written request is there on coming back.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from bot.own_number import keep_proof, proof_of
from domain.consultation.case import Contact, Slot
from domain.consultation.content import Content, Incoming
from domain.consultation.crisis import is_cry_for_help
from domain.consultation.requests import Request
from domain.consultation.triage import CHOICES, DATED, Answer, Facts, Situation, Topic
from domain.errors import NotValid, Stale

ONWARD = "onward"
"""Where a deep link, or somebody's first words, were leading: kept in the FSM data until a
language is chosen.
"""

DRAFT_LIMIT = 30
"""Messages in a draft; more can be added once the request is sent."""

TELLING_WORDS = 3
"""Words from which on a text that is no day and no number is kept for the lawyer: fewer are a
slip, like «да» or «не сегодня».
"""


class RequestForm(StatesGroup):
    """Free input of the request form."""

    words = State()
    day = State()
    phone = State()


class CommentForm(StatesGroup):
    """Free input beside a rating."""

    words = State()


class CloseForm(StatesGroup):
    """Free input of the desk."""

    outcome = State()


class Step(StrEnum):
    """A screen of the request form, in their order."""

    TOPIC = "topic"
    WORDS = "words"
    QUESTION = "question"  # the topic's own: a choice or a day
    SITUATION = "situation"
    CONTACT = "contact"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request that is being put together.

    `passed`: steps that were answered or skipped; an answer that is not there was not known.
    """

    topic: Topic | None = None
    answer: Answer | None = None
    day: dt.date | None = None
    situation: Situation | None = None
    messages: tuple[Incoming, ...] = field(default=())
    contact: Contact | None = None
    phone: str | None = None
    slot: Slot | None = None
    passed: frozenset[Step] = frozenset()
    touched_at: int = 0
    since: int = 0  # when the first of the messages was written

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to come back to."""
        return self.topic is None and not self.messages

    @property
    def steps(self) -> tuple[Step, ...]:
        """The way through the form; topics without a question of their own have none."""
        asks = self.topic in DATED or self.topic in CHOICES
        return tuple(step for step in Step if asks or step is not Step.QUESTION)

    @property
    def next_step(self) -> Step:
        """The first step that was not passed; the last one when all were."""
        return next((step for step in self.steps if step not in self.passed), Step.CONFIRM)

    def step_before(self, step: Step) -> Step:
        """Where «Back» leads: to the confirmation for whoever came from there."""
        if self.next_step is Step.CONFIRM:
            return Step.CONFIRM
        return self.steps[max(0, self.steps.index(step) - 1)]

    def about(self, topic: Topic, now: int) -> Self:
        """With its topic; another one asks its own questions, what was written stays."""
        again = () if topic is self.topic else (Step.WORDS, Step.QUESTION)
        draft = self if topic is self.topic else replace(self, answer=None, day=None)
        passed = (self.passed - set(again)) | {Step.TOPIC}
        return replace(draft, topic=topic, passed=passed, touched_at=now)

    def past(self, step: Step, **answers: Any) -> Self:
        """With a step answered, or skipped when no answers are given."""
        return replace(self, passed=self.passed | {step}, **answers)

    def holds_group(self, incoming: Incoming) -> bool:
        """Whether an earlier part of this album is in it."""
        return incoming.media_group is not None and any(
            message.media_group == incoming.media_group for message in self.messages
        )

    def with_message(self, incoming: Incoming, now: int) -> Self:
        """With one more message; raises NotValid when it is full, but never for a cry for help."""
        if any(message.message_id == incoming.message_id for message in self.messages):
            return self
        if self.is_full_for(incoming):
            raise NotValid("draft_full")
        since = self.since if self.messages else now
        return replace(self, messages=(*self.messages, incoming), touched_at=now, since=since)

    def is_full_for(self, incoming: Incoming) -> bool:
        """Whether this message finds no room any more; a cry for help always does."""
        return len(self.messages) >= DRAFT_LIMIT and not is_cry_for_help(incoming)

    def edited(self, incoming: Incoming) -> Self:
        """With the new content of a message that is in it."""
        messages = tuple(
            incoming if message.message_id == incoming.message_id else message
            for message in self.messages
        )
        return replace(self, messages=messages)

    def request(self) -> Request:
        """The finished request; raises Stale when a step is missing (an old button)."""
        if self.topic is None or self.contact is None or self.next_step is not Step.CONFIRM:
            raise Stale("draft")
        return Request(
            facts=Facts(
                topic=self.topic, answer=self.answer, day=self.day, situation=self.situation
            ),
            messages=self.messages,
            contact=self.contact,
            phone=self.phone,
            slot=self.slot,
        )


def is_telling(text: str) -> bool:
    """Whether words that are not the answer to a step's question tell the lawyer something."""
    words = [word for word in text.split() if any(letter.isalpha() for letter in word)]
    return len(words) >= TELLING_WORDS


async def load_draft(state: FSMContext) -> Draft:
    """The draft as it was left; an empty one when there is none."""
    data = (await state.get_data()).get("draft")
    return draft_from(data) if data else Draft()


async def save_draft(state: FSMContext, draft: Draft) -> None:
    """Keep the draft with the running transaction."""
    await state.update_data(draft=draft_as(draft))


async def drop_draft(state: FSMContext) -> None:
    """Forget the draft and the state; the number that was proved on the way stays proved."""
    proof = await proof_of(state)
    await state.clear()
    if proof is not None:
        await keep_proof(state, proof)


def draft_from(data: Mapping[str, Any]) -> Draft:
    """Back again; a draft from before the triage knew no steps: what is there was passed."""
    draft = Draft(
        topic=Topic(data["topic"]) if data["topic"] in set(Topic) else None,
        answer=Answer(data["answer"]) if data.get("answer") else None,
        day=dt.date.fromisoformat(data["day"]) if data.get("day") else None,
        situation=Situation(data["situation"]) if data.get("situation") else None,
        messages=tuple(_incoming(message) for message in data["messages"]),
        contact=Contact(data["contact"]) if data["contact"] else None,
        phone=data["phone"],
        slot=Slot(data["slot"]) if data.get("slot") else None,
        touched_at=data["touched_at"],
        since=data.get("since", data["touched_at"]),
    )
    if "passed" in data:
        return replace(draft, passed=frozenset(Step(step) for step in data["passed"]))
    there = {
        Step.TOPIC: draft.topic,
        Step.WORDS: draft.topic and draft.messages,
        Step.CONTACT: draft.contact,
    }
    return replace(draft, passed=frozenset(step for step, answer in there.items() if answer))


def draft_as(draft: Draft) -> dict[str, Any]:
    """A draft as the FSM data keep it."""
    return {
        "topic": draft.topic,
        "answer": draft.answer,
        "day": draft.day.isoformat() if draft.day else None,
        "situation": draft.situation,
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
        "slot": draft.slot,
        "passed": sorted(draft.passed),
        "touched_at": draft.touched_at,
        "since": draft.since,
    }


def _incoming(data: Mapping[str, Any]) -> Incoming:
    return Incoming(
        chat_id=data["chat_id"],
        message_id=data["message_id"],
        media_group=data["media_group"],
        content=Content.from_json(data["content"]),
    )
