"""One person at a time: a lock for each person who is being served, freed when nobody waits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


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
