"""SQL and rows: named queries, SQLite and PostgreSQL behind one door, migrations.

`open_database` is that door; `storage.engine` says what it gives.
"""

from typing import Any

from storage.engine import Database, in_transaction
from storage.url import PostgresUrl, parse_url
from storage.versions import check_revision

__all__ = ["Database", "in_transaction", "open_database"]


async def open_database(url: str, **options: Any) -> Database:
    """Connect to the database of a `DATABASE_URL`, whose schema must be the newest.

    `options` go to the engine (`SqliteDatabase.open`, `PostgresDatabase.open`). Raises
    SchemaTooOld, SchemaTooNew, StorageUnavailable, and ValueError for an address of neither
    engine. An engine is imported only when it is asked for.
    """
    database = await _connect(url, options)
    try:
        check_revision(await _revision(database))
    except BaseException:
        await database.close()
        raise
    return database


async def _connect(url: str, options: dict[str, Any]) -> Database:
    where = parse_url(url)
    if isinstance(where, PostgresUrl):
        from storage.postgres import PostgresDatabase

        return await PostgresDatabase.open(where.dsn, **options)
    from storage.sqlite import SqliteDatabase

    return await SqliteDatabase.open(where.path, **options)


async def _revision(database: Database) -> str | None:
    async with database.reading() as reader:
        present = await reader.one("schema_has_revision")
        if not present or not present["present"]:
            return None
        row = await reader.one("schema_revision")
        return row["revision"] if row else None
