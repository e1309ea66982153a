"""Hooks as rows, on both engines: found whatever the order of commits, in order, never lost."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from domain.consultation.case import CaseState, Contact, EventKind, Slot
from domain.hooks.model import POSTED, Hook, HookState
from domain.people.model import Role
from storage.engine import Database
from storage.hooks import ENDED_KEPT, SETTLED, HookList, HookRows
from storage.people import PeopleTable
from storage.queries import load_statements
from storage.url import parse_url
from tests.hooks.desk import NOW, Desk

LEASE = 30


@pytest.fixture
async def desk(database: Database) -> Desk:
    await HookRows(database).begin(NOW - 10, alone=True)
    return Desk(database)


async def claim(database: Database, now: int = NOW, limit: int = 10) -> list[Hook]:
    return await HookRows(database).claim(now, now + LEASE, limit)


def kinds(hooks: list[Hook]) -> list[str]:
    return [hook.kind.value for hook in hooks]


async def drained(database: Database, now: int = NOW) -> list[str]:
    """Post everything that is due, as a receiver would that accepts all."""
    hooks = HookRows(database)
    posted: list[str] = []
    while claimed := await claim(database, now):
        for hook in claimed:
            posted.append(hook.kind.value)
            await hooks.posted(hook.event_id, now)
    return posted


async def test_events_come_in_the_order_of_their_case(desk: Desk, database: Database) -> None:
    aigul, sergei = await desk.person(1001), await desk.person(1002)
    first, second = await desk.case(aigul), await desk.case(sergei)
    await desk.happens(first, EventKind.OPENED)
    await desk.happens(first, EventKind.TAKEN)
    await desk.happens(second, EventKind.OPENED)
    heads = await claim(database)
    assert [(hook.case_id, hook.kind) for hook in heads] == [
        (first, EventKind.OPENED),
        (second, EventKind.OPENED),
    ]
    assert await claim(database) == [], "the next of a case waits for the one before it"
    await HookRows(database).posted(heads[0].event_id, NOW)
    assert kinds(await claim(database)) == ["taken"]


async def test_what_waits_for_its_next_try_holds_up_its_case_only(
    desk: Desk, database: Database
) -> None:
    aigul, sergei = await desk.person(1001), await desk.person(1002)
    first, second = await desk.case(aigul), await desk.case(sergei)
    await desk.happens(first, EventKind.OPENED)
    await desk.happens(first, EventKind.TAKEN)
    [opened] = await claim(database)
    await HookRows(database).again(opened.event_id, NOW + 60, "status 500")
    await desk.happens(second, EventKind.OPENED)
    assert [hook.case_id for hook in await claim(database)] == [second]
    again = await claim(database, NOW + 60)
    assert [(h.event_id, h.attempts) for h in again if h.case_id == first] == [
        (opened.event_id, 2)
    ]


async def test_what_was_given_up_lets_the_next_one_go(desk: Desk, database: Database) -> None:
    case = await desk.case(await desk.person(1001))
    await desk.happens(case, EventKind.OPENED)
    await desk.happens(case, EventKind.TAKEN)
    [opened] = await claim(database)
    await HookRows(database).dead(opened.event_id, "status 422", NOW)
    assert kinds(await claim(database)) == ["taken"]


async def test_nothing_from_before_the_first_start_is_told(database: Database) -> None:
    desk = Desk(database)
    case = await desk.case(await desk.person(1001))
    await desk.happens(case, EventKind.OPENED)
    assert await claim(database) == [], "posting has never been switched on"
    await HookRows(database).begin(NOW, alone=True)
    await desk.happens(case, EventKind.TAKEN)
    await HookRows(database).begin(NOW, alone=True)
    assert kinds(await claim(database)) == ["taken"]


async def test_all_kinds_are_told_but_notes(desk: Desk, database: Database) -> None:
    case = await desk.case(await desk.person(1001))
    for kind in EventKind:
        await desk.happens(case, kind)
    assert sorted(await drained(database, NOW + 60)) == sorted(kind.value for kind in POSTED)


async def test_messages_of_ten_seconds_are_one(desk: Desk, database: Database) -> None:
    aigul = await desk.person(1001)
    case = await desk.case(aigul)
    for second in (0, 3, 9, 10, 19, 20):
        await desk.writes(case, aigul, f"at {second}", NOW + second)
    assert await claim(database, NOW + 9) == []
    told = []
    for now in (NOW + 10, NOW + 20, NOW + 30):
        [hook] = await claim(database, now)
        happening = await HookRows(database).happening(hook.event_id)
        assert happening is not None
        told.append((happening.from_citizen, [words.html for words in happening.words]))
        await HookRows(database).posted(hook.event_id, now)
    assert [count for count, _ in told] == [3, 5, 6]
    assert {word for _, words in told for word in words} == {
        f"at {second}" for second in (0, 3, 9, 10, 19, 20)
    }
    assert await claim(database, NOW + 60) == []


async def test_a_message_that_was_tried_is_not_joined(desk: Desk, database: Database) -> None:
    aigul = await desk.person(1001)
    case = await desk.case(aigul)
    await desk.writes(case, aigul, "early", NOW)
    [first] = await claim(database, NOW + 10)
    await desk.writes(case, aigul, "committed late", NOW + 5)
    assert await claim(database, NOW + 11) == [], "the first one is on its way"
    await HookRows(database).again(first.event_id, NOW + 20, "status 500")
    [again] = await claim(database, NOW + 20)
    assert again.event_id == first.event_id
    await HookRows(database).posted(first.event_id, NOW + 20)
    assert kinds(await claim(database, NOW + 20)) == ["message"]


async def test_the_case_is_told_as_it_stood_right_after_the_event(
    desk: Desk, database: Database
) -> None:
    aigul, dinara = await desk.person(1001), await desk.person(1003, Role.OPERATOR)
    case = await desk.case(aigul, NOW)
    await desk.happens(case, EventKind.OPENED, NOW, by=aigul)
    await desk.happens(case, EventKind.TAKEN, NOW + 5, by=dinara)
    await desk.happens(case, EventKind.CALLED, NOW + 6, by=dinara, details={"reached": 1})
    await desk.happens(case, EventKind.RETURNED, NOW + 9)
    await desk.closes(case)
    seen = []
    hooks = HookRows(database)
    for _ in range(4):
        [hook] = await claim(database, NOW + 60)
        happening = await hooks.happening(hook.event_id)
        assert happening is not None
        seen.append((happening.state, happening.waiting_since, happening.by))
        await hooks.posted(hook.event_id, NOW + 60)
    assert seen == [
        (CaseState.WAITING, NOW, "citizen"),
        (CaseState.TAKEN, None, "operator"),
        (CaseState.TAKEN, None, "operator"),
        (CaseState.WAITING, NOW + 9, None),
    ]


async def test_a_case_from_before_events_were_kept_has_its_own_state(
    desk: Desk, database: Database
) -> None:
    aigul = await desk.person(1001)
    case = await desk.case(aigul)
    await desk.happens(case, EventKind.RATED, by=aigul, details={"stars": 4})
    [hook] = await claim(database)
    happening = await HookRows(database).happening(hook.event_id)
    assert happening is not None
    assert (happening.state, happening.details) == (CaseState.WAITING, {"stars": 4})


@pytest.mark.postgres
async def test_an_event_that_is_committed_after_later_ones_is_found(
    fresh_postgres_url: str, opener
) -> None:
    database = await opener(fresh_postgres_url)
    desk = Desk(database)
    await HookRows(database).begin(NOW - 10, alone=False)
    slow = await desk.case(await desk.person(1001))
    quick = await desk.case(await desk.person(1002))
    async with database.transaction() as (tx, _):
        await tx.run(
            "add_case_event", case_id=slow, kind="opened", by_id=None, at=NOW, details="{}"
        )
        # another task: a transaction cannot be opened inside of one
        for kind in (EventKind.OPENED, EventKind.TAKEN):
            await asyncio.create_task(desk.happens(quick, kind))
        assert await asyncio.create_task(drained(database)) == ["opened", "taken"]
    [late] = await claim(database)
    assert late.case_id == slow
    assert await claim(database, NOW + SETTLED + 5) == [late.__class__(
        event_id=late.event_id, case_id=slow, kind=late.kind, attempts=2,
        created_at=late.created_at,
    )]  # fmt: skip


async def test_the_floor_follows_and_nothing_is_told_twice_after_the_clean_up(
    desk: Desk, database: Database
) -> None:
    case = await desk.case(await desk.person(1001))
    await desk.happens(case, EventKind.OPENED, NOW)
    assert await drained(database) == ["opened"]
    later = NOW + ENDED_KEPT + 100
    hooks = HookRows(database)
    assert await hooks.clean_up(later) == 0, "the event is not below the floor yet"
    assert await claim(database, later) == []
    assert await hooks.clean_up(later) == 1
    assert await claim(database, later) == []
    assert await hooks.to_do(later) == (False, 0)
    await desk.happens(case, EventKind.TAKEN, later)
    assert await hooks.to_do(later) == (True, 0)
    assert kinds(await claim(database, later)) == ["taken"]


async def test_a_lease_ends_by_itself_or_with_the_start_of_the_only_poster(
    desk: Desk, database: Database
) -> None:
    case = await desk.case(await desk.person(1001))
    await desk.happens(case, EventKind.OPENED)
    [first] = await claim(database)
    assert await claim(database, NOW + LEASE - 1) == []
    [second] = await claim(database, NOW + LEASE)
    assert second.attempts == first.attempts + 1
    await HookRows(database).begin(NOW + LEASE, alone=False)
    assert await claim(database, NOW + LEASE) == []
    await HookRows(database).begin(NOW + LEASE, alone=True)
    assert len(await claim(database, NOW + LEASE)) == 1


async def test_two_posters_never_hold_the_same_event(
    desk: Desk, database: Database, other_database: Database
) -> None:
    numbers = [await desk.case(await desk.person(2000 + n)) for n in range(12)]
    for number in numbers:
        await desk.happens(number, EventKind.OPENED)
    claims = await asyncio.gather(
        *(claim(door, limit=4) for door in (database, other_database) * 4)
    )
    held = [hook.event_id for hooks in claims for hook in hooks]
    assert sorted(held) == sorted(set(held))
    assert len(held) == 12


async def test_erasing_a_person_erases_what_was_still_to_be_told(
    desk: Desk, database: Database
) -> None:
    aigul = await desk.person(1001)
    case = await desk.case(aigul)
    await desk.writes(case, aigul, "Құпия", NOW)
    await desk.happens(case, EventKind.CANCELLED, NOW + 1, by=aigul)
    await desk.closes(case)
    [hook] = await claim(database, NOW + 10)
    async with database.transaction() as (tx, _):
        PeopleTable(tx).erase(aigul)
    assert await HookRows(database).happening(hook.event_id) is None
    await HookRows(database).posted(hook.event_id, NOW)
    assert await claim(database, NOW + 100) == []
    assert await HookList(database).unfinished(10) == []


async def test_what_was_given_up_is_listed_and_replayed(desk: Desk, database: Database) -> None:
    case = await desk.case(await desk.person(1001))
    await desk.happens(case, EventKind.OPENED)
    await desk.happens(case, EventKind.TAKEN)
    [opened] = await claim(database)
    hooks, owner = HookRows(database), HookList(database)
    await hooks.dead(opened.event_id, "status 404", NOW + 5)
    [taken] = await claim(database, NOW + 5)
    listed = await owner.unfinished(10)
    assert [(e.event_id, e.state, e.error) for e in listed] == [
        (opened.event_id, HookState.DEAD, "status 404"),
        (taken.event_id, HookState.PENDING, None),
    ]
    assert not await owner.replay(taken.event_id, NOW + 6), "it waits anyway"
    assert not await owner.replay(999_999, NOW + 6)
    assert await owner.replay(opened.event_id, NOW + 6)
    [again] = await claim(database, NOW + 6)
    assert (again.event_id, again.attempts, again.created_at) == (opened.event_id, 1, NOW + 6)
    await hooks.posted(opened.event_id, NOW + 7)
    await hooks.dead(taken.event_id, "status 404", NOW + 7)
    assert await owner.replay_dead(NOW + 8) == 1
    assert await owner.replay(opened.event_id, NOW + 8), "accepted ones can be posted once more"
    assert await drained(database, NOW + 8) == ["opened", "taken"]


async def test_the_age_is_that_of_the_oldest_one_that_waits(
    desk: Desk, database: Database
) -> None:
    case = await desk.case(await desk.person(1001))
    await desk.happens(case, EventKind.OPENED)
    hooks = HookRows(database)
    assert await hooks.to_do(NOW) == (True, 0)
    [hook] = await claim(database)
    assert await hooks.to_do(NOW + 20) == (False, 20)
    await hooks.posted(hook.event_id, NOW + 20)
    assert await hooks.to_do(NOW + 20) == (False, 0)


PLANNED = {
    "put_hooks": {"e": "PRIMARY KEY (rowid>?)", "h": "(event_id=?)"},
    "hooks_to_do": {"e": "PRIMARY KEY (rowid>?)", "hooks": "hooks_due"},
    "claim_hooks": {"head": "hooks_due", "f": "hooks_case"},
    "join_messages": {"n": "hooks_case"},
    "move_hooks_floor": {"e": "PRIMARY KEY (rowid>?)"},
    "hook_happening": {"x": "case_events_case", "w": "case_messages_case"},
    "hooks_dead": {"hooks": "hooks_finished_at"},
}
"""What each table is found by: nothing may read a million events that were told long ago."""


def test_the_plans_use_the_indexes(fresh_sqlite_url: str) -> None:
    with closing(sqlite3.connect(parse_url(fresh_sqlite_url).path)) as file:
        for name, wanted in PLANNED.items():
            statement = load_statements("sqlite")[name]
            values = dict.fromkeys(statement.parameters, 1)
            rows = file.execute(f"explain query plan {statement.sql}", values)
            plan = [detail for *_, detail in rows]
            for table, way in wanted.items():
                steps = [s for s in plan if s.startswith((f"SEARCH {table} ", f"SCAN {table}"))]
                assert steps, (name, table, plan)
                assert all(way in step for step in steps), (name, table, plan)


async def test_calls_are_counted_up_to_the_event(desk: Desk, database: Database) -> None:
    by_phone = {"slot": Slot.NOON, "contact": Contact.PHONE, "phone": "+77015550101"}
    case = await desk.case(await desk.person(1001), **by_phone)
    for reached in (0, 1):
        await desk.happens(case, EventKind.CALLED, details={"reached": reached})
    hooks = HookRows(database)
    for number in (1, 2):
        [hook] = await claim(database)
        happening = await hooks.happening(hook.event_id)
        assert happening is not None
        assert (happening.calls, happening.call_slot) == (number, "noon")
        await hooks.posted(hook.event_id, NOW)
