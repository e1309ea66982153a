"""Urgency, capacity and the moves of a case, as the tables keep them, on both engines."""

import datetime as dt

from domain.consultation.case import CaseState, EventKind, OutcomeCode
from domain.consultation.records import Event
from domain.consultation.triage import (
    Answer,
    Facts,
    Level,
    Reason,
    Situation,
    Topic,
    Urgency,
    corrected,
)
from domain.consultation.urgency import place_of, urgency_of
from domain.people.model import Language
from storage.cases import CaseTable, EventTable
from storage.engine import Database
from storage.people import PeopleTable, StaffTable
from tests.consultation import a_new_case, law
from tests.storage.test_cases import add, cases, operator, person, seen

DAY = 86_400


async def test_what_the_triage_found_is_kept_as_it_was(
    database: Database, other_database: Database
) -> None:
    facts = Facts(
        topic=Topic.NOTARY,
        answer=Answer.UNKNOWN,
        day=dt.date(2026, 11, 20),
        situation=Situation.VULNERABLE,
    )
    urgency = Urgency(level=Level.DAYS, reason=Reason.NOTARY_TERM, last_day=dt.date(2026, 12, 4))
    aigul = await person(database, 1001)
    new = a_new_case(aigul, facts=facts, urgency=urgency, promised_by=99)
    number = await add(database, new)
    assert number is not None
    case = await seen(other_database, number)
    assert (case.facts, case.urgency, case.promised_by) == (facts, urgency, 99)
    assert case.owed_since == case.created_at, "whoever has asked waits for an answer"


async def test_the_more_urgent_goes_first_and_nobody_starves(database: Database) -> None:
    dinara = await operator(database, 1003)
    today = dt.date(2026, 11, 22)

    async def ask(telegram_id: int, topic: Topic, at: int) -> int:
        urgency = urgency_of(Facts(topic=topic, answer=Answer.GOING_ON), law(today))
        place = place_of(at, urgency.level)
        new = a_new_case(await person(database, telegram_id), at, urgency=urgency, place=place)
        number = await add(database, new)
        assert number is not None
        return number

    old = await ask(2001, Topic.BANKRUPTCY, at=0)
    plan = await ask(2002, Topic.BANKRUPTCY, at=20 * DAY)
    week = await ask(2003, Topic.HOME, at=20 * DAY)
    fraud = await ask(2004, Topic.FRAUD, at=20 * DAY)
    taken = []
    for _ in range(4):
        async with cases(database) as table:
            taken.append(await table.take_next(dinara, 21 * DAY))
    assert taken == [old, fraud, week, plan]


async def test_nobody_gets_more_than_their_capacity(database: Database) -> None:
    dinara = await operator(database, 1003)
    async with database.transaction() as (tx, _):
        StaffTable(tx).set_capacity(dinara, 2)
    numbers = [await add(database, a_new_case(await person(database, 2000 + n))) for n in range(4)]
    async with cases(database) as table:
        assert await table.take_next(dinara, 20) == numbers[0]
        assert await table.take(numbers[1] or 0, dinara, 20)
        assert await table.open_cases_of(dinara) == (2, 2)
        assert await table.take_next(dinara, 20) is None
        assert not await table.take(numbers[2] or 0, dinara, 20)
        assert await table.close(numbers[0] or 0, dinara, OutcomeCode.ADVISED, "x", 21)
        assert await table.take_next(dinara, 22) == numbers[2]


async def test_whoever_is_no_staff_any_more_takes_nothing(database: Database) -> None:
    dinara = await operator(database, 1003)
    number = await add(database, a_new_case(await person(database, 1001)))
    async with database.transaction() as (tx, _):
        await tx.run("leave", person_id=dinara)
    async with cases(database) as table:
        assert not await table.take(number or 0, dinara, 20)
        assert await table.take_next(dinara, 20) is None


async def test_a_case_goes_from_one_operator_to_another_and_only_to_one(
    database: Database,
) -> None:
    aigul = await person(database, 1001)
    dinara, marat = await operator(database, 1003), await operator(database, 1005)
    number = await add(database, a_new_case(aigul)) or 0
    async with cases(database) as table:
        assert not await table.transfer(number, dinara, marat, 20), "nobody has it yet"
        assert await table.take(number, dinara, 20)
        assert not await table.transfer(number, marat, dinara, 21), "it is not Marat's"
        assert not await table.transfer(number, dinara, aigul, 21), "Aigul is no operator"
        assert await table.transfer(number, dinara, marat, 21)
        assert not await table.close(number, dinara, OutcomeCode.ADVISED, "x", 22)
        case = await table.case(number)
    assert case is not None
    assert (case.assignee_id, case.state, case.taken_at) == (marat, CaseState.TAKEN, 21)


async def test_what_goes_back_keeps_its_place_or_gets_a_better_one(database: Database) -> None:
    dinara = await operator(database, 1003)
    first, second, third = [
        await add(database, a_new_case(await person(database, 2000 + n), at=100 + n)) or 0
        for n in range(3)
    ]
    async with cases(database) as table:
        assert await table.take(third, dinara, 200)
        assert await table.give_back(third, dinara, 201)
        assert [case.id for case in await table.waiting(5)] == [first, second, third]
        assert await table.take(third, dinara, 200)
        assert await table.give_back(third, dinara, 202, sooner=2)
        order = [case.id for case in await table.waiting(5)]
        assert order == [first, third, second]
        for before, number in enumerate(order):
            case = await table.case(number)
            assert case is not None
            assert await table.waiting_count(before=case) == before


async def test_a_reopened_case_waits_again_unless_another_one_is_open(
    database: Database,
) -> None:
    aigul, dinara = await person(database, 1001), await operator(database, 1003)
    number = await add(database, a_new_case(aigul)) or 0
    async with cases(database) as table:
        assert not await table.reopen(number, 15), "it has not ended"
        await table.take(number, dinara, 20)
        await table.close(number, dinara, OutcomeCode.SETTLEMENT, "Жазылды", 30)
        await table.rate(number, 4, 31)
        assert await table.reopen(number, 40)
        case = await table.case(number)
        assert case is not None
        assert (case.state, case.assignee_id, case.closed_at) == (CaseState.WAITING, None, None)
        assert (case.rating, case.owed_since) == (None, 40)
        await table.take(number, dinara, 41)
        await table.close(number, dinara, OutcomeCode.ADVISED, "Болды", 42)
    other = await add(database, a_new_case(aigul, at=50))
    assert other is not None
    async with cases(database) as table:
        assert not await table.reopen(number, 51)


async def test_a_case_is_in_the_language_that_its_citizen_has_chosen_last(
    database: Database,
) -> None:
    aigul, dinara = await person(database, 1001), await operator(database, 1003)
    number = await add(database, a_new_case(aigul, language=Language.KK)) or 0

    async def chooses(language: Language) -> Language:
        async with database.transaction() as (tx, _):
            PeopleTable(tx).set_language(aigul, language)
            CaseTable(tx).speak(aigul, language)
        return (await seen(database, number)).language

    assert await chooses(Language.RU) is Language.RU
    async with cases(database) as table:
        await table.take(number, dinara, 20)
    assert await chooses(Language.KK) is Language.KK
    async with cases(database) as table:
        await table.close(number, dinara, OutcomeCode.ADVISED, "x", 30)
    assert await chooses(Language.RU) is Language.KK, "it ended in the other one"
    async with cases(database) as table:
        assert await table.reopen(number, 40)
    assert (await seen(database, number)).language is Language.RU


async def test_who_is_owed_an_answer_is_known_since_the_first_word(database: Database) -> None:
    aigul, dinara = await person(database, 1001), await operator(database, 1003)
    number = await add(database, a_new_case(aigul, at=10)) or 0

    async def owed() -> int | None:
        return (await seen(database, number)).owed_since

    async with cases(database) as table:
        await table.take(number, dinara, 20)
    assert await owed() == 10
    async with cases(database) as table:
        table.answered(number)
    assert await owed() is None
    for at in (30, 35):
        async with cases(database) as table:
            table.owe(number, at)
    assert await owed() == 30
    async with cases(database) as table:
        await table.close(number, dinara, OutcomeCode.ADVISED, "x", 40)
    assert await owed() is None


async def test_events_stay_and_go_with_the_person(database: Database) -> None:
    aigul, dinara = await person(database, 1001), await operator(database, 1003)
    number = await add(database, a_new_case(aigul)) or 0
    async with database.transaction() as (tx, _):
        events = EventTable(tx)
        events.add(Event(case_id=number, kind=EventKind.OPENED, by=aigul, at=10))
        why = {"why": "left"}
        events.add(Event(case_id=number, kind=EventKind.RETURNED, by=None, at=20, details=why))
        await tx.run("add_note_row", case_id=number, author_id=dinara, words="Құпия")
    async with database.reading() as reader:
        rows = await reader.all("events_of", case_id=number)
    assert [(row["kind"], row["by_id"], row["at"]) for row in rows] == [
        ("opened", aigul, 10),
        ("returned", None, 20),
    ]
    assert rows[1]["details"] == '{"why": "left"}'
    async with cases(database) as table:
        assert await table.cancel(number, 30)
    async with database.transaction() as (tx, _):
        PeopleTable(tx).erase(aigul)
    async with database.reading() as reader:
        assert await reader.all("events_of", case_id=number) == []


async def test_a_corrected_case_keeps_its_answers_and_never_waits_longer(
    database: Database, other_database: Database
) -> None:
    dinara, marat = await operator(database, 1003), await operator(database, 1005)
    facts = Facts(topic=Topic.NOTARY, answer=Answer.UNKNOWN, day=dt.date(2026, 11, 20))
    new = a_new_case(await person(database, 1001), at=100, facts=facts)
    number = await add(database, new) or 0
    under = corrected(facts, Topic.COURT)
    soon = Urgency(level=Level.DAYS, reason=Reason.COURT_PAPER)
    async with cases(database) as table:
        assert not await table.correct(number, dinara, under, soon, 90, 200), "it is not theirs"
        assert await table.take(number, dinara, 150)
        assert not await table.correct(number, marat, under, soon, 90, 200)
        assert await table.correct(number, dinara, under, soon, 90, 200)
        assert not await table.correct(number, dinara, under, soon, 80, 201), "it waits already"
    case = await seen(other_database, number)
    assert (case.facts, case.urgency, case.state) == (under, soon, CaseState.WAITING)
    assert case.facts.asked is Topic.NOTARY
    second = await add(database, a_new_case(await person(database, 1002), at=95)) or 0
    async with cases(database) as table:
        assert [one.id for one in await table.waiting(2)] == [number, second]
        assert await table.take(number, dinara, 210)
        assert await table.correct(number, dinara, facts, soon, 500, 220)
        assert [one.id for one in await table.waiting(2)] == [number, second]
