"""The databases of these tests know a few more queries, over the table `service_state`."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from storage import Database, open_database
from storage.queries import Dialect, Statement, load_statements

QUERIES = Path(__file__).parent / "queries"

Opener = Callable[..., Awaitable[Database]]


def with_notes(dialect: Dialect) -> dict[str, Statement]:
    """The program's queries and those of the tests."""
    return {**load_statements(dialect), **load_statements(dialect, QUERIES)}


@pytest.fixture
async def opener() -> AsyncIterator[Opener]:
    """Opens databases and closes them after the test."""
    opened: list[Database] = []

    async def open_one(url: str, **options: Any) -> Database:
        dialect: Dialect = "sqlite" if url.startswith("sqlite") else "postgres"
        database = await open_database(url, statements=with_notes(dialect), **options)
        opened.append(database)
        return database

    yield open_one
    for database in reversed(opened):
        await database.close()


@pytest.fixture
async def database(opener: Opener, database_url: str) -> Database:
    """A database, once on each engine."""
    return await opener(database_url)


@pytest.fixture
async def other_database(opener: Opener, database_url: str) -> Database:
    """A second door to the same data: what it sees is committed."""
    return await opener(database_url)


@pytest.fixture
async def sqlite(opener: Opener, fresh_sqlite_url: str) -> Any:
    """A database on SQLite."""
    return await opener(fresh_sqlite_url, busy_timeout=0.2)


@pytest.fixture
async def postgres(opener: Opener, fresh_postgres_url: str) -> Any:
    """A database on PostgreSQL."""
    return await opener(fresh_postgres_url, busy_timeout=0.5, max_size=3)


async def notes(database: Database) -> dict[str, str]:
    """Everything that is committed."""
    async with database.reading() as reader:
        return {row["key"]: row["value"] for row in await reader.all("notes")}
