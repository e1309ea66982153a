"""What a parcel of the outbox is about, read when it is sent."""

from domain.consultation.case import Case
from domain.consultation.content import Arrival, CaseMessage, Copy
from domain.consultation.counting import COUNTED
from domain.consultation.finding import Card
from domain.consultation.notes import Note
from domain.consultation.skills import Skills
from domain.people.model import Person
from storage.case_messages import (
    arrivals_of,
    copy_of,
    message_by_id,
    messages_of_case,
    parts_to_carry,
)
from storage.cases import case_by_id, case_of
from storage.desk import card_of, note_by_id
from storage.engine import Database
from storage.people import person_by_chat, person_by_id
from storage.skills import skills_of


class ParcelRows:
    """Reads beside the writer; each call sees what is committed at that moment."""

    def __init__(self, database: Database) -> None:
        """`database`: the one the outbox stands in."""
        self._database = database

    async def reader_at(self, chat_id: int) -> Person | None:
        """The person behind a private chat."""
        async with self._database.reading() as reader:
            return await person_by_chat(reader, chat_id)

    async def person(self, person_id: int) -> Person | None:
        """A person by our own number."""
        async with self._database.reading() as reader:
            return await person_by_id(reader, person_id)

    async def case(self, case_id: int) -> Case | None:
        """A case."""
        async with self._database.reading() as reader:
            return await case_by_id(reader, case_id)

    async def card(self, case_id: int) -> Card | None:
        """The card of a case."""
        async with self._database.reading() as reader:
            return await card_of(reader, case_id)

    async def note(self, note_id: int) -> Note | None:
        """A note about a case."""
        async with self._database.reading() as reader:
            return await note_by_id(reader, note_id)

    async def message(self, message_id: int) -> tuple[Case, CaseMessage] | None:
        """A message with its case."""
        async with self._database.reading() as reader:
            message = await message_by_id(reader, message_id)
            case = await case_by_id(reader, message.case_id) if message else None
        return (case, message) if case and message else None

    async def parts(self, message: CaseMessage, chat_id: int) -> list[CaseMessage]:
        """The parts of an album that the chat has not got yet."""
        async with self._database.reading() as reader:
            return await parts_to_carry(reader, message, chat_id)

    async def messages_of(self, case_id: int) -> list[CaseMessage]:
        """All that was written in a case."""
        async with self._database.reading() as reader:
            return await messages_of_case(reader, case_id)

    async def arrivals(self, case: Case) -> dict[int, Arrival]:
        """Of each answer of a case whether its citizen has it."""
        async with self._database.reading() as reader:
            return await arrivals_of(reader, case)

    async def copy_of(self, message_id: int, chat_id: int) -> Copy | None:
        """Where a message now stands in a chat; None: it has not arrived there."""
        async with self._database.reading() as reader:
            rows = await reader.all("copies_of_message", case_message_id=message_id)
        copies = [copy_of(row) for row in rows if row["chat_id"] == chat_id]
        return copies[-1] if copies else None

    async def mark_of(self, case_id: int, chat_id: int) -> int | None:
        """The newest message of a chat that names the case and is none of its own."""
        async with self._database.reading() as reader:
            row = await reader.one("mark_of_case", case_id=case_id, chat_id=chat_id)
        return int(row["message_id"]) if row else None

    async def skills_of(self, person_id: int) -> Skills:
        """What an operator is offered."""
        async with self._database.reading() as reader:
            return await skills_of(reader, person_id)

    async def taken_by(self, operator_id: int) -> list[Case]:
        """An operator's open cases."""
        async with self._database.reading() as reader:
            rows = await reader.all("cases_taken_by", operator_id=operator_id)
        return [case_of(row) for row in rows]

    async def waiting(self) -> int:
        """The length of the queue."""
        async with self._database.reading() as reader:
            row = await reader.one("waiting_count", upto=COUNTED + 1)
        return int(row["count"]) if row else 0
