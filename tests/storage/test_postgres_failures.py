"""What PostgreSQL's going away, being full or being slow looks like: clear, and never for ever."""

# ruff: noqa: PT012 (what a transaction is refused for may show only where its block ends)

import asyncio
import time
from collections.abc import Callable
from typing import Any

import asyncpg
import pytest

from storage import Database, open_database
from storage.errors import (
    Conflict,
    StorageBusy,
    StorageError,
    StorageFull,
    StorageLost,
    StorageUnavailable,
)
from storage.migrate import migrate
from storage.postgres import PostgresDatabase
from storage.postgres_errors import translate
from tests.databases import own_server
from tests.storage.conftest import Opener, notes

pytestmark = pytest.mark.postgres


@pytest.fixture
async def killer(opener: Opener, fresh_postgres_url: str) -> Callable[[int], Any]:
    """Breaks the connection of a backend, from another one."""
    other = await opener(fresh_postgres_url)

    async def terminate(pid: int) -> None:
        async with other.reading() as reader:
            await reader.one("terminate", pid=pid)

    return terminate


async def pid_of(reader: Any) -> int:
    """The backend behind a transaction or a reading."""
    row = await reader.one("backend_pid")
    return int(row["pid"])


async def test_a_connection_that_breaks_at_the_end_is_let_go(
    fresh_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = await open_database(fresh_postgres_url)
    assert isinstance(database, PostgresDatabase)
    pool = database._pool

    class Breaking:
        terminate = staticmethod(pool.terminate)

        async def close(self) -> None:
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(database, "_pool", Breaking())
    await database.close()
    assert pool.is_closing()


async def test_a_backend_terminated_in_the_middle_loses_the_transaction_and_only_that(
    postgres: PostgresDatabase, killer: Any
):
    with pytest.raises(StorageLost):
        async with postgres.transaction() as (tx, _):
            await tx.run("add_note", key="a", value="1")
            await killer(await pid_of(tx))
            await tx.run("add_note", key="b", value="1")
    assert await notes(postgres) == {}
    async with postgres.transaction() as (tx, _):
        await tx.run("add_note", key="c", value="1")
    assert await notes(postgres) == {"c": "1"}


async def test_terminated_before_the_commit_nothing_is_kept(
    postgres: PostgresDatabase, killer: Any
):
    with pytest.raises(StorageLost):
        async with postgres.transaction() as (tx, _):
            await tx.run("add_note", key="a", value="1")
            await killer(await pid_of(tx))
            tx.later("add_note", key="b", value="1")
    assert await notes(postgres) == {}


async def test_terminated_while_a_statement_runs(postgres: PostgresDatabase, killer: Any):
    async def work() -> None:
        async with postgres.transaction() as (tx, _):
            pids.append(await pid_of(tx))
            for _ in range(100):
                await tx.one("nap")

    pids: list[int] = []
    task = asyncio.create_task(work())
    await wait_until(lambda: bool(pids))
    await killer(pids[0])
    with pytest.raises(StorageLost):
        await task
    assert await notes(postgres) == {}


async def test_terminated_while_idle_in_the_pool_is_not_even_noticed(
    postgres: PostgresDatabase, killer: Any
):
    async with postgres.reading() as reader:
        pid = await pid_of(reader)
    await killer(pid)
    await asyncio.sleep(0.05)
    assert await notes(postgres) == {}
    async with postgres.transaction() as (tx, _):
        assert await pid_of(tx) != pid


async def test_a_server_that_says_nothing_is_not_waited_for_without_end(
    opener: Opener, fresh_postgres_url: str
):
    database = await opener(fresh_postgres_url, transaction_timeout=0.25)
    began = time.monotonic()
    with pytest.raises(StorageLost):
        async with database.transaction() as (tx, _):
            await tx.run("add_note", key="a", value="1")
            for _ in range(500):
                await tx.one("nap")
    assert time.monotonic() - began < 10
    assert await notes(database) == {}


async def test_a_reading_that_is_cut_off_is_lost(postgres: PostgresDatabase, killer: Any):
    with pytest.raises(StorageLost):
        async with postgres.reading() as reader:
            await killer(await pid_of(reader))
            await reader.all("notes")
    assert await notes(postgres) == {}


async def test_an_exhausted_pool_is_busy_and_recovers(postgres: PostgresDatabase):
    async def hold(entered: asyncio.Event) -> None:
        async with postgres.transaction():
            entered.set()
            await leave.wait()

    leave = asyncio.Event()
    entered = [asyncio.Event() for _ in range(3)]
    tasks = [asyncio.create_task(hold(event)) for event in entered]
    await asyncio.gather(*(event.wait() for event in entered))
    began = time.monotonic()
    with pytest.raises(StorageBusy, match="every connection of the pool is in use"):
        async with postgres.transaction():
            pytest.fail("the block must not be entered")
    assert 0.4 < time.monotonic() - began < 10
    leave.set()
    await asyncio.gather(*tasks)
    assert await notes(postgres) == {}


async def test_a_lock_held_for_too_long_is_busy(postgres: PostgresDatabase):
    async def second() -> None:
        async with postgres.transaction(lock=7):
            pytest.fail("the block must not be entered")

    async with postgres.transaction(lock=7) as (tx, _):
        with pytest.raises(StorageBusy, match="lock timeout"):
            await asyncio.create_task(second())
        await tx.run("add_note", key="a", value="1")
    assert await notes(postgres) == {"a": "1"}


async def test_the_statements_after_a_lock_see_what_was_done_under_it(
    postgres: PostgresDatabase,
):
    async def count() -> None:
        async with postgres.transaction(lock=7) as (tx, _):
            row = await tx.one("note", key="n")
            await tx.one("nap")
            await tx.one("put_note", key="n", value=str(int(row["value"]) + 1 if row else 1))

    await asyncio.gather(count(), count(), count())
    assert await notes(postgres) == {"n": "3"}


async def test_an_error_that_was_caught_does_not_become_a_silent_rollback(
    postgres: PostgresDatabase,
):
    with pytest.raises(Conflict, match="pk_service_state"):
        async with postgres.transaction() as (tx, _):
            await tx.run("add_note", key="a", value="1")
            with pytest.raises(Conflict):
                await tx.run("add_note", key="a", value="2")


async def test_nobody_there_is_lost_at_once_and_names_no_password(tmp_path: Any):
    began = time.monotonic()
    with pytest.raises(StorageLost) as lost:
        await open_database(f"postgresql://me:secret@/bot?host={tmp_path}")
    assert "secret" not in str(lost.value)
    with pytest.raises(StorageUnavailable) as unavailable:
        await asyncio.to_thread(migrate, f"postgresql://me:secret@/bot?host={tmp_path}")
    assert "secret" not in str(unavailable.value)
    assert time.monotonic() - began < 20


async def test_a_database_that_does_not_exist_is_told(fresh_postgres_url: str):
    with pytest.raises(StorageError, match="does not exist"):
        await open_database(fresh_postgres_url.replace("/bot_test_", "/no_such_", 1))


async def wait_until(found: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for something another task does."""
    async with asyncio.timeout(seconds):
        while not found():
            await asyncio.sleep(0.01)


async def test_listening_wakes_on_notify_from_another_worker(
    postgres: PostgresDatabase, opener: Opener, fresh_postgres_url: str
):
    other = await opener(fresh_postgres_url)
    wakes: list[float] = []
    stop = await postgres.listen(lambda: wakes.append(time.monotonic()))
    assert len(wakes) == 1, "once at the start: something may be waiting already"
    async with other.transaction() as (tx, _):
        await tx.one("wake")
        await asyncio.sleep(0.1)
        assert len(wakes) == 1, "not before the commit"
    await wait_until(lambda: len(wakes) == 2)
    await stop()
    await stop()
    async with other.transaction() as (tx, _):
        await tx.one("wake")
    await asyncio.sleep(0.1)
    assert len(wakes) == 2


async def test_listening_finds_its_way_back(
    postgres: PostgresDatabase, fresh_postgres_url: str, killer: Any
):
    wakes: list[float] = []
    stop = await postgres.listen(lambda: wakes.append(time.monotonic()))
    admin = await asyncpg.connect(fresh_postgres_url)
    listening = (  # the tests beside this one listen on the same server
        "select pid from pg_stat_activity"
        " where query = 'LISTEN \"outbox\"' and datname = current_database()"
    )
    await killer(await admin.fetchval(listening))
    await wait_until(lambda: len(wakes) == 2)
    async with postgres.transaction() as (tx, _):
        await tx.one("wake")
    await wait_until(lambda: len(wakes) == 3)
    await stop()
    async with asyncio.timeout(30):  # the server notices a closed connection in its own time
        while await admin.fetchval(listening) is not None:
            await asyncio.sleep(0.02)
    await admin.close()


async def test_a_server_stopped_and_started_again(tmp_path: Any, opener: Opener):
    with own_server() as server:
        url = server.get_uri()
        await asyncio.to_thread(migrate, url)
        database = await opener(url, busy_timeout=2.0)
        wakes: list[float] = []
        await database.listen(lambda: wakes.append(time.monotonic()))
        await _stopped_in_the_middle(database, server)
        with pytest.raises(StorageLost):
            await notes(database)
        with pytest.raises(StorageLost):
            async with database.transaction():
                pytest.fail("the block must not be entered")
        await asyncio.to_thread(server.ensure_postgres_running)
        async with database.transaction() as (tx, _):
            await tx.run("add_note", key="after", value="1")
        assert await notes(database) == {"before": "1", "after": "1"}
        await wait_until(lambda: len(wakes) == 2, 20)
        await database.close()


async def _stopped_in_the_middle(database: Database, server: Any) -> None:
    async with database.transaction() as (tx, _):
        await tx.run("add_note", key="before", value="1")
    with pytest.raises(StorageLost):
        async with database.transaction() as (tx, _):
            await tx.run("add_note", key="never", value="1")
            await asyncio.to_thread(server.stop)
            await tx.run("add_note", key="never either", value="1")


async def test_closing_ends_what_is_open(fresh_postgres_url: str):
    database = await open_database(fresh_postgres_url)
    entered = asyncio.Event()

    async def hold() -> None:
        async with database.transaction():
            entered.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(hold())
    await entered.wait()
    task.cancel()
    await database.close()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("23505", Conflict),
        ("23514", Conflict),
        ("40001", StorageBusy),
        ("40P01", StorageBusy),
        ("53300", StorageBusy),
        ("55P03", StorageBusy),
        ("57014", StorageBusy),
        ("53100", StorageFull),
        ("53200", StorageUnavailable),
        ("58030", StorageUnavailable),
        ("08006", StorageLost),
        ("57P01", StorageLost),
        ("57P03", StorageLost),
        ("25P03", StorageLost),
        ("42703", StorageError),
        ("22003", StorageError),
    ],
)
def test_errors_are_told_apart_by_their_state(state: str, kind: type[StorageError]):
    error = asyncpg.PostgresError.new({"C": state, "M": "any words"})
    assert type(translate(error, "query")) is kind


def test_a_client_error_is_lost_only_where_the_connection_is_gone():
    error = asyncpg.InterfaceError("connection is closed")
    assert type(translate(error, "query", closed=True)) is StorageLost
    assert type(translate(error, "query", closed=False)) is StorageError
    assert type(translate(TimeoutError(), "query")) is StorageLost


async def test_an_error_never_repeats_the_values(postgres: PostgresDatabase):
    with pytest.raises(StorageError) as told:
        async with postgres.transaction() as (tx, _):
            await tx.one("note_person", telegram_id=1, language="Айгүл\ud800")
    assert "Айгүл" not in str(told.value)
    with pytest.raises(Conflict) as refused:
        async with postgres.transaction() as (tx, _):
            await tx.one("note_person", telegram_id=1, language="Айгүл")
    assert "Айгүл" not in str(refused.value)
