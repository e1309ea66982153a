"""When somebody who asked for a call is to be called, and whether it is time. Pure rules."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

from domain.consultation.case import Slot
from domain.consultation.opening import OpeningHours

PARTS: Mapping[Slot, tuple[dt.time, dt.time]] = {
    Slot.MORNING: (dt.time(9), dt.time(12)),
    Slot.NOON: (dt.time(12), dt.time(15)),
    Slot.AFTERNOON: (dt.time(15), dt.time(18)),
}
"""The parts of a day that can be asked for."""

TRIES = 3
"""Calls in vain after which the person is told in the chat, each time anew."""

LAST_TRY = 2 * TRIES
"""The call in vain after which the operator decides about somebody who cannot be told: a second
round of calls on another day is their last chance, as they can neither read nor write here.
"""

TRY_AGAIN_SECONDS = 2 * 3600
"""How long after a call in vain the next one is due at the earliest."""


class InVain(Enum):
    """What a call that reached nobody calls for."""

    AGAIN = auto()  # one more, later
    TELL = auto()  # the person is told in the chat, and it is for them to write
    ANOTHER_DAY = auto()  # they cannot be told: one more round on the next working day
    DECIDE = auto()  # it is for the operator to close the case or to give it back


def after_vain(tries: int, *, has_chat: bool) -> InVain:
    """After so many in a row; `has_chat`: whether the person can be told in Telegram."""
    if has_chat:
        return InVain.TELL if tries % TRIES == 0 else InVain.AGAIN
    if tries >= LAST_TRY:
        return InVain.DECIDE
    return InVain.ANOTHER_DAY if tries % TRIES == 0 else InVain.AGAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedCall:
    """A taken case whose citizen waits for a call and was not reached yet."""

    case_id: int
    operator_chat: int
    on_shift: bool
    slot: Slot
    taken_at: int
    called_at: int | None  # the last call, in vain
    tries: int
    told_at: int | None  # when it was last told that a call is due
    shift_since: int = 0  # when the shift of its operator began, if they are on one
    has_chat: bool = True  # whether the citizen can be told in Telegram


def calling_hours(hours: OpeningHours, slot: Slot) -> OpeningHours:
    """The hours in which the citizen may be called, on the same days.

    Where the call centre is closed for all of the part that was asked for, any open time will do.
    """
    if slot not in PARTS:
        return hours
    begins, ends = PARTS[slot]
    opens, closes = max(hours.opens, begins), min(hours.closes, ends)
    return replace(hours, opens=opens, closes=closes) if opens < closes else hours


def first_call(hours: OpeningHours, slot: Slot, since: int) -> int:
    """The first instant from `since` on at which the citizen may be called."""
    calling = calling_hours(hours, slot)
    return since if calling.is_open(since) else calling.next_opening(since)


def earliest(hours: OpeningHours, slot: Slot, since: int, called_at: int | None) -> int:
    """From when on a call is due: within the hours asked for, and not right after one in vain."""
    after = 0 if called_at is None else called_at + TRY_AGAIN_SECONDS
    return first_call(hours, slot, max(since, after))


def next_day(hours: OpeningHours, since: int) -> int:
    """The opening of the next working day, whatever is left of this one."""
    span = hours.span_at(since)
    return hours.next_opening(max(since, span.opens) if span else since)


def due_since(call: AwaitedCall, hours: OpeningHours, now: int) -> int | None:
    """Since when the call is due, if that was not told yet.

    Whoever takes the case over calls once more; its operator does not when all tries were made.
    """
    if _is_tired(call):
        return None
    due = earliest(hours, call.slot, call.taken_at, call.called_at)
    if call.called_at is not None and _waits_for_another_day(call):
        due = first_call(hours, call.slot, max(due, next_day(hours, call.called_at)))
    told = call.told_at is not None and call.told_at >= due
    return due if due <= now and not told else None


def reminds_again(call: AwaitedCall, hours: OpeningHours, now: int) -> bool:
    """Whether it is time to tell once more: nobody has called since it was told, long enough ago
    within the hours asked for, or before its operator came to work.
    """
    if call.told_at is None or call.told_at < max(call.taken_at, call.called_at or 0):
        return False
    calling = calling_hours(hours, call.slot)
    if _is_tired(call) or not calling.is_open(now):
        return False
    was_away = call.told_at < call.shift_since
    return was_away or calling.open_seconds(call.told_at, now) >= TRY_AGAIN_SECONDS


def _is_tired(call: AwaitedCall) -> bool:
    """Whether this operator has made all tries."""
    last = TRIES if call.has_chat else LAST_TRY
    return call.tries >= last and (call.called_at or 0) >= call.taken_at


def _waits_for_another_day(call: AwaitedCall) -> bool:
    after = after_vain(call.tries, has_chat=call.has_chat)
    return call.tries > 0 and after is InVain.ANOTHER_DAY
