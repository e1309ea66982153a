"""Hears NOTIFY outbox on a connection of its own, and finds its way back when that one breaks."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg

from storage.postgres_errors import FAILURES

log = logging.getLogger(__name__)

CHANNEL = "outbox"
PROBE_EVERY = 30.0
"""Seconds between questions whether the server is still there; a dead network says nothing."""
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0


class Listener:
    """Calls `on_wake` for every notification, and after every reconnection: one may be missed."""

    def __init__(self, dsn: str, on_wake: Callable[[], None]) -> None:
        """`on_wake` must not block."""
        self._dsn = dsn
        self._on_wake = on_wake
        self._task: asyncio.Task[None] | None = None
        self._tried = asyncio.Event()

    async def start(self) -> None:
        """Returns when the first attempt to connect is over, whatever came of it."""
        # Held here and awaited by `stop`: no nursery reaches below the composition root.
        self._task = asyncio.create_task(self._listen(), name="listen outbox")  # noqa: TID251
        await self._tried.wait()

    async def stop(self) -> None:
        """Close the connection; may be called twice."""
        if self._task is None:
            return
        task, self._task = self._task, None
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def _listen(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                await self._while_connected()
                pause = FIRST_PAUSE
            except FAILURES as error:
                log.warning(
                    "PostgreSQL cannot be listened to, next try in %.1f s: %s", pause, error
                )
            finally:
                self._tried.set()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _while_connected(self) -> None:
        """Listen until the connection ends."""
        connection = await asyncpg.connect(self._dsn, timeout=10, command_timeout=10)
        try:
            ended = asyncio.Event()
            connection.add_termination_listener(lambda _: ended.set())
            await connection.add_listener(CHANNEL, self._heard)
            self._tried.set()
            self._on_wake()
            while not ended.is_set():
                with suppress(TimeoutError):
                    async with asyncio.timeout(PROBE_EVERY):
                        await ended.wait()
                if not connection.is_closed():
                    await connection.execute("SELECT 1")
        finally:
            connection.terminate()

    def _heard(self, *_: Any) -> None:
        self._on_wake()
