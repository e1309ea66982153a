"""Parcels for operators, and what citizens are told of who has their request.

Like all parcels about a case they are checked against the case as it stands when they are sent.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from aiogram.methods import TelegramMethod

from bot.clock import Clock
from bot.i18n import Texts, almaty_day
from bot.screens import card as card_screens
from bot.screens import case as screens
from bot.screens import handing as handing_screens
from bot.screens import skills as skill_screens
from bot.screens.model import Screen
from bot.telegram import relayed, render
from domain.consultation.case import Case, CaseState
from domain.consultation.content import Arrival, CaseMessage
from domain.consultation.finding import Card
from domain.consultation.notes import Note
from domain.consultation.skills import Skills
from domain.delivery.outbox import Item
from domain.people.model import Person

Rendered = TelegramMethod[Any] | None


class DeskRows(Protocol):
    """What is read when a parcel is sent: `storage.parcels.ParcelRows`."""

    async def reader_at(self, chat_id: int) -> Person | None: ...

    async def case(self, case_id: int) -> Case | None: ...

    async def card(self, case_id: int) -> Card | None: ...

    async def note(self, note_id: int) -> Note | None: ...

    async def message(self, message_id: int) -> tuple[Case, CaseMessage] | None: ...

    async def skills_of(self, person_id: int) -> Skills: ...

    async def messages_of(self, case_id: int) -> Sequence[CaseMessage]: ...

    async def arrivals(self, case: Case) -> Mapping[int, Arrival]: ...


class DeskParcels:
    """Cards, notes, earlier answers; returned, moved, not reached."""

    def __init__(self, rows: DeskRows, clock: Clock) -> None:
        """`clock`: spans on the card are those of the moment it is sent."""
        self._rows = rows
        self._clock = clock
        self.kinds: Mapping[str, Callable[[Item, Texts], Awaitable[Rendered]]] = {
            "case_card": self._card,
            "case_note": self._note,
            "case_history": self._history,
            "case_joined": self._joined,
            "case_moved": self._moved,
            "case_returned": self._returned,
            "case_not_reached": self._not_reached,
            "skills_changed": self._skills,
            "case_linked": self._linked,
            "case_twice": self._twice,
        }

    async def _is_assignee(self, item: Item, case: Case) -> bool:
        """Whether the chat is that of the operator who has the case, and still is one."""
        reader = await self._rows.reader_at(item.chat_id)
        return case.assignee_chat == item.chat_id and reader is not None and reader.works_at_desk

    async def _card(self, item: Item, texts: Texts) -> Rendered:
        view = await self._rows.card(int(item.payload["case"]))
        if view is None or not await self._is_assignee(item, view.case):
            return None
        now = int(self._clock.now())
        viewer = view.case.assignee_id or 0
        return render.send(
            item.chat_id, card_screens.card(texts, view, viewer, now, almaty_day(now))
        )

    async def _note(self, item: Item, texts: Texts) -> Rendered:
        """Never to a citizen: only to whoever has the case."""
        note = await self._rows.note(int(item.payload["note"]))
        case = await self._rows.case(note.case_id) if note else None
        if note is None or case is None or not await self._is_assignee(item, case):
            return None
        return render.send(item.chat_id, handing_screens.note(texts, case, note))

    async def _history(self, item: Item, texts: Texts) -> Rendered:
        """What an operator before has answered."""
        found = await self._rows.message(int(item.payload["message"]))
        if found is None or not await self._is_assignee(item, found[0]):
            return None
        case, message = found
        arrivals = await self._rows.arrivals(case)
        head = screens.earlier_header(texts, case, arrivals.get(message.id, Arrival.LOST))
        if item.payload.get("header"):
            return render.send(item.chat_id, Screen(text=head))
        words = screens.bare(message)
        if not message.content.needs_own_header:
            words = head + "\n" + words
        return relayed.single(item.chat_id, message, words, protect=True)

    async def _joined(self, item: Item, texts: Texts) -> Rendered:
        """Texts of a case together, each under its header."""
        case = await self._rows.case(int(item.payload["case"]))
        if case is None or not await self._is_assignee(item, case):
            return None
        wanted = set(item.payload["messages"])
        messages = [one for one in await self._rows.messages_of(case.id) if one.id in wanted]
        if not messages:
            return None
        arrivals = await self._rows.arrivals(case)
        return render.send(item.chat_id, screens.joined(texts, case, messages, arrivals))

    async def _moved(self, item: Item, texts: Texts) -> Rendered:
        """For the operator who had the case until a supervisor gave it to somebody else."""
        case = await self._rows.case(int(item.payload["case"]))
        reader = await self._rows.reader_at(item.chat_id)
        if case is None or reader is None or not reader.works_at_desk:
            return None
        if case.assignee_chat == item.chat_id:
            return None
        return render.send(item.chat_id, screens.moved_notice(texts, case))

    async def _linked(self, item: Item, texts: Texts) -> Rendered:
        """For the operator of a case whose citizen had only called."""
        case = await self._rows.case(int(item.payload["case"]))
        if case is None or not case.is_open or not await self._is_assignee(item, case):
            return None
        return render.send(item.chat_id, screens.linked_notice(texts, case))

    async def _twice(self, item: Item, texts: Texts) -> Rendered:
        """For the operator of one of two open requests, while both are."""
        case = await self._rows.case(int(item.payload["case"]))
        other = await self._rows.case(int(item.payload["other"]))
        if case is None or other is None or not (case.is_open and other.is_open):
            return None
        if not await self._is_assignee(item, case):
            return None
        return render.send(item.chat_id, screens.twice_notice(texts, case, other.id))

    async def _returned(self, item: Item, texts: Texts) -> Rendered:
        """For the citizen, while nobody else has taken it."""
        case = await self._rows.case(int(item.payload["case"]))
        if case is None or case.citizen_chat != item.chat_id:
            return None
        if case.state is not CaseState.WAITING:
            return None
        return render.send(item.chat_id, screens.returned_notice(texts, case))

    async def _skills(self, item: Item, texts: Texts) -> Rendered:
        """For the operator, as they are by now."""
        reader = await self._rows.reader_at(item.chat_id)
        if reader is None or not reader.works_at_desk:
            return None
        skills = await self._rows.skills_of(reader.id)
        return render.send(item.chat_id, skill_screens.changed(texts, skills))

    async def _not_reached(self, item: Item, texts: Texts) -> Rendered:
        """For the citizen, while the case is open."""
        case = await self._rows.case(int(item.payload["case"]))
        if case is None or case.citizen_chat != item.chat_id or not case.is_open:
            return None
        return render.send(item.chat_id, screens.not_reached_notice(texts, case))
