"""How often one thing may happen: the arithmetic behind the limits, without waiting or a clock."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Pace:
    """One in `interval` seconds, and after a rest `burst` of them at once."""

    interval: float
    burst: int


OVERALL: Final = Pace(interval=1 / 30, burst=15)
"""About 30 a second for the whole bot, as Telegram's FAQ says."""

BULK: Final = Pace(interval=1 / 24, burst=1)
"""What reminders and broadcasts may take of it: 80 %, so that an answer always finds room."""

PRIVATE: Final = Pace(interval=1.0, burst=3)
"""One a second to a person; the FAQ allows short bursts without saying how long."""

GROUP: Final = Pace(interval=4.0, burst=5)
"""Never more than 20 in any minute to one group: a burst of 5 and 15 more."""


class Bucket:
    """One running limit. It keeps one number: when it will be full again (GCRA)."""

    __slots__ = ("_full_at", "_pace")

    def __init__(self, pace: Pace) -> None:
        """Full."""
        self._pace = pace
        self._full_at = 0.0

    def refilled(self) -> "Bucket":
        """The same limit, full."""
        return Bucket(self._pace)

    def ready_at(self, cost: int = 1) -> float:
        """From when so many may happen; more than a burst never has to be together."""
        room = self._pace.burst - min(cost, self._pace.burst)
        return self._full_at - room * self._pace.interval

    def take(self, now: float, cost: int = 1) -> None:
        """So many happen now."""
        self._full_at = max(now, self._full_at) + cost * self._pace.interval

    def idle(self, now: float) -> bool:
        """Full again: it remembers nothing that a new bucket would not know."""
        return self._full_at <= now
