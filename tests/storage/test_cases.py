"""The contract of the case tables, on both engines; what is asserted is read by a second door."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from domain.consultation.case import Case, CaseState, Contact, OutcomeCode
from domain.consultation.content import Content, Copy, Incoming, Kind
from domain.consultation.ports import NewCase
from domain.people.model import Language, Role, Unreachable
from domain.people.ports import Contact as Sender
from storage.case_messages import HeldTable, MessageTable
from storage.cases import CaseTable, case_by_id
from storage.engine import Database
from storage.errors import Conflict
from storage.people import PeopleTable, StaffTable, person_by_chat, person_by_id
from tests.consultation import a_new_case


def new_case(citizen_id: int, at: int = 10, contact: Contact = Contact.CHAT) -> NewCase:
    phone = "+77015550101" if contact is Contact.PHONE else None
    return a_new_case(citizen_id, at, contact=contact, phone=phone)


async def person(database: Database, telegram_id: int, name: str = "Айгүл") -> int:
    async with database.transaction() as (tx, _):
        sender = Sender(telegram_id=telegram_id, name=name, app_language="kk")
        return (await PeopleTable(tx).add(sender, 1)).id


async def operator(database: Database, telegram_id: int, name: str = "Динара") -> int:
    number = await person(database, telegram_id, name)
    async with database.transaction() as (tx, _):
        StaffTable(tx).appoint(number, Role.OPERATOR, by=None, now=1)
        StaffTable(tx).set_capacity(number, 30)
    return number


async def add(database: Database, new: NewCase) -> int | None:
    async with database.transaction() as (tx, _):
        return await CaseTable(tx).add(new)


async def seen(database: Database, case_id: int) -> Case:
    async with database.reading() as reader:
        case = await case_by_id(reader, case_id)
    assert case is not None
    return case


@asynccontextmanager
async def cases(database: Database) -> AsyncIterator[CaseTable]:
    async with database.transaction() as (tx, _):
        yield CaseTable(tx)


def message(number: int, group: str | None = None, text: str = "Сәлем") -> Incoming:
    content = Content(kind=Kind.TEXT, html=text, length=len(text))
    return Incoming(chat_id=1001, message_id=number, media_group=group, content=content)


async def test_a_citizen_has_one_open_case(database: Database, other_database: Database) -> None:
    aigul = await person(database, 1001)
    number = await add(database, new_case(aigul, contact=Contact.PHONE))
    assert number is not None
    assert await add(database, new_case(aigul)) is None
    case = await seen(other_database, number)
    assert (case.citizen_name, case.citizen_chat, case.phone) == ("Айгүл", 1001, "+77015550101")
    assert (case.state, case.assignee_id, case.assignee_name) == (CaseState.WAITING, None, None)


async def test_two_first_words_at_once_make_one_person(database: Database) -> None:
    numbers = await asyncio.gather(*(person(database, 1001) for _ in range(8)))
    assert len(set(numbers)) == 1


async def test_take_is_for_one(database: Database, other_database: Database) -> None:
    aigul = await person(database, 1001)
    dinara, marat = [await operator(database, n) for n in (1003, 1005)]
    number = await add(database, new_case(aigul))
    assert number is not None

    async def take(operator: int) -> bool:
        async with cases(database) as table:
            return await table.take(number, operator, 20)

    won = await asyncio.gather(take(dinara), take(marat))
    assert sorted(won) == [False, True]
    case = await seen(other_database, number)
    assert case.assignee_id == (dinara if won[0] else marat)


async def test_the_next_one_is_who_waited_longest(database: Database) -> None:
    dinara = await operator(database, 1003)
    numbers = [
        await add(database, new_case(await person(database, 2000 + n), at=100 - n))
        for n in range(4)
    ]
    taken: list[int | None] = []
    for _ in range(5):
        async with cases(database) as table:
            taken.append(await table.take_next(dinara, 200))
    assert taken == [*reversed(numbers), None]


async def test_many_take_the_next_one_and_nobody_the_same(database: Database) -> None:
    operators = [await operator(database, 3000 + n) for n in range(6)]
    numbers = {await add(database, new_case(await person(database, 2000 + n))) for n in range(30)}

    async def work(operator: int) -> list[int]:
        mine: list[int] = []
        while True:
            async with cases(database) as table:
                number = await table.take_next(operator, 50)
            if number is None:
                return mine
            mine.append(number)

    shares = await asyncio.gather(*(work(operator) for operator in operators))
    everything = [number for share in shares for number in share]
    assert sorted(everything) == sorted(n for n in numbers if n)


async def test_moves_that_do_not_fit_change_nothing(
    database: Database, other_database: Database
) -> None:
    aigul = await person(database, 1001)
    dinara, marat = [await operator(database, n) for n in (1003, 1005)]
    number = await add(database, new_case(aigul))
    assert number is not None
    async with cases(database) as table:
        assert not await table.close(number, dinara, OutcomeCode.ADVISED, "x", 20)
        assert not await table.rate(number, 5, 20)
        assert await table.take(number, dinara, 20)
        assert not await table.close(number, marat, OutcomeCode.ADVISED, "x", 20)
        assert await table.close(number, dinara, OutcomeCode.ADVISED, "Жабылды", 30)
        assert not await table.cancel(number, 40)
        assert await table.rate(number, 4, 40)
        assert not await table.rate(number, 1, 50)
    case = await seen(other_database, number)
    assert (case.state, case.outcome, case.rating) == (CaseState.CLOSED, "Жабылды", 4)


async def test_a_new_case_is_possible_after_the_end_of_the_old_one(database: Database) -> None:
    aigul, dinara = await person(database, 1001), await operator(database, 1003)
    first = await add(database, new_case(aigul))
    assert first is not None
    async with cases(database) as table:
        assert await table.cancel(first, 20)
    second = await add(database, new_case(aigul))
    assert second is not None
    async with cases(database) as table:
        await table.take(second, dinara, 30)
        await table.close(second, dinara, OutcomeCode.ADVISED, "x", 40)
        last = await table.last_closed_of(aigul)
        assert last is not None
        assert last.id == second
        assert await table.open_case_of(aigul) is None


async def test_places_in_the_queue(database: Database) -> None:
    numbers = [
        await add(database, new_case(await person(database, 2000 + n), at=5)) for n in range(3)
    ]
    async with cases(database) as table:
        assert await table.waiting_count() == 3
        for place, number in enumerate(numbers):
            case = await table.case(number or 0)
            assert case is not None
            assert await table.waiting_count(before=case) == place
        assert [case.id for case in await table.waiting(2)] == numbers[:2]


async def test_a_message_is_kept_once(database: Database) -> None:
    aigul = await person(database, 1001)
    number = await add(database, new_case(aigul))
    assert number is not None
    async with database.transaction() as (tx, _):
        table = MessageTable(tx)
        first = await table.add_message(number, aigul, message(5), 11, by_operator=False)
        assert first is not None
        again = await table.add_message(number, aigul, message(5), 12, by_operator=False)
        assert again is None
        table.change(first, Content(kind=Kind.TEXT, html="Жаңа", length=4), 13)
        kept = await table.message_at(1001, 5)
        assert kept is not None
        assert (kept.id, kept.content.html, kept.edited) == (first, "Жаңа", True)
        assert len(await table.messages_of(number)) == 1


async def test_an_album_is_carried_in_order_and_each_part_once(database: Database) -> None:
    aigul = await person(database, 1001)
    number = await add(database, new_case(aigul))
    assert number is not None
    async with database.transaction() as (tx, _):
        table = MessageTable(tx)
        ids = [
            await table.add_message(number, aigul, message(n, "g"), 11, by_operator=False)
            for n in (5, 6, 7)
        ]
        first = await table.message(ids[0] or 0)
        assert first is not None
        assert [part.id for part in await table.parts_to_carry(first, 1003)] == ids
        table.add_copy(Copy(chat_id=1003, message_id=90, case_id=number, case_message_id=ids[0]))
        assert [part.id for part in await table.parts_to_carry(first, 1003)] == ids[1:]
        assert len(await table.parts_to_carry(first, 1005)) == 3
        found = await table.copy_at(1003, 90)
        assert found is not None
        assert (found.case_id, found.case_message_id) == (number, ids[0])
        assert await table.case_of_group(1001, "g") == number


async def test_held_messages_come_out_once_and_with_their_album(database: Database) -> None:
    dinara, marat = [await person(database, n) for n in (1001, 1005)]
    async with database.transaction() as (tx, _):
        held = HeldTable(tx)
        for number, group in ((5, None), (6, "g"), (7, "g")):
            held.hold(dinara, message(number, group), 11)
        assert await held.group_is_held(1001, "g")
        assert await held.release(marat, 1001, 5) == [], "not his"
        assert [m.message_id for m in await held.release(dinara, 1001, 7)] == [6, 7]
        assert [m.message_id for m in await held.release(dinara, 1001, 5)] == [5]
        assert await held.release(dinara, 1001, 5) == []


async def test_roles_and_shifts(database: Database, other_database: Database) -> None:
    dinara = await person(database, 1003, "Динара")
    async with database.transaction() as (tx, _):
        staff = StaffTable(tx)
        staff.appoint(dinara, Role.OPERATOR, by=None, now=5)
        staff.start_shift(dinara, 6)
    async with other_database.reading() as reader:
        known = await person_by_chat(reader, 1003)
    assert known is not None
    assert (known.role, known.on_shift) == (Role.OPERATOR, True)
    async with database.transaction() as (tx, _):
        staff, people = StaffTable(tx), PeopleTable(tx)
        assert await staff.operator_chats_on_shift() == [1003]
        people.set_unreachable(1003, Unreachable.BLOCKED, 7)
        assert await staff.operator_chats_on_shift() == []
        people.set_unreachable(1003, None, 8)
        staff.end_shift(dinara)
        assert await staff.operator_chats_on_shift() == []
        assert [(m.name, m.on_shift) for m in await staff.staff()] == [("Динара", False)]


async def test_an_invitation_is_used_by_one(database: Database) -> None:
    erlan, dinara, marat = [await person(database, n) for n in (1004, 1003, 1005)]
    async with database.transaction() as (tx, _):
        StaffTable(tx).invite("hash", Role.OPERATOR, by=erlan, now=1, expires_at=100)

    async def use(who: int, now: int = 50) -> bool:
        async with database.transaction() as (tx, _):
            return await StaffTable(tx).use_invitation("hash", who, now) is not None

    assert not await use(dinara), "whoever made it is no owner"
    async with database.transaction() as (tx, _):
        StaffTable(tx).appoint(erlan, Role.OWNER, by=None, now=1)
    assert not await use(dinara, now=100), "expired"
    assert sorted(await asyncio.gather(use(dinara), use(marat))) == [False, True]


async def test_owners_who_are_not_named_any_more_are_none(database: Database) -> None:
    erlan, other = [await person(database, n) for n in (1004, 1005)]
    async with database.transaction() as (tx, _):
        for owner in (erlan, other):
            StaffTable(tx).appoint(owner, Role.OWNER, by=None, now=5)
    async with database.transaction() as (tx, _):
        await StaffTable(tx).retire_owners(frozenset({1004}), 6)
    async with database.reading() as reader:
        kept, retired = await person_by_id(reader, erlan), await person_by_id(reader, other)
    assert kept is not None
    assert retired is not None
    assert (kept.role, retired.role) == (Role.OWNER, None)


async def test_erasing_leaves_nothing_of_a_person(
    database: Database, other_database: Database
) -> None:
    aigul, dinara = await person(database, 1001), await operator(database, 1003)
    first = await add(database, new_case(aigul))
    assert first is not None
    async with database.transaction() as (tx, _):
        table, messages, people = CaseTable(tx), MessageTable(tx), PeopleTable(tx)
        people.set_language(aigul, Language.KK)
        kept = await messages.add_message(first, aigul, message(5), 11, by_operator=False)
        messages.add_copy(Copy(chat_id=1003, message_id=9, case_id=first, case_message_id=kept))
        await table.take(first, dinara, 20)
        await table.close(first, dinara, OutcomeCode.ADVISED, "x", 30)
        second = await table.add(a_new_case(aigul, 40, previous_id=first))
        assert second is not None
        await table.cancel(second, 50)
        stored = await people.stored(aigul)
        assert (stored.cases, stored.messages, stored.open_case) == (2, 1, None)
    async with database.transaction() as (tx, _):
        PeopleTable(tx).erase(aigul)
    async with other_database.reading() as reader:
        assert await person_by_chat(reader, 1001) is None
        assert await case_by_id(reader, first) is None


async def test_the_schema_refuses_what_the_rules_forbid(database: Database) -> None:
    aigul = await person(database, 1001)
    with pytest.raises(Conflict):
        await add(database, a_new_case(aigul, contact=Contact.PHONE, phone=None))


@pytest.mark.parametrize("by_number", [True, False])
async def test_words_written_beside_a_take_are_not_lost(
    database: Database, other_database: Database, *, by_number: bool
) -> None:
    aigul, dinara = await person(database, 1001), await operator(database, 1003)
    number = await add(database, new_case(aigul))
    assert number is not None
    wrote = asyncio.Event()

    async def write() -> None:
        async with database.transaction() as (tx, _):
            case = await CaseTable(tx).hold_open_case_of(aigul)
            assert case is not None
            await MessageTable(tx).add_message(number, aigul, message(5), 11, by_operator=False)
            wrote.set()
            await asyncio.sleep(0.3)

    async def take() -> list[int]:
        await wrote.wait()
        async with other_database.transaction() as (tx, _):
            table = CaseTable(tx)
            if by_number:
                assert await table.take(number, dinara, 12)
            else:
                assert await table.take_next(dinara, 12) == number
            return [m.message_id for m in await MessageTable(tx).messages_of(number)]

    _, handed_over = await asyncio.gather(write(), take())
    assert handed_over == [5], "whoever takes the case waits for the words that are being written"
