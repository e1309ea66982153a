"""What a chat has got of the outbox, and what came after it: the contract on both engines."""

import json

import pytest

from domain.consultation.case import Contact, EventKind
from domain.consultation.ports import NOTHING_SHOWN
from domain.consultation.records import Event
from domain.delivery.outbox import Parcel
from storage import open_database
from storage.case_messages import SETTLED_SECONDS, MessageTable
from storage.cases import CaseTable, EventTable
from storage.engine import Database, Transaction
from storage.outbox import OutboxRows
from storage.postgres import PostgresDatabase
from storage.watch import WatchTable
from tests.storage.test_cases import add, message, new_case, operator, person

CHAT = 77


def put(tx: Transaction, case: int, kind: str = "case_card") -> None:
    OutboxRows(tx, 10).put(Parcel(chat_id=CHAT, kind=kind, payload={"case": case}))


async def ends(tx: Transaction, *cases: int, now: int = 11) -> None:
    """What waits for the chat about these cases has arrived."""
    for row in await tx.all("parcels_since", chat_id=CHAT, parcel=0, limit=1000):
        if json.loads(row["payload"])["case"] in cases:
            tx.later("finish_parcel", id=row["id"], state="sent", error=None, now=now)


async def test_what_has_ended_is_shown_and_what_waits_comes_later(database: Database) -> None:
    async with database.transaction() as (tx, _):
        table = MessageTable(tx)
        assert await table.shown(CHAT) == NOTHING_SHOWN
        put(tx, 1)
        put(tx, 2)
        put(tx, 3)
        await ends(tx, 1, 3)
        shown = await table.shown(CHAT)
        assert await table.came_since(CHAT, shown) == {2}
        await ends(tx, 2)
        assert await table.came_since(CHAT, shown) == {2}, "it came below the others"
        assert await table.came_since(CHAT, await table.shown(CHAT)) == set()
        put(tx, 4, "case_waiting")
        assert await table.came_since(CHAT, await table.shown(CHAT)) == set()


async def test_what_ended_long_before_the_last_is_not_named_one_by_one(
    database: Database,
) -> None:
    async with database.transaction() as (tx, _):
        table = MessageTable(tx)
        for case in range(1, 31):
            put(tx, case)
        await ends(tx, *range(1, 30), now=100)
        await ends(tx, 30, now=100 + SETTLED_SECONDS)
        shown = await table.shown(CHAT)
        assert len(shown.later) == 1
        assert await table.came_since(CHAT, shown) == set()
        put(tx, 31)
        assert await table.came_since(CHAT, shown) == {31}


async def test_something_that_waits_for_long_hides_nothing(database: Database) -> None:
    async with database.transaction() as (tx, _):
        table = MessageTable(tx)
        for case in (1, 2, 3):
            put(tx, case)
        await ends(tx, 1, now=100)
        await ends(tx, 3, now=100 + 10 * SETTLED_SECONDS)
        shown = await table.shown(CHAT)
        assert await table.came_since(CHAT, shown) == {2}


async def test_after_too_much_nothing_is_clear(database: Database) -> None:
    async with database.transaction() as (tx, _):
        for _ in range(51):
            put(tx, 1)
        assert await MessageTable(tx).came_since(CHAT, NOTHING_SHOWN) == {None}


async def test_words_on_their_way_are_those_of_the_case_and_the_chat(database: Database) -> None:
    citizen = await person(database, 1001)
    number = await add(database, new_case(citizen))
    assert number is not None
    async with database.transaction() as (tx, _):
        table, outbox = MessageTable(tx), OutboxRows(tx, 10)
        said = await table.add_message(number, citizen, message(5), 10, by_operator=False)
        put(tx, number)
        assert await table.on_their_way(CHAT, number) == [], "a card is nobody's words"
        for kind in ("case_header", "case_message", "case_edit"):
            outbox.put(Parcel(chat_id=CHAT, kind=kind, payload={"message": said}))
        assert [one.id for one in await table.on_their_way(CHAT, number)] == [said]
        assert await table.on_their_way(CHAT, number + 1) == []
        assert await table.on_their_way(CHAT + 1, number) == []
        for row in await tx.all("parcels_since", chat_id=CHAT, parcel=0, limit=10):
            tx.later("finish_parcel", id=row["id"], state="rejected", error="x", now=11)
        assert await table.on_their_way(CHAT, number) == [], "it was given up"


async def test_only_a_call_that_was_told_and_not_made_is_due(database: Database) -> None:
    number = await add(database, new_case(await person(database, 1001), contact=Contact.PHONE))
    dinara = await operator(database, 1003)
    assert number is not None
    async with database.transaction() as (tx, _):
        table, watch = CaseTable(tx), WatchTable(tx)
        assert await table.take(number, dinara, 20)
        assert not await table.call_is_due(number)
        watch.call_told(number, 30)
        assert await table.call_is_due(number)
        EventTable(tx).add(Event(case_id=number, kind=EventKind.CALLED, by=dinara, at=31))
        assert not await table.call_is_due(number)
        watch.call_told(number, 40)
        assert await table.call_is_due(number)


@pytest.mark.postgres
@pytest.mark.parametrize("settled", [False, True])
async def test_a_smaller_number_that_is_committed_later_is_news(
    fresh_postgres_url: str, settled: bool
) -> None:
    """Numbers are given before the commit: the first parcel appears after the second has ended."""
    slow, quick = [await open_database(fresh_postgres_url) for _ in range(2)]
    assert isinstance(slow, PostgresDatabase)
    try:
        if settled:
            async with quick.transaction() as (tx, _):
                put(tx, 9)
                await ends(tx, 9, now=11 - SETTLED_SECONDS)
        async with slow.transaction() as (held, _):
            put(held, 2)
            await MessageTable(held).shown(CHAT)  # a crossing: the parcel rides with it
            async with quick.transaction() as (tx, _):
                put(tx, 1)
            async with quick.transaction() as (tx, _):
                await ends(tx, 1)
                shown = await MessageTable(tx).shown(CHAT)
        async with quick.transaction() as (tx, _):
            await ends(tx, 2)
            assert await MessageTable(tx).came_since(CHAT, shown) == {2}
    finally:
        await slow.close()
        await quick.close()
