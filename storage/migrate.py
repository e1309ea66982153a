"""Brings a database to the newest schema, or back: Alembic, in one transaction.

Imported only when it runs: Alembic and SQLAlchemy take longer to import than a start should.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.ext.asyncio import create_async_engine

from storage.errors import SchemaTooNew, StorageError, StorageUnavailable
from storage.sqlite import make_folder
from storage.url import PostgresUrl, SqliteUrl, parse_url
from storage.versions import known_revisions

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 7_201_944_005_310_662_146
"""Two workers that start together migrate one after the other; any number nobody else uses."""

Work = Callable[[sa.Connection], None]


def migrate(url: str) -> list[str]:
    """Upgrade to the newest schema; the names of the revisions applied, none if it was there.

    Blocks until done, and works inside a running event loop as well as outside: Alembic gets a
    thread of its own. Raises SchemaTooNew, StorageUnavailable, StorageError.
    """
    return _apply(url, lambda config: command.upgrade(config, "head"))


def downgrade(url: str, revision: str) -> list[str]:
    """Go back to `revision` ("base": to nothing) and lose what came after; for a rescue."""
    return _apply(url, lambda config: command.downgrade(config, revision))


def _apply(url: str, run: Callable[[Config], None]) -> list[str]:
    where = parse_url(url)
    applied: list[str] = []

    def work(connection: sa.Connection) -> None:
        _refuse_newer(connection)
        run(_config(connection, applied))

    with ThreadPoolExecutor(1, thread_name_prefix="migrate") as threads:
        try:
            threads.submit(_in_thread, where, work).result()
        except (sa.exc.OperationalError, OSError) as error:
            told = getattr(error, "orig", error)
            raise StorageUnavailable(f"the database cannot be migrated: {told}") from error
        except sa.exc.SQLAlchemyError as error:
            raise StorageError(f"the migration failed, nothing was changed: {error}") from error
    return applied


def _in_thread(where: SqliteUrl | PostgresUrl, work: Work) -> None:
    if isinstance(where, PostgresUrl):
        asyncio.run(_on_postgres(where, work))
    else:
        _on_sqlite(where, work)


def _on_sqlite(where: SqliteUrl, work: Work) -> None:
    make_folder(where.path)
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(where.path)), poolclass=sa.pool.NullPool
    )

    @sa.event.listens_for(engine, "connect")
    def _take_over(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN leaves DDL outside of the transaction.
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA foreign_keys = OFF")  # a table is made anew under its name

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        work(connection)


async def _on_postgres(where: PostgresUrl, work: Work) -> None:
    import asyncpg

    from storage.postgres_errors import FAILURES, translate

    async def connect() -> Any:
        try:
            return await asyncpg.connect(where.dsn, timeout=10)
        except FAILURES as error:
            raise translate(error, f"connecting to {where.shown}", closed=True) from error

    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=connect, poolclass=sa.pool.NullPool
    )
    async with engine.begin() as connection:
        await connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        await connection.run_sync(work)


def _refuse_newer(connection: sa.Connection) -> None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if found is not None and found not in known_revisions():
        raise SchemaTooNew(
            f"the database is at {found}, which this release does not know:"
            " start the newer release, or restore a backup"
        )


def _config(connection: sa.Connection, applied: list[str]) -> Config:
    def note(*, step: Any, **_: Any) -> None:
        applied.extend(step.up_revision_ids)

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=connection, on_version_apply=note)
    return config
