"""Rows of people who have only called."""

from domain.consultation.callers import Caller
from domain.consultation.case import Case
from domain.people.model import Language
from storage.cases import case_of
from storage.desk import calls_of
from storage.engine import Transaction


class CallerTable:
    """Implements `domain.consultation.callers.CallerRows` and `linking.LinkRows`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    async def caller(self, caller: Caller, now: int) -> int:
        """One row for a number and a name, in whatever letters."""
        held = await self._tx.all("hold_callers", phone=caller.phone)
        known = next((row for row in held if caller.is_called(row["name"])), None)
        if known is not None:
            language = caller.language.value
            self._tx.later("caller_speaks", id=known["id"], language=language)
            return int(known["id"])
        row = await self._tx.one(
            "add_caller",
            phone=caller.phone,
            name=caller.name,
            language=caller.language.value,
            now=now,
        )
        assert row is not None, "an upsert returns its row"
        return int(row["id"])

    async def open_case_with(self, phone: str) -> Case | None:
        """Whoever sent it."""
        row = await self._tx.one("open_case_with_phone", phone=phone)
        return case_of(row) if row else None

    async def hold_callers(self, phone: str) -> list[int]:
        """Until the commit."""
        return [int(row["id"]) for row in await self._tx.all("hold_callers", phone=phone)]

    async def calls_from(self, phone: str, ended_after: int) -> list[Case]:
        """The newest first."""
        rows = await self._tx.all("calls_from", phone=phone, after=ended_after)
        return [case_of(row) for row in rows]

    def give(self, case_id: int, caller_id: int, to: int, language: Language) -> None:
        """The case and the words in it."""
        self._tx.later(
            "give_case", id=case_id, caller_id=caller_id, to=to, language=language.value
        )
        self._tx.later("give_words", id=case_id, caller_id=caller_id, to=to)

    async def calls_of(self, case_id: int) -> list[bool]:
        """In order."""
        return await calls_of(self._tx, case_id)

    def forget_caller(self, caller_id: int) -> None:
        """Unless cases are left."""
        self._tx.later("forget_caller", id=caller_id)
