"""When somebody who asked for a call is called: in their part of the day, on open days, thrice."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.case import Slot
from domain.consultation.due_calls import (
    LAST_TRY,
    TRIES,
    TRY_AGAIN_SECONDS,
    AwaitedCall,
    InVain,
    after_vain,
    due_since,
    first_call,
    next_day,
    reminds_again,
)
from domain.consultation.opening import ALMATY, OpeningHours
from domain.consultation.triage import Level
from domain.consultation.watch import (
    DEFAULT_PATIENCE,
    Owed,
    Silence,
    is_unheard,
    last_moment,
    silence,
)

HOURS = OpeningHours()
MINUTE = 60


def at(day: int, hour: int, minute: int = 0) -> int:
    """An instant of November 2026 on Almaty's clock; the 23rd is a Monday."""
    return int(dt.datetime(2026, 11, day, hour, minute, tzinfo=ALMATY).timestamp())


@pytest.mark.parametrize(
    ("slot", "since", "first"),
    [
        (Slot.ANY, at(23, 10), at(23, 10)),
        (Slot.ANY, at(20, 19), at(23, 9)),  # Friday evening
        (Slot.MORNING, at(23, 11, 59), at(23, 11, 59)),
        (Slot.MORNING, at(23, 12), at(24, 9)),  # the part ends at its last instant
        (Slot.NOON, at(23, 10), at(23, 12)),
        (Slot.AFTERNOON, at(23, 10), at(23, 15)),
        (Slot.AFTERNOON, at(20, 18), at(23, 15)),
    ],
)
def test_the_first_moment_in_their_part_of_an_open_day(slot: Slot, since: int, first: int) -> None:
    assert first_call(HOURS, slot, since) == first


def test_a_part_in_which_nobody_works_is_any_open_time() -> None:
    short = OpeningHours(opens=dt.time(10), closes=dt.time(14))
    assert first_call(short, Slot.AFTERNOON, at(23, 8)) == at(23, 10)
    assert first_call(short, Slot.MORNING, at(23, 8)) == at(23, 10)
    assert first_call(short, Slot.NOON, at(23, 8)) == at(23, 12)


@given(
    st.sampled_from(list(Slot)),
    st.integers(at(1, 0), at(1, 0) + 400 * 24 * 3600),
)
def test_a_call_is_always_in_open_time_and_never_before(slot: Slot, since: int) -> None:
    first = first_call(HOURS, slot, since)
    assert first >= since
    assert HOURS.is_open(first)
    assert first_call(HOURS, slot, first) == first


def awaited(**changes: object) -> AwaitedCall:
    one = AwaitedCall(
        case_id=1,
        operator_chat=1003,
        on_shift=True,
        slot=Slot.AFTERNOON,
        taken_at=at(23, 10),
        called_at=None,
        tries=0,
        told_at=None,
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def test_due_once_and_again_two_hours_after_a_call_in_vain() -> None:
    call = awaited()
    assert due_since(call, HOURS, at(23, 14, 59)) is None
    assert due_since(call, HOURS, at(23, 15)) == at(23, 15)
    told = replace(call, told_at=at(23, 15))
    assert due_since(told, HOURS, at(24, 17)) is None
    tried = replace(told, called_at=at(23, 15, 5), tries=1)
    again = at(23, 15, 5) + TRY_AGAIN_SECONDS
    assert due_since(tried, HOURS, again - 1) is None
    assert due_since(tried, HOURS, again) == again
    late = replace(told, called_at=at(23, 17), tries=1)
    assert due_since(late, HOURS, at(24, 14, 59)) is None
    assert due_since(late, HOURS, at(24, 15)) == at(24, 15)


def test_after_three_tries_only_whoever_takes_it_over_calls_again() -> None:
    tired = awaited(called_at=at(23, 16), tries=3)
    assert due_since(tired, HOURS, at(25, 16)) is None
    assert due_since(replace(tired, taken_at=at(24, 9)), HOURS, at(24, 15)) == at(24, 15)


@pytest.mark.parametrize(
    ("since", "opens"),
    [
        (at(23, 8), at(24, 9)),  # before the opening: that is this day
        (at(23, 9), at(24, 9)),
        (at(23, 17, 59), at(24, 9)),
        (at(23, 23), at(24, 9)),
        (at(20, 12), at(23, 9)),  # Friday
        (at(21, 12), at(23, 9)),
    ],
)
def test_the_next_working_day_is_never_this_one(since: int, opens: int) -> None:
    assert next_day(HOURS, since) == opens


def test_who_cannot_be_told_is_called_on_the_next_working_day_and_then_decided_about() -> None:
    tired = awaited(called_at=at(23, 16), tries=TRIES, told_at=at(23, 16), has_chat=False)
    assert due_since(tired, HOURS, at(24, 14, 59)) is None
    assert due_since(tired, HOURS, at(24, 15)) == at(24, 15)
    assert due_since(replace(tired, slot=Slot.ANY), HOURS, at(23, 18)) is None
    assert due_since(replace(tired, slot=Slot.ANY), HOURS, at(24, 9)) == at(24, 9)
    again = replace(tired, called_at=at(24, 15), tries=TRIES + 1, told_at=at(24, 15))
    assert due_since(again, HOURS, at(24, 17)) == at(24, 17)
    last = replace(again, called_at=at(25, 16), tries=LAST_TRY, told_at=at(25, 16))
    assert due_since(last, HOURS, at(28, 16)) is None
    assert not reminds_again(replace(last, told_at=at(25, 17)), HOURS, at(27, 16))
    taken_over = replace(last, taken_at=at(26, 9))
    assert due_since(taken_over, HOURS, at(26, 15)) == at(26, 15), "once more"


@given(st.integers(1, 40), st.booleans())
def test_nobody_is_forgotten_after_calls_in_vain(tries: int, has_chat: bool) -> None:
    after = after_vain(tries, has_chat=has_chat)
    if has_chat:
        assert after is (InVain.TELL if tries % TRIES == 0 else InVain.AGAIN)
        return
    assert after is not InVain.TELL, "they cannot be told"
    assert (after is InVain.DECIDE) == (tries >= LAST_TRY)
    call = awaited(called_at=at(23, 16), tries=tries, has_chat=False)
    due = due_since(call, HOURS, at(30, 16))
    assert (due is None) == (after is InVain.DECIDE), "a call comes due, or it is to be decided"
    if after is InVain.ANOTHER_DAY:
        assert due is not None
        assert HOURS.day_of(due) > HOURS.day_of(at(23, 16))


def owed(**changes: object) -> Owed:
    one = Owed(
        case_id=1,
        level=Level.DAYS,
        operator_id=7,
        operator_chat=1003,
        citizen_chat=1001,
        on_shift=True,
        owed_since=at(23, 9),
        written_at=None,
        taken_at=at(23, 10),
        reminded_at=None,
        unheard_at=None,
        slot=Slot.AFTERNOON,
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def test_an_operator_is_not_late_before_the_hours_that_were_asked_for() -> None:
    def due(one: Owed, now: int) -> Silence | None:
        return silence(one, DEFAULT_PATIENCE, HOURS, now)

    assert due(owed(), at(23, 15, 59)) is None
    assert due(owed(), at(23, 16)) is Silence.REMIND
    reminded = owed(reminded_at=at(23, 16))
    assert due(reminded, at(23, 16, 59)) is None
    assert due(reminded, at(23, 17)) is Silence.RETURN
    assert due(owed(called_at=at(23, 15, 10)), at(23, 17, 10)) is None, "they have just tried"
    wrote = owed(written_at=at(23, 11), owed_since=at(23, 11))
    assert due(wrote, at(23, 12)) is Silence.REMIND, "words want an answer at once"
    late = owed(reminded_at=at(23, 17, 30))
    assert due(late, at(24, 14, 59)) is None, "only the hours that were asked for count"
    assert due(late, at(24, 15, 30)) is Silence.RETURN
    assert last_moment(late, DEFAULT_PATIENCE, HOURS, at(23, 17, 30)) == at(24, 15, 30)
    in_chat = owed(slot=None)
    assert due(in_chat, at(23, 11)) is Silence.REMIND


def test_it_is_told_again_until_somebody_calls() -> None:
    told = awaited(told_at=at(23, 15))
    assert not reminds_again(awaited(), HOURS, at(23, 17)), "it was not told at all"
    assert not reminds_again(told, HOURS, at(23, 16, 59))
    assert reminds_again(told, HOURS, at(23, 17))
    late = awaited(told_at=at(23, 17))
    assert not reminds_again(late, HOURS, at(24, 12)), "only within the hours that were asked for"
    assert not reminds_again(late, HOURS, at(24, 15, 59))
    assert reminds_again(late, HOURS, at(24, 16))
    tried = replace(told, called_at=at(23, 15, 5), tries=1)
    assert not reminds_again(tried, HOURS, at(24, 17)), "then it is due anew"
    came = replace(told, shift_since=at(23, 15, 30))
    assert reminds_again(came, HOURS, at(23, 15, 31)), "they were not at work when it was told"
    moved = replace(told, taken_at=at(23, 16))
    assert not reminds_again(moved, HOURS, at(24, 17))


def test_others_hear_of_the_call_of_somebody_off_shift_within_its_hours() -> None:
    def unheard(one: Owed, now: int) -> bool:
        return is_unheard(one, DEFAULT_PATIENCE, HOURS, now)

    away = owed(on_shift=False, level=Level.PLAN)
    assert not unheard(away, at(23, 15, 14))
    assert unheard(away, at(23, 15, 15))
    answered = replace(away, written_at=at(23, 11), owed_since=at(23, 15), unheard_at=at(23, 11))
    assert not unheard(answered, at(23, 15, 14))
    assert unheard(answered, at(23, 15, 15)), "of the words they had heard, not of the call"
    assert unheard(replace(away, written_at=at(23, 11)), at(23, 11)), "words are told at once"
    in_chat = owed(on_shift=False, slot=None)
    assert not unheard(in_chat, at(23, 10, 59))
    assert unheard(in_chat, at(23, 11))
