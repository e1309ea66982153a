"""The desk's own queries on both engines: levels, notes, colleagues, what came, finding, cards."""

import pytest

from domain.consultation.case import Contact, EventKind, OutcomeCode
from domain.consultation.content import Content, Incoming, Kind
from domain.consultation.records import Event
from domain.consultation.triage import Level, Reason, Urgency
from domain.people.model import Role
from domain.people.ports import Contact as Sender
from storage import cases
from storage.case_messages import MessageTable
from storage.cases import CaseTable, EventTable
from storage.desk import ColleagueTable, FileTable, NoteTable, card_of
from storage.engine import Database
from storage.people import PeopleTable, StaffTable
from tests.consultation import a_new_case

PHONE = "+77015550101"


async def somebody(database: Database, chat: int, name: str) -> int:
    async with database.transaction() as (tx, _):
        sender = Sender(telegram_id=chat, name=name, app_language="kk")
        return (await PeopleTable(tx).add(sender, 1)).id


async def operator(database: Database, chat: int, name: str, capacity: int = 8) -> int:
    person = await somebody(database, chat, name)
    async with database.transaction() as (tx, _):
        StaffTable(tx).appoint(person, Role.OPERATOR, by=None, now=1)
        StaffTable(tx).start_shift(person, 1)
        StaffTable(tx).set_capacity(person, capacity)
    return person


async def test_the_queue_is_counted_by_level(database: Database) -> None:
    urgent = Urgency(level=Level.TODAY, reason=Reason.CRISIS)
    people = [await somebody(database, chat, "Кто-то") for chat in range(5)]
    dinara = await operator(database, 1003, "Динара")
    async with database.transaction() as (tx, _):
        table = CaseTable(tx)
        for at, person in enumerate(people):
            await table.add(a_new_case(person, 10 + at, **({"urgency": urgent} if at < 2 else {})))
        assert await table.take_next(dinara, 20) == 1
        assert await table.waiting_by_level() == {Level.TODAY: (1, 11), Level.PLAN: (3, 12)}


async def test_a_long_queue_is_counted_only_so_far(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "COUNTED", 2)
    people = [await somebody(database, chat, "Кто-то") for chat in range(4)]
    async with database.transaction() as (tx, _):
        table = CaseTable(tx)
        for at, person in enumerate(people):
            await table.add(a_new_case(person, 10 + at))
        last = await table.case(4)
        assert await table.waiting_by_level() == {Level.PLAN: (3, 10)}
        assert await table.waiting_count() == 3
        assert await table.waiting_count(before=last) == 3


async def test_colleagues_are_those_on_shift_whoever_has_least_first(database: Database) -> None:
    aigul = await somebody(database, 1, "Айгүл")
    dinara = await operator(database, 1003, "Динара", capacity=1)
    marat = await operator(database, 1004, "Марат")
    away = await operator(database, 1005, "Ерлан")
    async with database.transaction() as (tx, _):
        StaffTable(tx).end_shift(away)
        number = await CaseTable(tx).add(a_new_case(aigul))
        assert number is not None
        assert await CaseTable(tx).take(number, dinara, 20)
        colleagues = await ColleagueTable(tx).on_shift()
    assert [(c.person_id, c.open, c.is_full) for c in colleagues] == [
        (marat, 0, False),
        (dinara, 1, True),
    ]


async def test_a_full_colleague_gets_no_case_by_transfer(database: Database) -> None:
    people = [await somebody(database, chat, "Кто-то") for chat in (1, 2)]
    dinara = await operator(database, 1003, "Динара", capacity=1)
    marat = await operator(database, 1004, "Марат")
    async with database.transaction() as (tx, _):
        table = CaseTable(tx)
        for person, taker in zip(people, (dinara, marat), strict=True):
            number = await table.add(a_new_case(person))
            assert number is not None
            assert await table.take(number, taker, 20)
        assert not await table.transfer(2, marat, dinara, 30)
        assert await table.transfer(1, dinara, marat, 30)
        assert await table.transfer(1, marat, dinara, 31)


async def test_a_name_is_found_however_it_is_written_and_signs_are_no_wildcards(
    database: Database,
) -> None:
    aigul = await somebody(database, 1, "Айгүл Сәрсенова")
    other = await somebody(database, 2, "100% Бақыт_жан!")
    dinara = await operator(database, 1003, "Динара")
    async with database.transaction() as (tx, _):
        table, files = CaseTable(tx), FileTable(tx)
        await table.add(a_new_case(aigul, contact=Contact.PHONE, phone=PHONE))
        await table.add(a_new_case(other))
        assert await table.take(1, dinara, 20)

        async def found(name: str, after: int = 0) -> list[int]:
            return [case.id for case in await files.by_name(name, after, 9)]

        for name in ("айгүл", "АЙГҮЛ", "Айгүл", "сәрсенова", "айгүл сәр"):
            assert await found(name) == [1], name
        assert await found("0% ") == [2]
        assert await found("т_ж") == [2]
        assert await found("ан!") == [2]
        for name in ("%%", "й_ү", "!!"):
            assert await found(name) == [], name

        assert [case.id for case in await files.by_phone(PHONE, 9)] == [1]
        assert await files.by_phone("+77770000000", 9) == []
        assert await files.own_by_phone(other, PHONE, 9) == [], "it is the case of another"
        assert [c.id for c in await files.own_by_phone(dinara, PHONE, 9)] == [1]
        assert await files.own_by_name(other, "айгүл", 0, 9) == []
        assert [c.id for c in await files.own_by_name(other, "бақыт", 0, 9)] == [2]

        await table.close(1, dinara, OutcomeCode.ADVISED, "Готово", 50)
        assert await found("айгүл", after=50) == [1]
        assert await found("айгүл", after=51) == [], "it ended too long ago for a name"
        assert [case.id for case in await files.by_phone(PHONE, 9)] == [1]


async def test_the_card_gathers_what_belongs_to_the_case(
    database: Database, other_database: Database
) -> None:
    aigul, sergei = [await somebody(database, chat, "Кто-то") for chat in (1, 2)]
    dinara = await operator(database, 1003, "Динара")
    async with database.transaction() as (tx, _):
        table, messages, events = CaseTable(tx), MessageTable(tx), EventTable(tx)
        await table.add(a_new_case(aigul))
        assert await table.take(1, dinara, 20)
        await table.close(1, dinara, OutcomeCode.REFERRED, "Готово", 30)
        await table.add(a_new_case(sergei))
        await table.add(a_new_case(aigul, 40, previous_id=1))
        kinds = [(Kind.PHOTO, ""), (Kind.TEXT, "Долг"), (Kind.VOICE, ""), (Kind.TEXT, "Ещё")]
        for place, (kind, html) in enumerate(kinds):
            content = Content(kind=kind, html=html, file_id=None if html else "f")
            incoming = Incoming(chat_id=1, message_id=place + 1, media_group=None, content=content)
            await messages.add_message(3, aigul, incoming, 41, by_operator=False)
        NoteTable(tx).add_note(3, dinara, "Первая", 42)
        NoteTable(tx).add_note(3, dinara, "Вторая", 43)
        NoteTable(tx).add_note(1, dinara, "Чужая", 43)
        for reached in (0, 1, 0):
            event = Event(
                case_id=3, kind=EventKind.CALLED, by=dinara, at=44, details={"reached": reached}
            )
            events.add(event)
    async with other_database.reading() as reader:
        card = await card_of(reader, 3)
        assert await card_of(reader, 99) is None
    assert card is not None
    assert (card.said, card.files, card.lessons) == ("Долг", 2, 0)
    assert [(e.number, e.code) for e in card.earlier] == [(1, OutcomeCode.REFERRED)]
    assert [(n.author_name, n.words) for n in card.notes] == [
        ("Динара", "Первая"),
        ("Динара", "Вторая"),
    ]
    assert card.calls == (False, True, False)
