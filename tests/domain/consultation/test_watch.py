"""Who must be told what, and that a closed desk makes nobody late."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.board import Load, Reply, day_start, with_replies
from domain.consultation.opening import ALMATY, OpeningHours
from domain.consultation.triage import Level, Reason
from domain.consultation.watch import (
    AGAIN_SECONDS,
    DEFAULT_PATIENCE,
    UNTAKEN_SECONDS,
    Alarm,
    Owed,
    Silence,
    Supervisor,
    Untaken,
    is_danger_untold,
    is_unheard,
    is_untaken,
    last_closing,
    silence,
    who_is_alarmed,
)
from domain.people.model import Role

HOURS = OpeningHours()
MINUTE = 60
HOUR = 60 * MINUTE


def at(day: int, hour: int, minute: int = 0) -> int:
    """An instant of November 2026 on Almaty's clock; the 23rd is a Monday."""
    return int(dt.datetime(2026, 11, day, hour, minute, tzinfo=ALMATY).timestamp())


MONDAY = at(23, 10)


def owed(since: int = MONDAY, level: Level = Level.TODAY, **changes: object) -> Owed:
    one = Owed(
        case_id=1,
        level=level,
        operator_id=7,
        operator_chat=1003,
        citizen_chat=1001,
        on_shift=True,
        owed_since=since,
        written_at=since,
        taken_at=since - HOUR,
        reminded_at=None,
        unheard_at=None,
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def due(one: Owed, now: int) -> Silence | None:
    return silence(one, DEFAULT_PATIENCE, HOURS, now)


@pytest.mark.parametrize("level", list(Level))
def test_first_a_reminder_then_the_queue_by_the_minutes_of_the_level(level: Level) -> None:
    minutes = DEFAULT_PATIENCE[level]
    one = owed(at(23, 9), level)
    limit = minutes * MINUTE
    assert due(one, at(23, 9) + limit - 1) is None
    assert due(one, at(23, 9) + limit) is Silence.REMIND
    reminded = replace(one, reminded_at=at(23, 9) + limit)
    assert due(reminded, at(23, 9) + 2 * limit - 1) is None
    assert due(reminded, at(23, 9) + 2 * limit) is Silence.RETURN


def test_while_the_desk_is_closed_the_clock_stands() -> None:
    friday = owed(at(20, 17, 50))
    assert due(friday, at(22, 23)) is None
    assert due(friday, at(23, 9, 4)) is None
    assert due(friday, at(23, 9, 5)) is Silence.REMIND


def test_whoever_takes_it_over_begins_anew() -> None:
    one = owed(MONDAY, taken_at=MONDAY + 29 * MINUTE)
    assert due(one, MONDAY + 40 * MINUTE) is None
    assert due(one, MONDAY + 44 * MINUTE) is Silence.REMIND


def test_a_new_message_after_an_answer_is_reminded_of_again() -> None:
    again = owed(MONDAY + HOUR, reminded_at=MONDAY + 15 * MINUTE)
    assert due(again, MONDAY + HOUR + 15 * MINUTE) is Silence.REMIND


ORDER = (None, Silence.REMIND, Silence.RETURN)


@given(
    level=st.sampled_from(Level),
    since=st.integers(at(16, 0), at(24, 0)),
    waits=st.lists(st.integers(0, 14 * 24 * HOUR), min_size=2, max_size=2).map(sorted),
)
def test_it_never_becomes_less_due_with_time(level: Level, since: int, waits: list[int]) -> None:
    one = owed(since, level)
    sooner, later = (ORDER.index(due(one, since + wait)) for wait in waits)
    assert sooner <= later


@given(now=st.integers(at(16, 0), at(24, 0)), since=st.integers(at(1, 0), at(16, 0)))
def test_every_silence_ends_in_the_queue(now: int, since: int) -> None:
    late = max(now, since) + 14 * 24 * HOUR
    assert due(owed(since), late) is Silence.REMIND, "nothing goes back without a reminder"
    assert due(owed(since, reminded_at=late), late + 14 * 24 * HOUR) is Silence.RETURN


def unheard(one: Owed, now: int) -> bool:
    return is_unheard(one, DEFAULT_PATIENCE, HOURS, now)


def test_a_follow_up_to_somebody_off_shift_is_told_to_others_once() -> None:
    assert not unheard(owed(on_shift=True), MONDAY)
    off = owed(on_shift=False)
    assert unheard(off, MONDAY)
    assert not unheard(replace(off, unheard_at=MONDAY + 30), MONDAY + 60)
    assert unheard(replace(off, unheard_at=MONDAY - 30), MONDAY)  # of an earlier message


def test_what_an_operator_off_shift_has_taken_is_told_when_a_reminder_is_due() -> None:
    taken = owed(on_shift=False, taken_at=MONDAY + 1)
    assert not unheard(taken, MONDAY + 15 * MINUTE)
    assert unheard(taken, MONDAY + 1 + 15 * MINUTE)
    assert not unheard(replace(taken, unheard_at=MONDAY + 16 * MINUTE), MONDAY + 17 * MINUTE)


def test_an_urgent_request_alarms_after_ten_open_minutes_and_again_while_it_waits() -> None:
    one = Untaken(case_id=1, since=at(20, 17, 55), alarmed_at=None)
    assert not is_untaken(one, HOURS, at(23, 9, 4))
    first = at(23, 9, 5)
    assert is_untaken(one, HOURS, first)
    alarmed = replace(one, alarmed_at=first)
    assert not is_untaken(alarmed, HOURS, first + AGAIN_SECONDS - 1)
    assert is_untaken(alarmed, HOURS, first + AGAIN_SECONDS)
    assert UNTAKEN_SECONDS == 10 * MINUTE


def in_danger(sent: int, reason: Reason = Reason.CRISIS, **changes: object) -> Untaken:
    one = Untaken(case_id=1, since=sent, alarmed_at=None, reason=reason)
    return replace(one, **changes)  # type: ignore[arg-type]


def test_of_danger_somebody_is_told_once_while_the_desk_is_closed() -> None:
    saturday = at(21, 10)
    one = in_danger(saturday)
    assert not is_danger_untold(one, HOURS, saturday + UNTAKEN_SECONDS - 1)
    first = saturday + UNTAKEN_SECONDS
    assert is_danger_untold(one, HOURS, first)
    told = replace(one, alarmed_at=first)
    assert not is_danger_untold(told, HOURS, at(22, 23))
    assert not is_untaken(told, HOURS, at(23, 9, 9))
    assert is_untaken(told, HOURS, at(23, 9, 10)), "then as usual"
    again = replace(told, alarmed_at=at(23, 9, 10))
    assert not is_untaken(again, HOURS, at(23, 9, 39))
    assert is_untaken(again, HOURS, at(23, 9, 40))


def test_what_was_told_of_before_the_closing_is_not_told_again_at_night() -> None:
    friday = in_danger(at(20, 17, 30), alarmed_at=at(20, 17, 40))
    assert not is_danger_untold(friday, HOURS, at(20, 23))
    back = replace(friday, since=at(20, 18, 30))
    assert is_danger_untold(back, HOURS, at(20, 18, 40)), "it came back after the closing"
    late = in_danger(at(20, 17, 55))
    assert is_danger_untold(late, HOURS, at(20, 18, 5)), "ten real minutes"


@given(
    reason=st.sampled_from(Reason),
    sent=st.integers(at(16, 0), at(24, 0)),
    wait=st.integers(0, 7 * 24 * HOUR),
)
def test_nothing_but_danger_is_told_in_closed_hours(reason: Reason, sent: int, wait: int) -> None:
    one, now = in_danger(sent, reason), sent + wait
    closed = not HOURS.is_open(now)
    danger = reason in {Reason.CRISIS, Reason.DANGER, Reason.FRAUD_GOING_ON, Reason.THREATS}
    expected = danger and closed and wait >= UNTAKEN_SECONDS
    assert is_danger_untold(one, HOURS, now) is expected


def test_alarms_reach_whoever_is_on_shift_else_supervisors_else_owners() -> None:
    owner = Supervisor(chat_id=1, role=Role.OWNER, on_shift=False)
    first = Supervisor(chat_id=2, role=Role.SUPERVISOR, on_shift=False)
    second = Supervisor(chat_id=3, role=Role.SUPERVISOR, on_shift=True)
    assert who_is_alarmed([owner, first, second]) == (3,)
    assert who_is_alarmed([owner, first]) == (2,)
    assert who_is_alarmed([owner]) == (1,)
    assert who_is_alarmed([replace(owner, on_shift=True), first]) == (1,)
    assert who_is_alarmed([]) == ()


def test_an_alarm_without_cases_is_none() -> None:
    assert not Alarm()
    assert Alarm(late=(4,))
    assert Alarm(danger=(4,))


@pytest.mark.parametrize(
    ("now", "closing"),
    [
        (at(23, 17, 59), at(20, 18)),  # Monday before closing: Friday's
        (at(23, 18), at(23, 18)),
        (at(24, 3), at(23, 18)),
        (at(22, 12), at(20, 18)),  # Sunday
    ],
)
def test_the_last_closing(now: int, closing: int) -> None:
    assert last_closing(HOURS, now) == closing


@given(now=st.integers(at(1, 0), at(30, 0)))
def test_between_the_last_closing_and_now_nothing_closed(now: int) -> None:
    closing = last_closing(HOURS, now)
    assert closing <= now
    assert HOURS.closing(closing - 1) == closing
    if (span := HOURS.span_at(now)) and span.closes <= now:
        assert closing == span.closes


def test_the_day_begins_at_midnight_in_almaty() -> None:
    assert day_start(at(23, 0)) == at(23, 0)
    assert day_start(at(23, 23, 59)) == at(23, 0)


def test_the_first_reply_is_a_median_and_whoever_owes_most_comes_first() -> None:
    dinara = Load(person_id=7, name="Динара", on_shift=True, capacity=8, open=2)
    marat = Load(person_id=8, name="Марат", on_shift=True, capacity=8, open=1, owed=1)
    replies = [Reply(operator_id=7, seconds=seconds) for seconds in (60, 600, 120)]
    first, second = with_replies([dinara, marat], replies)
    assert (first.name, first.first_reply) == ("Марат", None)
    assert (second.name, second.first_reply) == ("Динара", 120)
