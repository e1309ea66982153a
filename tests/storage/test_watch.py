"""The watch over the desk on both engines: each thing is told once, by one process."""

import asyncio
from typing import Any

import pytest

from domain.consultation.case import CaseState, Contact, Slot
from domain.consultation.desk import AtCapacity
from domain.consultation.records import Records
from domain.consultation.shift_end import ShiftEnd
from domain.consultation.triage import Facts, Level, Reason, Topic, Urgency
from domain.errors import Stale
from domain.people.model import Role
from storage.cases import CaseTable
from storage.desk import NoteTable
from storage.engine import Database, Transaction
from storage.outbox import OutboxRows
from storage.watch import WatchTable
from tests.storage.desk import MINUTE, MONDAY, TestDesk, at


@pytest.fixture
def desk(database: Database) -> TestDesk:
    return TestDesk(database)


def shift_end(tx: Transaction, now: int) -> ShiftEnd:
    from bot.wiring.consultation import records_on

    records: Records = records_on(tx, OutboxRows(tx, now))
    return ShiftEnd(records, NoteTable(tx), WatchTable(tx))


async def test_silence_reminds_once_and_then_returns_the_case_a_day_sooner(desk: TestDesk) -> None:
    await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    marat = await desk.staff(1005, "Марат", shift=at(23, 9))
    number = await desk.taken(dinara, MONDAY, Level.TODAY)
    before = await desk.seen(number)
    assert await desk.look(MONDAY + 14 * MINUTE) == []
    told = await desk.look(MONDAY + 15 * MINUTE)
    assert told == [(1003, "silence_reminder", {"case": number, "until": MONDAY + 30 * MINUTE})]
    assert await desk.look(MONDAY + 20 * MINUTE) == []
    told = await desk.look(MONDAY + 30 * MINUTE)
    assert [(chat, kind) for chat, kind, _ in told] == [
        (1003, "case_lost"),
        (before.citizen_chat, "case_returned"),
        (1005, "case_waiting"),
        (9001, "desk_alarm"),
    ]
    assert told[-1][2]["silent"] == [number]
    case = await desk.seen(number)
    assert (case.state, case.assignee_id) == (CaseState.WAITING, None)
    assert (await desk.events(number))[-1] == "returned"
    # a day sooner: in front of what was sent hours before it with the same urgency
    older = await desk.case(at(23, 0), Level.TODAY)
    async with desk.database.transaction() as (tx, _):
        assert await CaseTable(tx).take_next(marat, MONDAY + 31 * MINUTE) == number
        assert await CaseTable(tx).take_next(marat, MONDAY + 31 * MINUTE) == older


async def test_an_answer_in_time_is_no_silence(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    number = await desk.taken(dinara, MONDAY, Level.TODAY)
    await desk.answers(number)
    assert await desk.look(MONDAY + 60 * MINUTE) == []
    await desk.writes(number, MONDAY + 60 * MINUTE)
    assert await desk.look(MONDAY + 74 * MINUTE) == []
    assert [kind for _, kind, _ in await desk.look(MONDAY + 75 * MINUTE)] == ["silence_reminder"]


async def test_a_night_without_the_process_loses_nothing(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(20, 9))
    number = await desk.taken(dinara, at(20, 17), Level.WEEK)
    told = await desk.look(at(23, 10))  # 60 open minutes on Friday, 60 on Monday
    assert [(chat, kind) for chat, kind, _ in told] == [
        (1003, "shift_ended"),
        (1003, "silence_reminder"),
    ]
    assert told[0][2] == {"at": at(20, 18)}
    assert (await desk.seen(number)).assignee_id == dinara


async def test_of_many_processes_one_looks(
    database: Database, other_database: Database, desk: TestDesk
) -> None:
    await desk.staff(9001, "Ерлан", Role.OWNER)
    await desk.case(MONDAY, Level.TODAY)
    desks = [TestDesk(database), TestDesk(other_database)] * 4
    now = MONDAY + 10 * MINUTE
    await asyncio.gather(*(one.look(now + second) for second, one in enumerate(desks)))
    assert [kind for _, kind, _ in await desk.put()] == ["desk_alarm"]


async def test_an_urgent_request_that_nobody_takes_alarms_and_alarms_again(
    database: Database,
) -> None:
    desk = TestDesk(database, desk_chat=-100500)
    await desk.staff(9001, "Ерлан", Role.OWNER)
    numbers = [await desk.case(MONDAY + second, Level.TODAY) for second in (0, 5)]
    await desk.case(MONDAY, Level.WEEK)
    assert await desk.look(MONDAY + 9 * MINUTE) == []
    told = await desk.look(MONDAY + 11 * MINUTE)
    assert [(chat, kind) for chat, kind, _ in told] == [
        (9001, "desk_alarm"),
        (-100500, "group_alarm"),
    ]
    assert told[0][2]["urgent"] == numbers
    assert told[1][2] == {
        "urgent": 2,
        "late": 0,
        "silent": 0,
        "unheard": 0,
        "unhappy": 0,
        "danger": 0,
    }
    assert await desk.look(MONDAY + 40 * MINUTE) == []
    assert len(await desk.look(MONDAY + 41 * MINUTE)) == 2


async def test_of_danger_on_a_saturday_supervisors_are_told_once(database: Database) -> None:
    desk = TestDesk(database, desk_chat=-100500)
    await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    await desk.staff(1003, "Динара")
    crisis = Urgency(level=Level.TODAY, reason=Reason.CRISIS)
    notary = Urgency(level=Level.TODAY, reason=Reason.NOTARY_TERM)
    saturday = at(28, 10)
    number = await desk.case(saturday, urgency=crisis)
    other = await desk.case(saturday, urgency=notary)
    assert await desk.look(saturday + 9 * MINUTE) == []
    told = await desk.look(saturday + 10 * MINUTE)
    assert [(chat, kind) for chat, kind, _ in told] == [
        (9001, "desk_alarm"),
        (-100500, "group_alarm"),
    ]
    assert (told[0][2]["danger"], told[0][2]["urgent"]) == ([number], [])
    assert told[1][2]["danger"] == 1
    for hour in range(11, 33, 3):
        assert await desk.look(saturday + hour * 60 * MINUTE) == []
    assert await desk.look(at(30, 9, 9)) == []
    told = await desk.look(at(30, 9, 10))
    assert told[0][2]["urgent"] == [number, other]
    assert told[0][2]["danger"] == []


async def test_danger_that_is_written_later_is_told_although_it_was_urgent_before(
    database: Database,
) -> None:
    desk = TestDesk(database)
    await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    friday = at(27, 17, 30)
    number = await desk.case(friday, Level.TODAY)
    assert (await desk.look(friday + 11 * MINUTE))[0][2]["urgent"] == [number]
    night = at(27, 23)
    assert await desk.look(night) == []
    crisis = Urgency(level=Level.TODAY, reason=Reason.CRISIS)
    async with database.transaction() as (tx, _):
        CaseTable(tx).urge(number, Facts(topic=Topic.OTHER), crisis, 0, night)
    assert (await desk.look(night + MINUTE))[0][2]["danger"] == [number]
    assert await desk.look(night + 90 * MINUTE) == []


async def test_a_broken_promise_is_told_once_and_again_after_a_new_one(desk: TestDesk) -> None:
    await desk.staff(9001, "Ерлан", Role.OWNER)
    number = await desk.case(at(23, 9), promised_by=at(23, 11))
    await desk.case(at(23, 9), promised_by=at(23, 12))
    assert await desk.look(at(23, 10, 59)) == []
    told = await desk.look(at(23, 11))
    citizen = (await desk.seen(number)).citizen_chat
    assert [(chat, kind) for chat, kind, _ in told] == [
        (citizen, "promise_slipped"),
        (9001, "desk_alarm"),
    ]
    assert told[0][2]["case"] == number
    assert told[1][2]["late"] == [number]
    assert await desk.look(at(23, 11, 30)) == []
    async with desk.database.transaction() as (tx, _):
        CaseTable(tx).promise(number, at(23, 11, 45))
    assert (await desk.look(at(23, 11, 46)))[0][1] == "promise_slipped"


async def test_a_follow_up_to_an_operator_off_shift_reaches_the_others(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    await desk.staff(1005, "Марат", shift=at(23, 9))
    number = await desk.taken(dinara, MONDAY)
    await desk.answers(number)
    await desk.ends_shift(dinara)
    await desk.writes(number, MONDAY + MINUTE)
    told = await desk.look(MONDAY + 2 * MINUTE)
    assert told == [(1005, "follow_up", {"case": number})]
    assert await desk.look(MONDAY + 5 * MINUTE) == []


async def test_with_nobody_on_shift_a_follow_up_alarms_the_supervisors(desk: TestDesk) -> None:
    await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    dinara = await desk.staff(1003, "Динара")
    number = await desk.taken(dinara, MONDAY)
    await desk.answers(number)
    await desk.writes(number, MONDAY + MINUTE)
    told = await desk.look(MONDAY + 2 * MINUTE)
    assert [(chat, kind) for chat, kind, _ in told] == [(9001, "desk_alarm")]
    assert told[0][2]["unheard"] == [number]
    assert await desk.look(MONDAY + 3 * MINUTE) == []


async def test_at_night_a_follow_up_waits_for_the_first_one_at_work(desk: TestDesk) -> None:
    await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    dinara = await desk.staff(1003, "Динара")
    marat = await desk.staff(1005, "Марат")
    number = await desk.taken(dinara, at(23, 17))
    await desk.answers(number)
    await desk.writes(number, at(23, 22))
    assert await desk.look(at(23, 22, 1)) == []
    await desk.begins_shift(marat, at(24, 8, 50))
    told = await desk.look(at(24, 8, 51))
    assert told == [(1005, "follow_up", {"case": number})]


async def test_a_shift_ends_at_the_closing_hour_and_one_begun_after_it_lasts(
    desk: TestDesk,
) -> None:
    await desk.staff(1003, "Динара", shift=at(23, 9))
    await desk.staff(1005, "Марат", shift=at(23, 18, 5))
    assert await desk.look(at(23, 17, 59)) == []
    assert await desk.look(at(23, 18, 6)) == [(1003, "shift_ended", {"at": at(23, 18)})]
    assert await desk.look(at(24, 12)) == []
    assert await desk.look(at(24, 18)) == [(1005, "shift_ended", {"at": at(24, 18)})]


async def test_handing_over_gives_back_what_the_list_showed_and_nothing_newer(
    desk: TestDesk,
) -> None:
    dinara = await desk.staff(1003, "Динара")
    old = [await desk.taken(dinara, MONDAY + second) for second in range(3)]
    new = await desk.taken(dinara, at(24, 9))
    operator = await desk.known(dinara)
    async with desk.database.transaction() as (tx, _):
        assert await shift_end(tx, at(24, 10)).hand_over_all(operator, at(23, 18), at(24, 10)) == 3
    async with desk.database.transaction() as (tx, _):
        assert await shift_end(tx, at(24, 10)).hand_over_all(operator, at(23, 18), at(24, 10)) == 0
    for number in old:
        assert (await desk.seen(number)).state is CaseState.WAITING
        assert (await desk.events(number))[-1] == "returned"
    assert (await desk.seen(new)).assignee_id == dinara


async def test_a_case_is_taken_over_from_somebody_off_shift_only(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара")
    marat = await desk.staff(1005, "Марат", shift=at(23, 9), capacity=1)
    number = await desk.taken(dinara, MONDAY)
    other = await desk.taken(marat, MONDAY)

    async def take_over() -> None:
        async with desk.database.transaction() as (tx, _):
            await shift_end(tx, MONDAY).take_over(await desk.known(marat), number, MONDAY)

    await desk.begins_shift(dinara, MONDAY)
    with pytest.raises(Stale):
        await take_over()
    await desk.ends_shift(dinara)
    with pytest.raises(AtCapacity):
        await take_over()
    async with desk.database.transaction() as (tx, _):
        assert await CaseTable(tx).give_back(other, marat, MONDAY)
    await take_over()
    assert (await desk.seen(number)).assignee_id == marat
    assert (1003, "case_moved", {"case": number}) in await desk.put()
    with pytest.raises(Stale):
        await take_over()


BY_PHONE: dict[str, Any] = {
    "contact": Contact.PHONE,
    "phone": "+77015550101",
    "slot": Slot.AFTERNOON,
}


async def test_a_call_is_due_when_its_hours_begin_and_after_one_in_vain(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    number = await desk.taken(dinara, at(23, 10), **BY_PHONE)
    assert await desk.look(at(23, 14, 59)) == [], "nobody is late before the hours asked for"
    due = (1003, "call_due", {"case": number})
    assert await desk.look(at(23, 15)) == [due]
    assert await desk.look(at(23, 15, 1)) == []
    await desk.calls(dinara, number, at(23, 15, 5), reached=False)
    assert await desk.look(at(23, 17, 4)) == []
    assert await desk.look(at(23, 17, 5)) == [due]
    await desk.calls(dinara, number, at(23, 17, 6), reached=True)
    assert (await desk.seen(number)).owed_since is None
    await desk.ends_shift(dinara)
    await desk.begins_shift(dinara, at(24, 9))
    assert await desk.look(at(24, 15)) == []
    events = await desk.events(number)
    assert events == ["call_due", "called", "call_due", "called"]


async def test_words_in_the_chat_are_no_call(desk: TestDesk) -> None:
    await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    number = await desk.taken(dinara, at(23, 10), Level.DAYS, **BY_PHONE)
    await desk.answers(number)
    assert await desk.look(at(23, 15)) == [(1003, "call_due", {"case": number})]
    told = await desk.look(at(23, 16))
    assert [kind for _, kind, _ in told] == ["silence_reminder"]
    told = await desk.look(at(23, 17))
    assert [kind for _, kind, _ in told][:2] == ["case_lost", "case_returned"]
    assert (await desk.seen(number)).state is CaseState.WAITING


async def test_who_takes_a_case_in_its_hours_has_the_number_before_them(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    number = await desk.taken(dinara, at(23, 16), **BY_PHONE)
    assert await desk.look(at(23, 16)) == []
    assert await desk.events(number) == ["call_due"], "the call centre's system is told"


async def test_who_is_off_shift_is_told_to_call_when_they_come(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    number = await desk.taken(dinara, at(23, 10), **BY_PHONE)
    await desk.ends_shift(dinara)
    assert await desk.look(at(23, 15)) == []
    assert await desk.events(number) == ["call_due"], "the call centre's system is told"
    await desk.begins_shift(dinara, at(23, 15, 30))
    assert await desk.look(at(23, 15, 31)) == [(1003, "call_due", {"case": number})]
    assert await desk.look(at(23, 15, 32)) == []
    assert await desk.events(number) == ["call_due"], "once"


async def test_those_at_work_hear_of_the_call_of_somebody_off_shift(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    await desk.staff(1004, "Марат", shift=at(23, 9))
    number = await desk.taken(dinara, at(23, 10), **BY_PHONE)
    await desk.answers(number)
    await desk.ends_shift(dinara)
    assert await desk.look(at(23, 15)) == []
    assert await desk.look(at(23, 15, 14)) == []
    assert await desk.look(at(23, 15, 15)) == [(1004, "follow_up", {"case": number})]
    assert await desk.look(at(23, 15, 16)) == []


async def test_a_call_is_told_again_until_there_is_one(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    number = await desk.taken(dinara, at(23, 10), **BY_PHONE)
    told = (1003, "call_due", {"case": number})
    assert told in await desk.look(at(23, 15))
    await desk.answers(number)
    assert told not in await desk.look(at(23, 16, 59))
    assert told in await desk.look(at(23, 17))
    assert (await desk.seen(number)).owed_since == at(23, 17)
    assert await desk.events(number) == ["call_due"], "once"
    await desk.calls(dinara, number, at(23, 17, 5), reached=True)
    await desk.begins_shift(dinara, at(24, 9))
    assert told not in await desk.look(at(24, 17))


async def test_after_three_calls_in_vain_the_citizen_is_asked_to_write(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    number = await desk.taken(dinara, at(23, 10), **BY_PHONE | {"slot": Slot.ANY})
    for hour in (10, 13, 16):
        await desk.calls(dinara, number, at(23, hour), reached=False)
    told = [(kind, payload) for _, kind, payload in await desk.put()]
    assert told == [("case_not_reached", {"case": number})]
    assert (await desk.seen(number)).owed_since is None
    assert await desk.look(at(23, 17, 59)) == []


async def test_words_that_nobody_has_answered_stay_owed_after_calls_in_vain(
    desk: TestDesk,
) -> None:
    supervisor = await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    await desk.begins_shift(supervisor, at(23, 9))
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    number = await desk.taken(dinara, at(23, 10), Level.TODAY, **BY_PHONE | {"slot": Slot.ANY})
    for minute in (1, 2):
        await desk.calls(dinara, number, at(23, 10, minute), reached=False)
    await desk.says(number, at(23, 10, 3))
    await desk.calls(dinara, number, at(23, 10, 4), reached=False)
    assert (await desk.seen(number)).owed_since == at(23, 10, 3)
    assert ("case_not_reached", {"case": number}) in [(k, p) for _, k, p in await desk.put()]
    told = await desk.look(at(23, 10, 18))
    assert [(chat, kind) for chat, kind, _ in told] == [(1003, "silence_reminder")]
    told = await desk.look(at(23, 10, 33))
    assert (await desk.seen(number)).state is CaseState.WAITING
    assert (9001, "desk_alarm") in [(chat, kind) for chat, kind, _ in told]


async def test_whoever_was_reached_has_been_answered_as_far_as_it_could_be_read(
    desk: TestDesk,
) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    number = await desk.taken(dinara, at(23, 10), **BY_PHONE | {"slot": Slot.ANY})
    await desk.says(number, at(23, 10, 5))
    await desk.calls(dinara, number, at(23, 10, 6), reached=True)
    assert (await desk.seen(number)).owed_since == at(23, 10, 5), "it is still on its way"
    async with desk.database.transaction() as (tx, _):
        await tx.run("all_arrived")
    other = await desk.taken(dinara, at(23, 10), **BY_PHONE | {"slot": Slot.ANY})
    await desk.says(other, at(23, 10, 5))
    async with desk.database.transaction() as (tx, _):
        await tx.run("all_arrived")
    await desk.calls(dinara, other, at(23, 10, 6), reached=True)
    assert (await desk.seen(other)).owed_since is None
    await desk.says(other, at(23, 10, 7))
    assert (await desk.seen(other)).owed_since == at(23, 10, 7), "written after it"


async def test_words_that_were_answered_are_not_owed_again(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    number = await desk.taken(dinara, at(23, 10), **BY_PHONE | {"slot": Slot.ANY})
    await desk.says(number, at(23, 10, 5))
    await desk.answers(number)
    await desk.says(number, at(23, 10, 7))
    for minute in (10, 11, 12):
        await desk.calls(dinara, number, at(23, 10, minute), reached=False)
    assert (await desk.seen(number)).owed_since == at(23, 10, 7)
