"""The door through which updates come in, the same for polling and for the webhook.

TryAgain    the update was not recorded; Telegram shall deliver it again
"""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from bot.clock import Clock
from bot.metrics import Metrics

log = logging.getLogger(__name__)

Receive = Callable[[dict[str, Any]], Awaitable[None]]
"""Takes an update as Telegram's JSON; returns when its effect is committed, or raises TryAgain."""

ATTEMPTS = 3
"""How often an update whose handling breaks unexpectedly is tried before it is let go."""


class TryAgain(Exception):
    """Not recorded (the database is away, the program is stopping): deliver it again."""

    def __init__(self, reason: str, seconds: int = 5, *, follows: bool = False) -> None:
        """`seconds`: when it makes sense to come back; `follows`: only because an earlier update
        of the person has to come first, which has said in the log why.
        """
        super().__init__(reason)
        self.seconds = seconds
        self.level = logging.DEBUG if follows else logging.WARNING


def has_number(raw: dict[str, Any]) -> bool:
    """Whether an update has a number that a database can keep: another one cannot be recorded."""
    number = raw.get("update_id")
    return type(number) is int and 0 <= number < 2**63


class _LetGo(Exception):
    """An update broke too often."""


class Receiving:
    """Runs the bot's own `receive`, counts, and lets no update hold up the others for ever.

    An exception nobody foresaw is a TryAgain twice; the third time the update is let go with an
    error in the log, because Telegram would hold back everything behind it for 24 hours.
    """

    def __init__(self, receive: Receive, metrics: Metrics, clock: Clock) -> None:
        """`receive` does the work and remembers by itself which updates it has had."""
        self._receive = receive
        self._metrics = metrics
        self._clock = clock
        self._broken: OrderedDict[int, int] = OrderedDict()

    async def __call__(self, raw: dict[str, Any]) -> None:
        """Work on one update; raises TryAgain and nothing else."""
        if not has_number(raw):
            log.error("an update without a number was let go")
            return
        update_id: int = raw["update_id"]
        kind = next((key for key in raw if key != "update_id"), "empty")
        began = self._clock.now()
        result = "failed"
        try:
            await self._guarded(update_id, raw)
            result = "done"
        except TryAgain:
            result = "again"
            raise
        except _LetGo:
            pass
        finally:
            self._metrics.update(kind, result, self._clock.now() - began)

    async def _guarded(self, update_id: int, raw: dict[str, Any]) -> None:
        try:
            await self._receive(raw)
        except TryAgain:
            raise
        except Exception as error:
            broken = self._broken.pop(update_id, 0) + 1
            log.exception("update %s: attempt %s broke", update_id, broken)
            if broken >= ATTEMPTS:
                log.error("update %s is let go after %s attempts", update_id, broken)
                raise _LetGo from error
            self._remember(update_id, broken)
            raise TryAgain("the handling of the update broke") from error
        self._broken.pop(update_id, None)

    def _remember(self, update_id: int, broken: int) -> None:
        self._broken[update_id] = broken
        if len(self._broken) > 1000:
            self._broken.popitem(last=False)
