"""The state of the sandbox and the few ways to change it; every change is published as an event.

Belongs here: ids, look-up, adding and removing. Not here: what may be done (methods/, actions.py).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sandbox import view
from sandbox.clock import Clock
from sandbox.delivery.queue import CALLBACK_LIFE, MESSAGE_LIFE, UpdateQueue
from sandbox.events import EventLog
from sandbox.files import FileStore
from sandbox.model import (
    Answer,
    BotProfile,
    CallbackQuery,
    Chat,
    Json,
    Message,
    Person,
)
from sandbox.rules.commands import Scope

FIRST_PERSON = 1001
# Queues of updates that are not messages: they do not wait for the messages of the chat. [src]
CALLBACK_QUEUE = 3 << 33
MEMBER_QUEUE = 5 << 33  # the number is a guess, that it is a queue of its own is [src]
REACTION_QUEUE = 7 << 33  # likewise


class World:
    """People, chats, files and what the bot has set."""

    def __init__(
        self, clock: Clock, events: EventLog, queue: UpdateQueue, bot: BotProfile, files: FileStore
    ) -> None:
        self.clock = clock
        self.events = events
        self.queue = queue
        self.bot = bot
        self.files = files
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.answers: dict[int, list[Answer]] = {}
        self.commands: dict[tuple[Scope, str], list[dict[str, str]]] = {}
        self.menu_button: Json | None = None
        self.next_message_id = 1

    def now(self) -> int:
        return int(self.clock.now())

    # people
    def add_person(self, person: Person) -> Person:
        self.people[person.id] = person
        self.chats.setdefault(person.id, Chat())
        self.events.publish("person", person.shown())
        return person

    def free_person_id(self) -> int:
        return max([FIRST_PERSON - 1, *self.people]) + 1

    def person_changed(self, person: Person) -> None:
        self.events.publish("person", person.shown())

    # messages
    def new_message_id(self) -> int:
        self.next_message_id += 1
        return self.next_message_id - 1

    def message(self, chat_id: int, message_id: int) -> Message | None:
        chat = self.chats.get(chat_id)
        return chat.messages.get(message_id) if chat else None

    def add(self, item: Message) -> Message:
        """Put a new message into its chat; a person's message becomes an update."""
        self.chats[item.chat_id].messages[item.id] = item
        self.changed(item)
        if item.out:
            self.tell_bot("message", item)
        return item

    def changed(self, item: Message) -> None:
        data = {"person_id": item.chat_id, "message": view.on_page(self, item)}
        self.events.publish("message", data)

    def tell_bot(self, kind: str, item: Message) -> None:
        """A message-like update: in the queue of its chat, alive for a day after its date."""
        self.queue.add(
            kind,
            view.message(self, item),
            queue_id=item.chat_id,
            expires_at=(item.edit_date or item.date) + MESSAGE_LIFE,
        )

    def remove(self, chat_id: int, message_ids: Iterable[int]) -> list[int]:
        """Delete for both sides; returns the ids that were there. Bots are told nothing. [docs]"""
        chat = self.chats[chat_id]
        removed = [i for i in message_ids if chat.messages.pop(i, None) is not None]
        chat.pinned = [i for i in chat.pinned if i not in removed]
        if removed:
            self.events.publish("deleted", {"person_id": chat_id, "message_ids": removed})
        return removed

    # other updates
    def press(self, person: Person, item: Message, data: str) -> CallbackQuery:
        query = CallbackQuery(
            id=str(secrets.randbelow(9 * 10**17) + 10**17),
            person_id=person.id,
            message_id=item.id,
            asked_at=self.clock.now(),
        )
        self._forget_old_callbacks()
        self.callbacks[query.id] = query
        payload = {
            "id": query.id,
            "from": view.user(person),
            "message": view.message(self, item),
            "chat_instance": str(-(person.id << 20) - self.bot.id),
            "data": data,
        }
        self.queue.add(
            "callback_query",
            payload,
            queue_id=person.id + CALLBACK_QUEUE,
            expires_at=query.asked_at + CALLBACK_LIFE,
        )
        return query

    def _forget_old_callbacks(self) -> None:
        """Nobody can tell an old query from one that never was."""
        oldest = self.clock.now() - 2 * CALLBACK_LIFE
        self.callbacks = {i: q for i, q in self.callbacks.items() if q.asked_at > oldest}

    def member_changed(self, person: Person, *, blocked: bool) -> None:
        """my_chat_member: the bot was blocked or let in again."""
        person.blocked = blocked
        self.person_changed(person)
        bot = view.bot_user(self.bot)
        kicked: Json = {"status": "kicked", "user": bot, "until_date": 0}
        member: Json = {"status": "member", "user": bot}
        payload = {
            "chat": view.chat(person),
            "from": view.user(person),
            "date": self.now(),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
        self._tell("my_chat_member", payload, person.id + MEMBER_QUEUE)

    def reacted(self, person: Person, item: Message, emojis: list[str]) -> None:
        """A person set or took back a reaction."""
        payload = {
            "chat": view.chat(person),
            "message_id": item.id,
            "user": view.user(person),
            "date": self.now(),
            "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in item.by_person],
            "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in emojis],
        }
        item.by_person = emojis
        self.changed(item)
        self._tell("message_reaction", payload, person.id + REACTION_QUEUE)

    def _tell(self, kind: str, payload: Json, queue_id: int) -> None:
        expires_at = self.now() + MESSAGE_LIFE
        self.queue.add(kind, payload, queue_id=queue_id, expires_at=expires_at)

    def answered(self, person_id: int, answer: Answer) -> None:
        self.answers.setdefault(person_id, []).append(answer)
        data = {"person_id": person_id, **vars(answer)}
        self.events.publish("answer", data)

    def forget_chats(self) -> None:
        """Empty chats, no files, no updates waiting; people stay, as if they had never started."""
        for person in self.people.values():
            self.chats[person.id] = Chat()
            person.started = person.known = person.blocked = person.deactivated = False
        self.callbacks.clear()
        self.answers.clear()
        self.files.clear()
        self.queue.clear()
