"""Rows of cases as the domain knows them."""

import datetime as dt
import json

from domain.consultation.case import Case, CaseState, Contact, OutcomeCode, Slot
from domain.consultation.counting import COUNTED
from domain.consultation.ports import NewCase
from domain.consultation.records import Event
from domain.consultation.skills import Among
from domain.consultation.triage import (
    Answer,
    Facts,
    Level,
    Reason,
    Situation,
    Topic,
    Urgency,
)
from domain.people.model import Language
from storage.engine import Query, Reader, Row, Transaction, Value


def case_of(row: Row) -> Case:
    """A case from a `cases` row joined with both sides."""
    return Case(
        id=row["id"],
        citizen_id=row["citizen_id"],
        citizen_name=row["citizen_name"],
        citizen_chat=row["citizen_chat"],
        language=Language(row["language"]),
        facts=_facts(row),
        urgency=_urgency(row),
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
        outcome_code=OutcomeCode(row["outcome_code"]) if row["outcome_code"] else None,
        rating=row["rating"],
        promised_by=row["promised_by"],
        owed_since=row["owed_since"],
        slot=Slot(row["slot"]) if row["slot"] else None,
        comment=row["comment"],
        slips=row["slips"],
        called_as=row["called_as"],
        twin_id=row["twin_id"],
    )


def _facts(row: Row) -> Facts:
    known = json.loads(row["facts"])
    return Facts(
        topic=Topic(row["topic"]),
        answer=Answer(known["answer"]) if known.get("answer") else None,
        day=dt.date.fromisoformat(known["day"]) if known.get("day") else None,
        situation=Situation(known["situation"]) if known.get("situation") else None,
        asked=Topic(known["asked"]) if known.get("asked") else None,
    )


def _urgency(row: Row) -> Urgency:
    return Urgency(
        level=Level(row["level"]),
        reason=Reason(row["reason"]),
        last_day=dt.date.fromisoformat(row["last_day"]) if row["last_day"] else None,
    )


def _columns(urgency: Urgency) -> dict[str, Value]:
    """An urgency as its columns."""
    return {
        "level": urgency.level.value,
        "reason": urgency.reason.value,
        "last_day": urgency.last_day.isoformat() if urgency.last_day else None,
    }


def dumped(facts: Facts) -> str:
    """The answers as the column keeps them; the topic has a column of its own."""
    known = {
        "answer": facts.answer,
        "day": facts.day,
        "situation": facts.situation,
        "asked": facts.asked,
    }
    return json.dumps({name: str(value) for name, value in known.items() if value is not None})


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
            language=new.language.value,
            topic=new.facts.topic.value,
            facts=dumped(new.facts),
            **_columns(new.urgency),
            contact=new.contact.value,
            phone=new.phone,
            previous_id=new.previous_id,
            created_at=new.created_at,
            place=new.place,
            promised_by=new.promised_by,
            slot=new.slot.value if new.slot else None,
        )
        return int(row["id"]) if row else None

    def urge(self, case_id: int, facts: Facts, urgency: Urgency, place: int, now: int) -> None:
        """More urgent than it was."""
        self._tx.later(
            "urge_case",
            id=case_id,
            facts=dumped(facts),
            **_columns(urgency),
            place=place,
            now=now,
        )

    def speak(self, citizen_id: int, language: Language) -> None:
        """What is open goes on in this language."""
        self._tx.later("speak_in_cases", citizen_id=citizen_id, language=language.value)

    async def take(self, case_id: int, operator_id: int, now: int) -> bool:
        """Whether this press won."""
        await self._tx.one("hold_operator", operator_id=operator_id)
        return await self._tx.run("take_case", id=case_id, operator_id=operator_id, now=now) == 1

    async def take_next(
        self, operator_id: int, now: int, among: Among | None = None
    ) -> int | None:
        """The head of the queue, or of a part of it."""
        taken, held = ("take_next_case", "take_held_case")
        values: dict[str, Value] = {"operator_id": operator_id, "now": now}
        if among is not None:
            taken, held = ("take_next_among", "take_held_among")
            values |= {
                "lanes": json.dumps(sorted(among.lanes)),
                "ripe": json.dumps(sorted(among.queued_by.items())),
            }
        _, rows = await self._tx.batch(
            Query("hold_operator", {"operator_id": operator_id}), Query(taken, values)
        )
        row = rows[0] if rows else None
        if row is None:  # nobody waits, or somebody writes into the last one at this moment
            row = await self._tx.one(held, **values)
        return int(row["id"]) if row else None

    async def open_cases_of(self, operator_id: int) -> tuple[int, int]:
        """Open cases and capacity."""
        row = await self._tx.one("load_of", operator_id=operator_id)
        return (int(row["open"]), int(row["capacity"])) if row else (0, 0)

    async def close(
        self, case_id: int, operator_id: int, code: OutcomeCode, outcome: str, now: int
    ) -> bool:
        """Whether it was closed now."""
        touched = await self._tx.run(
            "close_case",
            id=case_id,
            operator_id=operator_id,
            code=code.value,
            outcome=outcome,
            now=now,
        )
        return touched == 1

    async def cancel(self, case_id: int, now: int) -> bool:
        """Whether it was cancelled now."""
        return await self._tx.run("cancel_case", id=case_id, now=now) == 1

    async def give_back(self, case_id: int, operator_id: int, now: int, sooner: int = 0) -> bool:
        """Whether it waits again."""
        touched = await self._tx.run(
            "give_case_back", id=case_id, operator_id=operator_id, now=now, sooner=sooner
        )
        return touched == 1

    async def correct(
        self, case_id: int, operator_id: int, facts: Facts, urgency: Urgency, place: int, now: int
    ) -> bool:
        """Whether it waits again."""
        touched = await self._tx.run(
            "correct_case",
            id=case_id,
            operator_id=operator_id,
            topic=facts.topic.value,
            facts=dumped(facts),
            **_columns(urgency),
            place=place,
            now=now,
        )
        return touched == 1

    async def transfer(self, case_id: int, operator_id: int, to: int, now: int) -> bool:
        """Whether it is the other one's now."""
        await self._tx.one("hold_operator", operator_id=to)
        touched = await self._tx.run(
            "transfer_case", id=case_id, operator_id=operator_id, to=to, now=now
        )
        return touched == 1

    async def reopen(self, case_id: int, now: int) -> bool:
        """Whether it waits again."""
        return await self._tx.run("reopen_case", id=case_id, now=now) == 1

    def owe(self, case_id: int, now: int) -> None:
        """Somebody waits for an answer."""
        self._tx.later("owe_answer", id=case_id, now=now)

    def owe_again(self, case_id: int, now: int) -> None:
        """An answer did not arrive."""
        self._tx.later("owe_again", id=case_id, now=now)

    def answered(self, case_id: int, since: int | None = None) -> None:
        """Nobody waits for one, or since then only."""
        self._tx.later("answer_case", id=case_id, since=since)

    async def call_is_due(self, case_id: int) -> bool:
        """Whether a call is owed."""
        return await self._tx.one("call_is_due", id=case_id) is not None

    async def rate(self, case_id: int, stars: int, now: int) -> bool:
        """Whether this was the first rating."""
        return await self._tx.run("rate_case", id=case_id, stars=stars, now=now) == 1

    async def comment(self, case_id: int, words: str) -> bool:
        """Whether it is kept."""
        return await self._tx.run("comment_case", id=case_id, words=words, gap="\n") == 1

    def promise(self, case_id: int, by: int) -> None:
        """Kept to see a slip."""
        self._tx.later("promise_case", id=case_id, promised_by=by)

    async def cases_of(self, citizen_id: int, limit: int) -> list[Case]:
        """A citizen's requests."""
        rows = await self._tx.all("cases_of", citizen_id=citizen_id, limit=limit)
        return [case_of(row) for row in rows]

    async def open_case_of_caller(self, phone: str) -> Case | None:
        """The newest."""
        row = await self._tx.one("open_case_of_caller", phone=phone)
        return case_of(row) if row else None

    def pair(self, one: int, other: int) -> None:
        """Both name each other."""
        self._tx.later("pair_cases", one=one, other=other)

    async def first_takes(self, since: int, limit: int) -> list[tuple[int, int]]:
        """The pace of the last days."""
        rows = await self._tx.all("first_takes", since=since, limit=limit)
        return [(int(row["created_at"]), int(row["taken_at"])) for row in rows]

    async def waiting(self, limit: int, skip: int = 0) -> list[Case]:
        """The queue in its order."""
        rows = await self._tx.all("waiting_cases", limit=limit, skip=skip)
        return [case_of(row) for row in rows]

    async def waiting_count(self, before: Case | None = None) -> int:
        """The length of the queue, or of its part in front of a case."""
        if before is None:
            row = await self._tx.one("waiting_count", upto=COUNTED + 1)
        else:
            row = await self._tx.one("waiting_before", id=before.id, upto=COUNTED + 1)
        return int(row["count"]) if row else 0

    async def waiting_by_level(self) -> dict[Level, tuple[int, int]]:
        """The queue by urgency."""
        rows = await self._tx.all("waiting_by_level", upto=COUNTED + 1)
        return {Level(row["level"]): (row["count"], row["since"]) for row in rows if row["count"]}

    async def abandoned(self, operator_id: int, limit: int) -> list[int]:
        """Whose operator is off shift."""
        rows = await self._tx.all("abandoned_cases", operator_id=operator_id, limit=limit)
        return [row["id"] for row in rows]

    async def taken_by(self, operator_id: int) -> list[Case]:
        """An operator's open cases."""
        rows = await self._tx.all("cases_taken_by", operator_id=operator_id)
        return [case_of(row) for row in rows]


class EventTable:
    """Implements `domain.consultation.records.Events`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    def add(self, event: Event) -> None:
        """Keep it."""
        self._tx.later(
            "add_case_event",
            case_id=event.case_id,
            kind=event.kind.value,
            by_id=event.by,
            at=event.at,
            details=json.dumps(dict(event.details), ensure_ascii=False),
        )
