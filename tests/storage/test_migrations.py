"""The schema: reached from nothing, the same on both engines, refused when it is another one."""

import asyncio
import logging
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from storage import open_database
from storage.errors import SchemaTooNew, SchemaTooOld, StorageError, StorageUnavailable
from storage.migrate import downgrade, migrate
from storage.url import PostgresUrl, parse_url
from storage.versions import FOLDER, check_revision, known_revisions
from tests.databases import run_apart, sqlite_url


def inspected(url: str, look: Any) -> Any:
    """What `look` finds through SQLAlchemy's inspector."""
    where = parse_url(url)
    if isinstance(where, PostgresUrl):
        return run_apart(_inspected_on_postgres(where.dsn, look))
    engine = sa.create_engine(f"sqlite:///{where.path}", poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        return look(sa.inspect(connection))


async def _inspected_on_postgres(dsn: str, look: Any) -> Any:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(dsn),
        poolclass=sa.pool.NullPool,
    )
    async with engine.connect() as connection:
        return await connection.run_sync(lambda inner: look(sa.inspect(inner)))


def schema_of(inspector: sa.Inspector) -> dict[str, Any]:
    """Everything the program relies on, in words both engines share."""
    return {table: _table(inspector, table) for table in sorted(inspector.get_table_names())}


def _table(inspector: sa.Inspector, table: str) -> dict[str, Any]:
    key = inspector.get_pk_constraint(table)
    return {
        "columns": [_column(c, key["constrained_columns"]) for c in inspector.get_columns(table)],
        # SQLite's AUTOINCREMENT has to stand in the column's own line, where no name fits.
        "key": (key["name"] or f"pk_{table}", key["constrained_columns"]),
        "indexes": sorted(_index(i) for i in inspector.get_indexes(table)),
        "checks": sorted(
            (c["name"], _rule(c["sqltext"])) for c in inspector.get_check_constraints(table)
        ),
        "references": sorted(
            (f["name"], f["constrained_columns"], f["referred_table"], f["referred_columns"])
            for f in inspector.get_foreign_keys(table)
        ),
    }


def _column(column: Any, key: list[str]) -> tuple[str, str, bool, str | None]:
    kind = str(column["type"])
    if [column["name"]] == key and kind in ("INTEGER", "BIGINT"):
        kind = "IDENTITY"
    default = column["default"]
    plain = None if kind == "IDENTITY" or default is None else re.sub(r"::\w+|[()]", "", default)
    return column["name"], kind, column["nullable"], plain


def _index(index: Any) -> tuple[str, list[str], bool, str]:
    options = index.get("dialect_options", {})
    where = str(options.get("sqlite_where", options.get("postgresql_where", "")))
    return index["name"], index["column_names"], bool(index["unique"]), _rule(where)


def _rule(text: str) -> str:
    """PostgreSQL adds casts and parentheses, and writes IN as = ANY (ARRAY[...])."""
    rule = re.sub(r"::\w+(\[\])?", "", text.lower())
    rule = re.sub(r"=\s*any\s*\(\s*\(?\s*array\[(.*?)\]\s*\)?\s*\)", r"in (\1)", rule)
    return re.sub(r"[()\s]", "", rule)


@pytest.mark.postgres
def test_the_schema_is_the_same_on_both_engines(fresh_sqlite_url: str, fresh_postgres_url: str):
    sqlite = inspected(fresh_sqlite_url, schema_of)
    postgres = inspected(fresh_postgres_url, schema_of)
    assert sqlite.keys() == postgres.keys()
    for table, found in sqlite.items():
        assert found == postgres[table], table
    assert {"people", "cases", "outbox"} < sqlite.keys()
    one_open = ("one_open_case", ["citizen_id"], True, "statein'waiting','taken'")
    assert one_open in sqlite["cases"]["indexes"]


def test_sqlite_never_reuses_an_id(fresh_sqlite_url: str):
    connection = sqlite3.connect(parse_url(fresh_sqlite_url).path)
    texts = dict(connection.execute("select name, sql from sqlite_master where type = 'table'"))
    connection.close()
    with_id = [name for name, text in texts.items() if re.search(r"\bid INTEGER\b", text)]
    assert {"people", "cases", "case_messages", "outbox"} < set(with_id)
    assert [name for name in with_id if "AUTOINCREMENT" not in texts[name]] == []


@pytest.mark.postgres
def test_each_table_and_column_has_a_comment(fresh_postgres_url: str):
    def bare(inspector: sa.Inspector) -> list[str]:
        found = []
        for table in inspector.get_table_names():
            if table == "alembic_version":
                continue
            if not inspector.get_table_comment(table)["text"]:
                found.append(table)
            columns = inspector.get_columns(table)
            found += [f"{table}.{c['name']}" for c in columns if not c["comment"]]
        return found

    assert inspected(fresh_postgres_url, bare) == []


def test_it_is_reached_from_nothing_once(empty_database_url: str):
    assert migrate(empty_database_url) == known_revisions()
    assert migrate(empty_database_url) == []


def test_stairway_each_revision_goes_up_down_and_up_again(empty_database_url: str):
    revisions = known_revisions()
    assert migrate(empty_database_url) == revisions
    top = inspected(empty_database_url, schema_of)
    for kept, stair in enumerate(["base", *revisions[:-1]]):
        assert downgrade(empty_database_url, stair) == revisions[kept:][::-1]
        if stair == "base":
            assert set(inspected(empty_database_url, schema_of)) == {"alembic_version"}
        assert migrate(empty_database_url) == revisions[kept:]
        assert inspected(empty_database_url, schema_of) == top


async def test_it_works_inside_a_running_loop_and_starts_afterwards(empty_database_url: str):
    with pytest.raises(SchemaTooOld, match="empty: run `python -m bot migrate`"):
        await open_database(empty_database_url)
    assert migrate(empty_database_url) == known_revisions()
    database = await open_database(empty_database_url)
    await database.close()


async def test_two_that_migrate_at_once_do_it_once(empty_database_url: str):
    done = await asyncio.gather(
        *(asyncio.to_thread(migrate, empty_database_url) for _ in range(3))
    )
    assert sorted(done) == [[], [], known_revisions()]


def test_a_failed_migration_changes_nothing(empty_database_url: str, monkeypatch):
    from alembic import op

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("in the middle")

    with monkeypatch.context() as patched:
        patched.setattr(op, "create_index", fail)
        with pytest.raises(RuntimeError, match="in the middle"):
            migrate(empty_database_url)
    assert inspected(empty_database_url, schema_of) == {}
    assert migrate(empty_database_url) == known_revisions()


async def test_a_newer_schema_is_refused(empty_database_url: str):
    migrate(empty_database_url)
    await _set_revision(empty_database_url, "0999_from_the_future")
    with pytest.raises(SchemaTooNew, match="0999_from_the_future"):
        await open_database(empty_database_url)
    with pytest.raises(SchemaTooNew, match="0999_from_the_future"):
        migrate(empty_database_url)


async def _set_revision(url: str, revision: str) -> None:
    statement = f"update alembic_version set version_num = '{revision}'"
    where = parse_url(url)
    if isinstance(where, PostgresUrl):
        connection = await asyncpg.connect(where.dsn)
        await connection.execute(statement)
        await connection.close()
        return
    with sqlite3.connect(where.path) as file:
        file.execute(statement)
    file.close()


def test_an_older_schema_is_refused(monkeypatch):
    known = ["0001_a", "0002_b"]
    monkeypatch.setattr("storage.versions.known_revisions", lambda: known)
    check_revision("0002_b")
    with pytest.raises(SchemaTooOld, match="is at 0001_a, this program needs 0002_b"):
        check_revision("0001_a")
    with pytest.raises(SchemaTooOld, match="is empty"):
        check_revision(None)
    with pytest.raises(SchemaTooNew):
        check_revision("0003_c")


def test_file_names_tell_the_revisions_in_their_order():
    from importlib.util import module_from_spec, spec_from_file_location

    before = None
    for path, name in zip(sorted(FOLDER.glob("[0-9]*.py")), known_revisions(), strict=True):
        spec = spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        assert (module.revision, module.down_revision) == (name, before)
        assert len(name) <= 32, "Alembic's own column is no longer"
        before = name


def test_it_configures_no_logging(tmp_path: Path):
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    migrate(sqlite_url(tmp_path / "bot.db"))
    assert (root.level, list(root.handlers)) == before
    handlers = logging.getLogger("alembic").handlers
    assert [h for h in handlers if not isinstance(h, logging.NullHandler)] == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageUnavailable):
        migrate(sqlite_url(tmp_path / "file" / "bot.db"))


def test_a_normal_start_does_not_import_alembic(fresh_sqlite_url: str):
    code = (
        "import asyncio, sys; from storage import open_database\n"
        f"database = asyncio.run(open_database({fresh_sqlite_url!r}))\n"
        "heavy = {'alembic', 'sqlalchemy', 'asyncpg.pool'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "import os; os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


OLD_ROWS = (
    (
        "insert into people (id, telegram_id, name, language, created_at)"
        " values (7, 1001, 'Айгүл', 'kk', 5), (9, 1003, 'Динара', 'ru', 6)"
    ),
    "insert into staff (person_id, role, added_at) values (9, 'operator', 6)",
    (
        "insert into cases (id, citizen_id, topic, contact, state, assignee_id, created_at)"
        " values (3, 7, 'other', 'chat', 'taken', 9, 8)"
    ),
    (
        "insert into case_messages (id, case_id, author, author_id, chat_id, message_id, content,"
        " created_at) values (4, 3, 'citizen', 7, 1001, 5, '{}', 9)"
    ),
    (
        "insert into case_events (id, case_id, kind, by_id, at, details)"
        " values (5, 3, 'opened', 7, 8, '{}'), (6, 3, 'taken', 9, 8, '{}')"
    ),
    (
        "insert into hooks (event_id, case_id, kind, state, due_at, created_at)"
        " values (5, 3, 'opened', 'done', 8, 8)"
    ),
)
A_CALLER = "insert into people (phone, name, created_at) values ('+77015550102', 'Гүлнар', 9)"


def _run(url: str, *statements: str) -> list[Any]:
    """The rows of the last of these statements."""
    where = parse_url(url)
    if isinstance(where, PostgresUrl):
        return run_apart(_run_on_postgres(where.dsn, statements))
    with sqlite3.connect(where.path) as file:
        file.execute("pragma foreign_keys = on")
        for statement in statements:
            found = file.execute(statement).fetchall()
    file.close()
    return [tuple(row) for row in found]


async def _run_on_postgres(dsn: str, statements: tuple[str, ...]) -> list[Any]:
    connection = await asyncpg.connect(dsn)
    try:
        for statement in statements:
            found = await connection.fetch(statement)
    finally:
        await connection.close()
    return [tuple(row) for row in found]


def test_people_and_their_rows_survive_the_coming_of_callers(empty_database_url: str):
    url = empty_database_url
    migrate(url)
    before = known_revisions()[known_revisions().index("0009_phone_callers") - 1]
    downgrade(url, before)
    _run(url, *OLD_ROWS)
    if url.startswith("sqlite"):  # an id that was given out is not given out again
        _run(url, "delete from people where id = 9 and false",
             "update sqlite_sequence set seq = 40 where name = 'people'")  # fmt: skip
    migrate(url)
    assert _run(
        url,
        "select p.id, p.telegram_id, p.name, p.phone, c.id, m.id, e.kind, h.state from people p"
        " join cases c on c.citizen_id = p.id join case_messages m on m.author_id = p.id"
        " join case_events e on e.by_id = p.id join hooks h on h.event_id = e.id",
    ) == [(7, 1001, "Айгүл", None, 3, 4, "opened", "done")]
    if url.startswith("sqlite"):
        assert _run(url, "pragma foreign_key_check") == []
        _run(url, A_CALLER)
        assert _run(url, "select id from people where phone is not null") == [(41,)]
        _run(url, "delete from people where phone is not null")
    downgrade(url, before)
    assert _run(url, "select id, telegram_id from people order by id") == [(7, 1001), (9, 1003)]
    assert _run(url, "select count(*) from case_events") == [(2,)]
    migrate(url)


def test_callers_are_not_thrown_away_by_going_back(empty_database_url: str):
    revisions = migrate(empty_database_url)
    _run(empty_database_url, A_CALLER)
    with pytest.raises(StorageError, match="1 people are known by their telephone number only"):
        downgrade(empty_database_url, revisions[0])
    assert _run(empty_database_url, "select name from people") == [("Гүлнар",)]


@pytest.mark.parametrize(
    "columns",
    ["(name, created_at) values ('Гүлнар', 1)",
     "(telegram_id, phone, name, created_at) values (1, '+77015550102', 'Гүлнар', 1)"],
)  # fmt: skip
def test_everybody_has_either_telegram_or_a_number(database_url: str, columns: str):
    with pytest.raises((sqlite3.IntegrityError, asyncpg.CheckViolationError)):
        _run(database_url, f"insert into people {columns}")
