"""The plans of what the desk asks all day: by an index, and never over the closed cases.

A year of closed cases must cost nothing: take next, the board, the watch and a citizen's status
touch open cases and this day's events only.
"""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest

from domain.consultation.skills import LANES
from domain.consultation.triage import Level
from storage.engine import Value
from storage.queries import load_statements
from storage.url import parse_url
from tests.storage.crowd import NOW, TODAY, Crowd

CROWD = Crowd()
OPERATOR = 1
CITIZEN = CROWD.operators + 7
CASE = 7

NONE_RIPE = json.dumps([[level.value, NOW - 10**6] for level in Level])
ALL_RIPE = json.dumps([[level.value, NOW] for level in Level])
ONE_LANE = json.dumps([["kk", "home"]])
EMPTY_LANE = json.dumps([["ru", "spouse"]])
EVERY_LANE = json.dumps(sorted(LANES))
TAKING: dict[str, Value] = {"operator_id": OPERATOR, "now": NOW}

UPTO = 50
"""How far the queue is counted here: it is longer on every level."""

ASKED: dict[str, dict[str, Value]] = {
    "take_next_case": TAKING,
    "take_next_among": {**TAKING, "lanes": ONE_LANE, "ripe": NONE_RIPE},
    "take_next_among of everything": {**TAKING, "lanes": EVERY_LANE, "ripe": ALL_RIPE},
    "take_next_among of nothing": {**TAKING, "lanes": EMPTY_LANE, "ripe": NONE_RIPE},
    "take_held_among": {**TAKING, "lanes": ONE_LANE, "ripe": ALL_RIPE},
    "skilled_on_shift": {},
    "skills_of": {"person_id": OPERATOR},
    "take_case": {"id": CASE, "operator_id": OPERATOR, "now": NOW},
    "load_of": {"operator_id": OPERATOR},
    "waiting_cases": {"limit": 5, "skip": 0},
    "waiting_count": {"upto": UPTO},
    "waiting_by_level": {"upto": UPTO},
    "waiting_before": {"id": CASE, "upto": UPTO},
    "first_takes": {"since": NOW - 14 * 24 * 3600, "limit": 200},
    "open_case_of": {"citizen_id": CITIZEN},
    "cases_taken_by": {"operator_id": OPERATOR},
    "board_waiting": {"now": NOW, "upto": UPTO},
    "board_loads": {"since": TODAY},
    "board_replies": {"since": TODAY},
    "board_counts": {"since": TODAY},
    "board_stars": {"since": TODAY},
    "day_happened": {"since": TODAY, "until": TODAY + 86_400, "limit": 20_000},
    "day_takes": {"since": TODAY, "until": TODAY + 86_400, "limit": 20_000},
    "day_slips": {"since": TODAY, "until": TODAY + 86_400},
    "owed_cases": {"before": NOW, "limit": 500},
    "abandoned_cases": {"operator_id": OPERATOR, "limit": 5},
    "awaited_calls": {"told_before": NOW, "limit": 500},
    "untaken_cases": {"before": NOW - 600, "limit": 500},
    "late_cases": {"now": NOW, "limit": 100},
}

OF_THE_OPEN = {
    "cases_queue", "cases_waiting", "cases_taken", "cases_silent", "cases_promised",
    "cases_late", "one_open_case", "cases_lane", "cases_ripe",
}  # fmt: skip
"""Partial indexes: going over one of them from end to end meets open cases only."""

SMALL = {
    "s", "staff", "mine", "done", "lane", "level", "likely", "l", "4",
    "waiting", "ahead", "slipped", "overdue", "late",
}  # fmt: skip
"""What may be gone over: the staff, what is given with a query, and results of subqueries."""

SEEN_BY_SKILLS = 450
"""Rows of cases that a take by skills may touch, whatever waits: ten of each lane and level."""

SEEN_BY_A_COUNT = UPTO * len(Level) * 2 + 10
"""Rows of cases that a count of the queue may touch, however long it is: those that wait and those
that are late, of each level.
"""


@pytest.fixture(scope="module")
def filled_sqlite(
    sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("plans") / "bot.db"
    path.write_bytes(sqlite_template.read_bytes())
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("begin")
    for text in CROWD.statements():
        connection.execute(text)
    connection.execute("commit")
    yield connection
    connection.close()


@pytest.mark.parametrize("name", list(ASKED))
def test_sqlite_goes_by_an_index_of_open_cases(
    filled_sqlite: sqlite3.Connection, name: str
) -> None:
    sql = load_statements("sqlite")[name.split(maxsplit=1)[0]].sql
    plan = [
        row[3]
        for row in filled_sqlite.execute(f"explain query plan {sql}", ASKED[name]).fetchall()
    ]
    for step in plan:
        words = step.split()
        if words[0] != "SCAN" or words[1] in SMALL:
            continue
        assert "INDEX" in words, plan
        assert words[words.index("INDEX") + 1] in OF_THE_OPEN, plan


@pytest.mark.postgres
async def test_postgres_touches_open_cases_and_this_day_only(fresh_postgres_url: str) -> None:
    connection = await asyncpg.connect(fresh_postgres_url)
    try:
        for text in CROWD.statements():
            await connection.execute(text)
        wrong = []
        for name, values in ASKED.items():
            statement = load_statements("postgres")[name.split()[0]]
            given = [values[parameter] for parameter in statement.parameters]
            transaction = connection.transaction()
            await transaction.start()
            told = await connection.fetchval(
                f"explain (analyze, format json) {statement.sql}", *given
            )
            await transaction.rollback()
            found = _findings(json.loads(told)[0]["Plan"], _most(name))
            wrong += [f"{name}: {finding}" for finding in found]
    finally:
        await connection.close()
    assert not wrong, "\n".join(wrong)


def _most(name: str) -> int:
    """Rows of cases that a statement may touch."""
    if "_among" in name:
        return SEEN_BY_SKILLS
    return SEEN_BY_A_COUNT if "upto" in ASKED[name] else 2 * CROWD.open


def _findings(node: dict[str, Any], most_cases: int) -> Iterator[str]:
    """Steps that read cases or events one by one, or more of them than are open or of today."""
    table = node.get("Relation Name")
    if table in {"cases", "case_events"} and node["Node Type"] != "ModifyTable":
        removed = node.get("Rows Removed by Filter", 0)
        touched = (node["Actual Rows"] + removed) * node["Actual Loops"]
        most = most_cases if table == "cases" else 5 * CROWD.today
        if node["Node Type"] == "Seq Scan" or touched > most:
            yield f"{node['Node Type']} on {table}, {touched} rows"
    for child in node.get("Plans", ()):
        yield from _findings(child, most_cases)


def test_the_statements_of_the_crowd_are_those_of_the_schema(fresh_sqlite_url: str) -> None:
    connection = sqlite3.connect(parse_url(fresh_sqlite_url).path)
    try:
        for text in CROWD.statements():
            connection.execute(text)
        counts = dict(
            connection.execute("select state, count(*) from cases group by state").fetchall()
        )
    finally:
        connection.close()
    assert counts == {"waiting": CROWD.waiting, "taken": CROWD.taken, "closed": CROWD.closed}
