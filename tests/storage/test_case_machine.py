"""Random days at the desk: whatever people press in whatever order, the promises hold.

The real services on the real SQLite tables; beside them a model that is too simple to be wrong.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domain.consultation.case import CaseState, Contact, Topic
from domain.consultation.content import Content, Incoming, Kind
from domain.consultation.desk import AlreadyTaken, Desk
from domain.consultation.relay import Relay
from domain.consultation.requests import Request, Requests
from domain.delivery.outbox import Parcel
from domain.errors import DomainError, NotAllowed, NotFound, NotValid, Stale
from domain.people.model import Person, Role
from domain.people.ports import Contact as Sender
from storage import open_database
from storage.case_messages import HeldTable, MessageTable
from storage.cases import CaseTable, case_by_id
from storage.people import PeopleTable, StaffTable

CITIZENS = (101, 102, 103)
OPERATORS = (201, 202)

citizens = st.sampled_from(CITIZENS)
operators = st.sampled_from(OPERATORS)
numbers = st.integers(min_value=1, max_value=8)


class Posted:
    """The outbox of a transaction, as a list."""

    def __init__(self, parcels: list[Parcel]) -> None:
        self._parcels = parcels

    def put(self, parcel: Parcel) -> None:
        self._parcels.append(parcel)


class Desks(RuleBasedStateMachine):
    """Three citizens and two operators."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "bot.db")
        self.database = self.run(open_database(f"sqlite:///{self.folder}/bot.db"))
        self.clock = 0
        self.parcels: list[Parcel] = []
        self.people: dict[int, Person] = self.run(self.meet())
        self.model: dict[int, dict[str, Any]] = {}  # case: citizen, state, operator, rating

    def teardown(self) -> None:
        self.run(self.database.close())
        self.loop.close()
        shutil.rmtree(self.folder)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    async def meet(self) -> dict[int, Person]:
        people: dict[int, Person] = {}
        async with self.database.transaction() as (tx, _):
            for chat in CITIZENS + OPERATORS:
                sender = Sender(telegram_id=chat, name=f"P{chat}", app_language="kk")
                person = await PeopleTable(tx).add(sender, 1)
                if chat in OPERATORS:
                    StaffTable(tx).appoint(person.id, Role.OPERATOR, by=None, now=1)
                    person = person.with_role(Role.OPERATOR)
                people[chat] = person
        return people

    def act(self, side: str, method: str, *arguments: Any, **options: Any) -> Any:
        """One service call in a transaction of its own; parcels of a refused one are dropped."""

        async def work() -> Any:
            posted: list[Parcel] = []
            async with self.database.transaction() as (tx, _):
                cases, messages, staff = CaseTable(tx), MessageTable(tx), StaffTable(tx)
                relay = Relay(Posted(posted))
                service: Any = (
                    Requests(cases, messages, staff, relay)
                    if side == "requests"
                    else Desk(cases, messages, HeldTable(tx), staff, relay)
                )
                result = await getattr(service, method)(*arguments, **options)
            self.parcels += posted
            return result

        return self.run(work())

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

    @rule(chat=citizens)
    def submit(self, chat: int) -> None:
        request = Request(topic=Topic.OTHER, messages=(self.message(chat),), contact=Contact.CHAT)
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
        waiting = [n for n, c in self.model.items() if c["state"] == "waiting"]
        assert standing.before == len(waiting)
        self.model[standing.case.id] = {
            "citizen": chat,
            "state": "waiting",
            "operator": None,
            "rating": None,
        }

    @rule(chat=citizens)
    def write(self, chat: int) -> None:
        before = len(self.parcels)
        case = self.act("requests", "write", self.people[chat], self.message(chat), self.clock)
        number = self.open_of(chat)
        assert (case.id if case else None) == number
        sent = self.parcels[before:]
        operator = self.model[number]["operator"] if number else None
        assert [parcel.chat_id for parcel in sent] == ([operator] if operator else [])

    @rule(chat=operators, number=numbers)
    def take(self, chat: int, number: int) -> None:
        case = self.model.get(number)
        if case is None:
            with pytest.raises((NotFound, NotAllowed)):
                self.act("desk", "take", self.people[chat], number, self.clock)
            return
        if case["state"] == "waiting":
            self.act("desk", "take", self.people[chat], number, self.clock)
            case |= {"state": "taken", "operator": chat}
        elif case["state"] == "taken" and case["operator"] == chat:
            before = len(self.parcels)
            self.act("desk", "take", self.people[chat], number, self.clock)
            assert len(self.parcels) == before, "a second press hands nothing over again"
        else:
            with pytest.raises(AlreadyTaken):
                self.act("desk", "take", self.people[chat], number, self.clock)

    @rule(chat=operators)
    def take_next(self, chat: int) -> None:
        waiting = sorted(n for n, c in self.model.items() if c["state"] == "waiting")
        taken = self.act("desk", "take_next", self.people[chat], self.clock)
        assert (taken.id if taken else None) == (waiting[0] if waiting else None)
        if taken:
            self.model[taken.id] |= {"state": "taken", "operator": chat}

    @rule(chat=operators, number=numbers)
    def answer(self, chat: int, number: int) -> None:
        async def find() -> Any:
            async with self.database.reading() as reader:
                return await case_by_id(reader, number)

        case = self.run(find())
        if case is None:
            return
        before = len(self.parcels)
        known = self.model[number]
        incoming = self.message(chat)
        if known["operator"] != chat:
            with pytest.raises(NotAllowed):
                self.act("desk", "answer", self.people[chat], case, incoming, self.clock)
        elif known["state"] != "taken":
            with pytest.raises(Stale):
                self.act("desk", "answer", self.people[chat], case, incoming, self.clock)
        else:
            self.act("desk", "answer", self.people[chat], case, incoming, self.clock)
            assert [p.chat_id for p in self.parcels[before:]] == [known["citizen"]]
            return
        assert len(self.parcels) == before

    @rule(chat=operators, number=numbers, outcome=st.sampled_from(["Done", "", "x" * 1001]))
    def close(self, chat: int, number: int, outcome: str) -> None:
        case = self.model.get(number)
        act = (self.people[chat], number, outcome, self.clock)
        if case and case["operator"] == chat and case["state"] == "taken" and outcome == "Done":
            self.act("desk", "close", *act)
            case["state"] = "closed"
            assert self.parcels[-1].kind == "case_closed"
            assert self.parcels[-1].chat_id == case["citizen"]
            return
        with pytest.raises(DomainError):
            self.act("desk", "close", *act)

    @rule(chat=citizens, number=numbers)
    def cancel(self, chat: int, number: int) -> None:
        case = self.model.get(number)
        if case and case["citizen"] == chat and case["state"] in {"waiting", "taken"}:
            self.act("requests", "cancel", self.people[chat], number, self.clock)
            case["state"] = "cancelled"
            return
        with pytest.raises((NotFound, NotAllowed, Stale)):
            self.act("requests", "cancel", self.people[chat], number, self.clock)

    @rule(chat=citizens, number=numbers, stars=st.integers(0, 6))
    def rate(self, chat: int, number: int, stars: int) -> None:
        case = self.model.get(number)
        fits = case and case["citizen"] == chat and case["state"] == "closed" and 1 <= stars <= 5
        if case and fits:
            self.act("requests", "rate", self.people[chat], number, stars, self.clock)
            case["rating"] = case["rating"] or stars
            return
        with pytest.raises((NotFound, NotAllowed, NotValid, Stale)):
            self.act("requests", "rate", self.people[chat], number, stars, self.clock)

    @rule(chat=citizens)
    def a_citizen_at_the_desk(self, chat: int) -> None:
        for method in ("view", "waiting", "mine"):
            with pytest.raises(NotAllowed):
                self.act("desk", method, self.people[chat])

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
    def nothing_goes_to_a_stranger(self) -> None:
        for parcel in self.parcels:
            if "case" in parcel.payload and parcel.kind != "case_waiting":
                known = self.model[int(parcel.payload["case"])]
                assert parcel.chat_id in {known["citizen"], known["operator"]}


def test_random_days_at_the_desk(sqlite_template: Path) -> None:
    Desks.template = sqlite_template
    run_state_machine_as_test(
        Desks,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
