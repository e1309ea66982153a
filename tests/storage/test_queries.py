"""Every query of the files: has a reason, prepares on both engines, gives plain values."""

import sqlite3
from pathlib import Path

import asyncpg
import pytest

from storage.queries import Dialect, Statement, load_statements
from storage.url import parse_url

DIALECTS: tuple[Dialect, ...] = ("sqlite", "postgres")

SMALL_NUMBERS = {
    "step", "attempts", "priority", "rating", "stars", "correct", "uncounted", "headed",
    "capacity",
}  # fmt: skip
"""Parameters that may be numbers of less than eight bytes; times and ids may not."""

PLAIN = {"int2", "int4", "int8", "text", "varchar", "void"}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_query_says_why_it_is_there(dialect: Dialect):
    silent = [s.name for s in load_statements(dialect).values() if len(s.reason) < 15]
    assert silent == []


def test_the_engines_know_the_same_queries_but_for_the_record_of_an_update():
    sqlite, postgres = (set(load_statements(dialect)) for dialect in DIALECTS)
    assert sqlite ^ postgres == {"newest_message"}


def test_a_query_asks_for_the_same_values_on_both_engines():
    sqlite, postgres = (load_statements(dialect) for dialect in DIALECTS)
    different = [
        n for n in sqlite.keys() & postgres.keys() if sqlite[n].names != postgres[n].names
    ]
    assert different == ["record_update"]
    more = postgres["record_update"].names - sqlite["record_update"].names
    assert more == sqlite["newest_message"].names


def test_sqlite_prepares_each_query(fresh_sqlite_url: str):
    connection = sqlite3.connect(parse_url(fresh_sqlite_url).path)
    try:
        for statement in load_statements("sqlite").values():
            values = dict.fromkeys(statement.parameters)
            try:
                connection.execute(f"EXPLAIN {statement.sql}", values)
            except sqlite3.Error as error:
                pytest.fail(f"{statement.source.name}: {statement.name}: {error}")
    finally:
        connection.close()


@pytest.mark.postgres
async def test_postgres_prepares_each_query(fresh_postgres_url: str):
    connection = await asyncpg.connect(fresh_postgres_url)
    wrong = []
    try:
        for statement in load_statements("postgres").values():
            try:
                wrong += [*_findings(statement, await connection.prepare(statement.sql))]
            except asyncpg.PostgresError as error:
                wrong.append(f"{statement.source.name}: {statement.name}: {error}")
    finally:
        await connection.close()
    assert not wrong, "\n".join(wrong)


def _findings(statement: Statement, prepared):
    where = f"{statement.source.name}: {statement.name}:"
    for name, kind in zip(statement.parameters, prepared.get_parameters(), strict=True):
        if kind.name not in PLAIN:
            yield f"{where} :{name} is {kind.name}: cast it to bigint or text"
        if kind.name in ("int2", "int4") and name not in SMALL_NUMBERS:
            yield f"{where} :{name} is {kind.name}, too small for a time or an id: cast to bigint"
    for column in prepared.get_attributes():
        if column.type.name not in PLAIN:
            yield f"{where} gives {column.name} as {column.type.name}: cast it to bigint or text"


def _folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        path = tmp_path / (name.replace("__", "/") + ".sql")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_a_name_that_stands_twice_is_an_error(tmp_path: Path):
    query = "-- name: double()\n-- Reason.\nselect 1;\n"
    with pytest.raises(ValueError, match=r"double stands in a\.sql and in b\.sql"):
        load_statements("sqlite", _folder(tmp_path, a=query, b=query))


def test_the_engines_own_query_wins(tmp_path: Path):
    folder = _folder(
        tmp_path,
        a="-- name: one()\n-- Reason.\nselect 1;\n",
        postgres__a="-- name: one()\n-- Other reason.\nselect 2;\n",
    )
    assert load_statements("sqlite", folder)["one"].sql == "select 1;"
    assert load_statements("postgres", folder)["one"].sql == "select 2;"


def test_values_stay_out_of_quotations_and_may_repeat(tmp_path: Path):
    text = "-- name: q(a, b)\n-- Reason.\nselect ':a', :b, :a, :b, cast(:a as bigint);\n"
    statement = load_statements("postgres", _folder(tmp_path, a=text))["q"]
    assert statement.sql == "select ':a', $1, $2, $1, cast($2 as bigint);"
    assert statement.parameters == ("b", "a")
