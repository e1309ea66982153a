"""The numbers of a day on both engines: from the events of that day, and of no other."""

import pytest

from domain.consultation.case import EventKind, OutcomeCode
from domain.consultation.day_numbers import DayNumbers, Days, HourOfDay, LevelDay, Spread
from domain.consultation.records import Event
from domain.consultation.triage import Level
from domain.people.model import Role
from storage.board import BoardTable
from storage.cases import EventTable
from storage.day_numbers import DayTable
from storage.engine import Database
from tests.storage.desk import HOURS, MINUTE, TestDesk, at

TODAY = HOURS.day_of(at(23, 12))
Moment = tuple[int, EventKind, int | None, int, dict[str, str | int]]


@pytest.fixture
def desk(database: Database) -> TestDesk:
    return TestDesk(database)


async def happened(desk: TestDesk, *moments: Moment) -> None:
    async with desk.database.transaction() as (tx, _):
        for case_id, kind, by, when, details in moments:
            EventTable(tx).add(Event(case_id=case_id, kind=kind, by=by, at=when, details=details))


async def numbers(desk: TestDesk, who: int, day: int, now: int) -> DayNumbers:
    person = await desk.known(who)
    async with desk.database.transaction() as (tx, _):
        return await Days(DayTable(tx), HOURS).numbers(person, HOURS.day_of(at(day, 0)), now)


async def test_a_day_is_counted_from_its_events(desk: TestDesk) -> None:
    boss = await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    dinara = await desk.staff(1003, "Динара")
    urgent = await desk.case(at(22, 20), Level.TODAY)  # on a Sunday evening
    plan = await desk.case(at(23, 9, 10))
    other = await desk.case(at(23, 9, 20))
    await happened(
        desk,
        (urgent, EventKind.OPENED, None, at(22, 20), {}),
        (plan, EventKind.OPENED, None, at(23, 9, 10), {}),
        (other, EventKind.OPENED, None, at(23, 9, 20), {}),
        (urgent, EventKind.TAKEN, dinara, at(23, 9, 5), {}),
        (urgent, EventKind.MESSAGE, dinara, at(23, 9, 8), {}),
        (urgent, EventKind.MESSAGE, dinara, at(23, 10), {}),
        (plan, EventKind.TAKEN, dinara, at(23, 9, 30), {}),
        (plan, EventKind.MESSAGE, boss, at(23, 9, 31), {}),  # not of whoever took it
        (plan, EventKind.RETURNED, dinara, at(23, 10), {}),
        (plan, EventKind.TAKEN, dinara, at(23, 11), {}),
        (other, EventKind.CANCELLED, None, at(23, 11), {}),
        (urgent, EventKind.CLOSED, dinara, at(23, 11), {"code": "court"}),
        (urgent, EventKind.RATED, None, at(23, 12), {"stars": 4}),
        (urgent, EventKind.RATED, None, at(23, 12, 1), {"stars": 4, "comment": 1}),
        (plan, EventKind.CLOSED, dinara, at(24, 0), {"code": "advised"}),
        (plan, EventKind.RATED, None, at(24, 0), {"stars": 1}),
    )
    today = await numbers(desk, boss, 23, at(23, 18))
    assert today.counts == {
        EventKind.OPENED: 2,
        EventKind.TAKEN: 3,
        EventKind.CLOSED: 1,
        EventKind.CANCELLED: 1,
    }
    assert today.waited == Spread(5 * MINUTE, 20 * MINUTE)
    assert today.replied == Spread(3 * MINUTE, 3 * MINUTE)
    assert today.levels == (
        LevelDay(level=Level.TODAY, opened=0, taken=1, waited=Spread(5 * MINUTE, 5 * MINUTE)),
        LevelDay(level=Level.PLAN, opened=2, taken=2, waited=Spread(20 * MINUTE, 20 * MINUTE)),
    )
    assert today.outcomes == ((OutcomeCode.COURT, 1),)
    assert (today.ratings, today.stars, today.waiting) == (1, 4, 3)
    assert (today.hours[9], today.hours[11]) == (HourOfDay(2, 0), HourOfDay(0, 1))

    sunday = await numbers(desk, boss, 22, at(23, 18))
    assert (sunday.counts[EventKind.OPENED], sunday.hours[20]) == (1, HourOfDay(1, 0))
    assert (sunday.counts[EventKind.CLOSED], sunday.waiting) == (0, None)
    assert (await numbers(desk, boss, 21, at(23, 18))).is_empty


async def test_a_promise_counts_on_the_day_for_which_it_was_made(desk: TestDesk) -> None:
    boss = await desk.staff(9001, "Ерлан", Role.OWNER)
    await desk.case(at(20, 9), promised_by=at(20, 18))
    await desk.case(at(23, 9), promised_by=at(23, 9, 30))
    await desk.look(at(23, 10))
    assert (await numbers(desk, boss, 20, at(23, 12))).late == 1
    assert (await numbers(desk, boss, 23, at(23, 12))).late == 1


async def test_a_comment_is_no_second_rating_on_the_board_either(desk: TestDesk) -> None:
    number = await desk.case(at(23, 9))
    await happened(
        desk,
        (number, EventKind.RATED, None, at(23, 9), {"stars": 5}),
        (number, EventKind.RATED, None, at(23, 9), {"stars": 5, "comment": 1}),
    )
    async with desk.database.reading() as reader:
        assert await BoardTable(reader).stars(at(23, 0)) == [5]


def test_the_day_is_almatys() -> None:
    assert str(TODAY) == "2026-11-23"
