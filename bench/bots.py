"""The bots that are measured: how each is started, in a fresh process with a fresh database."""

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.migrate import migrate
from tests.databases import PostgresCluster

TOKEN = "42:BENCH"
STARTING = 60.0
"""Seconds a bot may take until it listens."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the bots."""

    name: str
    module: str
    flags: tuple[str, ...] = ()
    database: str | None = None  # sqlite or postgres


KINDS = (
    Kind("plain, as people write it", "bench.plain"),
    Kind("plain, tuned", "bench.plain", ("--tuned",)),
    Kind("ours, SQLite FULL", "bench.ours", ("FULL",), database="sqlite"),
    Kind("ours, SQLite NORMAL", "bench.ours", ("NORMAL",), database="sqlite"),
    Kind("ours, SQLite FULL, one core", "bench.ours", ("FULL", "one-core"), database="sqlite"),
    Kind("ours, SQLite NORMAL, one core", "bench.ours", ("NORMAL", "one-core"), database="sqlite"),
    Kind("ours, PostgreSQL", "bench.ours", database="postgres"),
    Kind("plain, as people write it, one core", "bench.plain", ("one-core",)),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where bots find what they need."""

    folder: Path
    api: str
    cluster: PostgresCluster


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that listens."""

    pid: int
    port: int


@contextmanager
def running(kind: Kind, place: Place) -> Iterator[Running]:
    """Start it, and end it after the block; its database goes with it."""
    with ExitStack() as stack:
        log = stack.enter_context((place.folder / "bot.log").open("ab"))
        port = free_port()
        command = [sys.executable, "-m", kind.module, place.api, str(port)]
        if kind.database is not None:
            database = fresh_database(kind.database, place.folder, place.cluster)
            command.append(stack.enter_context(database))
        command += kind.flags
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait_for(process, port)
            yield Running(process.pid, port)
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def fresh_database(engine: str, folder: Path, cluster: PostgresCluster) -> Iterator[str]:
    """The URL of a migrated database with nothing in it, `sqlite` or `postgres`."""
    if engine == "sqlite":
        place = Path(tempfile.mkdtemp(prefix="sqlite-", dir=folder))
        url = f"sqlite:///{place / 'bot.db'}"
        migrate(url)
        yield url
        shutil.rmtree(place)
    else:
        name = cluster.create()
        url = cluster.address(name)
        migrate(url)
        yield url
        cluster.drop(name)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the bot ended with code {process.returncode}: see bot.log")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the bot does not listen")
