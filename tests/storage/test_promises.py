"""Promises that slip, on both engines: each new one is farther, the third slip brings none."""

import datetime as dt
from dataclasses import replace

import pytest

from domain.consultation.case import EventKind
from domain.consultation.opening import OpeningHours
from domain.consultation.records import Event
from domain.people.model import Role
from storage.cases import CaseTable, EventTable
from storage.engine import Database
from storage.people import PeopleTable
from tests.consultation import a_new_case
from tests.storage.desk import MINUTE, TestDesk, at


@pytest.fixture
def desk(database: Database) -> TestDesk:
    return TestDesk(database)


async def test_each_slip_brings_a_farther_promise_and_the_third_none(desk: TestDesk) -> None:
    boss = await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    await takes_within_a_minute(desk, boss)
    await desk.begins_shift(boss, at(23, 9))
    number = await desk.case(at(23, 9), promised_by=at(23, 9, 30))

    promised = []
    for now in (at(23, 9, 30), at(23, 11, 30), at(23, 16)):
        told = await desk.look(now)
        assert [kind for _, kind, _ in told] == ["promise_slipped", "desk_alarm"]
        assert told[1][2]["late"] == [number]
        promised.append((told[0][2]["promised_by"], told[0][2]["latest"]))
        assert await desk.look(now + MINUTE) == []
    assert promised == [(at(23, 11, 30),) * 2, (at(23, 16),) * 2, (None, None)]
    assert await desk.look(at(23, 17, 59)) == []

    kept = await desk.seen(number)
    assert (kept.slips, kept.promised_by) == (3, at(23, 16))
    assert await slips_of(desk, number) == [at(23, 9, 30), at(23, 11, 30), at(23, 16)]


async def test_at_night_a_slip_waits_for_the_morning(database: Database) -> None:
    desk = TestDesk(database)
    desk.rules = replace(desk.rules, hours=OpeningHours(closes=dt.time(23)))
    number = await desk.case(at(23, 19), promised_by=at(23, 21, 30))
    assert await desk.look(at(23, 21, 31)) == []
    assert await desk.look(at(24, 8, 59)) == []
    assert [kind for _, kind, _ in await desk.look(at(24, 9))] == ["promise_slipped"]
    assert await slips_of(desk, number) == [at(23, 21, 30)]


async def test_a_request_that_was_taken_has_its_slips_behind_it(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара")
    number = await desk.case(at(23, 9), promised_by=at(23, 9, 30))
    await desk.look(at(23, 9, 30))
    async with desk.database.transaction() as (tx, _):
        cases = CaseTable(tx)
        assert await cases.take(number, dinara, at(23, 9, 40))
        assert await cases.give_back(number, dinara, at(23, 9, 45), sooner=0)
    case = await desk.seen(number)
    assert (case.slips, case.promised_by) == (0, None)
    assert [kind for _, kind, _ in await desk.look(at(24, 10))] == []


async def test_whoever_is_erased_leaves_no_slip(desk: TestDesk) -> None:
    number = await desk.case(at(23, 9), promised_by=at(23, 9, 30))
    await desk.look(at(23, 9, 30))
    assert await slips_of(desk, number) == [at(23, 9, 30)]
    citizen = (await desk.seen(number)).citizen_id
    async with desk.database.transaction() as (tx, _):
        assert await CaseTable(tx).cancel(number, at(23, 10))
        PeopleTable(tx).erase(citizen)
    assert await slips_of(desk, number) == []


async def takes_within_a_minute(desk: TestDesk, operator: int) -> None:
    """Enough of them for a time to be named."""
    citizens = [await desk.person(7000 + number) for number in range(12)]
    async with desk.database.transaction() as (tx, _):
        cases, events = CaseTable(tx), EventTable(tx)
        for number, citizen in enumerate(citizens):
            sent = at(20, 10, number)
            case = await cases.add(a_new_case(citizen, sent))
            assert case is not None
            events.add(Event(case_id=case, kind=EventKind.TAKEN, by=operator, at=sent + MINUTE))
            assert await cases.cancel(case, sent + MINUTE)


async def slips_of(desk: TestDesk, case_id: int) -> list[int]:
    async with desk.database.reading() as reader:
        return [row["promised_by"] for row in await reader.all("slips_of", case_id=case_id)]
