"""Parcels about what did not arrive, is late, or was missed by somebody who is back.

Like all parcels about a case they are checked against the case as it stands when they are sent.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from aiogram.methods import TelegramMethod

from bot.i18n import Texts
from bot.screens import lost as screens
from bot.telegram import render
from domain.consultation.case import Case
from domain.consultation.content import Arrival, CaseMessage
from domain.delivery.outbox import Item

Rendered = TelegramMethod[Any] | None


class LostRows(Protocol):
    """What is read when such a parcel is sent: `storage.parcels.ParcelRows`."""

    async def case(self, case_id: int) -> Case | None: ...

    async def message(self, message_id: int) -> tuple[Case, CaseMessage] | None: ...

    async def messages_of(self, case_id: int) -> Sequence[CaseMessage]: ...

    async def arrivals(self, case: Case) -> Mapping[int, Arrival]: ...


class LostParcels:
    """Not delivered, not carried, still on its way, back again."""

    def __init__(self, rows: LostRows) -> None:
        """`rows`: read beside the writer."""
        self._rows = rows
        self.kinds: Mapping[str, Callable[[Item, Texts], Awaitable[Rendered]]] = {
            "case_undelivered": self._undelivered,
            "case_not_carried": self._not_carried,
            "case_on_its_way": self._on_its_way,
            "citizen_back": self._back,
        }

    async def _undelivered(self, item: Item, texts: Texts) -> Rendered:
        """For the operator: the citizen has not got something."""
        case = await self._rows.case(int(item.payload["case"]))
        if case is None or case.assignee_chat != item.chat_id:
            return None
        what, why = str(item.payload["what"]), str(item.payload["why"])
        found = await self._rows.message(int(item.payload.get("message", 0)))
        lost = found[1] if found else None
        own = lost is not None and lost.chat_id == item.chat_id
        return render.send(
            item.chat_id,
            screens.not_delivered(texts, case, what, why, None if own else lost),
            reply_to=lost.message_id if lost and own else None,
        )

    async def _not_carried(self, item: Item, texts: Texts) -> Rendered:
        """For the citizen: Telegram would not bring a message of theirs over."""
        found = await self._rows.message(int(item.payload["message"]))
        if found is None or found[0].citizen_chat != item.chat_id:
            return None
        case, message = found
        return render.send(
            item.chat_id, screens.not_carried(texts, case), reply_to=message.message_id
        )

    async def _on_its_way(self, item: Item, texts: Texts) -> Rendered:
        """For the operator, while their answer still has not gone out."""
        found = await self._rows.message(int(item.payload["message"]))
        if found is None or found[0].assignee_chat != item.chat_id:
            return None
        case, message = found
        arrivals = await self._rows.arrivals(case)
        if arrivals.get(message.id) is not Arrival.ON_ITS_WAY:
            return None
        own = message.chat_id == item.chat_id
        return render.send(
            item.chat_id,
            screens.on_its_way(texts, case, None if own else message),
            reply_to=message.message_id if own else None,
        )

    async def _back(self, item: Item, texts: Texts) -> Rendered:
        """For the operator: whoever had left is there again, and what they have missed."""
        case = await self._rows.case(int(item.payload["case"]))
        if case is None or case.assignee_chat != item.chat_id:
            return None
        missed = set(item.payload["messages"])
        lost = [one for one in await self._rows.messages_of(case.id) if one.id in missed]
        return render.send(item.chat_id, screens.back_again(texts, case, lost))
