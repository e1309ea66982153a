"""The unit of work: one transaction for each update, and the services around it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiogram.fsm.context import FSMContext

from bot.event import Event
from bot.fsm_storage import DatabaseStorage
from bot.guidance import load_guidance
from bot.i18n import almaty_day
from bot.law import check_terms, legal_day
from bot.lessons import Lessons
from bot.telegram.receiving import TryAgain
from bot.wiring.consultation import records_on
from domain.consultation.answering import Answering
from domain.consultation.board import Board
from domain.consultation.callers import Callers
from domain.consultation.calls import Calls
from domain.consultation.canned import Canned
from domain.consultation.canned_keeping import CannedKeeping
from domain.consultation.day_numbers import Days
from domain.consultation.departures import Departures
from domain.consultation.desk import Desk
from domain.consultation.edits import Edits
from domain.consultation.finding import Finding
from domain.consultation.handing import Handing
from domain.consultation.linking import Linking
from domain.consultation.notes import Notes
from domain.consultation.opening import OpeningHours
from domain.consultation.requests import Requests
from domain.consultation.returning import Returning
from domain.consultation.shift_end import ShiftEnd
from domain.consultation.skill_setting import SkillSetting
from domain.consultation.topic_queue import TopicQueue
from domain.course.service import Course
from domain.people.model import Person, Role
from domain.people.service import People
from domain.people.staff import Staff, menu_for
from storage.board import BoardTable
from storage.callers import CallerTable
from storage.canned import CannedTable
from storage.case_messages import HeldTable
from storage.course import AttemptTable
from storage.day_numbers import DayTable
from storage.desk import CallTable, ColleagueTable, FileTable, NoteTable
from storage.engine import Database, Transaction
from storage.errors import StorageUnavailable
from storage.outbox import OutboxRows
from storage.people import PeopleTable, StaffTable, person_of
from storage.skills import SkillTable
from storage.updates import OpenedUpdate, open_update
from storage.watch import WatchTable

_USUAL_HOURS = OpeningHours()


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
        hours: OpeningHours = _USUAL_HOURS,
    ) -> None:
        """`owners`: the Telegram ids of OWNER_IDS; `hours`: those of the call centre."""
        self._database = database
        self._states = states
        self._lessons = lessons
        slugs = {lesson.slug for lesson in lessons.curriculum}
        check_terms(lessons.figures)
        self._guidance = load_guidance(lessons.figures, slugs)
        self._bot_id = bot_id
        self._owners = owners
        self._hours = hours

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
        if event.is_said and person.unreachable is not None:
            await Returning(records_on(unit.tx, unit.outbox), unit.outbox).back(person, now)
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

    def services(self, unit: Unit, now: int) -> dict[str, Any]:
        """What handlers ask for by name."""
        tx, outbox = unit.tx, unit.outbox
        law = legal_day(self._lessons.figures, almaty_day(now))
        records = records_on(tx, outbox)
        notes, held = NoteTable(tx), HeldTable(tx)
        handing = Handing(records, ColleagueTable(tx), notes)
        answering, canned, callers = Answering(records, held), CannedTable(tx), CallerTable(tx)
        requests = Requests(records, law, self._hours)
        desk = Desk(records, notes, self._hours)
        return {
            "people": People(PeopleTable(tx)),
            "staff": Staff(StaffTable(tx), outbox),
            "course": Course(AttemptTable(tx), self._lessons.curriculum),
            "requests": requests,
            "desk": desk,
            "callers": Callers(records.cases, callers, requests, desk),
            "linking": Linking(records, callers),
            "answering": answering,
            "canned": Canned(records.cases, answering, canned),
            "canned_keeping": CannedKeeping(canned),
            "notes": Notes(records, notes),
            "handing": handing,
            "topic_queue": TopicQueue(records, handing, notes, law),
            "board": Board(BoardTable(tx), records, notes, handing),
            "shift_ends": ShiftEnd(records, notes, WatchTable(tx)),
            "days": Days(DayTable(tx), self._hours),
            "skill_setting": SkillSetting(SkillTable(tx), outbox),
            "calls": Calls(records, CallTable(tx)),
            "finding": Finding(FileTable(tx)),
            "edits": Edits(records, held, law),
            "departures": Departures(records),
            "returning": Returning(records, outbox),
            "lessons": self._lessons,
            "guidance": self._guidance,
            "outbox": outbox,
        }
