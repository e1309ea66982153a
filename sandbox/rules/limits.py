"""Token buckets of outgoing messages, with a clock from outside.

The rates are those of the bots FAQ [docs]; the real thresholds, the burst and the length of the
pause are not public [guess].
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.rules.errors import too_many_requests

OVERALL_PER_SECOND = 30.0
PRIVATE_PER_SECOND = 1.0
PRIVATE_BURST = 5
GROUP_PER_MINUTE = 20
_KEPT_BUCKETS = 10_000
_ROUNDING = 1e-6  # who waited exactly as long as told is let through


@dataclass(slots=True)
class _Bucket:
    rate: float
    capacity: float
    tokens: float
    at: float

    def refill(self, now: float) -> None:
        self.tokens = min(self.capacity, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = now

    def wait(self, cost: float) -> float:
        missing = min(cost, self.capacity) - self.tokens
        return missing / self.rate if missing > _ROUNDING else 0.0


class RateLimits:
    """30 a second overall, 1 a second in a private chat with a burst of 5, 20 a minute in a group.

    A bucket is not shared and not locked: one event loop owns it.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._overall = self._bucket(OVERALL_PER_SECOND, OVERALL_PER_SECOND)
        self._chats: dict[int, _Bucket] = {}

    def take(self, chat_id: int, *, messages: int = 1) -> float:
        """Count a send: 0.0 when allowed, else the seconds to wait (then nothing is counted).

        A negative chat id is a group. `messages` is the size of an album.
        """
        buckets = (self._overall, self._chat(chat_id))
        for bucket in buckets:
            bucket.refill(self._now())
        wait = max(bucket.wait(messages) for bucket in buckets)
        if wait == 0:
            for bucket in buckets:
                bucket.tokens -= messages
        return wait

    def forget(self) -> None:
        """Start with full buckets."""
        self._overall = self._bucket(OVERALL_PER_SECOND, OVERALL_PER_SECOND)
        self._chats.clear()

    def _chat(self, chat_id: int) -> _Bucket:
        bucket = self._chats.get(chat_id)
        if bucket is None:
            self._drop_full()
            if chat_id < 0:
                bucket = self._bucket(GROUP_PER_MINUTE / 60, GROUP_PER_MINUTE)
            else:
                bucket = self._bucket(PRIVATE_PER_SECOND, PRIVATE_BURST)
            self._chats[chat_id] = bucket
        return bucket

    def _bucket(self, rate: float, capacity: float) -> _Bucket:
        return _Bucket(rate, capacity, capacity, self._now())

    def _drop_full(self) -> None:
        """A full bucket is the same as none: forget those before there are too many."""
        if len(self._chats) < _KEPT_BUCKETS:
            return
        now = self._now()
        for chat_id, bucket in list(self._chats.items()):
            bucket.refill(now)
            if bucket.tokens >= bucket.capacity:
                del self._chats[chat_id]


def check_rate(limits: RateLimits, chat_id: int, *, messages: int = 1) -> None:
    """`take` as a refusal: raises ApiError 429 with a whole number of seconds, at least 1."""
    wait = limits.take(chat_id, messages=messages)
    if wait > 0:
        raise too_many_requests(max(1, math.ceil(wait)))
