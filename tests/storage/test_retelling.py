"""A history that Telegram does not take in one piece is brought text by text."""

from bot.wiring.consultation import records_on
from domain.consultation.arrivals import Arrivals
from domain.delivery.outbox import Item, Parcel, Priority
from domain.delivery.outcome import Rejected
from storage.case_messages import MessageTable
from storage.cases import CaseTable
from storage.engine import Database
from storage.outbox import OutboxQueue, OutboxRows
from tests.storage.test_cases import add, message, new_case, operator, person


async def test_a_refused_history_comes_text_by_text(database: Database) -> None:
    citizen, lawyer = await person(database, 1001), await operator(database, 1003)
    number = await add(database, new_case(citizen))
    assert number is not None
    async with database.transaction() as (tx, _):
        for place in range(1, 8):
            await MessageTable(tx).add_message(
                number, citizen, message(place), 10, by_operator=False
            )
        assert await CaseTable(tx).take(number, lawyer, 20)
        answer = await MessageTable(tx).add_message(
            number, lawyer, message(90), 20, by_operator=True
        )
    refused = Item(
        id=1,
        chat_id=1003,
        kind="case_joined",
        payload={"case": number, "messages": [1, 2, answer]},
        priority=Priority.CASE,
        attempts=1,
        created_at=20,
    )
    async with database.transaction() as (tx, _):
        outbox = OutboxRows(tx, 30)
        arrivals = Arrivals(records_on(tx, outbox), outbox, 30)
        await arrivals.settled(refused, Rejected("message is too long"))
    kinds = []
    async with database.transaction() as (tx, _):
        item = (await OutboxQueue(tx).claim(30, 40, 5))[0]
        while item is not None:
            kinds.append((item.kind, item.payload["message"]))
            OutboxQueue(tx).finish(item.id, "sent", None, 30)
            item = await OutboxQueue(tx).claim_next(1003, 30, 40)
    assert kinds == [("case_message", 1), ("case_message", 2), ("case_history", answer)]


async def test_joined_words_on_their_way_are_not_read_yet(database: Database) -> None:
    citizen, lawyer = await person(database, 1001), await operator(database, 1003)
    number = await add(database, new_case(citizen))
    assert number is not None
    async with database.transaction() as (tx, _):
        table = MessageTable(tx)
        for place in range(1, 4):
            await table.add_message(number, citizen, message(place), 10, by_operator=False)
        assert await CaseTable(tx).take(number, lawyer, 20)
        payload = {"case": number, "messages": [1, 2, 3]}
        OutboxRows(tx, 20).put(Parcel(chat_id=1003, kind="case_joined", payload=payload))
    async with database.transaction() as (tx, _):
        coming = await MessageTable(tx).on_their_way(1003, number)
        assert [one.id for one in coming] == [1, 2, 3]
