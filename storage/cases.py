"""Rows of cases as the domain knows them."""

from domain.consultation.case import Case, CaseState, Contact, Topic
from domain.consultation.ports import NewCase
from storage.engine import Query, Reader, Row, Transaction


def case_of(row: Row) -> Case:
    """A case from a `cases` row joined with both sides."""
    return Case(
        id=row["id"],
        citizen_id=row["citizen_id"],
        citizen_name=row["citizen_name"],
        citizen_chat=row["citizen_chat"],
        topic=Topic(row["topic"]),
        contact=Contact(row["contact"]),
        phone=row["phone"],
        state=CaseState(row["state"]),
        assignee_id=row["assignee_id"],
        assignee_name=row["assignee_name"],
        assignee_chat=row["assignee_chat"],
        previous_id=row["previous_id"],
        created_at=row["created_at"],
        taken_at=row["taken_at"],
        closed_at=row["closed_at"],
        outcome=row["outcome"],
        rating=row["rating"],
    )


async def case_by_id(reader: Reader, case_id: int) -> Case | None:
    """The case, or None."""
    row = await reader.one("case_by_id", id=case_id)
    return case_of(row) if row else None


class CaseTable:
    """Implements `domain.consultation.ports.Cases`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    async def case(self, case_id: int) -> Case | None:
        """The case, or None."""
        return await case_by_id(self._tx, case_id)

    async def open_case_of(self, citizen_id: int) -> Case | None:
        """The one open case."""
        row = await self._tx.one("open_case_of", citizen_id=citizen_id)
        return case_of(row) if row else None

    async def hold_open_case_of(self, citizen_id: int) -> Case | None:
        """The one open case, held until the commit: nobody takes or closes it in between, so that
        what is written into it is handed over or carried on.
        """
        _, rows = await self._tx.batch(
            Query("hold_open_case", {"citizen_id": citizen_id}),
            Query("open_case_of", {"citizen_id": citizen_id}),
        )
        return case_of(rows[0]) if rows else None

    async def last_closed_of(self, citizen_id: int) -> Case | None:
        """The newest closed case."""
        row = await self._tx.one("last_closed_case_of", citizen_id=citizen_id)
        return case_of(row) if row else None

    async def add(self, new: NewCase) -> int | None:
        """The number, or None when there is an open case."""
        row = await self._tx.one(
            "add_case",
            citizen_id=new.citizen_id,
            topic=new.topic.value,
            contact=new.contact.value,
            phone=new.phone,
            previous_id=new.previous_id,
            created_at=new.created_at,
        )
        return int(row["id"]) if row else None

    async def take(self, case_id: int, operator_id: int, now: int) -> bool:
        """Whether this press won."""
        return await self._tx.run("take_case", id=case_id, operator_id=operator_id, now=now) == 1

    async def take_next(self, operator_id: int, now: int) -> int | None:
        """The head of the queue."""
        row = await self._tx.one("take_next_case", operator_id=operator_id, now=now)
        if row is None:  # nobody waits, or somebody writes into the last one at this moment
            row = await self._tx.one("take_held_case", operator_id=operator_id, now=now)
        return int(row["id"]) if row else None

    async def close(self, case_id: int, operator_id: int, outcome: str, now: int) -> bool:
        """Whether it was closed now."""
        touched = await self._tx.run(
            "close_case", id=case_id, operator_id=operator_id, outcome=outcome, now=now
        )
        return touched == 1

    async def cancel(self, case_id: int, now: int) -> bool:
        """Whether it was cancelled now."""
        return await self._tx.run("cancel_case", id=case_id, now=now) == 1

    async def give_back(self, case_id: int, operator_id: int) -> bool:
        """Whether it waits again."""
        touched = await self._tx.run("give_case_back", id=case_id, operator_id=operator_id)
        return touched == 1

    async def rate(self, case_id: int, stars: int, now: int) -> bool:
        """Whether this was the first rating."""
        return await self._tx.run("rate_case", id=case_id, stars=stars, now=now) == 1

    async def waiting(self, limit: int) -> list[Case]:
        """The head of the queue."""
        return [case_of(row) for row in await self._tx.all("waiting_cases", limit=limit)]

    async def waiting_count(self, before: Case | None = None) -> int:
        """The length of the queue, or of its part in front of a case."""
        if before is None:
            row = await self._tx.one("waiting_count")
        else:
            row = await self._tx.one("waiting_before", created_at=before.created_at, id=before.id)
        return int(row["count"]) if row else 0

    async def taken_by(self, operator_id: int) -> list[Case]:
        """An operator's open cases."""
        rows = await self._tx.all("cases_taken_by", operator_id=operator_id)
        return [case_of(row) for row in rows]
