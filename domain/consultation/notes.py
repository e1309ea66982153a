"""What operators write for each other about a case. A citizen never sees it.

A note shares nothing with an answer: it has a table and a service of its own, is never a message
of the case, and nothing here can address a citizen.
"""

from dataclasses import dataclass
from typing import Protocol

from domain.consultation.case import Case, EventKind, check_assignee
from domain.consultation.records import Records
from domain.consultation.roles import check_desk
from domain.errors import NotFound, NotValid
from domain.people.model import Person

NOTE_LIMIT = 1000
"""Characters of a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note as the database keeps it."""

    id: int
    case_id: int
    author_name: str
    words: str
    created_at: int


class NoteRows(Protocol):
    """Where notes are kept."""

    def add_note(self, case_id: int, author_id: int, words: str, now: int) -> None: ...

    async def notes_of(self, case_id: int) -> list[Note]:
        """All of a case, the oldest first."""
        ...


def check_note(text: str) -> str:
    """The note as it will be kept; raises NotValid when empty or too long."""
    words = text.strip()
    if not words:
        raise NotValid("note_empty")
    if len(words) > NOTE_LIMIT:
        raise NotValid("note_long")
    return words


class Notes:
    """Notes about one's own cases."""

    def __init__(self, records: Records, rows: NoteRows) -> None:
        """All of the running transaction."""
        self._records = records
        self._rows = rows

    async def case(self, operator: Person, case_id: int) -> Case:
        """The case that a note can be written about; raises NotAllowed or NotFound."""
        check_desk(operator)
        case = await self._records.cases.case(case_id)
        if case is None:
            raise NotFound("case")
        check_assignee(case, operator.id, "case_of_another")
        return case

    async def add(self, operator: Person, case_id: int, text: str, now: int) -> Case:
        """Keep a note. An ended case takes them, too: they are for whoever reads it later."""
        case = await self.case(operator, case_id)
        self.keep(case, operator, text, now)
        return case

    def keep(self, case: Case, author: Person, text: str, now: int) -> None:
        """Keep a note about a case that the author was found to have a say in."""
        self._rows.add_note(case.id, author.id, check_note(text), now)
        self._records.note(case.id, EventKind.NOTE, author.id, now)
