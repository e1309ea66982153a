"""A thousand claims by twenty operators over a hundred cases, from two processes at once."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
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


async def a_process(url: str, seed: int) -> Process:
    """Started, and ready to press."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.storage.claims", url, str(seed), str(CLAIMS // 2),
        cwd=ROOT, env=environment({}), stdin=PIPE, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    if await process.stdout.readline() != b"ready\n":
        _, complaint = await process.communicate()
        pytest.fail(complaint.decode())
    return process


async def claims_of(process: Process) -> list[tuple[int, int]]:
    """Let it press; what it has won."""
    out, complaint = await process.communicate(b"go\n")
    assert process.returncode == 0, complaint.decode()
    pairs = (line.split() for line in out.decode().splitlines())
    return [(int(operator), int(case)) for operator, case in pairs]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("capacity", [8, 4])
async def test_each_case_has_one_assignee_and_nobody_too_many(
    postgres: Database, fresh_postgres_url: str, capacity: int
) -> None:
    await people_and_cases(postgres, capacity)
    processes = await asyncio.gather(*(a_process(fresh_postgres_url, n) for n in (1, 2)))
    both = await asyncio.gather(*(claims_of(process) for process in processes))
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
