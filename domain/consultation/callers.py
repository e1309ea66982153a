"""Somebody on the telephone: an operator writes down their request, which is like any other.

A caller is known by their number and has no chat: nothing is ever sent to them.
"""

from dataclasses import dataclass
from typing import Protocol

from domain.consultation.case import Case
from domain.consultation.desk import Desk, check_capacity
from domain.consultation.finding import may_see
from domain.consultation.ports import Cases
from domain.consultation.requests import Asker, Request, Requests, Standing
from domain.consultation.roles import check_desk
from domain.errors import NotValid, Stale
from domain.people.model import Language, Person

NAME_LIMIT = 64
"""Characters of a caller's name, as many as Telegram allows for a first name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who is on the telephone."""

    phone: str  # E.164
    name: str
    language: Language

    def is_called(self, name: str) -> bool:
        """Whether it is the same name, in whatever letters: a telephone may serve a family."""
        return name.casefold() == self.name.casefold()


class CallerRows(Protocol):
    """Where callers are kept, and requests are found by a number."""

    async def caller(self, caller: Caller, now: int) -> int:
        """The id of whoever calls by this name from this number, with the language of now."""
        ...

    async def open_case_with(self, phone: str) -> Case | None:
        """An open request that is answered by this number, whoever sent it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlready:
    """An open request with the caller's number, and whether the operator may look at it."""

    case: Case
    visible: bool


class NumberTaken(Stale):
    """A request with this number has been opened meanwhile."""

    def __init__(self, found: OpenAlready) -> None:
        """`found`: that request."""
        super().__init__("open_with_phone")
        self.found = found


def check_name(text: str) -> str:
    """A name on one line; raises NotValid when there is none or it is too long."""
    name = " ".join(text.split())
    if not any(letter.isalpha() for letter in name) or len(name) > NAME_LIMIT:
        raise NotValid("caller_name")
    return name


class Callers:
    """Requests by telephone."""

    def __init__(self, cases: Cases, rows: CallerRows, requests: Requests, desk: Desk) -> None:
        """All of the running transaction."""
        self._cases = cases
        self._rows = rows
        self._requests = requests
        self._desk = desk

    async def open_already(self, operator: Person, phone: str) -> OpenAlready | None:
        """The open request that somebody with this number has, in place of a second one."""
        check_desk(operator)
        case = await self._rows.open_case_with(phone)
        return OpenAlready(case=case, visible=may_see(operator, case)) if case else None

    async def open(
        self, operator: Person, caller: Caller, request: Request, now: int, *, take: bool
    ) -> Standing:
        """Into the queue, or taken by the operator at once.

        Raises AtCapacity before anything is written, and NumberTaken when the number has an open
        request.
        """
        if found := await self.open_already(operator, caller.phone):
            raise NumberTaken(found)
        if take:
            await check_capacity(self._cases, operator.id)
        asker = Asker(id=await self._rows.caller(caller, now), language=caller.language)
        number = await self._requests.open(asker, request, operator, now)
        if not take:
            return await self._requests.announced(number, operator, now)
        return Standing(case=await self._desk.take(operator, number, now), before=0)
