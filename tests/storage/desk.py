"""A desk for tests on a database: staff, citizens, cases, and what was told."""

import datetime as dt
import json
from typing import Any

from bot.wiring.consultation import records_on
from domain.consultation.calls import Calls
from domain.consultation.case import Case
from domain.consultation.content import Content, Incoming, Kind
from domain.consultation.opening import ALMATY, OpeningHours
from domain.consultation.requests import Requests
from domain.consultation.triage import Level, Reason, Urgency
from domain.consultation.urgency import place_of
from domain.consultation.watch import DEFAULT_PATIENCE
from domain.consultation.watching import Rules, Watch
from domain.people.model import Person, Role
from domain.people.ports import Contact
from storage.cases import CaseTable, case_by_id
from storage.desk import CallTable
from storage.engine import Database
from storage.outbox import OutboxRows
from storage.people import PeopleTable, StaffTable, person_by_id
from storage.watch import WatchTable
from tests.consultation import a_new_case, law

HOURS = OpeningHours()
MINUTE = 60


def at(day: int, hour: int, minute: int = 0) -> int:
    """An instant of November 2026 on Almaty's clock; the 23rd is a Monday."""
    return int(dt.datetime(2026, 11, day, hour, minute, tzinfo=ALMATY).timestamp())


MONDAY = at(23, 10)


class TestDesk:
    """Writes through the tables, looks through the watch."""

    __test__ = False

    def __init__(self, database: Database, desk_chat: int | None = None) -> None:
        self.database = database
        self.rules = Rules(hours=HOURS, patience=DEFAULT_PATIENCE, desk_chat=desk_chat)
        self._telegram = 2000
        self._written = 0

    async def person(self, telegram_id: int, name: str = "Айгүл") -> int:
        async with self.database.transaction() as (tx, _):
            contact = Contact(telegram_id=telegram_id, name=name, app_language="kk")
            return (await PeopleTable(tx).add(contact, 1)).id

    async def staff(
        self,
        telegram_id: int,
        name: str,
        role: Role = Role.OPERATOR,
        shift: int | None = None,
        capacity: int = 8,
    ) -> int:
        number = await self.person(telegram_id, name)
        async with self.database.transaction() as (tx, _):
            table = StaffTable(tx)
            table.appoint(number, role, by=None, now=1)
            table.set_capacity(number, capacity)
            if shift is not None:
                table.start_shift(number, shift)
        return number

    async def begins_shift(self, operator: int, now: int) -> None:
        async with self.database.transaction() as (tx, _):
            StaffTable(tx).start_shift(operator, now)

    async def ends_shift(self, operator: int) -> None:
        async with self.database.transaction() as (tx, _):
            StaffTable(tx).end_shift(operator)

    async def case(self, sent: int, level: Level = Level.PLAN, **changes: Any) -> int:
        """A request of somebody new."""
        self._telegram += 1
        citizen = await self.person(self._telegram)
        urgency = changes.pop("urgency", Urgency(level=level, reason=Reason.TOPIC))
        place = place_of(sent, urgency.level)
        new = a_new_case(citizen, sent, urgency=urgency, place=place, **changes)
        async with self.database.transaction() as (tx, _):
            number = await CaseTable(tx).add(new)
        assert number is not None
        return number

    async def taken(
        self, operator: int, now: int, level: Level = Level.PLAN, **changes: Any
    ) -> int:
        """A request that an operator has, sent a minute before."""
        number = await self.case(now - MINUTE, level, **changes)
        async with self.database.transaction() as (tx, _):
            assert await CaseTable(tx).take(number, operator, now)
        return number

    async def writes(self, case_id: int, now: int) -> None:
        """The citizen."""
        async with self.database.transaction() as (tx, _):
            CaseTable(tx).owe(case_id, now)

    async def says(self, case_id: int, now: int, words: str = "Приставы завтра придут") -> None:
        """The citizen, whose words go on their way to the operator."""
        citizen = await self.known((await self.seen(case_id)).citizen_id)
        self._written += 1
        incoming = Incoming(
            chat_id=citizen.telegram_id,
            message_id=self._written,
            media_group=None,
            content=Content(kind=Kind.TEXT, html=words, length=len(words)),
        )
        async with self.database.transaction() as (tx, _):
            records = records_on(tx, OutboxRows(tx, now))
            await Requests(records, law(HOURS.day_of(now)), HOURS).write(citizen, incoming, now)

    async def calls(self, operator: int, case_id: int, now: int, *, reached: bool) -> None:
        """The operator has called."""
        person = await self.known(operator)
        async with self.database.transaction() as (tx, _):
            records = records_on(tx, OutboxRows(tx, now))
            rows = CallTable(tx)
            attempt = len(await rows.calls_of(case_id)) + 1
            await Calls(records, rows).called(person, case_id, attempt, now, reached=reached)

    async def answers(self, case_id: int) -> None:
        """The operator."""
        async with self.database.transaction() as (tx, _):
            CaseTable(tx).answered(case_id)

    async def look(self, now: int) -> list[tuple[int, str, dict[str, Any]]]:
        """One look; what it has put into the outbox."""
        known = len(await self.put())
        async with self.database.transaction() as (tx, _):
            outbox = OutboxRows(tx, now)
            records = records_on(tx, outbox)
            requests = Requests(records, law(HOURS.day_of(now)), HOURS)
            await Watch(WatchTable(tx), records, outbox, requests, self.rules).look(now)
        return (await self.put())[known:]

    async def put(self) -> list[tuple[int, str, dict[str, Any]]]:
        async with self.database.reading() as reader:
            rows = await reader.all("parcels_put")
        return [(row["chat_id"], row["kind"], json.loads(row["payload"])) for row in rows]

    async def seen(self, case_id: int) -> Case:
        async with self.database.reading() as reader:
            case = await case_by_id(reader, case_id)
        assert case is not None
        return case

    async def known(self, person_id: int) -> Person:
        async with self.database.reading() as reader:
            found = await person_by_id(reader, person_id)
        assert found is not None
        return found

    async def events(self, case_id: int) -> list[str]:
        async with self.database.reading() as reader:
            return [row["kind"] for row in await reader.all("events_of", case_id=case_id)]
