"""The stream of everything that changes, for the chat page and for tests that wait."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any

KEPT = 2000


@dataclass(frozen=True)
class Event:
    seq: int
    name: str
    data: dict[str, Any]


class EventLog:
    """The last `KEPT` events, numbered, and a way to wait for the next one."""

    def __init__(self, first_seq: int = 0) -> None:
        """A `first_seq` that grows with time makes numbers of an earlier server stale."""
        self.seq = first_seq
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._news = asyncio.Event()

    def publish(self, name: str, data: dict[str, Any]) -> None:
        self.seq += 1
        self._events.append(Event(self.seq, name, data))
        self._news.set()
        self._news = asyncio.Event()

    def after(self, seq: int) -> list[Event] | None:
        """The events after `seq`; None when some of them are gone or `seq` was never given."""
        oldest = self._events[0].seq - 1 if self._events else self.seq
        if seq > self.seq or seq < oldest:
            return None
        if seq == self.seq:
            return []
        return [event for event in self._events if event.seq > seq]

    async def wait(self, seq: int) -> None:
        """Return once something newer than `seq` was published."""
        while self.seq <= seq:
            await self._news.wait()
