"""Random days at the desk: whatever people press in whatever order, the promises hold.

The real services on the real SQLite tables; beside them a model that is too simple to be wrong.
"""

import asyncio
import datetime as dt
import shutil
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domain.consultation.answering import Answering, Current
from domain.consultation.case import REOPEN_SECONDS, CaseState, Contact, OutcomeCode
from domain.consultation.content import Content, Incoming, Kind
from domain.consultation.desk import AlreadyTaken, AtCapacity, Desk
from domain.consultation.handing import Handing
from domain.consultation.notes import Notes
from domain.consultation.records import Records
from domain.consultation.relay import Relay
from domain.consultation.requests import Request, Requests
from domain.consultation.topic_queue import TopicQueue
from domain.consultation.triage import Facts, Topic
from domain.consultation.urgency import place_of, urgency_of
from domain.delivery.outbox import Parcel
from domain.errors import DomainError, NotAllowed, NotFound, NotValid, Stale
from domain.people.model import Person, Role
from domain.people.ports import Contact as Sender
from storage import open_database
from storage.case_messages import HeldTable, MessageTable
from storage.cases import CaseTable, EventTable, case_by_id
from storage.desk import ColleagueTable, NoteTable, note_by_id
from storage.engine import Transaction
from storage.outbox import OutboxRows
from storage.people import PeopleTable, StaffTable
from tests.consultation import law
from tests.storage.conftest import with_notes

CITIZENS = (101, 102, 103)
OPERATORS = (201, 202)
CAPACITY = 2
TODAY = dt.date(2026, 11, 23)

citizens = st.sampled_from(CITIZENS)
operators = st.sampled_from(OPERATORS)
numbers = st.integers(min_value=1, max_value=6)
topics = st.sampled_from(["court", "other", "home", "nonsense"])
words = st.sampled_from([None, "Why", "", "x" * 1001])

FOR_OPERATORS = {"case_card", "case_note", "case_history", "case_joined"}
"""Parcels that only the operator of the case may get."""

FOR_CITIZENS = {"case_taken", "case_closed", "case_returned"}


class Posted:
    """The outbox of a transaction, and a list of what was put into it."""

    def __init__(self, parcels: list[Parcel], rows: OutboxRows) -> None:
        self._parcels = parcels
        self._rows = rows

    def put(self, parcel: Parcel) -> None:
        self._parcels.append(parcel)
        self._rows.put(parcel)


class Desks(RuleBasedStateMachine):
    """Three citizens and two operators."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "bot.db")
        self.database = self.run(
            open_database(f"sqlite:///{self.folder}/bot.db", statements=with_notes("sqlite"))
        )
        self.clock = 0
        self.posted: list[Parcel] = []  # by the last act
        self.people: dict[int, Person] = self.run(self.meet())
        self.model: dict[int, dict[str, Any]] = {}  # case: citizen, state, operator, rating, notes
        self.current: dict[int, Current | None] = dict.fromkeys(OPERATORS)
        self.fresh: dict[int, int | None] = dict.fromkeys(OPERATORS)  # current and nothing since

    def teardown(self) -> None:
        self.run(self.database.close())
        self.loop.close()
        shutil.rmtree(self.folder)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    async def meet(self) -> dict[int, Person]:
        people: dict[int, Person] = {}
        async with self.database.transaction() as (tx, _):
            staff = StaffTable(tx)
            for chat in CITIZENS + OPERATORS:
                sender = Sender(telegram_id=chat, name=f"P{chat}", app_language="kk")
                person = await PeopleTable(tx).add(sender, 1)
                if chat in OPERATORS:
                    staff.appoint(person.id, Role.OPERATOR, by=None, now=1)
                    staff.start_shift(person.id, 1)
                    staff.set_capacity(person.id, CAPACITY)
                    person = person.with_role(Role.OPERATOR)
                people[chat] = person
        return people

    def act(self, side: str, method: str, *arguments: Any, **options: Any) -> Any:
        """One service call in a transaction of its own; parcels of a refused one are dropped."""

        async def work() -> Any:
            posted: list[Parcel] = []
            async with self.database.transaction() as (tx, _):
                result = await getattr(self.services(tx, posted)[side], method)(
                    *arguments, **options
                )
            async with self.database.transaction() as (tx, _):
                await tx.run("all_arrived")  # what is still on its way counts as not seen
            self.posted = posted
            return result

        self.posted = []
        return self.run(work())

    def services(self, tx: Transaction, posted: list[Parcel]) -> dict[str, Any]:
        notes, colleagues = NoteTable(tx), ColleagueTable(tx)
        records = Records(
            CaseTable(tx),
            MessageTable(tx),
            StaffTable(tx),
            EventTable(tx),
            Relay(Posted(posted, OutboxRows(tx, 1))),
        )
        handing = Handing(records, colleagues, notes)
        return {
            "requests": Requests(records, law(TODAY)),
            "desk": Desk(records, notes),
            "answering": Answering(records, HeldTable(tx)),
            "notes": Notes(records, notes),
            "handing": handing,
            "topic_queue": TopicQueue(records, handing, notes, law(TODAY)),
        }

    def message(self, chat: int) -> Incoming:
        self.clock += 1
        content = Content(kind=Kind.TEXT, html="x", length=1)
        return Incoming(chat_id=chat, message_id=self.clock, media_group=None, content=content)

    def open_of(self, chat: int) -> int | None:
        return next(
            (
                number
                for number, case in self.model.items()
                if case["citizen"] == chat and case["state"] in {"waiting", "taken"}
            ),
            None,
        )

    def taken_by(self, chat: int) -> list[int]:
        return [
            number
            for number, case in self.model.items()
            if case["state"] == "taken" and case["operator"] == chat
        ]

    def has(self, chat: int, number: int) -> bool:
        return number in self.taken_by(chat)

    def came(self, number: int) -> None:
        """Something of this case came to its operator: another current case is fresh no more."""
        operator = self.model[number]["operator"]
        if operator and self.fresh[operator] != number:
            self.fresh[operator] = None

    def handed_over(self, number: int) -> None:
        """The operator got the whole case, the citizen was told."""
        case = self.model[number]
        kinds = [parcel.kind for parcel in self.posted]
        assert kinds.count("case_card") == kinds.count("case_taken") == 1
        assert kinds.count("case_note") == case["notes"]
        self.came(number)

    @rule(chat=citizens)
    def submit(self, chat: int) -> None:
        request = Request(
            facts=Facts(topic=Topic.OTHER), messages=(self.message(chat),), contact=Contact.CHAT
        )
        person = self.people[chat]
        if self.open_of(chat) is not None:
            with pytest.raises(Stale):
                self.act("requests", "submit", person, request, self.clock)
            return
        standing = self.act("requests", "submit", person, request, self.clock)
        closed = [
            n for n, c in self.model.items() if c["citizen"] == chat and c["state"] == "closed"
        ]
        assert standing.case.previous_id == (max(closed) if closed else None)
        self.model[standing.case.id] = {
            "citizen": chat,
            "state": "waiting",
            "operator": None,
            "rating": None,
            "notes": 0,
            "place": self.clock,
            "sent": self.clock,
            "topic": "other",
        }

    @rule(chat=citizens)
    def write(self, chat: int) -> None:
        case = self.act("requests", "write", self.people[chat], self.message(chat), self.clock)
        number = self.open_of(chat)
        assert (case.id if case else None) == number
        operator = self.model[number]["operator"] if number else None
        assert [parcel.chat_id for parcel in self.posted] == ([operator] if operator else [])
        if number:
            self.came(number)

    @rule(chat=operators, number=numbers)
    def take(self, chat: int, number: int) -> None:
        case = self.model.get(number)
        call = ("desk", "take", self.people[chat], number, self.clock)
        if case is None:
            with pytest.raises(NotFound):
                self.act(*call)
        elif self.has(chat, number):
            self.act(*call)
            assert not self.posted, "a second press hands nothing over again"
        elif case["state"] != "waiting":
            with pytest.raises(AlreadyTaken):
                self.act(*call)
        elif len(self.taken_by(chat)) >= CAPACITY:
            with pytest.raises(AtCapacity):
                self.act(*call)
        else:
            self.act(*call)
            case |= {"state": "taken", "operator": chat}
            self.handed_over(number)

    @rule(chat=operators)
    def take_next(self, chat: int) -> None:
        waiting = [(c["place"], n) for n, c in self.model.items() if c["state"] == "waiting"]
        if len(self.taken_by(chat)) >= CAPACITY:
            with pytest.raises(AtCapacity):
                self.act("desk", "take_next", self.people[chat], self.clock)
            return
        taken = self.act("desk", "take_next", self.people[chat], self.clock)
        assert (taken.id if taken else None) == (min(waiting)[1] if waiting else None)
        if taken:
            self.model[taken.id] |= {"state": "taken", "operator": chat}
            self.handed_over(taken.id)

    @rule(chat=operators, number=numbers)
    def answer(self, chat: int, number: int) -> None:
        case = self.seen(number)
        if case is None:
            return
        known = self.model[number]
        call = ("answering", "answer", self.people[chat], case, self.message(chat), self.clock)
        if known["operator"] != chat:
            with pytest.raises(NotAllowed):
                self.act(*call)
        elif known["state"] != "taken":
            with pytest.raises(Stale):
                self.act(*call)
        else:
            self.act(*call)
            assert [p.chat_id for p in self.posted] == [known["citizen"]]
            return
        assert not self.posted

    @rule(chat=operators, number=numbers)
    def choose(self, chat: int, number: int) -> None:
        """Write to this one from now on."""
        if self.has(chat, number):
            _, current = self.act("answering", "begin", self.people[chat], number)
            self.current[chat], self.fresh[chat] = current, number
            return
        with pytest.raises((NotAllowed, NotFound, Stale)):
            self.act("answering", "begin", self.people[chat], number)

    @rule(chat=operators)
    def type(self, chat: int) -> None:
        """Words without an address: to the current case, if nothing came from another since."""
        incoming, current = self.message(chat), self.current[chat]
        addressed = self.act("answering", "address", self.people[chat], incoming, current)
        fresh = self.fresh[chat]
        if fresh is not None and self.has(chat, fresh):
            assert addressed.case is not None
            assert addressed.case.id == fresh
            self.act(
                "answering", "answer", self.people[chat], addressed.case, incoming, self.clock
            )
            assert [p.chat_id for p in self.posted] == [self.model[fresh]["citizen"]]
            return
        assert addressed.case is None
        assert {case.id for case in addressed.choices} == set(self.taken_by(chat))
        if current is not None and not self.has(chat, current.case_id):
            assert addressed.lost is not None
            assert addressed.lost.id == current.case_id

    @rule(chat=operators, other=st.booleans())
    def somebody_writes_in_between(self, chat: int, other: bool) -> None:
        """One case is chosen, the same or another one speaks, and words are typed."""
        mine = self.taken_by(chat)
        if len(mine) < CAPACITY:
            self.take_next(chat)
            return
        self.choose(chat, mine[0])
        self.write(self.model[mine[1 if other else 0]]["citizen"])
        self.type(chat)

    @rule(chat=operators, number=numbers, text=words)
    def note(self, chat: int, number: int, text: str | None) -> None:
        case = self.model.get(number)
        call = ("notes", "add", self.people[chat], number, text or "", self.clock)
        if case and case["operator"] == chat and text == "Why":
            self.act(*call)
            case["notes"] += 1
        else:
            with pytest.raises(DomainError):
                self.act(*call)
        assert not self.posted, "a note is carried to nobody"

    @rule(chat=operators, number=numbers, text=words)
    def give_back(self, chat: int, number: int, text: str | None) -> None:
        call = ("handing", "give_back", self.people[chat], number, text, self.clock)
        if not self.has(chat, number) or text not in {None, "Why"}:
            with pytest.raises(DomainError):
                self.act(*call)
            return
        self.act(*call)
        case = self.model[number]
        case |= {"state": "waiting", "operator": None, "notes": case["notes"] + bool(text)}
        told = [p.chat_id for p in self.posted if p.kind == "case_returned"]
        assert told == [case["citizen"]]
        assert chat not in [p.chat_id for p in self.posted if p.kind == "case_waiting"]

    @rule(chat=operators, number=numbers, code=topics, text=words)
    def to_topic(self, chat: int, number: int, code: str, text: str | None) -> None:
        call = ("topic_queue", "give", self.people[chat], number, code, text, self.clock)
        case = self.model.get(number)
        allowed = case and self.has(chat, number) and code not in {case["topic"], "nonsense"}
        if case is None or not allowed or text not in {None, "Why"}:
            with pytest.raises(DomainError):
                self.act(*call)
            return
        self.act(*call)
        case |= {"state": "waiting", "operator": None, "notes": case["notes"] + bool(text)}
        urgency = urgency_of(Facts(topic=Topic(code)), law(TODAY))
        case |= {"topic": code, "place": min(case["place"], place_of(case["sent"], urgency.level))}
        told = [p.chat_id for p in self.posted if p.kind == "case_returned"]
        assert told == [case["citizen"]]
        assert chat not in [p.chat_id for p in self.posted]

    @rule(chat=operators, number=numbers, to=operators, text=words)
    def transfer(self, chat: int, number: int, to: int, text: str | None) -> None:
        call = ("handing", "transfer", self.people[chat], number, self.people[to].id, text)
        allowed = self.has(chat, number) and to != chat and text in {None, "Why"}
        if not allowed or len(self.taken_by(to)) >= CAPACITY:
            with pytest.raises(DomainError):
                self.act(*call, self.clock)
            return
        self.act(*call, self.clock)
        case = self.model[number]
        case |= {"operator": to, "notes": case["notes"] + bool(text)}
        self.handed_over(number)
        assert chat not in [p.chat_id for p in self.posted]

    @rule(chat=operators, number=numbers, outcome=st.sampled_from(["Done", "", "x" * 1001]))
    def close(self, chat: int, number: int, outcome: str) -> None:
        case = self.model.get(number)
        act = (self.people[chat], number, OutcomeCode.ADVISED, outcome, self.clock)
        if case and self.has(chat, number) and outcome == "Done":
            self.act("desk", "close", *act)
            case |= {"state": "closed", "closed": self.clock}
            assert [(p.kind, p.chat_id) for p in self.posted] == [("case_closed", case["citizen"])]
            return
        with pytest.raises(DomainError):
            self.act("desk", "close", *act)

    @rule(chat=citizens, number=numbers, later=st.sampled_from([0, REOPEN_SECONDS + 1]))
    def reopen(self, chat: int, number: int, later: int) -> None:
        case = self.model.get(number)
        self.clock += later
        fits = case and case["citizen"] == chat and case["state"] == "closed"
        call = ("requests", "reopen", self.people[chat], number, self.clock)
        if (
            case
            and fits
            and self.clock - case["closed"] <= REOPEN_SECONDS
            and self.open_of(chat) is None
        ):
            self.act(*call)
            case |= {"state": "waiting", "operator": None, "rating": None}
            return
        with pytest.raises((NotAllowed, NotFound, Stale)):
            self.act(*call)

    @rule(chat=citizens, number=numbers)
    def cancel(self, chat: int, number: int) -> None:
        case = self.model.get(number)
        if case and case["citizen"] == chat and case["state"] in {"waiting", "taken"}:
            self.act("requests", "cancel", self.people[chat], number, self.clock)
            case["state"] = "cancelled"
            return
        with pytest.raises((NotAllowed, NotFound, Stale)):
            self.act("requests", "cancel", self.people[chat], number, self.clock)

    @rule(chat=citizens, number=numbers, stars=st.integers(0, 6))
    def rate(self, chat: int, number: int, stars: int) -> None:
        case = self.model.get(number)
        fits = case and case["citizen"] == chat and case["state"] == "closed" and 1 <= stars <= 5
        if case and fits:
            self.act("requests", "rate", self.people[chat], number, stars, self.clock)
            case["rating"] = case["rating"] or stars
            return
        with pytest.raises((NotAllowed, NotFound, NotValid, Stale)):
            self.act("requests", "rate", self.people[chat], number, stars, self.clock)

    @rule(chat=citizens, number=numbers)
    def a_citizen_at_the_desk(self, chat: int, number: int) -> None:
        person = self.people[chat]
        for method in ("view", "waiting", "mine"):
            with pytest.raises(NotAllowed):
                self.act("desk", method, person)
        with pytest.raises(NotAllowed):
            self.act("notes", "add", person, number, "Why", self.clock)
        with pytest.raises((NotAllowed, NotFound)):
            self.act("handing", "give_back", person, number, None, self.clock)

    def seen(self, number: int) -> Any:
        async def find() -> Any:
            async with self.database.reading() as reader:
                return await case_by_id(reader, number)

        return self.run(find())

    @invariant()
    def the_tables_say_what_the_model_says(self) -> None:
        async def read() -> None:
            async with self.database.reading() as reader:
                for number, known in self.model.items():
                    case = await case_by_id(reader, number)
                    assert case is not None
                    assert case.state == CaseState(known["state"])
                    assert case.assignee_chat == known["operator"]
                    assert case.rating == known["rating"]

        self.run(read())

    @invariant()
    def nobody_has_more_than_they_may(self) -> None:
        assert all(len(self.taken_by(chat)) <= CAPACITY for chat in OPERATORS)

    @invariant()
    def nothing_goes_to_a_stranger(self) -> None:
        """Of what the last act posted: everything about a case goes to its two sides, its notes
        to its operator, announcements to operators.
        """
        posted, self.posted = self.posted, []  # looked at once
        for parcel in posted:
            if parcel.kind == "case_waiting":
                assert parcel.chat_id in OPERATORS
                continue
            known = self.model[self.about(parcel)]
            assert parcel.chat_id in {known["citizen"], known["operator"]}
            if parcel.kind in FOR_OPERATORS:
                assert parcel.chat_id == known["operator"]
            if parcel.kind in FOR_CITIZENS:
                assert parcel.chat_id == known["citizen"]

    def about(self, parcel: Parcel) -> int:
        """The case of a parcel, of its note or of its message, as the database knows it."""

        async def find() -> int:
            async with self.database.reading() as reader:
                if "note" in parcel.payload:
                    note = await note_by_id(reader, int(parcel.payload["note"]))
                    assert note is not None
                    return note.case_id
                row = await reader.one("case_message_by_id", id=parcel.payload["message"])
                assert row is not None
                return int(row["case_id"])

        if "case" in parcel.payload:
            return int(parcel.payload["case"])
        return int(self.run(find()))


def test_random_days_at_the_desk(sqlite_template: Path) -> None:
    Desks.template = sqlite_template
    run_state_machine_as_test(
        Desks,
        settings=settings(
            max_examples=40,
            stateful_step_count=50,
            suppress_health_check=list(HealthCheck),
        ),
    )
