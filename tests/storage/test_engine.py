"""The contract of both engines: what `storage.engine` promises, on SQLite and on PostgreSQL."""

# ruff: noqa: PT012 (what a transaction is refused for may show only where its block ends)

import asyncio

import pytest

from storage import Database, in_transaction
from storage.engine import Query
from storage.errors import Conflict, StorageError
from tests.storage.conftest import notes


async def test_a_clean_end_keeps_everything(database: Database, other_database: Database):
    async with database.transaction() as (tx, opened):
        assert opened == []
        assert await tx.run("add_note", key="a", value="1") == 1
        assert await notes(other_database) == {}
    assert await notes(other_database) == {"a": "1"}


async def test_an_exception_keeps_nothing(database: Database, other_database: Database):
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as (tx, _):
            await tx.run("add_note", key="a", value="1")
            tx.later("add_note", key="b", value="1")
            raise ZeroDivisionError
    assert await notes(other_database) == {}
    async with database.transaction() as (tx, _):
        await tx.run("add_note", key="a", value="2")
    assert await notes(other_database) == {"a": "2"}


async def test_rows_are_dicts_of_the_columns(database: Database):
    async with database.transaction() as (tx, _):
        assert await tx.one("note", key="a") is None
        assert await tx.all("notes") == []
        assert await tx.one("put_note", key="a", value="1") == {"key": "a", "value": "1"}
        await tx.run("add_note", key="b", value="2")
        assert await tx.all("notes") == [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]
        assert await tx.one("notes") == {"key": "a", "value": "1"}


async def test_run_tells_how_many_rows_it_touched(database: Database):
    async with database.transaction() as (tx, _):
        assert await tx.run("change_notes", value="x") == 0
        for key in "abc":
            await tx.run("add_note", key=key, value="1")
        assert await tx.run("change_notes", value="x") == 3
        assert await tx.run("put_note", key="a", value="y") == 1
        assert await tx.run("drop_note", key="nobody") == 0
        assert await tx.run("notes") == 0


async def test_opening_queries_run_before_the_block(database: Database):
    opening = [Query("put_note", {"key": "a", "value": "1"}), Query("notes")]
    async with database.transaction(*opening) as (tx, rows):
        assert rows == [[{"key": "a", "value": "1"}]] * 2
        assert await tx.all("notes") == rows[1]


async def test_a_failing_opening_leaves_nothing_open(database: Database):
    opening = [Query("put_note", {"key": "a", "value": "1"}), Query("wrong")]
    with pytest.raises(StorageError, match="wrong"):
        async with database.transaction(*opening):
            pytest.fail("the block must not be entered")
    assert not in_transaction()
    assert await notes(database) == {}
    async with database.transaction() as (tx, _):
        await tx.run("add_note", key="a", value="2")


async def test_later_is_seen_by_the_next_statement_in_order(database: Database):
    async with database.transaction() as (tx, _):
        tx.later("add_note", key="a", value="1")
        tx.later("change_notes", value="2")
        assert await tx.one("note", key="a") == {"key": "a", "value": "2"}
        tx.later("add_note", key="b", value="3")
        assert await tx.run("change_notes", value="4") == 2
        tx.later("add_note", key="c", value="5")
    assert await notes(database) == {"a": "4", "b": "4", "c": "5"}


async def test_a_later_write_that_fails_at_the_commit_keeps_nothing(database: Database):
    with pytest.raises(Conflict):
        async with database.transaction() as (tx, _):
            await tx.run("add_note", key="a", value="1")
            tx.later("add_note", key="a", value="2")
    assert not in_transaction()
    assert await notes(database) == {}


async def test_batch_gives_the_rows_of_each(database: Database):
    async with database.transaction() as (tx, _):
        tx.later("add_note", key="a", value="1")
        found = await tx.batch(
            Query("note", {"key": "a"}),
            Query("put_note", {"key": "b", "value": "2"}),
            Query("drop_note", {"key": "a"}),
            Query("notes"),
        )
        assert await tx.batch() == []
    note_b = {"key": "b", "value": "2"}
    assert found == [[{"key": "a", "value": "1"}], [note_b], [], [note_b]]


async def test_after_a_failed_statement_nothing_is_taken_and_nothing_kept(database: Database):
    with pytest.raises(Conflict):
        async with database.transaction() as (tx, _):
            await tx.run("add_note", key="a", value="1")
            with pytest.raises(Conflict):
                await tx.run("add_note", key="a", value="2")
            with pytest.raises(StorageError, match="nothing more"):
                await tx.one("notes")
            with pytest.raises(StorageError, match="nothing more"):
                tx.later("add_note", key="b", value="1")
    assert await notes(database) == {}


async def test_a_transaction_cannot_be_used_after_its_end(database: Database):
    async with database.transaction() as (tx, _):
        await tx.run("add_note", key="a", value="1")
    for use in (tx.one("notes"), tx.run("add_note", key="b", value="1"), tx.batch(Query("notes"))):
        with pytest.raises(RuntimeError, match="ended"):
            await use
    with pytest.raises(RuntimeError, match="ended"):
        tx.later("add_note", key="b", value="1")
    async with database.reading() as reader:
        await reader.all("notes")
    with pytest.raises(RuntimeError, match="ended"):
        await reader.all("notes")


async def test_a_second_transaction_in_the_same_task_is_refused_not_waited_for(
    database: Database,
):
    async with database.transaction() as (tx, _):
        with pytest.raises(RuntimeError, match="already"):
            async with database.transaction():
                pytest.fail("it would wait for itself")
        await tx.run("add_note", key="a", value="1")
        assert in_transaction()
    assert await notes(database) == {"a": "1"}


async def test_wrong_names_and_values_are_told_before_anything_runs(database: Database):
    async with database.transaction() as (tx, _):
        with pytest.raises(LookupError, match="no query is named nonsense"):
            await tx.one("nonsense")
        with pytest.raises(TypeError, match="missing: value"):
            await tx.run("add_note", key="a")
        with pytest.raises(TypeError, match="not asked for: colour"):
            tx.later("add_note", key="a", value="1", colour="red")
        await tx.run("add_note", key="a", value="1")
    assert await notes(database) == {"a": "1"}


async def test_reading_sees_one_moment_and_never_waits_for_a_writer(database: Database):
    async with database.transaction() as (tx, _):
        await tx.run("add_note", key="a", value="1")
    async with database.reading() as reader:
        assert len(await reader.all("notes")) == 1
        async with database.transaction() as (tx, _):
            await tx.run("add_note", key="b", value="1")
            assert len(await reader.all("notes")) == 1
        assert len(await reader.all("notes")) == 1
    assert len(await notes(database)) == 2


async def test_a_reader_cannot_write(database: Database):
    with pytest.raises(StorageError):
        async with database.reading() as reader:
            await reader.one("put_note", key="a", value="1")
    assert await notes(database) == {}


async def test_a_reader_goes_on_after_a_failed_query(database: Database):
    for _ in range(3):
        with pytest.raises(StorageError, match="wrong"):
            async with database.reading() as reader:
                await reader.all("wrong")
    assert await notes(database) == {}


async def test_many_tasks_write_and_read_at_once(database: Database):
    async def write(number: int) -> None:
        async with database.transaction() as (tx, _):
            await tx.run("add_note", key=f"{number:03}", value="1")
            await asyncio.sleep(0)
            tx.later("put_note", key="last", value=str(number))

    async def read() -> None:
        found = await notes(database)
        assert len(found) == 0 or "last" in found

    await asyncio.gather(*(write(n) for n in range(40)), *(read() for _ in range(40)))
    assert len(await notes(database)) == 41


async def test_tasks_may_share_a_transaction(database: Database):
    async with database.transaction() as (tx, _):
        await asyncio.gather(*(tx.run("add_note", key=str(n), value="1") for n in range(10)))
        assert len(await tx.all("notes")) == 10
    async with database.reading() as reader:
        found = await asyncio.gather(*(reader.all("notes") for _ in range(10)))
    assert {len(rows) for rows in found} == {10}


async def test_a_lock_puts_transactions_in_order(database: Database):
    order: list[str] = []

    async def work(name: str) -> None:
        async with database.transaction(lock=-(2**63)) as (tx, _):
            order.append(f"{name} in")
            await tx.one("nap")
            order.append(f"{name} out")

    await asyncio.gather(work("a"), work("b"))
    assert [entry[0] for entry in order] in (list("aabb"), list("bbaa"))


async def test_large_numbers_and_any_text_survive(database: Database):
    text = "Қарызсыз қоғам 🙂 'quoted' :colon $1 \\ \n"
    async with database.transaction() as (tx, _):
        await tx.run("add_note", key="t", value=text)
        row = await tx.one("note_person", telegram_id=2**63 - 1, language=None)
    assert row is not None
    assert row["telegram_id"] == 2**63 - 1
    assert row["language"] is None
    assert (await notes(database))["t"] == text


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"telegram_id": 1, "language": "kk"}, "uq_people_telegram_id"),
        ({"telegram_id": 2, "language": "de"}, "ck_people_language"),
        ({"telegram_id": None, "language": "kk"}, "ck_people_phone"),
    ],
)
async def test_a_conflict_names_the_rule(database: Database, values, rule):
    async with database.transaction() as (tx, _):
        await tx.one("note_person", telegram_id=1, language="kk")
    with pytest.raises(Conflict) as refusal:
        async with database.transaction() as (tx, _):
            await tx.one("note_person", **values)
    assert refusal.value.rule == rule


async def test_a_conflict_names_the_column_of_a_missing_value(database: Database):
    with pytest.raises(Conflict) as refusal:
        async with database.transaction() as (tx, _):
            await tx.run("add_note", key="k", value=None)
    assert refusal.value.rule == "service_state.value"


async def test_a_conflict_names_partial_indexes_primary_and_foreign_keys(database: Database):
    async def refused(name: str, **values: int | str) -> str:
        with pytest.raises(Conflict) as refusal:
            async with database.transaction() as (tx, _):
                await tx.one(name, **values)
        return refusal.value.rule

    async with database.transaction() as (tx, _):
        await tx.run("add_note", key="a", value="1")
        person = await tx.one("note_person", telegram_id=1, language="kk")
        assert person is not None
        await tx.one("note_case", citizen_id=person["id"], state="waiting", contact="chat")
        await tx.one("note_case", citizen_id=person["id"], state="closed", contact="chat")
    case = {"citizen_id": person["id"], "contact": "chat"}
    assert await refused("note_case", state="waiting", **case) == "one_open_case"
    assert await refused("note_case", state="taken", **case) == "ck_cases_assignee"
    assert (
        await refused("note_case", citizen_id=99, state="closed", contact="chat") == "foreign key"
    )
    assert await refused("add_note", key="a", value="2") == "pk_service_state"
    assert await refused("drop_person", id=person["id"]) == "foreign key"


async def test_ids_are_never_given_out_twice(database: Database):
    ids = []
    for _ in range(3):
        async with database.transaction() as (tx, _rows):
            row = await tx.one("note_person", telegram_id=1, language="kk")
            assert row is not None
            ids.append(row["id"])
            await tx.run("drop_person", id=row["id"])
    assert ids == sorted(set(ids))


async def test_a_query_of_the_engines_folder_is_used(database: Database):
    async with database.reading() as reader:
        row = await reader.one("engine_name")
    assert row is not None
    assert row["name"].startswith(database.dialect)


async def test_in_transaction_follows_the_block_and_reaches_the_tasks_it_starts(
    database: Database,
):
    seen: dict[str, bool] = {}
    go = asyncio.Event()

    async def child() -> None:
        seen["inside"] = in_transaction()
        await go.wait()
        seen["afterwards"] = in_transaction()

    assert not in_transaction()
    async with database.transaction():
        assert in_transaction()
        task = asyncio.create_task(child())
        await asyncio.sleep(0)
    assert not in_transaction()
    go.set()
    await task
    assert seen == {"inside": True, "afterwards": False}
    async with database.reading():
        assert not in_transaction()


async def test_another_task_is_not_in_this_tasks_transaction(database: Database):
    inside = asyncio.Event()
    leave = asyncio.Event()

    async def holder() -> None:
        async with database.transaction():
            inside.set()
            await leave.wait()

    task = asyncio.create_task(holder())
    await inside.wait()
    assert not in_transaction()
    leave.set()
    await task


async def test_a_closed_database_says_so(database: Database):
    await database.close()
    with pytest.raises(StorageError, match="clos"):
        async with database.transaction():
            pass
