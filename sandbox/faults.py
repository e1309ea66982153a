"""Faults on demand: what goes wrong on the way, not in the request."""

from __future__ import annotations

import itertools
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from sandbox.clock import Clock
from sandbox.events import EventLog

FaultKind = Literal["400", "429", "500", "502", "reset", "slow", "lost_reply", "duplicate_update"]
KINDS = frozenset(get_args(FaultKind))

_ids = itertools.count(1)


@dataclass
class Fault:
    """Something to go wrong `times` times for calls of `method` to `chat_id` (None is any).

    A waiting getUpdates would use up every fault, so it is hit only when it is named.

    `seconds` is the retry_after of a 429 and the delay of `slow`. `times=0` lasts: a 429 for
    `seconds` after its first refusal, with what is left of them as retry_after; any other until
    it is removed.
    """

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    seconds: float = 3
    id: int = field(default_factory=lambda: next(_ids))
    ends_at: float | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(
                f"unknown kind of fault {self.kind!r}: one of {', '.join(sorted(KINDS))}"
            )
        if not isinstance(self.times, int) or not isinstance(self.seconds, int | float):
            raise ValueError("times and seconds of a fault are numbers")
        if not isinstance(self.method, str | None) or not isinstance(self.chat_id, int | None):
            raise ValueError("the method of a fault is a name, its chat_id a number")
        if self.times < 0 or self.seconds < 0:
            raise ValueError("times and seconds of a fault are not negative")

    def shown(self) -> dict[str, Any]:
        """The Fault shape of the control API."""
        shape = asdict(self)
        del shape["ends_at"]
        return shape

    def matches(self, method: str, chat_id: int | None) -> bool:
        if self.kind == "duplicate_update":
            return False
        if self.method is None and method.lower() == "getupdates":
            return False
        if self.method is not None and self.method.lower() != method.lower():
            return False
        return self.chat_id is None or self.chat_id == chat_id


class Faults:
    """The faults that are set; each use takes one of its times."""

    def __init__(self, clock: Clock, events: EventLog) -> None:
        self._clock = clock
        self._events = events
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        self._publish()
        return fault

    def clear(self) -> None:
        self._faults.clear()
        self._publish()

    def shown(self) -> list[dict[str, Any]]:
        self._forget_ended()
        return [fault.shown() for fault in self._faults]

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this call, if any; the oldest that matches."""
        self._forget_ended()
        for fault in self._faults:
            if fault.matches(method, chat_id):
                self._use(fault)
                return fault
        return None

    def take_duplicate(self) -> bool:
        """Whether the update that is being created is to be delivered twice."""
        for fault in self._faults:
            if fault.kind == "duplicate_update":
                self._use(fault)
                return True
        return False

    def retry_after(self, fault: Fault) -> int:
        """Whole seconds to wait after this 429."""
        left = fault.seconds if fault.ends_at is None else fault.ends_at - self._clock.now()
        return max(1, -int(-left // 1))

    def _use(self, fault: Fault) -> None:
        if fault.times == 0:
            if fault.kind == "429" and fault.ends_at is None:
                fault.ends_at = self._clock.now() + fault.seconds
            return
        fault.times -= 1
        if fault.times == 0:
            self._faults.remove(fault)
        self._publish()

    def _forget_ended(self) -> None:
        now = self._clock.now()
        self._faults = [f for f in self._faults if f.ends_at is None or f.ends_at > now]

    def _publish(self) -> None:
        self._events.publish("faults", {"faults": [fault.shown() for fault in self._faults]})
