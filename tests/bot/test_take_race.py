"""A thousand double presses of Take by two operators: one winner each time.

The real pipeline, dispatcher and database; only the sending is recorded instead of done.
"""

import asyncio
import time
from typing import Any

import pytest
from aiogram import Bot

from bot.callbacks import TakeCD
from bot.clock import SystemClock
from bot.fsm_storage import DatabaseStorage
from bot.lessons import load
from bot.nursery import Nursery
from bot.pipeline import Pipeline
from bot.replies import as_sequence
from bot.screens.model import Replies, Show, Toast
from bot.telegram.origin import Origin
from bot.wiring.units import Units
from domain.people.model import Language, Role
from domain.people.ports import Contact as Sender
from storage.cases import CaseTable
from storage.engine import Database
from storage.fsm import FsmRows
from storage.people import PeopleTable, StaffTable
from tests.consultation import a_new_case

OPERATORS = (501, 502)


class Recorder:
    """In the courier's place: keeps what would be sent, by chat."""

    def __init__(self) -> None:
        self.shown: dict[int, list[Replies]] = {}

    async def answer(self, origin: Origin, replies: Replies) -> None:
        self.shown.setdefault(origin.chat_id, []).append(replies)


async def people_and_cases(database: Database, count: int) -> list[int]:
    async with database.transaction() as (tx, _):
        people, staff, cases = PeopleTable(tx), StaffTable(tx), CaseTable(tx)
        for telegram_id in OPERATORS:
            sender = Sender(telegram_id=telegram_id, name=f"Op {telegram_id}", app_language="ru")
            operator = await people.add(sender, 1)
            people.set_language(operator.id, Language.RU)
            staff.appoint(operator.id, Role.OPERATOR, by=None, now=1)
            staff.set_capacity(operator.id, 10_000)
        numbers = []
        for place in range(count):
            sender = Sender(telegram_id=10_000 + place, name="Citizen", app_language="kk")
            citizen = await people.add(sender, 1)
            number = await cases.add(a_new_case(citizen.id, place))
            assert number is not None
            numbers.append(number)
    return numbers


def press(update_id: int, telegram_id: int, data: str) -> dict[str, Any]:
    user = {"id": telegram_id, "is_bot": False, "first_name": f"Op {telegram_id}"}
    chat = {"id": telegram_id, "type": "private", "first_name": "Op"}
    message = {"message_id": 1, "date": int(time.time()), "chat": chat, "text": "New request"}
    query = {"id": str(update_id), "from": user, "chat_instance": "1", "data": data}
    return {"update_id": update_id, "callback_query": {**query, "message": message}}


@pytest.mark.timeout(300)
async def test_a_thousand_double_presses_have_one_winner_each(database: Database) -> None:
    numbers = await people_and_cases(database, 1000)
    recorder, nursery = Recorder(), Nursery()
    async with Bot("42:TEST").context() as bot:
        units = Units(database, DatabaseStorage(FsmRows(database)), load(), 42, frozenset())
        pipeline = Pipeline(bot, units, recorder, SystemClock(), nursery, lambda: None)
        for place, number in enumerate(numbers):
            data = TakeCD(case=number).pack()
            both = [
                press(2 * place + which + 1, operator, data)
                for which, operator in enumerate(OPERATORS)
            ]
            if place % 2:
                both.reverse()
            await asyncio.gather(*(pipeline.receive(update) for update in both))
    await nursery.close()

    wins = losses = 0
    for replies in zip(*(recorder.shown[chat] for chat in OPERATORS), strict=True):
        kinds = {type(as_sequence(one)[0]) for one in replies}
        assert kinds == {Show, Toast}
        wins += 1
        losses += sum("уже занята" in getattr(as_sequence(r)[0], "text", "") for r in replies)
    assert wins == losses == 1000
    async with database.reading() as reader:
        rows = [await reader.one("case_by_id", id=number) for number in numbers]
        waiting = await reader.one("waiting_count", upto=10)
    assert all(row and row["state"] == "taken" for row in rows)
    assert waiting == {"count": 0}
