"""A thousand claims by twenty operators over a hundred cases, from two processes at once."""

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from domain.people.model import Role
from domain.people.ports import Contact as Sender
from storage.cases import CaseTable
from storage.engine import Database
from storage.people import PeopleTable, StaffTable
from tests.acceptance.processes import environment
from tests.consultation import a_new_case

ROOT = Path(__file__).parents[2]
OPERATORS, CASES, CLAIMS = 20, 100, 1000


async def people_and_cases(database: Database, capacity: int) -> None:
    async with database.transaction() as (tx, _):
        people, staff, cases = PeopleTable(tx), StaffTable(tx), CaseTable(tx)
        for chat in range(OPERATORS):
            sender = Sender(telegram_id=1000 + chat, name=f"Op {chat}", app_language="ru")
            operator = await people.add(sender, 1)
            staff.appoint(operator.id, Role.OPERATOR, by=None, now=1)
            staff.set_capacity(operator.id, capacity)
        for chat in range(CASES):
            sender = Sender(telegram_id=5000 + chat, name="Citizen", app_language="kk")
            assert await cases.add(a_new_case((await people.add(sender, 1)).id, chat))


async def claims_of_a_process(url: str, seed: int) -> list[tuple[int, int]]:
    command = [sys.executable, "-m", "tests.storage.claims", url, str(seed), str(CLAIMS // 2)]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, env=environment({}), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    pairs = (line.split() for line in done.stdout.decode().splitlines())
    return [(int(operator), int(case)) for operator, case in pairs]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("capacity", [8, 4])
async def test_each_case_has_one_assignee_and_nobody_too_many(
    postgres: Database, fresh_postgres_url: str, capacity: int
) -> None:
    await people_and_cases(postgres, capacity)
    both = await asyncio.gather(*(claims_of_a_process(fresh_postgres_url, n) for n in (1, 2)))
    assert all(both), "both processes have won something"
    won = [pair for wins in both for pair in wins]
    assert len({case for _, case in won}) == len(won), "no case was won twice"
    assert len(won) == min(CASES, OPERATORS * capacity)
    assert max(Counter(operator for operator, _ in won).values()) <= capacity

    async with postgres.reading() as reader:
        kept: list[tuple[Any, Any]] = []
        for operator in {operator for operator, _ in won}:
            rows = await reader.all("cases_taken_by", operator_id=operator)
            kept += [(operator, row["id"]) for row in rows]
    assert sorted(kept) == sorted(won), "the table says what the presses were told"
