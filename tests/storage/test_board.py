"""The supervisor's board on both engines: what it counts, and moving a case."""

import asyncio

import pytest

from bot.wiring.consultation import records_on
from domain.consultation.board import Board, BoardView, Load, day_start
from domain.consultation.case import CaseState, EventKind, OutcomeCode
from domain.consultation.desk import AtCapacity
from domain.consultation.handing import Handing
from domain.consultation.records import Event
from domain.consultation.triage import Level
from domain.errors import NotAllowed, Stale
from domain.people.model import Role
from storage.board import BoardTable
from storage.cases import CaseTable, EventTable
from storage.desk import ColleagueTable, NoteTable
from storage.engine import Database, Transaction
from storage.outbox import OutboxRows
from tests.storage.desk import MINUTE, MONDAY, TestDesk, at

NOW = at(23, 12)


@pytest.fixture
def desk(database: Database) -> TestDesk:
    return TestDesk(database)


def board_on(tx: Transaction) -> Board:
    records, notes = records_on(tx, OutboxRows(tx, NOW)), NoteTable(tx)
    return Board(BoardTable(tx), records, notes, Handing(records, ColleagueTable(tx), notes))


async def viewed(desk: TestDesk, who: int) -> BoardView:
    async with desk.database.transaction() as (tx, _):
        return await board_on(tx).view(await desk.known(who), NOW)


async def happened(desk: TestDesk, *events: tuple[int, EventKind, int | None, int]) -> None:
    async with desk.database.transaction() as (tx, _):
        for case_id, kind, by, when in events:
            details = {"stars": 4} if kind is EventKind.RATED else {}
            EventTable(tx).add(Event(case_id=case_id, kind=kind, by=by, at=when, details=details))


async def test_who_waits_and_who_is_late_by_urgency(desk: TestDesk) -> None:
    boss = await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    await desk.case(at(23, 10), Level.TODAY, promised_by=at(23, 11))
    await desk.case(at(23, 9), Level.TODAY, promised_by=at(23, 13))
    await desk.case(at(20, 9), Level.PLAN)
    today, days, week, plan = (await viewed(desk, boss)).waiting
    assert (today.level, today.count, today.oldest, today.late) == (Level.TODAY, 2, at(23, 9), 1)
    assert (days.count, days.oldest, week.count) == (0, None, 0)
    assert (plan.count, plan.oldest, plan.late) == (1, at(20, 9), 0)


async def test_late_are_those_past_their_first_promise_or_a_later_one(desk: TestDesk) -> None:
    boss = await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    await desk.case(at(23, 9), promised_by=at(23, 13))
    await desk.case(at(23, 9), promised_by=NOW)
    slipped = await desk.case(at(23, 9), promised_by=at(23, 11))
    async with desk.database.transaction() as (tx, _):
        tx.later("mark_slipped", id=slipped, now=at(23, 11), promised_by=at(23, 14))
    late = {one.level: one.late for one in (await viewed(desk, boss)).waiting}
    assert late == {Level.TODAY: 0, Level.DAYS: 0, Level.WEEK: 0, Level.PLAN: 2}


async def test_what_each_operator_has_owes_and_closed_today(desk: TestDesk) -> None:
    boss = await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    await desk.staff(1006, "Редактор", Role.EDITOR)
    owed, answered, closed, long_closed = [
        await desk.taken(dinara, MONDAY + n * MINUTE) for n in range(4)
    ]
    await desk.answers(answered)
    async with desk.database.transaction() as (tx, _):
        for number in (closed, long_closed):
            assert await CaseTable(tx).close(number, dinara, OutcomeCode.ADVISED, "Кеңес", NOW)
    await happened(
        desk,
        (owed, EventKind.TAKEN, dinara, MONDAY),
        (owed, EventKind.MESSAGE, dinara, MONDAY + 5 * MINUTE),
        (answered, EventKind.TAKEN, dinara, MONDAY),
        (answered, EventKind.MESSAGE, 1, MONDAY + MINUTE),  # the citizen's is no reply
        (answered, EventKind.MESSAGE, dinara, MONDAY + 3 * MINUTE),
        (answered, EventKind.MESSAGE, dinara, MONDAY + 9 * MINUTE),
        (closed, EventKind.CLOSED, dinara, NOW),
        (closed, EventKind.RATED, None, NOW),
        (long_closed, EventKind.CLOSED, dinara, at(20, 12)),
    )
    view = await viewed(desk, boss)
    assert view.loads[0] == Load(
        person_id=dinara,
        name="Динара",
        on_shift=True,
        capacity=8,
        open=2,
        owed=1,
        owed_since=MONDAY - MINUTE,
        closed_today=1,
        first_reply=3 * MINUTE,
    )
    assert [load.name for load in view.loads] == ["Динара", "Ерлан"]
    assert view.day.counts == {EventKind.TAKEN: 2, EventKind.CLOSED: 1}
    assert (view.day.first_reply, view.day.stars) == (3 * MINUTE, 4)


async def test_the_board_is_for_those_who_supervise(desk: TestDesk) -> None:
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    number = await desk.taken(dinara, MONDAY)
    operator = await desk.known(dinara)
    async with desk.database.transaction() as (tx, _):
        board = board_on(tx)
        for action in (
            board.view(operator, NOW),
            board.waiting(operator, NOW),
            board.loads(operator, NOW),
            board.cases(operator, 0),
            board.case_to_move(operator, number),
            board.move(operator, number, dinara, dinara, NOW),
        ):
            with pytest.raises(NotAllowed):
                await action


async def test_a_case_moves_from_one_operator_or_the_queue_to_another(desk: TestDesk) -> None:
    boss = await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    marat = await desk.staff(1005, "Марат", shift=at(23, 9), capacity=2)
    taken, waiting, third = (
        await desk.taken(dinara, MONDAY),
        await desk.case(MONDAY),
        await desk.case(MONDAY),
    )

    async def move(number: int, source: int) -> None:
        async with desk.database.transaction() as (tx, _):
            await board_on(tx).move(await desk.known(boss), number, source, marat, NOW)

    await move(taken, dinara)
    await move(waiting, 0)
    assert [(await desk.seen(n)).assignee_id for n in (taken, waiting)] == [marat, marat]
    assert [await desk.events(n) for n in (taken, waiting)] == [["transferred"], ["taken"]]
    told = [(chat, kind) for chat, kind, _ in await desk.put()]
    assert told.count((1005, "case_card")) == 2
    assert told.count((1003, "case_moved")) == 1
    with pytest.raises(AtCapacity):
        await move(third, 0)
    with pytest.raises(Stale):  # the button is of a screen on which Динара still had it
        await move(taken, dinara)


async def test_of_a_move_and_a_take_at_once_one_wins(desk: TestDesk) -> None:
    boss = await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    dinara = await desk.staff(1003, "Динара", shift=at(23, 9))
    marat = await desk.staff(1005, "Марат", shift=at(23, 9))
    number = await desk.case(MONDAY)
    supervisor = await desk.known(boss)

    async def move() -> int | None:
        try:
            async with desk.database.transaction() as (tx, _):
                await board_on(tx).move(supervisor, number, 0, marat, NOW)
        except Stale:
            return None
        return marat

    async def take() -> int | None:
        async with desk.database.transaction() as (tx, _):
            return dinara if await CaseTable(tx).take(number, dinara, NOW) else None

    won = [who for who in await asyncio.gather(move(), take()) if who is not None]
    case = await desk.seen(number)
    assert won == [case.assignee_id]
    assert case.state is CaseState.TAKEN


def test_the_day_is_almatys() -> None:
    assert day_start(NOW) == at(23, 0)
