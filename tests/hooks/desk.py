"""Cases and their events in a real database, a word for each."""

from collections.abc import Mapping
from typing import Any

from domain.consultation.case import EventKind
from domain.consultation.content import Content, Incoming, Kind
from domain.consultation.records import Event
from domain.people.model import Role
from domain.people.ports import Contact as Sender
from storage.case_messages import MessageTable
from storage.cases import CaseTable, EventTable
from storage.engine import Database
from storage.people import PeopleTable, StaffTable
from tests.consultation import a_new_case

NOW = 1_800_000_000  # ends a slot of ten seconds


class Desk:
    """What happens at the desk, as the services write it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._messages = 0

    async def person(self, telegram_id: int, role: Role | None = None) -> int:
        async with self.database.transaction() as (tx, _):
            sender = Sender(telegram_id=telegram_id, name="Айгүл", app_language="kk")
            number = (await PeopleTable(tx).add(sender, 1)).id
            if role is not None:
                StaffTable(tx).appoint(number, role, by=None, now=1)
        return number

    async def case(self, citizen_id: int, at: int = NOW, **changes: Any) -> int:
        async with self.database.transaction() as (tx, _):
            number = await CaseTable(tx).add(a_new_case(citizen_id, at, **changes))
        assert number is not None
        return number

    async def happens(
        self,
        case_id: int,
        kind: EventKind,
        at: int = NOW,
        by: int | None = None,
        details: Mapping[str, int | str] | None = None,
    ) -> None:
        async with self.database.transaction() as (tx, _):
            event = Event(case_id=case_id, kind=kind, by=by, at=at, details=details or {})
            EventTable(tx).add(event)

    async def writes(self, case_id: int, by: int, text: str, at: int = NOW) -> None:
        """A message of the citizen, with its event."""
        self._messages += 1
        content = Content(kind=Kind.TEXT, html=text, length=len(text))
        incoming = Incoming(
            chat_id=by, message_id=self._messages, media_group=None, content=content
        )
        async with self.database.transaction() as (tx, _):
            await MessageTable(tx).add_message(case_id, by, incoming, at, by_operator=False)
            event = Event(case_id=case_id, kind=EventKind.MESSAGE, by=by, at=at)
            EventTable(tx).add(event)

    async def closes(self, case_id: int) -> None:
        """So that its citizen may have another one."""
        async with self.database.transaction() as (tx, _):
            await CaseTable(tx).cancel(case_id, NOW)
