"""Rows of the desk: notes, colleagues, calls, and cases as they are looked up."""

import json
from collections.abc import Sequence

from domain.consultation.case import Case, OutcomeCode
from domain.consultation.content import CaseMessage, Kind
from domain.consultation.finding import Card, Earlier
from domain.consultation.handing import Colleague
from domain.consultation.notes import Note
from storage.case_messages import message_of
from storage.cases import case_by_id, case_of
from storage.engine import Reader, Row, Transaction
from storage.patterns import literally


def note_of(row: Row) -> Note:
    """A note from a `case_notes` row joined with its author."""
    return Note(
        id=row["id"],
        case_id=row["case_id"],
        author_name=row["author_name"],
        words=row["words"],
        created_at=row["created_at"],
    )


async def note_by_id(reader: Reader, note_id: int) -> Note | None:
    """The note, or None."""
    row = await reader.one("note_by_id", id=note_id)
    return note_of(row) if row else None


async def calls_of(reader: Reader, case_id: int) -> list[bool]:
    """Whether each call reached the person."""
    rows = await reader.all("calls_of_case", case_id=case_id)
    return [bool(json.loads(row["details"])["reached"]) for row in rows]


async def card_of(reader: Reader, case_id: int) -> Card | None:
    """The case with what is told of it on its card."""
    case = await case_by_id(reader, case_id)
    if case is None:
        return None
    rows = await reader.all("messages_of_case", case_id=case.id)
    said = [message for message in map(message_of, rows) if not message.by_operator]
    earlier = await reader.all("earlier_cases", citizen_id=case.citizen_id, id=case.id)
    done = await reader.one("lessons_done", person_id=case.citizen_id)
    notes = await reader.all("notes_of_case", case_id=case.id)
    return Card(
        case=case,
        said=_first_words(said),
        files=sum(message.content.kind is not Kind.TEXT for message in said),
        lessons=int(done["count"]) if done else 0,
        earlier=tuple(_earlier(row) for row in earlier),
        notes=tuple(note_of(row) for row in notes),
        calls=tuple(await calls_of(reader, case.id)),
    )


def _first_words(messages: Sequence[CaseMessage]) -> str:
    return next((message.content.html for message in messages if message.content.html), "")


def _earlier(row: Row) -> Earlier:
    code = OutcomeCode(row["outcome_code"]) if row["outcome_code"] else None
    return Earlier(number=row["id"], code=code)


class NoteTable:
    """Implements `domain.consultation.notes.NoteRows`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    def add_note(self, case_id: int, author_id: int, words: str, now: int) -> None:
        """Keep it."""
        self._tx.later("add_case_note", case_id=case_id, author_id=author_id, words=words, now=now)

    async def notes_of(self, case_id: int) -> list[Note]:
        """All, in order."""
        return [note_of(row) for row in await self._tx.all("notes_of_case", case_id=case_id)]


class ColleagueTable:
    """Implements `domain.consultation.handing.Colleagues`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    async def on_shift(self) -> Sequence[Colleague]:
        """Whoever has least first."""
        return [Colleague(**row) for row in await self._tx.all("colleagues_on_shift")]


class CallTable:
    """Implements `domain.consultation.calls.CallRows`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    async def calls_of(self, case_id: int) -> list[bool]:
        """In order."""
        return await calls_of(self._tx, case_id)


class FileTable:
    """Implements `domain.consultation.finding.CaseFiles`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    async def card(self, case_id: int) -> Card | None:
        """The card, or None."""
        return await card_of(self._tx, case_id)

    async def by_phone(self, phone: str, limit: int) -> list[Case]:
        """The newest."""
        rows = await self._tx.all("cases_by_phone", phone=phone, limit=limit)
        return [case_of(row) for row in rows]

    async def own_by_phone(self, operator_id: int, phone: str, limit: int) -> list[Case]:
        """The newest of theirs."""
        rows = await self._tx.all(
            "own_cases_by_phone", operator_id=operator_id, phone=phone, limit=limit
        )
        return [case_of(row) for row in rows]

    async def by_name(self, name: str, ended_after: int, limit: int) -> list[Case]:
        """The newest."""
        rows = await self._tx.all(
            "cases_by_name", after=ended_after, limit=limit, **_patterns(name)
        )
        return [case_of(row) for row in rows]

    async def own_by_name(
        self, operator_id: int, name: str, ended_after: int, limit: int
    ) -> list[Case]:
        """The newest of theirs."""
        rows = await self._tx.all(
            "own_cases_by_name",
            operator_id=operator_id,
            after=ended_after,
            limit=limit,
            **_patterns(name),
        )
        return [case_of(row) for row in rows]


def _patterns(name: str) -> dict[str, str]:
    """A name in the ways it may be written: SQLite knows large and small letters of Latin only."""
    ways = {
        "written": name,
        "small": name.lower(),
        "titled": name.title(),
        "large": name.upper(),
    }
    return {way: f"%{literally(word)}%" for way, word in ways.items()}
