"""One of several processes in which all operators press Take as fast as they can.

`python -m tests.storage.claims URL SEED CLAIMS`: prints «ready», waits for a line, then presses
and prints each claim that won as «operator case».
"""

import asyncio
import random
import sys

from storage import open_database
from storage.cases import CaseTable
from storage.engine import Database

AT_ONCE = 8


async def claim(database: Database, operator: int, number: int | None) -> int | None:
    """One press in a transaction of its own: a case by its number, or the next one."""
    async with database.transaction() as (tx, _):
        table = CaseTable(tx)
        if number is None:
            return await table.take_next(operator, 1)
        return number if await table.take(number, operator, 1) else None


async def main(url: str, seed: int, claims: int) -> None:
    chance = random.Random(seed)
    database = await open_database(url, max_size=AT_ONCE)
    gate = asyncio.Semaphore(AT_ONCE)
    async with database.reading() as reader:
        operators = [row["person_id"] for row in await reader.all("staff_list")]
        cases = [row["id"] for row in await reader.all("waiting_cases", limit=1000, skip=0)]

    # nobody presses before the other process can: starting takes longer than all the presses
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)

    async def press() -> None:
        operator = chance.choice(operators)
        number = chance.choice([None, chance.choice(cases)]) if cases else None
        async with gate:
            won = await claim(database, operator, number)
        if won is not None:
            sys.stdout.write(f"{operator} {won}\n")

    try:
        await asyncio.gather(*(press() for _ in range(claims)))
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
