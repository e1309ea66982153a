"""Where a desk's conversation begins: a request waits, whatever form it came by."""

import itertools
from typing import Any

from domain.consultation.case import EventKind
from domain.consultation.content import Content, Incoming, Kind
from domain.consultation.records import Event
from domain.delivery.outbox import Parcel
from storage import open_database
from storage.case_messages import MessageTable
from storage.cases import CaseTable, EventTable
from storage.outbox import OutboxRows
from storage.people import StaffTable, person_by_chat
from tests.chat.town import Resident, Town
from tests.consultation import a_new_case

_ids = itertools.count(5_000_000)


async def asks(town: Town, person: Resident, words: str, **changes: Any) -> int:
    """Put a request with these words into the queue; `changes`: of `NewCase`."""
    now = int(town.clock.now())
    database = await open_database(town.database_url)
    try:
        async with database.transaction() as (tx, _):
            citizen = await person_by_chat(tx, person.id)
            assert citizen is not None, "they have to say /start first"
            new = a_new_case(citizen.id, now, language=citizen.speaks, **changes)
            number = await CaseTable(tx).add(new)
            assert number is not None, "they have an open request"
            EventTable(tx).add(Event(case_id=number, kind=EventKind.OPENED, by=citizen.id, at=now))
            incoming = Incoming(
                chat_id=person.id,
                message_id=next(_ids),
                media_group=None,
                content=Content(kind=Kind.TEXT, html=words, length=len(words)),
            )
            await MessageTable(tx).add_message(
                number, citizen.id, incoming, now, by_operator=False
            )
            outbox = OutboxRows(tx, now)
            for chat_id in await StaffTable(tx).operator_chats_on_shift():
                outbox.put(Parcel(chat_id=chat_id, kind="case_waiting", payload={"case": number}))
    finally:
        await database.close()
    return number


async def begins_closing(operator: Resident, number: str = "№ 1") -> None:
    """Up to the summary, which is typed next."""
    await operator.presses("Закрыть заявку")
    await operator.sees(number, "Чем закончилось?")
    await operator.presses("Дана консультация")
    await operator.sees(number, "Дана консультация", "Напишите итог")
