"""Skills as they are kept, and the next case by them: the best fitting first, nobody for ever."""

import asyncio
import random
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.wiring.consultation import records_on
from domain.consultation.desk import Desk
from domain.consultation.offering import KEPT_SECONDS
from domain.consultation.opening import OpeningHours
from domain.consultation.skills import LANES, Among, Lane, Skills
from domain.consultation.triage import Facts, Level, Reason, Topic, Urgency
from domain.consultation.urgency import place_of
from domain.errors import Stale
from domain.people.model import Language, Person, Role
from domain.people.ports import Contact
from storage import Database, open_database
from storage.cases import CaseTable
from storage.desk import NoteTable
from storage.migrate import downgrade, migrate
from storage.outbox import OutboxRows
from storage.people import PeopleTable, StaffTable, person_by_id
from storage.skills import SkillTable
from storage.url import PostgresUrl, parse_url
from tests.consultation import a_new_case
from tests.databases import run_apart
from tests.storage.desk import MINUTE, MONDAY, TestDesk

HOURS = OpeningHours()
KK, RU = Language.KK, Language.RU


async def ask(database: Database, citizen: int, at: int, lane: Lane, level: Level) -> int:
    """A request in this part of the queue."""
    language, topic = lane
    new = a_new_case(
        citizen,
        at,
        language=language,
        facts=Facts(topic=topic),
        urgency=Urgency(level=level, reason=Reason.TOPIC),
        place=place_of(at, level),
    )
    async with database.transaction() as (tx, _):
        number = await CaseTable(tx).add(new)
    assert number is not None
    return number


@dataclass(slots=True)
class Row:
    """A waiting case as a model too simple to be wrong knows it."""

    number: int
    lane: Lane
    level: Level
    place: int
    queued_at: int


def expected(rows: list[Row], among: Among) -> int | None:
    """The head of the lanes and, of each level, of the ten that are everybody's for longest."""
    best = [row for row in rows if row.lane in among.lanes]
    for level in Level:
        ripe = [
            row for row in rows if row.level is level and row.queued_at <= among.queued_by[level]
        ]
        best += sorted(ripe, key=lambda row: (row.queued_at, row.number))[:10]
    return min(((row.place, row.number) for row in best), default=(0, None))[1]


async def test_skills_are_kept_and_told_to_the_desk(database: Database) -> None:
    desk = TestDesk(database)
    dinara = await desk.staff(1003, "Динара", shift=MONDAY)
    marat = await desk.staff(1005, "Марат", shift=MONDAY + 1)
    await desk.person(1009)
    only = Skills(languages=frozenset({RU}), topics=frozenset({Topic.HOME, Topic.COURT}))
    for given_now in (Skills(topics=frozenset({Topic.FRAUD})), only):
        async with database.transaction() as (tx, _):
            table = SkillTable(tx)
            await table.hold(dinara)
            table.set_skills(dinara, given_now)
    async with database.transaction() as (tx, _):
        members = await SkillTable(tx).members()
        staff = StaffTable(tx)
        assert [(one.person_id, one.skills) for one in members] == [
            (dinara, only),
            (marat, Skills()),
        ]
        assert await staff.skills_of(dinara) == only
        assert await staff.skills_of(marat) == Skills()
        on_shift = await staff.skilled_on_shift()
        assert [(one.chat_id, one.skills) for one in on_shift] == [
            (1003, only),
            (1005, Skills()),
        ]
        SkillTable(tx).set_skills(dinara, Skills())
        assert await staff.skills_of(dinara) == Skills()


async def test_the_next_one_by_skills_is_that_of_the_model(database: Database) -> None:
    desk = TestDesk(database)
    dinara = await desk.staff(1003, "Динара", capacity=500)
    chance = random.Random(7)
    rows: list[Row] = []
    for number in range(60):
        lane, level = chance.choice(sorted(LANES)), chance.choice(list(Level))
        sent = MONDAY + chance.randrange(7200)
        case = await ask(database, await desk.person(2000 + number), sent, lane, level)
        rows.append(Row(case, lane, level, place_of(sent, level), sent))
    async with database.transaction() as (tx, _):
        table = CaseTable(tx)
        for row in rows[:10]:  # they came back: another time in the queue, a better place
            assert await table.take(row.number, dinara, MONDAY)
            assert await table.give_back(row.number, dinara, row.queued_at + 1800, sooner=60)
            row.queued_at, row.place = row.queued_at + 1800, row.place - 60
    nothing = 0
    while rows and nothing < 200:
        among = Among(
            lanes=frozenset(chance.sample(sorted(LANES), chance.randrange(9))),
            queued_by={level: MONDAY + chance.randrange(-3000, 9000) for level in Level},
        )
        async with database.transaction() as (tx, _):
            taken = await CaseTable(tx).take_next(dinara, MONDAY, among)
        assert taken == expected(rows, among)
        rows = [row for row in rows if row.number != taken]
        nothing += taken is None
    assert not rows


async def test_many_take_by_skills_and_nobody_the_same(database: Database) -> None:
    desk = TestDesk(database)
    operators = [await desk.staff(3000 + n, "Op", capacity=50) for n in range(6)]
    lanes = sorted(LANES)[:4]
    numbers = [
        await ask(database, await desk.person(2000 + n), MONDAY + n, lanes[n % 4], Level.PLAN)
        for n in range(32)
    ]

    async def work(operator: int) -> list[int]:
        among = Among(
            lanes=frozenset(lanes[: 2 + operator % 3]), queued_by=dict.fromkeys(Level, 0)
        )
        mine: list[int] = []
        while True:
            async with database.transaction() as (tx, _):
                number = await CaseTable(tx).take_next(operator, MONDAY, among)
            if number is None:
                return mine
            mine.append(number)

    shares = await asyncio.gather(*(work(operator) for operator in operators))
    assert sorted(number for share in shares for number in share) == numbers


async def test_nobody_gets_more_than_they_may_nor_their_own_request(database: Database) -> None:
    desk = TestDesk(database)
    dinara = await desk.staff(1003, "Динара", capacity=1)
    lane = (KK, Topic.HOME)
    among = Among(lanes=frozenset({lane}), queued_by=dict.fromkeys(Level, MONDAY))
    await ask(database, dinara, MONDAY, lane, Level.TODAY)
    number = await ask(database, await desk.person(2001), MONDAY + 1, lane, Level.PLAN)
    await ask(database, await desk.person(2002), MONDAY + 2, lane, Level.PLAN)
    async with database.transaction() as (tx, _):
        assert await CaseTable(tx).take_next(dinara, MONDAY, among) == number
        assert await CaseTable(tx).take_next(dinara, MONDAY, among) is None


async def test_what_came_back_is_kept_for_the_skilled_anew(database: Database) -> None:
    desk = TestDesk(database)
    dinara = await desk.staff(1003, "Динара")
    number = await desk.taken(dinara, MONDAY)
    async with database.transaction() as (tx, _):
        table = CaseTable(tx)
        assert await table.give_back(number, dinara, MONDAY + 5000)
        before = Among(lanes=frozenset(), queued_by=dict.fromkeys(Level, MONDAY + 4999))
        after = Among(lanes=frozenset(), queued_by=dict.fromkeys(Level, MONDAY + 5000))
        assert await table.take_next(dinara, MONDAY, before) is None
        assert await table.take_next(dinara, MONDAY, after) == number


def test_open_requests_of_before_know_since_when_they_wait(empty_database_url: str) -> None:
    """Rows of the release before skills."""
    url = empty_database_url
    migrate(url)
    downgrade(url, "0006_canned_replies")
    _fill(
        url,
        "insert into people (id, telegram_id, name, last_message_id, created_at)"
        " values (1, 11, 'A', 0, 1), (2, 12, 'B', 0, 1)",
        "insert into cases (id, citizen_id, topic, contact, state, created_at)"
        " values (1, 1, 'other', 'chat', 'waiting', 100), (2, 2, 'other', 'chat', 'waiting', 200)",
        "insert into case_events (case_id, kind, at, details) values"
        " (2, 'opened', 200, '{}'), (2, 'taken', 300, '{}'), (2, 'returned', 400, '{}')",
    )
    assert migrate(url)[0] == "0007_skills"
    found = _fill(url, "select id, queued_at from cases order by id")
    assert found == [(1, 100), (2, 400)]


def _fill(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run them; the rows of the last one."""
    where = parse_url(url)
    if not isinstance(where, PostgresUrl):
        file = sqlite3.connect(where.path)
        try:
            for text in statements:
                rows = file.execute(text).fetchall()
            file.commit()
        finally:
            file.close()
        return rows
    return run_apart(_fill_postgres(where.dsn, statements))


async def _fill_postgres(dsn: str, statements: tuple[str, ...]) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(dsn)
    try:
        for text in statements:
            rows = await connection.fetch(text)
    finally:
        await connection.close()
    return [tuple(row) for row in rows]


OPERATORS = 3
lanes = st.sampled_from(sorted(LANES)[::5])
skills = st.builds(
    Skills,
    languages=st.frozensets(st.sampled_from(Language), max_size=1),
    topics=st.frozensets(st.sampled_from([topic for _, topic in sorted(LANES)[::5]]), max_size=2),
)
steps = st.one_of(
    st.tuples(st.just("ask"), lanes, st.sampled_from(Level), st.integers(0, 90)),
    st.tuples(st.just("press"), st.integers(0, OPERATORS - 1), st.integers(0, 90)),
    st.tuples(st.just("shift"), st.integers(0, OPERATORS - 1), st.booleans()),
    st.tuples(st.just("back"), st.integers(0, OPERATORS - 1), st.integers(0, 90)),
)


@dataclass(slots=True)
class Shop:
    """Three operators with skills, and a clock."""

    database: Database
    desk: TestDesk
    skills: list[Skills]
    operators: list[int] = field(default_factory=list)
    working: set[int] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    taken: dict[int, tuple[int, Row]] = field(default_factory=dict)
    now: int = MONDAY

    async def open(self) -> None:
        async with self.database.transaction() as (tx, _):
            for number, own in enumerate(self.skills):
                contact = Contact(telegram_id=900 + number, name="Op", app_language="kk")
                person = await PeopleTable(tx).add(contact, 1)
                staff = StaffTable(tx)
                staff.appoint(person.id, Role.OPERATOR, by=None, now=1)
                staff.set_capacity(person.id, 1000)
                SkillTable(tx).set_skills(person.id, own)
                self.operators.append(person.id)

    async def step(self, kind: str, *values: Any) -> None:
        await getattr(self, kind)(*values)

    async def ask(self, lane: Lane, level: Level, minutes: int) -> None:
        self.now += minutes * MINUTE
        citizen = await self.desk.person(5000 + len(self.rows) + len(self.taken) * 100 + self.now)
        number = await ask(self.database, citizen, self.now, lane, level)
        self.rows.append(Row(number, lane, level, place_of(self.now, level), self.now))

    async def shift(self, who: int, on: bool) -> None:
        (self.working.add if on else self.working.discard)(who)
        async with self.database.transaction() as (tx, _):
            staff = StaffTable(tx)
            if on:
                staff.start_shift(self.operators[who], self.now)
            else:
                staff.end_shift(self.operators[who])

    async def back(self, who: int, minutes: int) -> None:
        """The operator gives a case back."""
        mine = [number for number, (owner, _) in self.taken.items() if owner == who]
        if not mine:
            return
        self.now += minutes * MINUTE
        _, row = self.taken.pop(mine[0])
        async with self.database.transaction() as (tx, _):
            assert await CaseTable(tx).give_back(row.number, self.operators[who], self.now)
        row.queued_at = self.now
        self.rows.append(row)

    async def press(self, who: int, minutes: int) -> None:
        """Take the next one, and see that it was right to get it, or nothing."""
        self.now += minutes * MINUTE
        number = await self._take_next(who)
        if number is None:
            assert not [row for row in self.rows if self._is_offered(row, who)]
            return
        row = next(row for row in self.rows if row.number == number)
        assert self._is_offered(row, who)
        own = [one for one in self.rows if self.skills[who].cover(*one.lane)]
        assert all((row.place, number) <= (one.place, one.number) for one in own)
        self.rows.remove(row)
        self.taken[number] = (who, row)

    def _is_offered(self, row: Row, who: int) -> bool:
        """Own, too old to be kept for anybody, or nobody at work has the skill for it."""
        own = self.skills[who].cover(*row.lane)
        old = HOURS.open_seconds(row.queued_at, self.now) >= KEPT_SECONDS[row.level]
        return own or old or not any(self.skills[one].cover(*row.lane) for one in self.working)

    async def _take_next(self, who: int) -> int | None:
        async with self.database.transaction() as (tx, _):
            person: Person | None = await person_by_id(tx, self.operators[who])
            assert person is not None
            records = records_on(tx, OutboxRows(tx, self.now))
            desk = Desk(records, NoteTable(tx), HOURS)
            if any(self._is_offered(row, who) for row in self.rows) or not self.rows:
                case = await desk.take_next(person, self.now)
                return case.id if case else None
            with pytest.raises(Stale, match="skills"):
                await desk.take_next(person, self.now)
        return None


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    known=st.lists(skills, min_size=OPERATORS, max_size=OPERATORS),
    day=st.lists(steps, max_size=40),
)
def test_nobody_waits_for_ever_and_skills_come_first(
    sqlite_template: Path, known: list[Skills], day: list[Any]
) -> None:
    asyncio.run(_live(sqlite_template, known, day))


async def _live(template: Path, known: list[Skills], day: list[Any]) -> None:
    folder = Path(tempfile.mkdtemp())
    shutil.copy(template, folder / "bot.db")
    database = await open_database(f"sqlite:///{folder}/bot.db")
    try:
        shop = Shop(database, TestDesk(database), known)
        await shop.open()
        for step in day:
            await shop.step(*step)
        shop.now = HOURS.after_open_seconds(shop.now, max(KEPT_SECONDS.values()))
        for _ in range(len(shop.rows)):  # whoever is there, whatever their skills
            await shop.press(0, 0)
        assert not shop.rows
    finally:
        await database.close()
        shutil.rmtree(folder)


pytestmark = pytest.mark.timeout(120)
