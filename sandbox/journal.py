"""The log of API calls and of what a strict server does not let pass in silence."""

from __future__ import annotations

import json
import logging
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.events import EventLog

log = logging.getLogger("sandbox")

SHORT = 300
KEPT = 5000


@dataclass(frozen=True)
class Call:
    """One call of the Bot API; `status` is the HTTP status, `source` the mark of a refusal."""

    seq: int
    time: float
    method: str
    chat_id: int | None
    ok: bool
    status: int
    error_code: int | None
    description: str | None
    source: str | None
    ms: float
    parameters: dict[str, str]

    @property
    def error(self) -> str | None:
        """The description of the refusal, None when the call was accepted."""
        return None if self.ok else self.description

    def shown(self) -> dict[str, Any]:
        """The Call shape of the control API."""
        shape = asdict(self)
        del shape["status"]
        return shape


class Journal:
    """Keeps calls and reports, and publishes both."""

    def __init__(self, events: EventLog) -> None:
        self._events = events
        self.calls: deque[Call] = deque(maxlen=KEPT)
        self.reports: list[str] = []
        self._seq = 0

    def next_seq(self) -> int:
        self._seq += 1
        return self._seq

    def add(self, call: Call) -> None:
        if not call.ok:
            log.info("refused %s: %s [%s]", call.method, call.description, call.source)
        self.calls.append(call)
        self._events.publish("call", call.shown())

    def report(self, sentence: str) -> None:
        """Something that Telegram lets pass, or may let pass, and a strict server does not."""
        log.warning("%s", sentence)
        self.reports.append(sentence)
        self._events.publish("report", {"text": sentence})


def shorten(parameters: dict[str, Any]) -> dict[str, str]:
    """Parameters as text, each at most `SHORT` characters: a log line, not a copy."""
    short = {}
    for name, value in parameters.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        short[name] = text if len(text) <= SHORT else text[: SHORT - 1] + "…"
    return short
