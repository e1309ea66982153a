"""Rows of conversations: one per address, none when there is nothing to keep."""

# ruff: noqa: PT012 (what a transaction is refused for may show only where its block ends)

import asyncio

import pytest

from storage import Database
from storage.fsm import Address, FsmRows

ADDRESS: Address = (42, 500, 500, 0, "", "default")


async def save(rows: FsmRows, address: Address, state: str | None, data: str) -> None:
    """In a transaction of its own."""
    async with rows.changing(address) as (tx, _):
        rows.save_in(tx, address, state, data)


async def test_nothing_is_there_at_first(database: Database):
    assert await FsmRows(database).read(ADDRESS) == (None, "{}")


async def test_what_was_saved_is_read_through_another_door(
    database: Database, other_database: Database
):
    await save(FsmRows(database), ADDRESS, "waiting", '{"n":1}')
    assert await FsmRows(other_database).read(ADDRESS) == ("waiting", '{"n":1}')


@pytest.mark.parametrize("field", range(6))
async def test_each_field_of_the_address_tells_conversations_apart(database: Database, field: int):
    rows = FsmRows(database)
    other = list(ADDRESS)
    other[field] = "x" if isinstance(other[field], str) else 777
    await save(rows, ADDRESS, "first", "{}")
    await save(rows, tuple(other), "second", "{}")
    assert await rows.read(ADDRESS) == ("first", "{}")
    assert await rows.read(tuple(other)) == ("second", "{}")


async def test_nothing_to_keep_leaves_no_row(database: Database):
    rows = FsmRows(database)
    for state, data, left in (("s", "{}", 1), (None, '{"a":1}', 1), (None, "{}", 0)):
        await save(rows, ADDRESS, state, data)
        async with database.reading() as reader:
            assert len(await reader.all("fsm_rows")) == left


async def test_the_time_of_the_last_change_is_kept(database: Database):
    await save(FsmRows(database, clock=lambda: 1234), ADDRESS, "s", "{}")
    async with database.reading() as reader:
        assert await reader.all("fsm_rows") == [{"state": "s", "updated_at": 1234}]


async def test_a_change_waits_for_the_one_before_it(database: Database, other_database: Database):
    async def count(door: Database) -> None:
        rows = FsmRows(door)
        async with rows.changing(ADDRESS) as (tx, (state, _)):
            await asyncio.sleep(0)
            rows.save_in(tx, ADDRESS, str(int(state or 0) + 1), "{}")

    await asyncio.gather(*(count(door) for door in (database, other_database) * 10))
    assert await FsmRows(database).read(ADDRESS) == ("20", "{}")


async def test_a_change_that_fails_is_undone(database: Database):
    rows = FsmRows(database)
    with pytest.raises(ZeroDivisionError):
        async with rows.changing(ADDRESS) as (tx, _):
            rows.save_in(tx, ADDRESS, "s", "{}")
            raise ZeroDivisionError
    assert await rows.read(ADDRESS) == (None, "{}")
