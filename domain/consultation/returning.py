"""A citizen who had blocked the bot is back: nobody waits unseen, and nothing stays untold."""

from typing import Protocol

from domain.consultation.case import REOPEN_SECONDS, Case, CaseState
from domain.consultation.content import Arrival
from domain.consultation.records import Records
from domain.delivery.outbox import Outbox, Parcel
from domain.people.model import Person


class Missed(Outbox, Protocol):
    """The outbox, which also knows what somebody has missed."""

    def tell_again(self, chat_id: int) -> None:
        """Send the notices that did not arrive because the person had blocked the bot."""
        ...


class Returning:
    """What a return means for the person's requests."""

    def __init__(self, records: Records, outbox: Missed) -> None:
        """All of the running transaction."""
        self._records = records
        self._outbox = outbox

    async def back(self, person: Person, now: int) -> None:
        """Tell again how a request ended or who has it. The operator of an open one learns which
        answers were lost: the citizen waits for them again.
        """
        case = await self._records.cases.open_case_of(person.id)
        if case is None:
            closed = await self._records.cases.last_closed_of(person.id)
            if closed is not None and now - (closed.closed_at or 0) <= REOPEN_SECONDS:
                self._outbox.tell_again(person.telegram_id)
            return
        if case.state is not CaseState.TAKEN or case.assignee_chat is None:
            return
        self._outbox.tell_again(person.telegram_id)
        lost = await self._lost(case)
        if lost:
            self._records.cases.owe_again(case.id, now)
        newest = lost[-1] if lost else 0  # who blocks and comes back all the time is told once
        self._outbox.put(
            Parcel(
                chat_id=case.assignee_chat,
                kind="citizen_back",
                payload={"case": case.id, "messages": lost},
                dedupe=f"back:{case.id}:{newest}:{now // 3600}",
            )
        )

    async def _lost(self, case: Case) -> list[int]:
        """The answers since the last one that arrived."""
        arrivals = await self._records.messages.arrivals(case)
        answers = sorted(arrivals)
        arrived = [one for one in answers if arrivals[one] is Arrival.ARRIVED]
        last = arrived[-1] if arrived else 0
        return [one for one in answers if one > last and arrivals[one] is Arrival.LOST]
