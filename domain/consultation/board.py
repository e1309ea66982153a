"""The supervisor's board: who waits, who is late, who has how much, and moving a case."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median_low
from typing import Protocol

from domain.consultation.case import Case, CaseState, EventKind
from domain.consultation.desk import check_capacity
from domain.consultation.handing import Handing
from domain.consultation.handover import hand_over
from domain.consultation.notes import NoteRows
from domain.consultation.opening import ALMATY
from domain.consultation.records import Records
from domain.consultation.roles import check_not_own, supervises
from domain.consultation.triage import Level
from domain.errors import NotAllowed, NotFound, Stale
from domain.people.model import Person

CASES_SHOWN = 50
"""Cases of one list: an operator has fewer, of the queue only its head matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The queue of one level."""

    level: Level
    count: int
    oldest: int | None  # when the longest waiting one was sent
    late: int  # not taken by the time that was promised


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What an operator has."""

    person_id: int
    name: str
    on_shift: bool
    capacity: int
    open: int = 0
    owed: int = 0  # of these, in how many the citizen waits for an answer
    owed_since: int | None = None
    closed_today: int = 0
    first_reply: int | None = None  # seconds from taking to the first answer: today's median


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The numbers of a day."""

    counts: Mapping[EventKind, int] = field(default_factory=dict)
    first_reply: int | None = None  # of everybody, the median
    stars: float | None = None  # what citizens gave, on average


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """The whole board."""

    waiting: Sequence[Waiting]
    loads: Sequence[Load]
    day: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How long a taken case waited for its operator's first answer."""

    operator_id: int
    seconds: int


class BoardRows(Protocol):
    """What the board reads; nothing of it goes over closed cases of earlier days."""

    async def waiting(self, now: int) -> Sequence[Waiting]: ...

    async def loads(self, since: int) -> Sequence[Load]:
        """Everybody who works at the desk, without first replies."""
        ...

    async def replies(self, since: int) -> Sequence[Reply]:
        """Of the cases taken since then and answered."""
        ...

    async def counts(self, since: int) -> Mapping[EventKind, int]: ...

    async def stars(self, since: int) -> Sequence[int]: ...


class Board:
    """What a supervisor sees and does."""

    def __init__(
        self, rows: BoardRows, records: Records, notes: NoteRows, handing: Handing
    ) -> None:
        """All of the running transaction."""
        self._rows = rows
        self._records = records
        self._notes = notes
        self._handing = handing

    async def view(self, person: Person, now: int) -> BoardView:
        """The desk as it stands, and the day so far."""
        check_board(person)
        since = day_start(now)
        replies = await self._rows.replies(since)
        stars = await self._rows.stars(since)
        return BoardView(
            waiting=await self._rows.waiting(now),
            loads=with_replies(await self._rows.loads(since), replies),
            day=Day(
                counts=await self._rows.counts(since),
                first_reply=_median([reply.seconds for reply in replies]),
                stars=sum(stars) / len(stars) if stars else None,
            ),
        )

    async def waiting(self, person: Person, now: int) -> Sequence[Waiting]:
        """The queue by level."""
        check_board(person)
        return await self._rows.waiting(now)

    async def loads(self, person: Person, now: int) -> Sequence[Load]:
        """Who has how much."""
        check_board(person)
        return await self._rows.loads(day_start(now))

    async def cases(self, person: Person, operator_id: int) -> Sequence[Case]:
        """An operator's open cases; of nobody (0) the head of the queue."""
        check_board(person)
        if operator_id:
            return (await self._records.cases.taken_by(operator_id))[:CASES_SHOWN]
        return await self._records.cases.waiting(CASES_SHOWN)

    async def case_to_move(self, person: Person, case_id: int) -> Case:
        """An open case; raises NotFound or Stale."""
        check_board(person)
        case = await self._records.cases.case(case_id)
        if case is None:
            raise NotFound("case")
        check_not_own(person, case)
        if not case.is_open:
            raise Stale(case.state)
        return case

    async def move(self, person: Person, case_id: int, source: int, to: int, now: int) -> Case:
        """Give the case to an operator. `source`: who had it on the pressed screen, 0 for nobody.

        Raises Stale when that is not so any more, AtCapacity when the new one has enough.
        """
        case = await self.case_to_move(person, case_id)
        if (case.assignee_id or 0) != source or source == to:
            raise Stale("moved")
        if case.state is CaseState.TAKEN:
            await self._handing.transfer(person, case_id, to, None, now)
        else:
            await self._assign(person, case_id, to, now)
        return await self.case_to_move(person, case_id)

    async def _assign(self, person: Person, case_id: int, to: int, now: int) -> None:
        """Out of the queue, without waiting for the operator to take it."""
        await self._handing.check_at_work(to)
        await check_capacity(self._records.cases, to)
        if not await self._records.cases.take(case_id, to, now):
            raise Stale("moved")
        self._records.note(case_id, EventKind.TAKEN, person.id, now, to=to)
        await hand_over(self._records, self._notes, await self.case_to_move(person, case_id))


def check_board(person: Person) -> None:
    """Raise NotAllowed unless the person supervises at this moment."""
    if not supervises(person):
        raise NotAllowed("board")


def day_start(now: int) -> int:
    """The midnight before this instant, in Almaty."""
    day = dt.datetime.fromtimestamp(now, ALMATY).date()
    return int(dt.datetime.combine(day, dt.time(), ALMATY).timestamp())


def with_replies(loads: Sequence[Load], replies: Sequence[Reply]) -> tuple[Load, ...]:
    """The loads with the median first reply of each; whoever owes most answers comes first."""
    of: dict[int, list[int]] = {}
    for reply in replies:
        of.setdefault(reply.operator_id, []).append(reply.seconds)
    known = [replace(load, first_reply=_median(of.get(load.person_id, []))) for load in loads]
    return tuple(sorted(known, key=lambda load: (-load.owed, -load.open, load.name)))


def _median(seconds: Sequence[int]) -> int | None:
    return median_low(seconds) if seconds else None
