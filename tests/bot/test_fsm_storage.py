"""aiogram's storage over the database: what the framework expects, in an update and outside."""

# ruff: noqa: PT012 (what a transaction is refused for may show only where its block ends)

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from bot.fsm_storage import DatabaseStorage
from storage import Database, open_database
from storage.engine import Transaction
from storage.fsm import FsmRows
from storage.updates import open_update

KEY = StorageKey(bot_id=42, chat_id=500, user_id=500)


class Request(StatesGroup):
    """A conversation that asks for text."""

    words = State()


@pytest.fixture
def storage(database: Database) -> DatabaseStorage[Transaction]:
    """The storage over a database."""
    return DatabaseStorage(FsmRows(database))


class Counted:
    """A transaction that counts what crosses into the engine."""

    def __init__(self, tx: Any) -> None:
        self._tx = tx
        self.reads = 0
        self.writes: list[str] = []

    async def one(self, name: str, /, **values: Any) -> Any:
        self.reads += 1
        return await self._tx.one(name, **values)

    def later(self, name: str, /, **values: Any) -> None:
        self.writes.append(name)
        self._tx.later(name, **values)


def update(database: Database, update_id: int, key: StorageKey = KEY) -> Any:
    """The transaction of an update of this conversation."""
    return open_update(
        database,
        bot_id=key.bot_id,
        update_id=update_id,
        chat_id=key.chat_id,
        user_id=key.user_id,
        received_at=0,
        telegram_id=key.user_id,
    )


@contextmanager
def counted(storage: DatabaseStorage[Any], opened: Any) -> Iterator[Counted]:
    """Bound to the update, with the row it has loaded."""
    tx = Counted(opened.tx)
    with storage.bound(tx, KEY, opened.state, opened.data):
        yield tx


async def test_state_and_data_outside_an_update(storage: DatabaseStorage[Any]):
    assert await storage.get_state(KEY) is None
    assert await storage.get_data(KEY) == {}
    await storage.set_state(KEY, Request.words)
    await storage.set_data(KEY, {"topic": "қарыз", "n": [1, None, True]})
    assert await storage.get_state(KEY) == "Request:words"
    assert await storage.get_data(KEY) == {"topic": "қарыз", "n": [1, None, True]}
    assert await storage.update_data(KEY, {"topic": "loan", "m": 2}) == {
        "topic": "loan", "n": [1, None, True], "m": 2,
    }  # fmt: skip
    assert await storage.get_value(KEY, "m") == 2
    assert await storage.get_value(KEY, "nothing", "else") == "else"
    assert await storage.get_state(KEY) == "Request:words"


async def test_it_survives_a_restart(database_url: str):
    first = await open_database(database_url)
    await DatabaseStorage(FsmRows(first)).set_state(KEY, "waiting")
    await first.close()
    second = await open_database(database_url)
    assert await DatabaseStorage(FsmRows(second)).get_state(KEY) == "waiting"
    await second.close()


async def test_closing_it_closes_nothing(storage: DatabaseStorage[Any]):
    await storage.close()
    await storage.set_state(KEY, "still works")


async def test_data_must_be_a_dict(storage: DatabaseStorage[Any], database: Database):
    wrong: Any = ["a", "b"]
    with pytest.raises(DataNotDictLikeError):
        await storage.set_data(KEY, wrong)
    async with update(database, 1) as opened:
        with storage.bound(opened.tx, KEY, opened.state, opened.data):
            with pytest.raises(DataNotDictLikeError):
                await storage.set_data(KEY, wrong)
            assert await storage.get_data(KEY) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"bot_id": 43},
        {"chat_id": 501},
        {"user_id": 501},
        {"thread_id": 7},
        {"business_connection_id": "biz"},
        {"destiny": "other"},
    ],
)
async def test_each_field_of_the_key_counts(
    storage: DatabaseStorage[Any], database: Database, change: dict[str, Any]
):
    other = StorageKey(**{**vars(KEY), **change})
    await storage.set_state(KEY, "first")
    await storage.set_state(other, "second")
    assert await storage.get_state(KEY) == "first"
    async with update(database, 1) as opened:
        with storage.bound(opened.tx, KEY, opened.state, opened.data):
            assert await storage.get_state(KEY) == "first"
            assert await storage.get_state(other) == "second"


async def test_reading_the_row_of_the_update_costs_no_query(
    storage: DatabaseStorage[Any], database: Database
):
    await storage.set_state(KEY, "waiting")
    await storage.set_data(KEY, {"n": 1})
    async with update(database, 1) as opened:
        with counted(storage, opened) as tx:
            assert await storage.get_state(KEY) == "waiting"
            assert await storage.get_data(KEY) == {"n": 1}
        assert (tx.reads, tx.writes) == (0, [])


async def test_changes_are_seen_at_once_and_written_once(
    storage: DatabaseStorage[Any], database: Database
):
    async with update(database, 1) as opened:
        with counted(storage, opened) as tx:
            await storage.set_state(KEY, Request.words)
            await storage.set_data(KEY, {"n": 1})
            assert await storage.update_data(KEY, {"m": 2}) == {"n": 1, "m": 2}
            assert await storage.get_state(KEY) == "Request:words"
            assert await storage.get_data(KEY) == {"n": 1, "m": 2}
        assert (tx.reads, tx.writes) == (0, ["save_fsm"])
    assert await storage.get_data(KEY) == {"n": 1, "m": 2}


async def test_clearing_leaves_no_row(storage: DatabaseStorage[Any], database: Database):
    await storage.set_state(KEY, "waiting")
    async with update(database, 1) as opened:
        with counted(storage, opened) as tx:
            context = FSMContext(storage=storage, key=KEY)
            await context.update_data(n=1)
            await context.clear()
        assert tx.writes == ["drop_fsm"]
    async with database.reading() as reader:
        assert await reader.one("read_fsm", **_fields()) is None


def _fields() -> dict[str, Any]:
    return {
        "bot_id": 42,
        "chat_id": 500,
        "user_id": 500,
        "thread_id": 0,
        "business_connection_id": "",
        "destiny": "default",
    }


async def test_an_update_that_fails_changes_nothing(
    storage: DatabaseStorage[Any], database: Database
):
    await storage.set_state(KEY, "before")
    with pytest.raises(ZeroDivisionError):
        async with update(database, 1) as opened:
            with storage.bound(opened.tx, KEY, opened.state, opened.data):
                await storage.set_state(KEY, "after")
                raise ZeroDivisionError
    assert await storage.get_state(KEY) == "before"


async def test_changing_what_was_got_changes_nothing(
    storage: DatabaseStorage[Any], database: Database
):
    async with update(database, 1) as opened:
        with storage.bound(opened.tx, KEY, opened.state, opened.data):
            given = {"list": [1]}
            await storage.set_data(KEY, given)
            given["list"].append(2)
            got = await storage.get_data(KEY)
            got["list"].append(3)
            assert await storage.get_data(KEY) == {"list": [1]}


@pytest.mark.parametrize("preloaded", [True, False])
async def test_many_tasks_of_an_update_merge_their_data(
    storage: DatabaseStorage[Any], database: Database, preloaded: bool
):
    key = KEY if preloaded else StorageKey(42, 500, 500, destiny="scenes_history")
    async with update(database, 1) as opened:
        with storage.bound(opened.tx, KEY, opened.state, opened.data):
            await asyncio.gather(
                *(storage.update_data(key, {str(number): number}) for number in range(10))
            )
    assert await storage.get_data(key) == {str(number): number for number in range(10)}


async def test_many_tasks_outside_an_update_merge_their_data(storage: DatabaseStorage[Any]):
    await asyncio.gather(
        *(storage.update_data(KEY, {str(number): number}) for number in range(10))
    )
    assert await storage.get_data(KEY) == {str(number): number for number in range(10)}


async def test_a_task_left_over_from_an_update_works_on_its_own(
    storage: DatabaseStorage[Any], database: Database
):
    go = asyncio.Event()

    async def afterwards() -> None:
        await go.wait()
        await storage.set_state(KEY, "afterwards")

    async with update(database, 1) as opened:
        with storage.bound(opened.tx, KEY, opened.state, opened.data):
            await storage.set_state(KEY, "inside")
            task = asyncio.create_task(afterwards())
            await asyncio.sleep(0)
    assert await storage.get_state(KEY) == "inside"
    go.set()
    await task
    assert await storage.get_state(KEY) == "afterwards"


async def test_an_update_without_a_conversation(storage: DatabaseStorage[Any], database: Database):
    async with update(database, 1) as opened:
        with storage.bound(opened.tx, None):
            assert await storage.get_state(KEY) is None
            await storage.set_state(KEY, "set from elsewhere")
    assert await storage.get_state(KEY) == "set from elsewhere"


async def test_a_storage_over_another_database_is_not_bound(
    storage: DatabaseStorage[Any], database: Database, other_database: Database
):
    other = DatabaseStorage(FsmRows(other_database))
    await storage.set_state(KEY, "before")
    async with update(database, 1) as opened:
        with storage.bound(opened.tx, KEY, opened.state, opened.data):
            await storage.set_state(KEY, "after")
            assert await other.get_state(KEY) == "before"
