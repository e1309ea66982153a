"""SQLite with its file held, full, gone or cut off: a clear error, nothing half kept."""

# ruff: noqa: PT012 (what a transaction is refused for may show only where its block ends)

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.errors import StorageBusy, StorageError, StorageFull, StorageUnavailable
from storage.sqlite import SqliteDatabase
from storage.sqlite_connection import control
from storage.sqlite_errors import translate
from storage.url import SqliteUrl, parse_url
from tests.databases import copy_sqlite
from tests.storage.conftest import Opener, notes, with_notes

PAGE = "x" * 4000


def path_of(url: str) -> Path:
    """The file behind a URL."""
    where = parse_url(url)
    assert isinstance(where, SqliteUrl)
    return where.path


@pytest.fixture
def holder(fresh_sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Another process, as SQLite sees it, that holds the file for writing."""
    connection = sqlite3.connect(path_of(fresh_sqlite_url), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


async def test_the_settings_that_the_promises_rest_on(sqlite: SqliteDatabase):
    async def setting(name: str) -> Any:
        rows = await sqlite.writer.cross([control(f"PRAGMA {name}")._replace(wants_rows=True)])
        return next(iter(rows[0].rows[0].values()))

    assert await setting("journal_mode") == "wal"
    assert await setting("foreign_keys") == 1
    assert await setting("synchronous") == 1
    assert await setting("temp_store") == 2
    assert await setting("busy_timeout") == 200


async def test_synchronous_full_may_be_asked_for(opener: Opener, fresh_sqlite_url: str):
    database: Any = await opener(fresh_sqlite_url, synchronous="FULL")
    rows = await database.writer.cross([control("PRAGMA synchronous")._replace(wants_rows=True)])
    assert rows[0].rows == [{"synchronous": 2}]


async def test_a_file_held_by_another_process_is_busy_after_the_timeout(
    sqlite: SqliteDatabase, holder: sqlite3.Connection
):
    began = time.monotonic()
    with pytest.raises(StorageBusy, match="another process holds the file"):
        async with sqlite.transaction():
            pytest.fail("the block must not be entered")
    assert 0.15 < time.monotonic() - began < 4
    assert await notes(sqlite) == {}, "reading goes on"
    holder.execute("ROLLBACK")
    async with sqlite.transaction() as (tx, _):
        await tx.run("add_note", key="a", value="1")
    assert await notes(sqlite) == {"a": "1"}


async def test_a_file_that_is_let_go_in_time_is_waited_for(
    sqlite: SqliteDatabase, holder: sqlite3.Connection
):
    asyncio.get_running_loop().call_later(0.05, holder.execute, "ROLLBACK")
    async with sqlite.transaction() as (tx, _):
        await tx.run("add_note", key="a", value="1")
    assert await notes(sqlite) == {"a": "1"}


async def test_writers_queueing_behind_a_held_file_do_not_wait_one_after_the_other(
    sqlite: SqliteDatabase, holder: sqlite3.Connection
):
    async def write() -> None:
        async with sqlite.transaction():
            pass

    began = time.monotonic()
    results = await asyncio.gather(*(write() for _ in range(50)), return_exceptions=True)
    assert {type(result) for result in results} == {StorageBusy}
    assert time.monotonic() - began < 5, "fifty waits of 0.2 s would be 10 s"
    holder.execute("ROLLBACK")
    await write()


async def test_cancelled_while_waiting_for_a_held_file_leaves_the_writer_clean(
    sqlite: SqliteDatabase, holder: sqlite3.Connection
):
    async def write() -> None:
        async with sqlite.transaction() as (tx, _):
            await tx.run("add_note", key="never", value="1")

    task = asyncio.create_task(write())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    holder.execute("ROLLBACK")
    async with sqlite.transaction() as (tx, _):
        await tx.run("add_note", key="a", value="1")
    assert await notes(sqlite) == {"a": "1"}


async def fill(database: SqliteDatabase) -> int:
    """Write until there is no room; how many transactions were kept."""
    for number in range(2000):
        try:
            async with database.transaction() as (tx, _):
                await tx.run("add_note", key=f"{number}-first", value=PAGE)
                tx.later("add_note", key=f"{number}-second", value=PAGE)
        except StorageFull:
            return number
    pytest.fail("it never filled up")


async def check_whole(database: SqliteDatabase, kept: int) -> None:
    """Both rows of every transaction that was kept, and none of the refused one."""
    expected = {f"{n}-{part}" for n in range(kept) for part in ("first", "second")}
    assert set(await notes(database)) == expected


async def test_a_file_at_its_limit_refuses_and_keeps_nothing_of_the_refused(
    sqlite: SqliteDatabase,
):
    await sqlite.writer.cross([control("PRAGMA max_page_count = 120")])
    kept = await fill(sqlite)
    assert kept > 3
    await check_whole(sqlite, kept)
    with pytest.raises(StorageFull, match="free disk space"):
        async with sqlite.transaction() as (tx, _):
            tx.later("add_note", key="at the commit", value=PAGE * 20)
    await check_whole(sqlite, kept)
    await sqlite.writer.cross([control("PRAGMA max_page_count = 4000")])
    async with sqlite.transaction() as (tx, _):
        await tx.run("add_note", key="room again", value=PAGE)
    assert "room again" in await notes(sqlite)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one and a half megabytes, where this user may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1536k", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if not made or made.returncode:
        pytest.skip("a small disk cannot be mounted here; max_page_count is tested above")
    yield place
    subprocess.run(["umount", str(place)], check=True)


async def test_a_full_disk_refuses_and_the_program_goes_on(
    small_disk: Path, sqlite_template: Path
):
    copy_sqlite(sqlite_template, small_disk)
    database = await SqliteDatabase.open(small_disk / "bot.db", statements=with_notes("sqlite"))
    try:
        kept = await fill(database)
        assert kept > 3
        await check_whole(database, kept)
        await _after_making_room(database, small_disk, kept)
    finally:
        await database.close()


async def _after_making_room(database: SqliteDatabase, disk: Path, kept: int) -> None:
    with pytest.raises(StorageUnavailable):
        async with database.transaction() as (tx, _):
            tx.later("add_note", key="still full", value=PAGE * 20)
    subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
    async with database.transaction() as (tx, _):
        await tx.run("add_note", key="room again", value=PAGE)
    found = await notes(database)
    assert found.pop("room again") == PAGE
    assert len(found) == 2 * kept


WRITER = """
import asyncio, sys
from storage.sqlite import SqliteDatabase
from tests.storage.conftest import with_notes
from pathlib import Path

async def main():
    database = await SqliteDatabase.open(Path(sys.argv[1]), statements=with_notes("sqlite"))
    number = 0
    while True:
        async with database.transaction() as (tx, _):
            await tx.run("add_note", key=f"{number}-first", value="x" * 3000)
            print(number, flush=True)
            tx.later("add_note", key=f"{number}-second", value="x" * 3000)
        number += 1

asyncio.run(main())
"""


@pytest.mark.parametrize("after", [1, 7, 40, 150])
async def test_killed_in_the_middle_the_file_holds_whole_transactions(
    opener: Opener, fresh_sqlite_url: str, after: int
):
    path = path_of(fresh_sqlite_url)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    assert writer.stdout is not None
    with writer.stdout:
        reached = next(int(line) for line in writer.stdout if int(line) >= after)
        writer.send_signal(signal.SIGKILL)
        reached = max([reached, *(int(line) for line in writer.stdout if line.endswith("\n"))])
        writer.wait()
    database: Any = await opener(fresh_sqlite_url)
    kept = len(await notes(database)) // 2
    assert reached <= kept + 1, "every transaction but the last was told as committed"
    await check_whole(database, kept)
    async with database.transaction() as (tx, _):
        await tx.run("add_note", key="a", value="1")


async def test_an_open_database_does_not_keep_the_process_alive(fresh_sqlite_url: str):
    code = (
        "import asyncio, sys\nfrom storage import open_database\n"
        "asyncio.run(open_database(sys.argv[1]))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, fresh_sqlite_url], timeout=20, check=False
    )
    assert ended.returncode == 0


async def test_a_file_that_is_no_database_is_told(tmp_path: Path):
    path = tmp_path / "bot.db"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StorageError, match="not a database"):
        await SqliteDatabase.open(path)


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageUnavailable, match="cannot be made"):
        await SqliteDatabase.open(tmp_path / "file" / "deeper" / "bot.db")


async def test_a_path_that_is_a_folder_is_told(tmp_path: Path):
    (tmp_path / "bot.db").mkdir()
    with pytest.raises(StorageUnavailable, match="unable to open"):
        await SqliteDatabase.open(tmp_path / "bot.db")


async def test_a_missing_folder_is_made(tmp_path: Path):
    database = await SqliteDatabase.open(tmp_path / "data" / "bot.db")
    await database.close()
    assert (tmp_path / "data" / "bot.db").exists()


async def test_a_mistyped_path_makes_no_tree(tmp_path: Path):
    with pytest.raises(StorageUnavailable, match="cannot be made"):
        await SqliteDatabase.open(tmp_path / "a" / "b" / "bot.db")
    assert not (tmp_path / "a").exists()


async def test_a_number_beyond_eight_bytes_is_refused_and_nothing_kept(sqlite: SqliteDatabase):
    with pytest.raises(StorageError, match="note_person"):
        async with sqlite.transaction() as (tx, _):
            await tx.run("add_note", key="a", value="1")
            await tx.one("note_person", telegram_id=2**63, language=None)
    assert await notes(sqlite) == {}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, StorageBusy),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StorageBusy),
        (sqlite3.SQLITE_LOCKED, StorageBusy),
        (sqlite3.SQLITE_FULL, StorageFull),
        (sqlite3.SQLITE_IOERR_SHMSIZE, StorageFull),
        (sqlite3.SQLITE_IOERR_WRITE, StorageUnavailable),
        (sqlite3.SQLITE_CANTOPEN, StorageUnavailable),
        (sqlite3.SQLITE_READONLY, StorageUnavailable),
        (sqlite3.SQLITE_CORRUPT, StorageError),
        (None, StorageError),
    ],
)
def test_errors_are_told_apart_by_their_code(code: int | None, kind: type[StorageError]):
    error: Any = sqlite3.OperationalError("any words")
    if code is not None:
        error.sqlite_errorcode = code
    assert type(translate(error, "query")) is kind
