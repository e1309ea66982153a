"""Turns sqlite3's exceptions into the program's own, by result code.

SQLite reports a broken rule only inside the text of its message, as columns; the names of our
rules are found from there, so that `Conflict.rule` says the same as on PostgreSQL.
"""

import re
import sqlite3

from storage.errors import (
    Conflict,
    StorageBusy,
    StorageError,
    StorageFull,
    StorageUnavailable,
)

FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
"""The second is what a full disk gives when the shared-memory file of the WAL cannot grow."""

UNAVAILABLE = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
}

BROKEN_RULE = re.compile(r"^[A-Z ]+ constraint failed: (?P<what>.+)$")


def translate(
    error: Exception, doing: str, connection: sqlite3.Connection | None = None
) -> StorageError:
    """The error to raise instead; `doing` names the query, `connection` helps to name a rule."""
    said = f"SQLite, {doing}: {error}"
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return StorageError(said)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_CONSTRAINT:
        return Conflict(_rule(code, str(error), connection))
    if code in FULL:
        return StorageFull(f"{said}: free disk space")
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StorageBusy(f"{said}: another process holds the file")
    if primary in UNAVAILABLE:
        return StorageUnavailable(said)
    return StorageError(said)


def _rule(code: int, message: str, connection: sqlite3.Connection | None) -> str:
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return "foreign key"
    match = BROKEN_RULE.match(message)
    what = match["what"] if match else message
    if code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
        return f"pk_{what.split('.')[0]}"
    if code == sqlite3.SQLITE_CONSTRAINT_UNIQUE and connection is not None:
        return _unique_index(what, connection) or what
    return what


def _unique_index(what: str, connection: sqlite3.Connection) -> str | None:
    """The index over "table.column, table.column"."""
    parts = [part.strip().partition(".") for part in what.split(",")]
    table, columns = parts[0][0], [column for _, _, column in parts]
    indexes = connection.execute(
        'SELECT name FROM pragma_index_list(?) WHERE "unique"', (table,)
    ).fetchall()
    for (name,) in indexes:
        found = connection.execute(
            "SELECT name FROM pragma_index_info(?) ORDER BY seqno", (name,)
        ).fetchall()
        if [column for (column,) in found] == columns:
            return str(name)
    return None
