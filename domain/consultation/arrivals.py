"""What the end of a delivery means for a case: where a message is now shown, who must be told."""

from collections.abc import Mapping
from typing import Any

from domain.consultation.case import Case
from domain.consultation.content import CaseMessage, Copy
from domain.consultation.departures import Departures
from domain.consultation.ports import Cases, Messages
from domain.delivery.outbox import Item, Outbox, Parcel
from domain.delivery.outcome import Blocked, Delivered, Gone, Outcome, Rejected, Unknown

CARRIED = frozenset({"case_message", "case_album"})
"""Parcels that bring a person's own words over: their sender must know when they do not arrive."""


class Arrivals:
    """Runs in the transaction that marks a parcel as settled."""

    def __init__(
        self, cases: Cases, messages: Messages, departures: Departures, outbox: Outbox
    ) -> None:
        """All of the running transaction."""
        self._cases = cases
        self._messages = messages
        self._departures = departures
        self._outbox = outbox

    async def settled(self, item: Item, outcome: Outcome) -> None:
        """Keep where the message stands, so that replies and edits find it; or tell its sender."""
        match outcome:
            case Delivered(message_ids=ids) if ids:
                await self._arrived(item, ids)
            case Blocked() if item.kind in CARRIED or item.kind == "case_card":
                await self._lost(item)
                await self._left(item)
            case Gone() | Rejected() | Unknown() if item.kind in CARRIED:
                await self._lost(item)
            case _:
                pass

    async def _arrived(self, item: Item, ids: tuple[int, ...]) -> None:
        if item.kind == "case_card":
            self._keep(item, ids[0], int(item.payload["case"]), None)
            return
        message = await self._message(item.payload)
        if message is None:
            return
        if item.kind == "case_header":
            self._keep(item, ids[0], message.case_id, None)
        elif item.kind == "case_message":
            self._keep(item, ids[0], message.case_id, message.id)
        elif item.kind == "case_album":
            parts = await self._messages.parts_to_carry(message, item.chat_id)
            for part, message_id in zip(parts, ids, strict=False):
                self._keep(item, message_id, part.case_id, part.id)

    def _keep(
        self, item: Item, message_id: int, case_id: int, case_message_id: int | None
    ) -> None:
        self._messages.add_copy(
            Copy(
                chat_id=item.chat_id,
                message_id=message_id,
                case_id=case_id,
                case_message_id=case_message_id,
            )
        )

    async def _lost(self, item: Item) -> None:
        """An operator whose answer did not arrive is told, once for an album."""
        message = await self._message(item.payload)
        if message is None or not message.by_operator:
            return
        case = await self._cases.case(message.case_id)
        if case is None or case.assignee_chat is None:
            return
        what = message.media_group or message.id
        self._outbox.put(
            Parcel(
                chat_id=case.assignee_chat,
                kind="case_undelivered",
                payload={"case": case.id},
                dedupe=f"undelivered:{case.id}:{what}",
            )
        )

    async def _left(self, item: Item) -> None:
        """An assignee who blocked the bot has left."""
        case = await self._case(item.payload)
        if case is not None and case.assignee_id and case.assignee_chat == item.chat_id:
            await self._departures.left(case.assignee_id)

    async def _case(self, payload: Mapping[str, Any]) -> Case | None:
        if "case" in payload:
            return await self._cases.case(int(payload["case"]))
        message = await self._message(payload)
        return await self._cases.case(message.case_id) if message else None

    async def _message(self, payload: Mapping[str, Any]) -> CaseMessage | None:
        if "message" not in payload:
            return None
        return await self._messages.message(int(payload["message"]))
