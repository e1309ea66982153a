"""Parcels of the watch over the desk: reminders, alarms, the end of a shift, a broken promise.

Each is checked once more when it is sent: what has been settled meanwhile is not told.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from aiogram.methods import TelegramMethod

from bot.clock import Clock
from bot.i18n import Texts, texts
from bot.screens import alarms as screens
from bot.screens import card as card_screens
from bot.screens import request as request_screens
from bot.telegram import render
from domain.consultation.calls import in_vain
from domain.consultation.case import Case, CaseState, Contact
from domain.consultation.due_calls import InVain, after_vain
from domain.consultation.finding import Card
from domain.consultation.roles import supervises
from domain.consultation.watching import standing_of
from domain.delivery.outbox import Item
from domain.people.model import Language, Person

Sent = TelegramMethod[Any] | None
"""A call, or nothing to send any more."""


class DeskRows(Protocol):
    """What is read when such a parcel is sent."""

    async def reader_at(self, chat_id: int) -> Person | None: ...

    async def person(self, person_id: int) -> Person | None: ...

    async def case(self, case_id: int) -> Case | None: ...

    async def card(self, case_id: int) -> Card | None: ...

    async def taken_by(self, operator_id: int) -> Sequence[Case]: ...


def _is_to_decide(view: Card) -> bool:
    """Whether all calls to somebody who cannot be told were in vain."""
    has_chat = view.case.citizen_chat is not None
    by_phone = view.case.contact is Contact.PHONE
    return by_phone and after_vain(in_vain(list(view.calls)), has_chat=has_chat) is InVain.DECIDE


class AlarmParcels:
    """Knows the kinds of parcels that the watch puts into the outbox."""

    def __init__(self, rows: DeskRows, clock: Clock) -> None:
        """`clock`: what is expected is told as of the moment it is sent."""
        self._rows = rows
        self._clock = clock
        self.kinds: Mapping[str, Callable[[Item, Texts], Awaitable[Sent]]] = {
            "silence_reminder": self._reminder,
            "call_due": self._call_due,
            "case_lost": self._lost,
            "follow_up": self._follow_up,
            "follow_ups": self._follow_ups,
            "shift_ended": self._shift_ended,
            "promise_slipped": self._slipped,
            "desk_alarm": self._alarm,
        }

    @staticmethod
    def for_group(item: Item) -> Sent:
        """Numbers for a group, in both languages: no person stands behind such a chat."""
        languages = [texts(language) for language in Language]
        return render.send(item.chat_id, screens.group_alarm(languages, item.payload))

    async def _reminder(self, item: Item, texts: Texts) -> Sent:
        view = await self._rows.card(int(item.payload["case"]))
        if view is None or view.case.assignee_chat != item.chat_id or view.case.owed_since is None:
            return None
        until, now = int(item.payload["until"]), int(self._clock.now())
        screen = screens.reminder(texts, view.case, until, now, to_decide=_is_to_decide(view))
        return render.send(item.chat_id, screen)

    async def _call_due(self, item: Item, texts: Texts) -> Sent:
        """Only while its operator has not reached the citizen, nor somebody else has the case."""
        view = await self._rows.card(int(item.payload["case"]))
        if view is None or view.case.state is not CaseState.TAKEN or view.case.owed_since is None:
            return None
        if view.case.assignee_chat != item.chat_id or view.case.phone is None:
            return None
        return render.send(item.chat_id, card_screens.call_due(texts, view))

    async def _lost(self, item: Item, texts: Texts) -> Sent:
        case = await self._case(item)
        if case is None or case.assignee_chat == item.chat_id:
            return None
        return render.send(item.chat_id, screens.lost(texts, case))

    async def _follow_up(self, item: Item, texts: Texts) -> Sent:
        return await self._abandoned(item, texts, [int(item.payload["case"])])

    async def _follow_ups(self, item: Item, texts: Texts) -> Sent:
        return await self._abandoned(item, texts, item.payload["cases"])

    async def _abandoned(self, item: Item, texts: Texts, numbers: Sequence[int]) -> Sent:
        """For whoever is on shift, of cases whose own operator is not."""
        reader = await self._rows.reader_at(item.chat_id)
        if reader is None or not (reader.works_at_desk and reader.on_shift):
            return None
        found = [await self._rows.case(number) for number in numbers]
        cases = [case for case in found if case and await self._waits_for_nobody(case)]
        if not cases:
            return None
        if len(cases) == 1:
            return render.send(item.chat_id, screens.follow_up(texts, cases[0]))
        return render.send(item.chat_id, screens.follow_ups(texts, cases))

    async def _waits_for_nobody(self, case: Case) -> bool:
        """Whether its citizen waits for an operator who is off shift."""
        if case.assignee_id is None or case.owed_since is None:
            return False
        operator = await self._rows.person(case.assignee_id)
        return operator is not None and not operator.on_shift

    async def _shift_ended(self, item: Item, texts: Texts) -> Sent:
        reader = await self._rows.reader_at(item.chat_id)
        if reader is None or not reader.works_at_desk:
            return None
        cases = await self._rows.taken_by(reader.id)
        return render.send(
            item.chat_id, screens.shift_ended(texts, cases, int(item.payload["at"]))
        )

    async def _slipped(self, item: Item, texts: Texts) -> Sent:
        case = await self._case(item)
        if case is None or case.state is not CaseState.WAITING:
            return None
        if case.citizen_chat != item.chat_id:
            return None
        standing = standing_of(case, item.payload)
        now = int(self._clock.now())
        return render.send(item.chat_id, request_screens.promise_slipped(texts, standing, now))

    async def _alarm(self, item: Item, texts: Texts) -> Sent:
        """Only to somebody who (still) supervises."""
        reader = await self._rows.reader_at(item.chat_id)
        if reader is None or not supervises(reader):
            return None
        return render.send(item.chat_id, screens.alarm(texts, item.payload))

    async def _case(self, item: Item) -> Case | None:
        return await self._rows.case(int(item.payload["case"]))
