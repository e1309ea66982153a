"""Parcels of the outbox to calls of the Bot API, in the words of the language the reader now has.

Every parcel about a case is checked once more against the case as it stands when it is sent: a
message goes to its citizen or its assignee of this moment, and to nobody else.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import BaseStorage, StorageKey
from aiogram.methods import SetMyCommands, TelegramMethod
from aiogram.types import BotCommandScopeChat

from bot.alarm_parcels import AlarmParcels
from bot.clock import Clock
from bot.desk_parcels import DeskParcels, DeskRows
from bot.forms import RequestForm, load_draft
from bot.i18n import Texts, texts
from bot.lost_parcels import LostParcels
from bot.menu import commands
from bot.screens import admin as admin_screens
from bot.screens import case as screens
from bot.screens import request_form as form_screens
from bot.screens.model import Screen
from bot.telegram import relayed, render
from domain.consultation.case import Case, CaseState
from domain.consultation.content import CaseMessage, Copy
from domain.consultation.relay import ALBUM_WAIT
from domain.consultation.skills import Skills
from domain.delivery.outbox import Item
from domain.delivery.outcome import RetryAt
from domain.people.model import Person, Role

Rendered = TelegramMethod[Any] | RetryAt | None
"""A call; or not yet; or nothing to send any more."""


class Parcels(DeskRows, Protocol):
    """What is read when a parcel is sent: `storage.parcels.ParcelRows`."""

    async def person(self, person_id: int) -> Person | None: ...

    async def parts(self, message: CaseMessage, chat_id: int) -> list[CaseMessage]: ...

    async def skills_of(self, person_id: int) -> Skills: ...

    async def copy_of(self, message_id: int, chat_id: int) -> Copy | None: ...

    async def mark_of(self, case_id: int, chat_id: int) -> int | None: ...

    async def taken_by(self, operator_id: int) -> list[Case]: ...

    async def waiting(self) -> int: ...


class ParcelRenderer:
    """Knows every kind of parcel."""

    def __init__(self, rows: Parcels, states: BaseStorage, bot_id: int, clock: Clock) -> None:
        """`states`: where drafts are kept."""
        self._rows = rows
        self._states = states
        self._bot_id = bot_id
        self._clock = clock
        self._kinds: Mapping[str, Callable[[Item, Texts], Awaitable[Rendered]]] = {
            "case_message": self._message,
            "case_header": self._header,
            "case_album": self._album,
            "case_edit": self._edit,
            "case_waiting": self._waiting,
            "case_taken": self._notice,
            "case_closed": self._notice,
            "case_cancelled": self._notice,
            "staff_joined": self._joined,
            "menu": self._menu,
            "draft_counted": self._draft,
            "hooks_dead": self._hooks_dead,
            **DeskParcels(rows, clock).kinds,
            **AlarmParcels(rows, clock).kinds,
            **LostParcels(rows).kinds,
        }

    async def __call__(self, item: Item) -> Rendered:
        """Raises KeyError for a kind this release does not know: the worker logs it."""
        if item.kind == "group_alarm":
            return AlarmParcels.for_group(item)
        reader = await self._rows.reader_at(item.chat_id)
        if reader is None:
            return None
        return await self._kinds[item.kind](item, texts(reader.speaks))

    async def _found(self, item: Item) -> tuple[Case, CaseMessage] | None:
        """The message, if this chat is (still) where it has to go."""
        found = await self._rows.message(int(item.payload["message"]))
        if found is None:
            return None
        case, message = found
        addressee = case.citizen_chat if message.by_operator else case.assignee_chat
        if addressee != item.chat_id:
            return None
        if not message.by_operator:
            reader = await self._rows.reader_at(item.chat_id)
            if reader is None or not reader.works_at_desk:
                return None
        return found

    async def _message(self, item: Item, texts: Texts) -> Rendered:
        found = await self._found(item)
        if found is None:
            return None
        case, message = found
        words = screens.carried(texts, case, message)
        call = relayed.single(item.chat_id, message, words, protect=not message.by_operator)
        if message.content.needs_own_header:
            return relayed.below(call, await self._named(item, case, late=item.attempts > 1))
        return relayed.below(call, await self._answered(item))

    async def _named(self, item: Item, case: Case, *, late: bool = False) -> int | None:
        """What names the case, for a message that may not stand under its header: it has come
        late, or it was short when it was put and has grown since.
        """
        if late or item.payload.get("short"):
            return await self._rows.mark_of(case.id, item.chat_id)
        return None

    async def _answered(self, item: Item) -> int | None:
        """Where the message that this one replies to stands in the chat it goes to."""
        found = await self._rows.message(int(item.payload.get("answers", 0)))
        if found is None:
            return None
        _, answered = found
        if answered.chat_id == item.chat_id:
            return answered.message_id
        copy = await self._rows.copy_of(answered.id, item.chat_id)
        return copy.message_id if copy else None

    async def _header(self, item: Item, texts: Texts) -> Rendered:
        found = await self._found(item)
        if found is None:
            return None
        case, message = found
        in_album = message.media_group is not None and not item.payload.get("alone")
        if in_album:  # further parts stand under the header of the first
            parts = await self._rows.parts(message, item.chat_id)
            if not parts or parts[0].id != message.id:
                return None
        call = render.send(item.chat_id, Screen(text=screens.header(texts, case, message)))
        return relayed.below(call, await self._answered(item))

    async def _album(self, item: Item, texts: Texts) -> Rendered:
        """All parts that are there and not carried yet; held until they had time to come."""
        found = await self._found(item)
        if found is None:
            return None
        case, message = found
        parts = await self._rows.parts(message, item.chat_id)
        if not parts:
            return None
        complete_at = parts[-1].created_at + ALBUM_WAIT
        if self._clock.now() < complete_at:
            return RetryAt(complete_at, "an album is still coming")
        protect = not message.by_operator
        if parts[0].content.needs_own_header:
            above = await self._named(item, case)
        else:
            above = await self._answered(item)
        if len(parts) == 1:
            words = screens.carried(texts, case, parts[0])
            call = relayed.single(item.chat_id, parts[0], words, protect=protect)
            return relayed.below(call, above)
        worded = [
            (part, screens.carried(texts, case, part) if place == 0 else screens.bare(part))
            for place, part in enumerate(parts)
        ]
        return relayed.below(relayed.album(item.chat_id, worded, protect=protect), above)

    async def _edit(self, item: Item, texts: Texts) -> Rendered:
        found = await self._found(item)
        if found is None:
            return None
        case, message = found
        copy = await self._rows.copy_of(message.id, item.chat_id)
        if copy is None:
            return None
        words = screens.carried(texts, case, message) if copy.headed else screens.bare(message)
        return relayed.edited(item.chat_id, copy.message_id, message, words)

    async def _notice(self, item: Item, texts: Texts) -> Rendered:
        """What happened to a case, for the side it concerns."""
        case = await self._rows.case(int(item.payload["case"]))
        if case is None:
            return None
        for_citizen = item.kind in {"case_taken", "case_closed"}
        if item.chat_id != (case.citizen_chat if for_citizen else case.assignee_chat):
            return None
        wanted = {"case_taken": CaseState.TAKEN, "case_closed": CaseState.CLOSED}
        if case.state is not wanted.get(item.kind, case.state):
            return None
        notices = {
            "case_taken": screens.taken_notice,
            "case_closed": screens.closed_notice,
            "case_cancelled": screens.cancelled_notice,
        }
        return render.send(item.chat_id, notices[item.kind](texts, case))

    async def _waiting(self, item: Item, texts: Texts) -> Rendered:
        """Only while it waits, and only to somebody who (still) works at the desk."""
        case = await self._rows.case(int(item.payload["case"]))
        reader = await self._rows.reader_at(item.chat_id)
        if case is None or case.state is not CaseState.WAITING:
            return None
        if reader is None or not (reader.works_at_desk and reader.on_shift):
            return None
        again, waiting = bool(item.payload.get("again")), await self._rows.waiting()
        notice = screens.waiting_notice(texts, case, waiting, again=again)
        return render.send(item.chat_id, notice)

    async def _joined(self, item: Item, texts: Texts) -> Rendered:
        person = await self._rows.person(int(item.payload["person"]))
        if person is None:
            return None
        role = Role(item.payload["role"])
        return render.send(item.chat_id, admin_screens.joined_notice(texts, person.name, role))

    async def _menu(self, item: Item, texts: Texts) -> Rendered:
        """The menu of the person's role in the language they chose."""
        reader = await self._rows.reader_at(item.chat_id)
        role = reader.role if reader else None
        return SetMyCommands(
            commands=commands(texts, role), scope=BotCommandScopeChat(chat_id=item.chat_id)
        )

    async def _hooks_dead(self, item: Item, texts: Texts) -> Rendered:
        """Only to somebody who (still) is an owner."""
        reader = await self._rows.reader_at(item.chat_id)
        if reader is None or reader.role is not Role.OWNER:
            return None
        count = int(item.payload["count"])
        return render.send(item.chat_id, admin_screens.hooks_dead(texts, count))

    async def _draft(self, item: Item, texts: Texts) -> Rendered:
        """«Received: 3 photos», once for an album, if the form is still open."""
        key = StorageKey(bot_id=self._bot_id, chat_id=item.chat_id, user_id=item.chat_id)
        state = FSMContext(storage=self._states, key=key)
        draft = await load_draft(state)
        if len(draft.messages) != item.payload["messages"]:
            return None
        if await state.get_state() != RequestForm.words.state:
            return None
        return render.send(item.chat_id, form_screens.got_words(texts, draft))
