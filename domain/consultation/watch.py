"""Who must be told what at a moment: silent operators, broken promises, urgent requests untaken.

Pure rules. Only open time counts: while the desk is closed, nobody is late. One thing does not
wait for the opening: that somebody is in danger now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.consultation.case import Slot
from domain.consultation.due_calls import calling_hours, earliest
from domain.consultation.opening import OpeningHours
from domain.consultation.triage import Level, Reason
from domain.consultation.working_days import ONE_DAY
from domain.people.model import Role

MINUTE = 60

UNTAKEN_SECONDS = 10 * 60
"""Open time after which an urgent request that nobody has taken alarms the supervisors."""

DANGER_NOW: frozenset[Reason] = frozenset(
    {Reason.CRISIS, Reason.DANGER, Reason.FRAUD_GOING_ON, Reason.THREATS}
)
"""An emergency by what was told, not by a term or by what is not known: of these somebody is told
also while the desk is closed.
"""

AGAIN_SECONDS = 30 * 60
"""Open time after which they are alarmed again, while it still waits."""

CALL_GRACE_SECONDS = 15 * 60
"""Open time after which others hear of a call that is due and whose operator is off shift."""

SOONER_SECONDS = 24 * 3600
"""How much further in front a case waits that came back because its operator was silent."""

Patience = Mapping[Level, int]
"""Open minutes that a citizen's message may stay unanswered before its operator is reminded."""

DEFAULT_PATIENCE: Patience = {
    Level.TODAY: 15,
    Level.DAYS: 60,
    Level.WEEK: 120,
    Level.PLAN: 240,
}


class Silence(StrEnum):
    """What an unanswered message calls for."""

    REMIND = "remind"  # its operator, once
    RETURN = "return"  # back into the queue, supervisors are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A taken case in which the citizen waits for an answer."""

    case_id: int
    level: Level
    operator_id: int
    operator_chat: int
    citizen_chat: int | None
    on_shift: bool
    owed_since: int
    written_at: int | None
    taken_at: int
    reminded_at: int | None
    unheard_at: int | None  # when others than its operator were told
    slot: Slot | None = None  # when they want to be called; None in the chat
    called_at: int | None = None  # the last call, in vain

    @property
    def since(self) -> int:
        """From when this operator could have answered: whoever takes it over begins anew."""
        return max(self.owed_since, self.taken_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaken:
    """A waiting request that has to be taken today."""

    case_id: int
    since: int
    alarmed_at: int | None
    reason: Reason = Reason.TOPIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    """Somebody who looks after the desk: a supervisor or an owner who can be reached."""

    chat_id: int
    role: Role
    on_shift: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What supervisors are told in one message; case numbers only."""

    urgent: tuple[int, ...] = ()  # nobody has taken them
    late: tuple[int, ...] = ()  # not taken by the time that was promised
    silent: tuple[int, ...] = ()  # came back because nobody answered
    unheard: tuple[int, ...] = ()  # the citizen has written, and nobody is on shift
    unhappy: tuple[int, ...] = ()  # the citizen gave few stars and said why
    danger: tuple[int, ...] = ()  # somebody is in danger, and the desk is closed

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        told = (self.urgent, self.late, self.silent, self.unheard, self.unhappy, self.danger)
        return any(told)


def _waits_for_words(owed: Owed) -> bool:
    """Whether what the citizen wrote to this operator is what waits; when it was answered, it is a
    call, or an answer that did not arrive.
    """
    return (owed.written_at or 0) > owed.taken_at and (owed.written_at or 0) >= owed.owed_since


def awaited_since(owed: Owed, hours: OpeningHours) -> int:
    """From when on its operator is expected to act. A call is not late before its hours, nor right
    after one in vain; words that were written meanwhile wait for an answer from then on.
    """
    if owed.slot is None:
        return owed.since
    call = earliest(hours, owed.slot, owed.since, owed.called_at)
    if _waits_for_words(owed):
        return min(max(owed.since, owed.written_at or 0), call)
    return call


def _counted(owed: Owed, hours: OpeningHours) -> OpeningHours:
    """The time that counts: for a call only that of the hours that were asked for."""
    if owed.slot is None or _waits_for_words(owed):
        return hours
    return calling_hours(hours, owed.slot)


def last_moment(owed: Owed, patience: Patience, hours: OpeningHours, now: int) -> int:
    """When a case goes back of which its operator is reminded now."""
    return _counted(owed, hours).after_open_seconds(now, patience[owed.level] * 60)


def silence(owed: Owed, patience: Patience, hours: OpeningHours, now: int) -> Silence | None:
    """What is due: a reminder after the minutes of its level, and after as many more the queue.
    Nothing goes back of which its operator was not reminded.
    """
    limit = patience[owed.level] * 60
    since, counted = awaited_since(owed, hours), _counted(owed, hours)
    reminded = owed.reminded_at
    if reminded is None or reminded < since:
        return Silence.REMIND if counted.open_seconds(since, now) >= limit else None
    return Silence.RETURN if counted.open_seconds(reminded, now) >= limit else None


def is_unheard(owed: Owed, patience: Patience, hours: OpeningHours, now: int) -> bool:
    """Whether a citizen waits for an operator who is off shift, and nobody else knows of it: at
    once when they have written again, else when an operator at work would be reminded, of a call
    sooner.
    """
    since = owed.written_at or 0
    if not _waits_for_words(owed):
        since = awaited_since(owed, hours)
        if _counted(owed, hours).open_seconds(since, now) < _grace(owed, patience):
            return False
    told = owed.unheard_at is not None and owed.unheard_at >= since
    return not owed.on_shift and not told


def _grace(owed: Owed, patience: Patience) -> int:
    """How long others at work are not told: the hours of a call are over soon."""
    limit = patience[owed.level] * 60
    return limit if owed.slot is None else min(limit, CALL_GRACE_SECONDS)


def is_untaken(untaken: Untaken, hours: OpeningHours, now: int) -> bool:
    """Whether an alarm is due: the first one, or one more. That of closed hours does not count."""
    alarmed = untaken.alarmed_at
    if alarmed is None:
        return hours.open_seconds(untaken.since, now) >= UNTAKEN_SECONDS
    wait = AGAIN_SECONDS if hours.is_open(alarmed) else UNTAKEN_SECONDS
    return hours.open_seconds(alarmed, now) >= wait


def is_danger_untold(untaken: Untaken, hours: OpeningHours, now: int) -> bool:
    """Whether somebody is in danger while the desk is closed, and no alarm has told of it."""
    if untaken.reason not in DANGER_NOW or hours.is_open(now):
        return False
    told = untaken.alarmed_at is not None and untaken.alarmed_at >= untaken.since
    return not told and now - untaken.since >= UNTAKEN_SECONDS


def who_is_alarmed(supervisors: Sequence[Supervisor]) -> tuple[int, ...]:
    """The chats: whoever is on shift; else every supervisor; else the owners. Never nobody."""
    on_shift = [one for one in supervisors if one.on_shift]
    named = [one for one in supervisors if one.role is Role.SUPERVISOR]
    return tuple(one.chat_id for one in on_shift or named or supervisors)


def last_closing(hours: OpeningHours, now: int) -> int:
    """The newest closing up to this instant: shifts that began before it have ended."""
    day = hours.day_of(now)
    while True:
        span = hours.span_of(day)
        if span is not None and span.closes <= now:
            return span.closes
        day -= ONE_DAY
