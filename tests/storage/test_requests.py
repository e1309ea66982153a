"""The citizen's side on real tables, both engines: what is promised, and what can be looked up."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.i18n import almaty_day
from bot.wiring.consultation import records_on
from domain.consultation.case import (
    REOPEN_SECONDS,
    CaseState,
    Contact,
    EventKind,
    OutcomeCode,
    Slot,
)
from domain.consultation.content import Content, Incoming, Kind
from domain.consultation.opening import ALMATY
from domain.consultation.requests import Request, Requests
from domain.consultation.triage import Facts, Level, Situation, Topic
from domain.errors import NotAllowed, NotValid, Stale
from domain.people.model import Person
from storage.cases import CaseTable
from storage.engine import Database
from storage.outbox import OutboxRows
from storage.people import person_by_id
from tests.consultation import law
from tests.storage.test_cases import operator, person, seen

MONDAY = int(dt.datetime(2026, 11, 23, 10, tzinfo=ALMATY).timestamp())
SUNDAY = int(dt.datetime(2026, 11, 22, 10, tzinfo=ALMATY).timestamp())
HOUR = 3600


@asynccontextmanager
async def asked(database: Database, now: int) -> AsyncIterator[Requests]:
    async with database.transaction() as (tx, _):
        yield Requests(records_on(tx, OutboxRows(tx, now)), law(almaty_day(now)))


async def citizen(database: Database, telegram_id: int) -> Person:
    number = await person(database, telegram_id, f"Азамат {telegram_id}")
    async with database.reading() as reader:
        found = await person_by_id(reader, number)
    assert found is not None
    return found


def a_request(topic: Topic = Topic.OTHER, **changes: object) -> Request:
    return Request(
        **{"facts": Facts(topic=topic), "messages": (), "contact": Contact.CHAT} | changes
    )  # type: ignore[arg-type]


async def sent(database: Database, who: Person, now: int, request: Request | None = None) -> int:
    async with asked(database, now) as requests:
        return (await requests.submit(who, request or a_request(), now)).case.id


async def taken(database: Database, case_id: int, by: int, now: int) -> None:
    """As the desk does it: with its event."""
    async with database.transaction() as (tx, _):
        assert await CaseTable(tx).take(case_id, by, now)
        records_on(tx, OutboxRows(tx, now)).note(case_id, EventKind.TAKEN, by, now)


async def closed(database: Database, case_id: int, by: int, now: int) -> None:
    async with database.transaction() as (tx, _):
        assert await CaseTable(tx).close(case_id, by, OutcomeCode.ADVISED, "Кеңес берілді", now)


async def a_fortnight(database: Database, lawyer: int, wait: int) -> None:
    """Twelve cases, each of which was taken after so long."""
    for number in range(12):
        who = await citizen(database, 5000 + number)
        at = MONDAY - 3 * 24 * HOUR + number * 600
        case_id = await sent(database, who, at)
        await taken(database, case_id, lawyer, at + wait)
        await closed(database, case_id, lawyer, at + wait + 60)


async def on_shift(database: Database, lawyer: int) -> None:
    async with database.transaction() as (tx, _):
        records_on(tx, OutboxRows(tx, 1)).shifts.start_shift(lawyer, 1)


async def test_the_answers_alone_are_a_request(database: Database) -> None:
    aigul = await citizen(database, 1001)
    facts = Facts(topic=Topic.ACCOUNT, situation=Situation.ESSENTIALS)
    request = a_request(facts=facts, contact=Contact.PHONE, phone="+77015550101", slot=Slot.NOON)
    case = await seen(database, await sent(database, aigul, MONDAY, request))
    assert (case.facts, case.urgency.level) == (facts, Level.TODAY)
    assert (case.contact, case.slot) == (Contact.PHONE, Slot.NOON)


async def test_a_request_answered_in_the_chat_has_no_slot(database: Database) -> None:
    aigul = await citizen(database, 1001)
    number = await sent(database, aigul, MONDAY, a_request(phone="+77015550101", slot=Slot.NOON))
    case = await seen(database, number)
    assert (case.phone, case.slot) == (None, None)


async def test_a_call_needs_a_number(database: Database) -> None:
    aigul = await citizen(database, 1001)
    with pytest.raises(NotValid):
        await sent(database, aigul, MONDAY, a_request(contact=Contact.PHONE))


async def test_the_real_pace_gives_a_range_and_the_promise_is_kept(database: Database) -> None:
    lawyer = await operator(database, 2001)
    await on_shift(database, lawyer)
    await a_fortnight(database, lawyer, wait=20 * 60)
    aigul = await citizen(database, 1001)
    number = await sent(database, aigul, MONDAY)
    async with asked(database, MONDAY) as requests:
        standing = await requests.standing(aigul, MONDAY)
    assert standing is not None
    assert standing.expectation is not None
    expected = standing.expectation
    assert expected.earliest is not None
    assert expected.latest is not None
    assert MONDAY <= expected.earliest < expected.latest <= MONDAY + HOUR
    assert (await seen(database, number)).promised_by == expected.latest


async def test_taking_again_what_came_back_says_nothing_of_the_pace(database: Database) -> None:
    lawyer = await operator(database, 2001)
    await a_fortnight(database, lawyer, wait=20 * 60)
    aigul = await citizen(database, 1001)
    number = await sent(database, aigul, MONDAY - 5 * HOUR)
    await taken(database, number, lawyer, MONDAY - 4 * HOUR)
    async with database.transaction() as (tx, _):
        assert await CaseTable(tx).give_back(number, lawyer, MONDAY)
    await taken(database, number, lawyer, MONDAY)
    async with database.transaction() as (tx, _):
        takes = await CaseTable(tx).first_takes(MONDAY - 14 * 24 * HOUR, 100)
        newest = await CaseTable(tx).first_takes(MONDAY - 14 * 24 * HOUR, 1)
    assert len(takes) == 13
    assert newest == [(MONDAY - 5 * HOUR, MONDAY - 4 * HOUR)]


async def test_with_too_few_cases_only_the_place_is_named(database: Database) -> None:
    lawyer = await operator(database, 2001)
    await on_shift(database, lawyer)
    await sent(database, await citizen(database, 1001), MONDAY)
    aigul = await citizen(database, 1002)
    await sent(database, aigul, MONDAY)
    async with asked(database, MONDAY) as requests:
        standing = await requests.standing(aigul, MONDAY)
    assert standing is not None
    assert standing.before == 1
    assert standing.expectation is not None
    assert standing.expectation.earliest is None
    assert standing.expectation.promised_by > MONDAY


async def test_on_a_sunday_the_next_opening_is_named(database: Database) -> None:
    aigul = await citizen(database, 1001)
    await sent(database, aigul, SUNDAY)
    async with asked(database, SUNDAY) as requests:
        standing = await requests.standing(aigul, SUNDAY)
    assert standing is not None
    assert standing.expectation is not None
    assert standing.expectation.opens_at == MONDAY - HOUR


async def test_a_comment_needs_a_rating_and_stays_through_a_reopening(database: Database) -> None:
    lawyer = await operator(database, 2001)
    aigul = await citizen(database, 1001)
    number = await sent(database, aigul, MONDAY)
    await taken(database, number, lawyer, MONDAY)
    await closed(database, number, lawyer, MONDAY + 1)
    with pytest.raises(Stale):
        async with asked(database, MONDAY) as requests:
            await requests.comment(aigul, number, "Рақмет", MONDAY)
    async with asked(database, MONDAY) as requests:
        assert await requests.rate(aigul, number, 2, MONDAY)
    async with asked(database, MONDAY) as requests:
        await requests.comment(aigul, number, "  Ұзақ күттім ", MONDAY)
    async with asked(database, MONDAY + 2) as requests:
        again = await requests.reopen(aigul, number, MONDAY + 2)
    assert again.case.state is CaseState.WAITING
    assert again.case.rating is None
    await taken(database, number, lawyer, MONDAY + 3)
    await closed(database, number, lawyer, MONDAY + 4)
    async with asked(database, MONDAY + 5) as requests:
        await requests.rate(aigul, number, 5, MONDAY + 5)
    async with asked(database, MONDAY + 5) as requests:
        await requests.comment(aigul, number, "Енді жақсы", MONDAY + 5)
    assert (await seen(database, number)).comment == "Ұзақ күттім\nЕнді жақсы"


@pytest.mark.parametrize("words", ["", "   ", "а" * 1001])
async def test_what_is_no_comment_is_refused(database: Database, words: str) -> None:
    lawyer = await operator(database, 2001)
    aigul = await citizen(database, 1001)
    number = await sent(database, aigul, MONDAY)
    await taken(database, number, lawyer, MONDAY)
    await closed(database, number, lawyer, MONDAY)
    async with asked(database, MONDAY) as requests:
        await requests.rate(aigul, number, 2, MONDAY)
    with pytest.raises(NotValid):
        async with asked(database, MONDAY) as requests:
            await requests.comment(aigul, number, words, MONDAY)


async def test_after_a_week_a_request_is_not_reopened(database: Database) -> None:
    lawyer = await operator(database, 2001)
    aigul = await citizen(database, 1001)
    number = await sent(database, aigul, MONDAY)
    await taken(database, number, lawyer, MONDAY)
    await closed(database, number, lawyer, MONDAY)
    last = MONDAY + REOPEN_SECONDS
    async with asked(database, last) as requests:
        assert (await requests.history(aigul, number, last)).reopens
        assert not (await requests.history(aigul, number, last + 1)).reopens
    with pytest.raises(Stale, match="reopen"):
        async with asked(database, last + 1) as requests:
            await requests.reopen(aigul, number, last + 1)


async def test_a_request_is_for_its_own_citizen_only(database: Database) -> None:
    lawyer = await operator(database, 2001)
    aigul, sergei = await citizen(database, 1001), await citizen(database, 1002)
    number = await sent(database, aigul, MONDAY)
    await taken(database, number, lawyer, MONDAY)
    await closed(database, number, lawyer, MONDAY)
    async with asked(database, MONDAY) as requests:
        assert await requests.mine(sergei) == []
        with pytest.raises(NotAllowed):
            await requests.history(sergei, number, MONDAY)
        with pytest.raises(NotAllowed):
            await requests.reopen(sergei, number, MONDAY)
        with pytest.raises(NotAllowed):
            await requests.comment(sergei, number, "Сәлем", MONDAY)


async def test_my_requests_are_the_newest_first_with_what_was_written(database: Database) -> None:
    lawyer = await operator(database, 2001)
    aigul = await citizen(database, 1001)
    content = Content(kind=Kind.TEXT, html="Көмек керек", length=11)
    words = Incoming(chat_id=1001, message_id=5, media_group=None, content=content)
    first = await sent(database, aigul, MONDAY, a_request(messages=(words,)))
    await taken(database, first, lawyer, MONDAY)
    await closed(database, first, lawyer, MONDAY)
    second = await sent(database, aigul, MONDAY + HOUR)
    async with asked(database, MONDAY + HOUR) as requests:
        assert [case.id for case in await requests.mine(aigul)] == [second, first]
        history = await requests.history(aigul, first, MONDAY + HOUR)
    assert [message.content.html for message in history.messages] == ["Көмек керек"]
    assert (await seen(database, second)).previous_id == first
