"""One person at a time and in order: locks that are freed when nobody waits, and the places of
updates that have to come again.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

FIRST_SECONDS = 60.0
"""How long later updates wait for an earlier one to come again; Telegram repeats it in seconds."""


class PersonLocks:
    """First come, first served: updates keep the order in which they were received."""

    def __init__(self) -> None:
        """None held."""
        self._held: dict[int, tuple[asyncio.Lock, int]] = {}

    def __len__(self) -> int:
        """How many people are being served or wait: idle ones cost no memory."""
        return len(self._held)

    @asynccontextmanager
    async def hold(self, person: int) -> AsyncIterator[None]:
        """Wait for the person's earlier updates, then keep the later ones waiting."""
        lock, users = self._held.get(person, (asyncio.Lock(), 0))
        self._held[person] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._held[person]
            if users == 1:
                del self._held[person]
            else:
                self._held[person] = (lock, users - 1)


class Missing:
    """Updates that could not be recorded: later ones of the same person have to wait for them."""

    def __init__(self) -> None:
        """None."""
        self._first: dict[int, tuple[int, float]] = {}

    def is_ahead(self, person: int, update_id: int, now: float) -> bool:
        """Whether this update came before one that it has to follow."""
        if (first := self._first.get(person)) is None:
            return False
        missing, until = first
        if now >= until:
            del self._first[person]
            return False
        return update_id > missing

    def failed(self, person: int, update_id: int, now: float) -> None:
        """This one has to come again, before any later one."""
        first = self._first.get(person)
        if first is None or update_id <= first[0]:
            self._first[person] = (update_id, now + FIRST_SECONDS)

    def done(self, person: int, update_id: int) -> None:
        """This one is recorded."""
        first = self._first.get(person)
        if first is not None and first[0] == update_id:
            del self._first[person]
