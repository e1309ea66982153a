"""People who have only called, on both engines."""

import asyncio

import pytest

from bot.wiring.consultation import records_on
from domain.consultation.callers import Caller, Callers, NumberTaken
from domain.consultation.case import Case, CaseState, Contact, OutcomeCode, Slot
from domain.consultation.content import Content, Incoming, Kind
from domain.consultation.desk import AtCapacity, Desk
from domain.consultation.linking import PROOF_SECONDS, RECENT_SECONDS, Linking, Proof
from domain.consultation.requests import Request, Requests
from domain.consultation.triage import Facts, Topic
from domain.errors import NotAllowed, Stale
from domain.people.model import Language, Person, Role
from storage.callers import CallerTable
from storage.cases import CaseTable
from storage.desk import NoteTable
from storage.engine import Database, Transaction
from storage.outbox import OutboxRows
from tests.consultation import a_new_case, law
from tests.storage.desk import HOURS, MONDAY, TestDesk, at

PHONE = "+77015550102"
OTHER = "+77015550103"
DAY = 24 * 3600


def services(tx: Transaction, now: int) -> tuple[Callers, Linking, Desk]:
    records, rows = records_on(tx, OutboxRows(tx, now)), CallerTable(tx)
    requests = Requests(records, law(HOURS.day_of(now)), HOURS)
    desk = Desk(records, NoteTable(tx))
    return Callers(records.cases, rows, requests, desk), Linking(records, rows), desk


class Line:
    """Calls come in, and people share their numbers."""

    def __init__(self, database: Database) -> None:
        self.desk = TestDesk(database)
        self.database = database
        self.written = 0

    async def call(
        self,
        operator: Person,
        now: int,
        phone: str = PHONE,
        *,
        take: bool = False,
        name: str = "Гүлнар",
    ) -> Case:
        self.written += 1
        words = Incoming(
            chat_id=operator.telegram_id,
            message_id=self.written,
            media_group=None,
            content=Content(kind=Kind.TEXT, html="Екі ай төлемедім", length=16),
        )
        request = Request(
            facts=Facts(topic=Topic.OVERDUE),
            messages=(words,),
            contact=Contact.PHONE,
            phone=phone,
            slot=Slot.MORNING,
        )
        caller = Caller(phone=phone, name=name, language=Language.KK)
        async with self.database.transaction() as (tx, _):
            callers = services(tx, now)[0]
            return (await callers.open(operator, caller, request, now, take=take)).case

    async def close(self, operator: Person, case: Case, now: int) -> None:
        async with self.database.transaction() as (tx, _):
            desk = services(tx, now)[2]
            await desk.close(operator, case.id, OutcomeCode.ADVISED, "Хат жазылды", now)

    async def offered(self, person: Person, now: int) -> tuple[int, ...] | None:
        async with self.database.transaction() as (tx, _):
            offer = await services(tx, now)[1].offered(person, PHONE, now)
        return offer.numbers if offer else None

    async def confirm(
        self, person: Person, case: int, now: int, proof: Proof | None = None
    ) -> list[Case]:
        async with self.database.transaction() as (tx, _):
            proof = proof or Proof(phone=PHONE, at=now)
            return await services(tx, now)[1].confirm(person, case, proof, now)

    async def operator(self, number: int = 1003, **known: int) -> Person:
        return await self.desk.known(await self.desk.staff(number, "Динара", **known))

    async def citizen(self, number: int = 1002) -> Person:
        return await self.desk.known(await self.desk.person(number, "Сергей"))

    async def callers(self) -> int:
        async with self.database.transaction() as (tx, _):
            held = [await CallerTable(tx).hold_callers(phone) for phone in (PHONE, OTHER)]
        return sum(len(ones) for ones in held)


@pytest.fixture
def line(database: Database) -> Line:
    return Line(database)


async def test_a_call_is_a_request_like_any_other_without_a_chat(line: Line) -> None:
    dinara = await line.operator(shift=MONDAY)
    marat = await line.operator(1004, shift=MONDAY)
    case = await line.call(dinara, MONDAY)
    assert (case.citizen_chat, case.citizen_name) == (None, "Гүлнар")
    assert (case.language, case.contact, case.phone) == (Language.KK, Contact.PHONE, PHONE)
    assert case.state is CaseState.WAITING
    assert await line.desk.events(case.id) == ["opened"]
    put = await line.desk.put()
    assert [(chat, kind) for chat, kind, _ in put] == [(marat.telegram_id, "case_waiting")]


async def test_taken_at_once_nobody_else_hears_of_it(line: Line) -> None:
    dinara = await line.operator(shift=MONDAY)
    await line.operator(1004, shift=MONDAY)
    case = await line.call(dinara, MONDAY, take=True)
    assert case.assignee_id == dinara.id
    assert await line.desk.events(case.id) == ["opened", "taken"]
    assert {chat for chat, _, _ in await line.desk.put()} == {dinara.telegram_id}


async def test_a_number_has_one_open_request(line: Line) -> None:
    dinara, marat = await line.operator(), await line.operator(1004)
    first = await line.call(dinara, MONDAY)
    with pytest.raises(NumberTaken) as refused:
        await line.call(marat, MONDAY)
    assert refused.value.found.case.id == first.id
    assert refused.value.found.visible
    await line.call(marat, MONDAY, OTHER)


async def test_also_when_it_is_somebodys_in_telegram(line: Line) -> None:
    dinara = await line.operator()
    own = await line.desk.taken(
        dinara.id, MONDAY, contact=Contact.PHONE, phone=PHONE, slot=Slot.ANY
    )
    with pytest.raises(NumberTaken) as refused:
        await line.call(await line.operator(1004), MONDAY)
    assert refused.value.found.case.id == own
    assert not refused.value.found.visible


async def test_who_calls_again_is_the_same_caller(line: Line) -> None:
    dinara = await line.operator()
    first = await line.call(dinara, MONDAY, take=True)
    await line.close(dinara, first, MONDAY + 60)
    second = await line.call(dinara, MONDAY + DAY)
    assert second.citizen_id == first.citizen_id
    assert second.previous_id == first.id


async def test_two_operators_with_the_same_number_at_once(line: Line) -> None:
    operators = [await line.operator(1003 + number) for number in range(4)]
    done = await asyncio.gather(
        *(line.call(one, MONDAY) for one in operators), return_exceptions=True
    )
    opened = [one for one in done if isinstance(one, Case)]
    assert len(opened) == 1
    assert all(isinstance(one, Case | Stale) for one in done), done


async def test_at_the_limit_nothing_is_written(line: Line) -> None:
    dinara = await line.operator(capacity=1)
    await line.call(dinara, MONDAY, take=True)
    with pytest.raises(AtCapacity):
        await line.call(dinara, MONDAY, OTHER, take=True)
    assert await line.callers() == 1


async def test_only_the_desk_writes_down_calls(line: Line) -> None:
    sergei = await line.citizen()
    with pytest.raises(NotAllowed):
        await line.call(sergei, MONDAY)


async def test_all_that_was_asked_becomes_theirs(line: Line) -> None:
    dinara = await line.operator()
    first = await line.call(dinara, MONDAY, take=True)
    await line.close(dinara, first, MONDAY + 60)
    second = await line.call(dinara, MONDAY + DAY, take=True)
    sergei = await line.citizen()
    now = MONDAY + 2 * DAY
    assert await line.offered(sergei, now) == (second.id, first.id)
    cases = await line.confirm(sergei, second.id, now)
    assert [case.id for case in cases] == [second.id, first.id]
    assert {(case.citizen_id, case.citizen_chat) for case in cases} == {(sergei.id, 1002)}
    assert await line.desk.events(second.id) == ["opened", "taken", "linked"]
    told = [put for put in await line.desk.put() if put[1] == "case_linked"]
    assert told == [(dinara.telegram_id, "case_linked", {"case": second.id})]
    assert await line.callers() == 0
    async with line.database.transaction() as (tx, _):
        messages = await records_on(tx, OutboxRows(tx, now)).messages.messages_of(second.id)
    assert [message.author_name for message in messages] == ["Сергей"]


async def test_what_ended_more_than_a_year_ago_stays(line: Line) -> None:
    dinara, sergei = await line.operator(), await line.citizen()
    old = await line.call(dinara, MONDAY, take=True)
    await line.close(dinara, old, MONDAY)
    now = MONDAY + RECENT_SECONDS + 1
    assert await line.offered(sergei, now) is None
    new = await line.call(dinara, now)
    assert await line.offered(sergei, now) == (new.id,)
    await line.confirm(sergei, new.id, now)
    assert await line.callers() == 1
    with pytest.raises(Stale):
        await line.confirm(sergei, old.id, now)


async def test_two_people_of_one_telephone_are_never_taken_for_one(line: Line) -> None:
    dinara, sergei = await line.operator(), await line.citizen()
    hers = await line.call(dinara, MONDAY, take=True)
    await line.close(dinara, hers, MONDAY)
    his = await line.call(dinara, MONDAY + DAY, take=True, name="Пётр Ким")
    assert (his.previous_id, (await line.desk.seen(hers.id)).citizen_name) == (None, "Гүлнар")
    now = MONDAY + 2 * DAY
    assert await line.offered(sergei, now) == (his.id,), "the open one first"
    (mine,) = await line.confirm(sergei, his.id, now)
    assert (mine.called_as, mine.other_name) == ("Пётр Ким", "Пётр Ким")
    assert (await line.desk.seen(hers.id)).citizen_chat is None
    assert await line.callers() == 1
    await line.close(dinara, mine, now)
    again = await line.call(dinara, now, name="ГҮЛНАР")
    assert again.previous_id == hers.id, "in whatever letters"


async def test_a_press_goes_by_the_offer_that_was_shown(line: Line) -> None:
    dinara, sergei = await line.operator(), await line.citizen()
    hers = await line.call(dinara, MONDAY, take=True)
    await line.close(dinara, hers, MONDAY)
    assert await line.offered(sergei, MONDAY) == (hers.id,)
    his = await line.call(dinara, MONDAY, name="Пётр Ким")
    assert [case.id for case in await line.confirm(sergei, hers.id, MONDAY)] == [hers.id]
    assert (await line.desk.seen(his.id)).citizen_chat is None


async def test_without_a_fresh_proof_nothing(line: Line) -> None:
    dinara, sergei = await line.operator(), await line.citizen()
    case = await line.call(dinara, MONDAY)
    other = await line.call(dinara, MONDAY, OTHER)
    late = Proof(phone=PHONE, at=MONDAY - PROOF_SECONDS - 1)
    with pytest.raises(NotAllowed):
        await line.confirm(sergei, case.id, MONDAY, late)
    with pytest.raises(Stale):
        await line.confirm(sergei, other.id, MONDAY)
    with pytest.raises(Stale):
        await line.confirm(sergei, case.id, MONDAY, Proof(phone="+77015550199", at=MONDAY))
    assert (await line.desk.seen(case.id)).citizen_chat is None


async def test_staff_are_offered_nothing(line: Line) -> None:
    dinara, marat = await line.operator(), await line.operator(1004)
    case = await line.call(dinara, MONDAY)
    assert await line.offered(marat, MONDAY) is None
    with pytest.raises(NotAllowed):
        await line.confirm(marat, case.id, MONDAY)


async def test_beside_an_open_request_the_open_call_stays(line: Line) -> None:
    dinara, sergei = await line.operator(), await line.citizen()
    call = await line.call(dinara, MONDAY, take=True)
    async with line.database.transaction() as (tx, _):
        own = await CaseTable(tx).add(a_new_case(sergei.id, MONDAY))
    assert await line.offered(sergei, MONDAY) == ()
    assert await line.offered(sergei, MONDAY) == ()
    told = [put for put in await line.desk.put() if put[1] == "case_twice"]
    assert told == [(dinara.telegram_id, "case_twice", {"case": call.id, "other": own})]
    with pytest.raises(Stale, match="link_two"):
        await line.confirm(sergei, call.id, MONDAY)


async def test_whoever_takes_one_of_two_open_requests_later_learns_of_the_other(
    line: Line,
) -> None:
    dinara, sergei = await line.operator(shift=MONDAY), await line.citizen()
    marat = await line.operator(1004, shift=MONDAY)
    call = await line.call(dinara, MONDAY)
    async with line.database.transaction() as (tx, _):
        own = await CaseTable(tx).add(a_new_case(sergei.id, MONDAY)) or 0
    await line.offered(sergei, MONDAY)
    for operator, case in ((marat, own), (dinara, call.id)):
        async with line.database.transaction() as (tx, _):
            await services(tx, MONDAY)[2].take(operator, case, MONDAY)
    told = [put for put in await line.desk.put() if put[1] == "case_twice"]
    assert told == [
        (marat.telegram_id, "case_twice", {"case": own, "other": call.id}),
        (dinara.telegram_id, "case_twice", {"case": call.id, "other": own}),
    ]


async def test_an_own_request_with_the_number_of_a_call_names_it(line: Line) -> None:
    dinara, sergei = await line.operator(shift=MONDAY), await line.citizen()
    marat = await line.operator(1004, shift=MONDAY)
    call = await line.call(dinara, MONDAY, take=True)
    request = Request(
        facts=Facts(topic=Topic.OVERDUE), messages=(), contact=Contact.PHONE, phone=PHONE
    )
    async with line.database.transaction() as (tx, _):
        requests = Requests(records_on(tx, OutboxRows(tx, MONDAY)), law(HOURS.day_of(MONDAY)))
        own = (await requests.submit(sergei, request, MONDAY)).case.id
    async with line.database.transaction() as (tx, _):
        await services(tx, MONDAY)[2].take(marat, own, MONDAY)
    told = [put for put in await line.desk.put() if put[1] == "case_twice"]
    assert told == [
        (dinara.telegram_id, "case_twice", {"case": call.id, "other": own}),
        (marat.telegram_id, "case_twice", {"case": own, "other": call.id}),
    ]


async def test_who_was_called_in_vain_and_comes_here_is_owed_an_answer(line: Line) -> None:
    dinara, sergei = await line.operator(shift=MONDAY), await line.citizen()
    case = await line.call(dinara, MONDAY, take=True)
    for attempt in range(3):
        await line.desk.calls(dinara.id, case.id, MONDAY + attempt, reached=False)
    await line.confirm(sergei, case.id, MONDAY + 60)
    assert (await line.desk.seen(case.id)).owed_since is not None


async def test_two_accounts_prove_the_same_number(line: Line) -> None:
    dinara = await line.operator()
    case = await line.call(dinara, MONDAY)
    both = [await line.citizen(), await line.citizen(1001)]
    done = await asyncio.gather(
        *(line.confirm(one, case.id, MONDAY) for one in both), return_exceptions=True
    )
    assert sorted(isinstance(one, Stale) for one in done) == [False, True], done


async def test_a_call_comes_in_while_it_is_confirmed(line: Line) -> None:
    dinara, sergei = await line.operator(), await line.citizen()
    first = await line.call(dinara, MONDAY, take=True)
    await line.close(dinara, first, MONDAY)
    again, mine = await asyncio.gather(
        line.call(dinara, MONDAY + 60), line.confirm(sergei, first.id, MONDAY + 60)
    )
    assert mine[-1].citizen_id == sergei.id
    seen = await line.desk.seen(again.id)
    assert seen.citizen_id == sergei.id or seen.citizen_chat is None


async def test_the_watch_owes_a_caller_a_call_and_tells_them_nothing(line: Line) -> None:
    dinara = await line.operator(shift=MONDAY)
    case = await line.call(dinara, MONDAY, take=True)
    put = await line.desk.look(MONDAY + 4 * 3600)
    assert {chat for chat, _, _ in put} <= {dinara.telegram_id}
    assert "call_due" in await line.desk.events(case.id)


async def test_a_broken_promise_to_a_caller_alarms_supervisors_only(line: Line) -> None:
    dinara = await line.operator(shift=MONDAY)
    await line.call(dinara, MONDAY)
    for day in range(1, 5):
        put = await line.desk.look(MONDAY + day * DAY)
        assert "promise_slipped" not in {kind for _, kind, _ in put}


async def test_after_two_rounds_of_calls_in_vain_it_is_decided_about_a_caller(line: Line) -> None:
    desk = line.desk
    dinara = await line.operator(shift=at(23, 9))
    supervisor = await desk.staff(9001, "Ерлан", Role.SUPERVISOR)
    case = await line.call(dinara, at(23, 9, 30), take=True)
    due = (dinara.telegram_id, "call_due", {"case": case.id})
    for minute in (40, 50, 59):
        await desk.calls(dinara.id, case.id, at(23, 9, minute), reached=False)
    assert (await desk.seen(case.id)).owed_since is None
    assert await desk.look(at(23, 17)) == []
    assert (await desk.seen(case.id)).owed_since is None
    await desk.look(at(23, 18, 5))  # the end of the shift
    await desk.begins_shift(dinara.id, at(24, 9))
    assert due in await desk.look(at(24, 9, 1)), "the next working day, in the morning"
    assert (await desk.seen(case.id)).owed_since == at(24, 9, 1)
    for minute in (10, 20):
        await desk.calls(dinara.id, case.id, at(24, 9, minute), reached=False)
        assert (await desk.seen(case.id)).owed_since is not None
    await desk.calls(dinara.id, case.id, at(24, 9, 30), reached=False)
    assert (await desk.seen(case.id)).owed_since is not None, "until it is decided"
    await desk.look(at(24, 18, 5))
    kinds = []
    for day in (25, 26, 27):
        await desk.begins_shift(dinara.id, at(day, 9))
        await desk.begins_shift(supervisor, at(day, 9))
        for hour in range(9, 19):
            kinds += [(chat, kind) for chat, kind, _ in await desk.look(at(day, hour, 5))]
    assert due[:2] not in kinds, "no seventh call"
    assert (dinara.telegram_id, "silence_reminder") in kinds
    assert (9001, "desk_alarm") in kinds
    assert (await desk.seen(case.id)).state is CaseState.WAITING
