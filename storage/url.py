"""Which database a `DATABASE_URL` means."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

EXPECTED = "should be sqlite:///path/to/file.db or postgresql://user:password@host/name"
ENCODE = f"{EXPECTED}; signs like # / ? in a password must be percent-encoded, # as %23"
WRITE_OUT = "the path must be written out, because ~ means no folder here"


@dataclass(frozen=True, slots=True)
class SqliteUrl:
    """A file: three slashes for a path from here, four for one from the root."""

    path: Path


@dataclass(frozen=True, slots=True)
class PostgresUrl:
    """Handed to asyncpg as it stands; `shown` has no password in it."""

    dsn: str
    shown: str


def parse_url(url: str) -> SqliteUrl | PostgresUrl:
    """The database meant; ValueError says what it should be and never repeats a password."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError(ENCODE) from None
    cut_off = "" if parts.scheme == "sqlite" else parts.path + parts.query
    if "#" in url or "@" in cut_off:
        raise ValueError(ENCODE)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path), parts.netloc)
    if parts.scheme in ("postgresql", "postgres"):
        return PostgresUrl(url, f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}")
    raise ValueError(EXPECTED)


def _sqlite(path: str, host: str) -> SqliteUrl:
    file = path.removeprefix("/")
    if host or not file or file.endswith("/"):
        raise ValueError(EXPECTED)
    if file.lstrip("/").startswith("~"):
        raise ValueError(WRITE_OUT)
    if file == ":memory:":
        raise ValueError("the database must be a file: readers and the writer share it")
    return SqliteUrl(Path(file))
