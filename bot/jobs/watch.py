"""The tick that looks after the desk; what is due is found by queries, once a minute."""

import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from bot.clock import Clock
from bot.trouble import Trouble
from domain.consultation.watch import MINUTE
from domain.consultation.watching import Watch

log = logging.getLogger(__name__)

EVERY = 2
"""Seconds between ticks: most of them only see that the minute is not over."""

OpenWatch = Callable[[int], AbstractAsyncContextManager[Watch]]
"""Opens a watch in a transaction of its own, at a moment."""


class WatchTick:
    """One of it for a process; several processes share one look a minute."""

    def __init__(
        self,
        open_watch: OpenWatch,
        clock: Clock,
        wake: Callable[[], None],
        transient: tuple[type[Exception], ...],
    ) -> None:
        """`wake`: the outbox's worker; `transient`: errors after which the next tick may do."""
        self._open_watch = open_watch
        self._clock = clock
        self._wake = wake
        self._transient = transient
        self._trouble = Trouble(
            log, "the watch over the desk waits (%s)", "the watch over the desk goes on"
        )
        self._looked = -1

    async def tick(self) -> None:
        """Look, if a new minute has begun."""
        now = int(self._clock.now())
        if now // MINUTE == self._looked:
            return
        try:
            async with self._open_watch(now) as watch:
                await watch.look(now)
        except self._transient as error:
            self._trouble.met(type(error).__name__)
            return
        self._trouble.over()
        self._looked = now // MINUTE
        self._wake()
