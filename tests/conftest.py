"""Fixtures for databases; `database` runs its test on SQLite and on PostgreSQL."""

import logging
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from storage import Database, open_database
from storage.migrate import migrate
from tests.databases import (
    PostgresCluster,
    copy_sqlite,
    own_server,
    postgres_is_required,
    sqlite_url,
)

settings.register_profile("no deadline", parent=settings(), deadline=None)
settings.load_profile("no deadline")  # a busy machine is not a mistake of the rules

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite-template") / "bot.db"
    migrate(sqlite_url(path))
    return path


@pytest.fixture(scope="session")
def postgres_cluster(request: pytest.FixtureRequest) -> Iterator[PostgresCluster]:
    """A PostgreSQL server to make databases on; skips, or fails where it is required."""
    with ExitStack() as stack:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        try:
            url = os.environ.get("TEST_DATABASE_URL") or _start_server(stack)
            cluster = PostgresCluster(url, worker)
            cluster.give_back(cluster.borrow())
        except Exception as error:  # noqa: BLE001 - whatever hinders it is the reason told
            reason = f"no PostgreSQL server: {type(error).__name__}: {error}"
            if postgres_is_required():
                pytest.fail(reason)
            pytest.skip(reason)
        stack.callback(cluster.close)
        yield cluster


def _start_server(stack: ExitStack) -> str:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    shared = Path(tempfile.gettempdir()) / f"bot-tests-postgres-{run}" if run else None
    server: Any = stack.enter_context(own_server(shared))
    return str(server.get_uri())


@pytest.fixture
def fresh_sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of this test alone."""
    return copy_sqlite(sqlite_template, tmp_path)


@pytest.fixture
def fresh_postgres_url(postgres_cluster: PostgresCluster) -> Iterator[str]:
    """A migrated PostgreSQL database of this test alone."""
    name = postgres_cluster.borrow()
    yield postgres_cluster.address(name)
    postgres_cluster.give_back(name)


@pytest.fixture
def empty_postgres_url(postgres_cluster: PostgresCluster) -> Iterator[str]:
    """A PostgreSQL database with nothing in it."""
    name = postgres_cluster.create()
    yield postgres_cluster.address(name)
    postgres_cluster.drop(name)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database, once on each engine; for tests that connect by themselves."""
    return str(request.getfixturevalue(f"fresh_{request.param}_url"))


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database before its first migration, once on each engine; SQLite's file does not exist."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "not yet" / "bot.db")
    return str(request.getfixturevalue("empty_postgres_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open migrated database, once on each engine."""
    opened = await open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def other_database(database_url: str) -> AsyncIterator[Database]:
    """A second door to the same data: what it sees is committed."""
    opened = await open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """For tests that set up the program's own logging."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
