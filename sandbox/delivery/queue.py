"""The queue of updates that the bot has not confirmed yet (TDLib's TQueue). [src]"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.arguments import decoded
from sandbox.clock import Clock

MAX_UPDATES = 100_000  # [src]
MESSAGE_LIFE = 86_400.0  # after the date of the message [src]
CALLBACK_LIFE = 150.0  # [src]

# Not delivered unless asked for by name. [docs]
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
# What the sandbox can produce; the other names of Bot API 10.2 are accepted in allowed_updates.
PRODUCED = frozenset(
    {"message", "edited_message", "callback_query", "my_chat_member", "message_reaction"}
)
UPDATE_TYPES = PRODUCED | frozenset(
    {
        "channel_post", "edited_channel_post", "business_connection", "business_message",
        "edited_business_message", "deleted_business_messages", "guest_message",
        "message_reaction_count", "inline_query", "chosen_inline_result", "shipping_query",
        "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "chat_member",
        "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot", "subscription",
    }
)  # fmt: skip


@dataclass
class Update:
    """One update. `queue_id` orders webhook deliveries; `repeats` asks for deliveries on top."""

    id: int
    kind: str
    payload: dict[str, Any]
    queue_id: int
    expires_at: float
    repeats: int = 0

    def body(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.payload}


class UpdateQueue:
    """Updates in the order of their ids, until confirmed, delivered or too old."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._updates: dict[int, Update] = {}
        self.next_id = 100_000_000 + secrets.randbelow(800_000_000)  # a random start [src]
        self.allowed: list[str] = []  # as the bot gave it; empty is the default set
        self.lost: list[Update] = []
        self.repeat_next: Callable[[], bool] = lambda: False
        self.listeners: list[Callable[[Update], None]] = []
        self._news = asyncio.Event()

    def wants(self, kind: str) -> bool:
        """The filter works when an update is created, not when it is fetched. [src]"""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def add(self, kind: str, payload: dict[str, Any], *, queue_id: int, expires_at: float) -> None:
        if not self.wants(kind):
            return
        update = Update(self.next_id, kind, payload, queue_id, expires_at)
        self.next_id += 1
        if len(self._updates) >= MAX_UPDATES:
            self.lost.append(update)
            return
        update.repeats = 1 if self.repeat_next() else 0
        self._updates[update.id] = update
        self._wake()
        for listener in self.listeners:
            listener(update)

    def pending(self) -> list[Update]:
        """What waits for the bot, oldest first; forgets what is too old."""
        now = self._clock.now()
        for update in [u for u in self._updates.values() if u.expires_at <= now]:
            self.drop(update, lost=True)
        return list(self._updates.values())

    def fetch(self, offset: int, limit: int) -> list[Update]:
        """A positive offset confirms everything below it, a negative one keeps the newest."""
        waiting = self.pending()
        keep_from = offset
        if offset < 0:
            keep_from = waiting[offset].id if len(waiting) >= -offset else 0
        for update in waiting:
            if update.id < keep_from:
                self.confirm(update)
        return self.pending()[:limit]

    def confirm(self, update: Update) -> None:
        """The bot has it; an update that is to come twice stays for one delivery more."""
        if update.repeats > 0:
            update.repeats -= 1
        else:
            self._updates.pop(update.id, None)

    def drop(self, update: Update, *, lost: bool) -> None:
        if self._updates.pop(update.id, None) is not None and lost:
            self.lost.append(update)

    def clear(self) -> None:
        self._updates.clear()

    def __len__(self) -> int:
        return len(self.pending())

    @property
    def news(self) -> asyncio.Event:
        """Set when an update is added after this look at it: look first, then fetch, then wait."""
        return self._news

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def allow(self, raw: str | None) -> list[str]:
        """Remember `allowed_updates`; returns the names that Telegram ignores as unknown.

        A missing or unreadable value leaves the setting as it was. [src]
        """
        if not raw:
            return []
        try:
            names = decoded(raw)
        except ValueError:
            return [raw]
        if not isinstance(names, list):
            return [raw]
        words = [name if isinstance(name, str) else json.dumps(name) for name in names]
        self.allowed = [name for name in words if name in UPDATE_TYPES]
        return [name for name in words if name not in UPDATE_TYPES]

    def dump(self) -> dict[str, Any]:
        return {
            "next_id": self.next_id,
            "allowed": self.allowed,
            "updates": [asdict(update) for update in self.pending()],
        }

    def load(self, saved: dict[str, Any], *, jump: int) -> None:
        self.next_id = int(saved["next_id"]) + jump
        self.allowed = list(saved["allowed"])
        self._updates = {item["id"]: Update(**item) for item in saved["updates"]}
