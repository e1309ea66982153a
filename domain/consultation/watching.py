"""One look at the whole desk: what is due by the rules of `watch` is done and told.

Everything is found by a query, so that a night without the process loses nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from domain.consultation.case import Case, EventKind
from domain.consultation.due_calls import (
    TRY_AGAIN_SECONDS,
    AwaitedCall,
    due_since,
    reminds_again,
)
from domain.consultation.expectation import Expectation
from domain.consultation.handover import told_of_return
from domain.consultation.loose_ends import LooseEnds, LooseRows, Standings
from domain.consultation.opening import OpeningHours
from domain.consultation.promises import Late, is_quiet, renew
from domain.consultation.records import Records
from domain.consultation.requests import Standing
from domain.consultation.watch import (
    SOONER_SECONDS,
    UNTAKEN_SECONDS,
    Alarm,
    Owed,
    Patience,
    Silence,
    Supervisor,
    Untaken,
    is_danger_untold,
    is_unheard,
    is_untaken,
    last_closing,
    last_moment,
    silence,
    who_is_alarmed,
)
from domain.delivery.outbox import Outbox, Parcel

PORTION = 500
"""Cases of a kind looked at in one go; the rest comes with the next minute."""

LATE_PORTION = 50
"""Broken promises told in one go: a new expectation is reckoned for each."""


class WatchRows(LooseRows, Protocol):
    """What is looked for. Found cases are held until the commit; those held by others are left
    out, and looked at again a minute later.
    """

    async def turn(self, now: int) -> bool:
        """Whether this is the first look of its minute, of all processes."""
        ...

    async def end_shifts(self, began_before: int) -> Sequence[int]:
        """End the shifts that began before; the chats of their operators."""
        ...

    async def owed(self, before: int, limit: int) -> Sequence[Owed]: ...

    async def untaken(self, before: int, limit: int) -> Sequence[Untaken]: ...

    async def awaited_calls(self, told_before: int, limit: int) -> Sequence[AwaitedCall]:
        """Taken cases to be called in, about whose next call nothing was told since then, nor to
        their operators since they came to work.
        """
        ...

    async def late(self, now: int, limit: int) -> Sequence[Late]:
        """Waiting cases that were promised an earlier time, whose citizens do not know yet."""
        ...

    async def supervisors(self) -> Sequence[Supervisor]: ...

    def reminded(self, case_id: int, now: int) -> None: ...

    def unheard(self, case_id: int, now: int) -> None: ...

    def alarmed(self, case_id: int, now: int) -> None: ...

    def call_told(self, case_id: int, now: int) -> None: ...

    def slipped(self, case_id: int, now: int, promised_by: int | None) -> None:
        """Its promise was not kept; there is a new one, or none any more."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the settings say."""

    hours: OpeningHours
    patience: Patience
    desk_chat: int | None = None  # a group that is told numbers beside the supervisors


class Watch:
    """Runs in a transaction of its own; at most once a minute, whoever asks."""

    def __init__(
        self,
        rows: WatchRows,
        records: Records,
        outbox: Outbox,
        standings: Standings,
        rules: Rules,
    ) -> None:
        """All of the running transaction."""
        self._rows = rows
        self._records = records
        self._outbox = outbox
        self._standings = standings
        self._hours = rules.hours
        self._patience = rules.patience
        self._desk_chat = rules.desk_chat
        self._loose_ends = LooseEnds(rows, records, outbox, standings, rules.hours)

    async def look(self, now: int) -> None:
        """Do and tell what is due; nothing when this minute's look was taken already."""
        if not await self._rows.turn(now):
            return
        await self._end_shifts(now)
        at_work = await self._records.shifts.operator_chats_on_shift()
        silent, unheard = await self._look_at_owed(at_work, now)
        await self._look_at_calls(now)
        await self._loose_ends.tie(now)
        urgent, danger = await self._untaken(now)
        alarm = Alarm(
            urgent=urgent,
            late=await self._late(now),
            silent=silent,
            unheard=unheard,
            unhappy=await self._loose_ends.complaints(now),
            danger=danger,
        )
        if alarm:
            await self._tell(alarm)

    async def _end_shifts(self, now: int) -> None:
        closing = last_closing(self._hours, now)
        for chat_id in await self._rows.end_shifts(closing):
            self._put(chat_id, "shift_ended", at=closing)

    async def _look_at_owed(
        self, at_work: Sequence[int], now: int
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Remind, return, tell the others; which came back, and of which nobody could be told."""
        returned: list[int] = []
        unheard: list[int] = []
        for owed in await self._rows.owed(now, PORTION):
            due = silence(owed, self._patience, self._hours, now)
            if due is Silence.RETURN:
                if await self._return(owed, now):
                    returned.append(owed.case_id)
                continue
            if due is Silence.REMIND:
                self._rows.reminded(owed.case_id, now)
                until = last_moment(owed, self._patience, self._hours, now)
                self._put(owed.operator_chat, "silence_reminder", case=owed.case_id, until=until)
            if is_unheard(owed, self._patience, self._hours, now) and not self._told_others(
                owed, at_work, now
            ):
                unheard.append(owed.case_id)
        return tuple(returned), tuple(unheard)

    async def _return(self, owed: Owed, now: int) -> bool:
        cases = self._records.cases
        case = await cases.case(owed.case_id)
        if case is None or not await cases.give_back(
            owed.case_id, owed.operator_id, now, sooner=SOONER_SECONDS
        ):
            return False
        self._records.note(
            owed.case_id, EventKind.RETURNED, None, now, why="silence", operator=owed.operator_id
        )
        self._put(owed.operator_chat, "case_lost", case=owed.case_id)
        await told_of_return(self._records, case)
        return True

    def _told_others(self, owed: Owed, at_work: Sequence[int], now: int) -> bool:
        """Tell the operators on shift of a follow-up; False: nobody is there although it is open.

        At night it waits for the first one who begins a shift.
        """
        others = [chat_id for chat_id in at_work if chat_id != owed.citizen_chat]
        for chat_id in others:
            self._put(chat_id, "follow_up", case=owed.case_id)
        open_now = self._hours.is_open(now)
        if others or open_now:
            self._rows.unheard(owed.case_id, now)
        return bool(others) or not open_now

    async def _look_at_calls(self, now: int) -> None:
        """Tell that a call is due, whatever was written meanwhile, and again until there is one;
        from now on it is owed, so that silence reminds of it, tells the others when its operator
        is off shift, and brings the case back to the queue. Whoever has just taken the case has
        the number before them.
        """
        for call in await self._rows.awaited_calls(now - TRY_AGAIN_SECONDS, PORTION):
            since = due_since(call, self._hours, now)
            again = since is None and reminds_again(call, self._hours, now)
            if since is None and not (again and call.on_shift):
                continue
            self._rows.call_told(call.case_id, now)
            self._records.cases.owe_again(call.case_id, now)
            if since is not None:
                self._records.note(call.case_id, EventKind.CALL_DUE, None, now)
            if call.on_shift and (since is None or since > call.taken_at):
                self._put(call.operator_chat, "call_due", case=call.case_id)

    async def _untaken(self, now: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Urgent requests that nobody takes, and those in danger while the desk is closed."""
        candidates = await self._rows.untaken(now - UNTAKEN_SECONDS, PORTION)
        danger = [one.case_id for one in candidates if is_danger_untold(one, self._hours, now)]
        due = [
            one.case_id
            for one in candidates
            if one.case_id not in danger and is_untaken(one, self._hours, now)
        ]
        for case_id in (*due, *danger):
            self._rows.alarmed(case_id, now)
        return tuple(due), tuple(danger)

    async def _late(self, now: int) -> tuple[int, ...]:
        """Each citizen is told what to expect now; at night it waits for the morning."""
        if is_quiet(now):
            return ()
        found = await self._rows.late(now, LATE_PORTION)
        for late in found:
            case = await self._records.cases.case(late.case_id)
            if case is None:
                continue
            standing = await self._standings.where(case, now)
            renewed = renew(standing.expectation, late.slips, self._hours, now)
            self._rows.slipped(case.id, now, renewed.promised_by if renewed else None)
            told = expected(replace(standing, expectation=renewed))
            if case.citizen_chat is not None:  # who is on the telephone only is not told by us
                self._put(case.citizen_chat, "promise_slipped", **told)
        return tuple(late.case_id for late in found)

    async def _tell(self, alarm: Alarm) -> None:
        """One message for each, whatever there is to tell."""
        payload = asdict(alarm)
        for chat_id in who_is_alarmed(await self._rows.supervisors()):
            self._put(chat_id, "desk_alarm", **payload)
        if self._desk_chat is not None:
            counts = {kind: len(numbers) for kind, numbers in payload.items()}
            self._put(self._desk_chat, "group_alarm", **counts)

    def _put(self, chat_id: int, kind: str, **payload: object) -> None:
        self._outbox.put(Parcel(chat_id=chat_id, kind=kind, payload=payload))


def expected(standing: Standing) -> dict[str, int | None]:
    """A standing as a parcel carries it: what was reckoned, not the words."""
    told = standing.expectation
    return {
        "case": standing.case.id,
        "before": standing.before,
        "promised_by": told.promised_by if told else None,
        "earliest": told.earliest if told else None,
        "latest": told.latest if told else None,
        "opens_at": told.opens_at if told else None,
    }


def standing_of(case: Case, payload: Mapping[str, Any]) -> Standing:
    """The standing that a parcel carries."""
    expectation = None
    if payload["promised_by"] is not None:
        expectation = Expectation(
            place=payload["before"],
            promised_by=payload["promised_by"],
            earliest=payload["earliest"],
            latest=payload["latest"],
            opens_at=payload["opens_at"],
        )
    return Standing(case=case, before=payload["before"], expectation=expectation)
