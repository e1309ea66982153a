"""The unit of work: one transaction for each update, and the services around it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiogram.fsm.context import FSMContext

from bot.event import Event
from bot.fsm_storage import DatabaseStorage
from bot.lessons import Lessons
from bot.telegram.receiving import TryAgain
from domain.consultation.departures import Departures
from domain.consultation.desk import Desk
from domain.consultation.edits import Edits
from domain.consultation.relay import Relay
from domain.consultation.requests import Requests
from domain.course.service import Course
from domain.people.model import Person, Role
from domain.people.service import People
from domain.people.staff import Staff, menu_for
from storage.case_messages import HeldTable, MessageTable
from storage.cases import CaseTable
from storage.course import AttemptTable
from storage.engine import Database, Transaction
from storage.errors import StorageUnavailable
from storage.outbox import OutboxRows
from storage.people import PeopleTable, StaffTable, person_of
from storage.updates import OpenedUpdate, open_update


@dataclass(slots=True)
class Unit:
    """The unit of work of one update."""

    new: bool  # False: the update had its effect before; `reply` is what was answered
    reply: str | None
    known: Person | None  # the person as the database knows them; None: never seen
    tx: Transaction
    outbox: OutboxRows
    state: FSMContext
    raw_state: str | None
    record: OpenedUpdate

    def keep(self, reply: str | None) -> None:
        """Keep the answer with the record of the update."""
        self.record.kept = reply


class Units:
    """Opens units of work."""

    def __init__(
        self,
        database: Database,
        states: DatabaseStorage[Transaction],
        lessons: Lessons,
        bot_id: int,
        owners: frozenset[int],
    ) -> None:
        """`owners`: the Telegram ids of OWNER_IDS."""
        self._database = database
        self._states = states
        self._lessons = lessons
        self._bot_id = bot_id
        self._owners = owners

    @asynccontextmanager
    async def open(self, event: Event, now: int) -> AsyncIterator[Unit]:
        """A transaction that records the update; raises TryAgain when the database is away."""
        key = event.key(self._bot_id)
        try:
            async with open_update(
                self._database,
                bot_id=self._bot_id,
                update_id=event.update.update_id,
                chat_id=event.chat_id,
                user_id=event.user.id,
                received_at=now,
                telegram_id=event.user.id,
                message_id=event.wrote,
            ) as opened:
                with self._states.bound(opened.tx, key, opened.state, opened.data):
                    yield Unit(
                        new=opened.new,
                        reply=opened.reply,
                        known=person_of(opened.person) if opened.person else None,
                        tx=opened.tx,
                        outbox=OutboxRows(opened.tx, now),
                        state=FSMContext(storage=self._states, key=key),
                        raw_state=opened.state,
                        record=opened,
                    )
        except StorageUnavailable as error:
            raise TryAgain(f"{type(error).__name__}: {error}") from error

    async def meet(self, unit: Unit, event: Event, now: int) -> Person:
        """The person of the update, made or kept up, with the role they have at this moment."""
        person = await People(PeopleTable(unit.tx)).meet(unit.known, event.contact, now)
        return self._with_role(unit, person, now)

    def _with_role(self, unit: Unit, person: Person, now: int) -> Person:
        """Owners are those whom OWNER_IDS names, whatever the table says."""
        named = person.telegram_id in self._owners
        if named and person.role is not Role.OWNER:
            StaffTable(unit.tx).appoint(person.id, Role.OWNER, by=None, now=now)
            unit.outbox.put(menu_for(person.telegram_id))
            return person.with_role(Role.OWNER)
        if not named and person.role is Role.OWNER:
            return person.with_role(None)
        return person

    def services(self, unit: Unit) -> dict[str, Any]:
        """What handlers ask for by name."""
        tx, outbox = unit.tx, unit.outbox
        cases, messages, staff = CaseTable(tx), MessageTable(tx), StaffTable(tx)
        relay, held = Relay(outbox), HeldTable(tx)
        return {
            "people": People(PeopleTable(tx)),
            "staff": Staff(staff, outbox),
            "course": Course(AttemptTable(tx), self._lessons.curriculum),
            "requests": Requests(cases, messages, staff, relay),
            "desk": Desk(cases, messages, held, staff, relay),
            "edits": Edits(cases, messages, held, relay),
            "departures": Departures(cases, staff, outbox),
            "lessons": self._lessons,
            "outbox": outbox,
        }
