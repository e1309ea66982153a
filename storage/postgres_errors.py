"""Turns asyncpg's exceptions into the program's own, by SQLSTATE."""

import asyncpg

from storage.errors import (
    Conflict,
    StorageBusy,
    StorageError,
    StorageFull,
    StorageLost,
    StorageUnavailable,
)

BUSY = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "53300",  # too many connections
    "55P03",  # lock not available within lock_timeout
    "57014",  # cancelled by statement_timeout
}
FULL = {"53100"}
LOST = {
    "25P03",  # idle in a transaction for too long
    "57P01",  # the server is being shut down, or the backend was terminated
    "57P02",  # the server crashed
    "57P03",  # the server is starting
    "57P05",  # idle for too long
}

FAILURES = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
"""What asyncpg lets out; its time-outs are OSErrors too."""


def translate(error: Exception, doing: str, *, closed: bool = False) -> StorageError:
    """The error to raise instead; `closed`: whether the connection is gone by now."""
    said = f"PostgreSQL, {doing}: {_words(error)}"
    if isinstance(error, StorageError):
        return error
    if isinstance(error, asyncpg.PostgresError):
        return _by_state(error, said)
    if closed or isinstance(error, OSError):
        return StorageLost(said)
    return StorageError(said)


def _words(error: Exception) -> str:
    """What is wrong; never the words of an error that repeats the values it was given."""
    if isinstance(error, asyncpg.DataError | asyncpg.IntegrityConstraintViolationError):
        return f"{type(error).__name__} {error.sqlstate}"
    return str(error) or type(error).__name__


def _by_state(error: asyncpg.PostgresError, said: str) -> StorageError:
    state = error.sqlstate or ""
    if state.startswith("23"):
        return Conflict(_rule(error))
    if state in LOST or state.startswith("08"):
        return StorageLost(said)
    if state in BUSY:
        return StorageBusy(said)
    if state in FULL:
        return StorageFull(f"{said}: free disk space")
    if state[:2] in ("53", "58"):
        return StorageUnavailable(said)
    return StorageError(said)


def _rule(error: asyncpg.PostgresError) -> str:
    """As SQLite tells it: a foreign key has no name there, a missing value is a column."""
    if isinstance(error, asyncpg.ForeignKeyViolationError):
        return "foreign key"
    if isinstance(error, asyncpg.NotNullViolationError):
        return f"{error.table_name}.{error.column_name}"
    return error.constraint_name or type(error).__name__
