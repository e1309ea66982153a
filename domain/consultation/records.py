"""What the services of consultation work on: the ports of one running transaction, together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from domain.consultation.case import EventKind
from domain.consultation.ports import Cases, Messages, Shifts
from domain.consultation.relay import Relay


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a case; `by` is a person, None the program itself."""

    case_id: int
    kind: EventKind
    by: int | None
    at: int
    details: Mapping[str, int | str] = field(default_factory=dict)


class Events(Protocol):
    """Where events are kept, for good."""

    def add(self, event: Event) -> None: ...


@dataclass(frozen=True, slots=True)
class Records:
    """All of one transaction."""

    cases: Cases
    messages: Messages
    shifts: Shifts
    events: Events
    relay: Relay

    def note(
        self, case_id: int, kind: EventKind, by: int | None, at: int, **details: int | str
    ) -> None:
        """Keep an event."""
        self.events.add(Event(case_id=case_id, kind=kind, by=by, at=at, details=details))
