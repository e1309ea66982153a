"""What the end of a delivery means for a case: where a message is now shown, who must be told."""

from collections.abc import Mapping
from typing import Any

from domain.consultation.case import Case
from domain.consultation.content import CaseMessage, Copy
from domain.consultation.departures import Departures
from domain.consultation.handover import retell
from domain.consultation.records import Records
from domain.consultation.relay import alone
from domain.delivery.outbox import Item, Line, Parcel
from domain.delivery.outcome import Blocked, Delivered, Gone, Outcome, Rejected, Unknown

CARRIED = frozenset({"case_message", "case_album"})
"""Parcels that bring a person's own words over: their sender must know when they do not arrive."""

TOLD = frozenset({"case_closed", "case_taken", "case_not_reached"})
"""Notices to the citizen: the operator goes by it that they are read."""

NAMING = frozenset(
    {"case_card", "case_history", "case_joined", "case_undelivered", "case_on_its_way"}
    | {"citizen_back"}
)
"""Messages that name a case: a reply to one finds it."""


class Arrivals:
    """Runs in the transaction that marks a parcel as settled."""

    def __init__(self, records: Records, outbox: Line, now: int) -> None:
        """All of the running transaction."""
        self._cases = records.cases
        self._messages = records.messages
        self._relay = records.relay
        self._departures = Departures(records)
        self._outbox = outbox
        self._now = now

    async def settled(self, item: Item, outcome: Outcome) -> None:
        """Keep where the message stands, so that replies and edits find it; or tell its sender."""
        match outcome:
            case Delivered(message_ids=ids) if ids:
                await self._arrived(item, ids)
            case Blocked() if item.kind in CARRIED or item.kind == "case_card":
                await self._lost(item, "blocked")
                await self._left(item)
            case Blocked():
                await self._untold(item, "blocked")
            case Gone() | Rejected() if item.kind == "case_edit":
                await self._again(item)
            case Gone() | Rejected() if item.kind == "case_joined":
                await self._singly(item)
            case Gone() | Rejected() if item.kind == "case_album":
                await self._part_by_part(item)
            case Gone() | Rejected():
                await self._lost(item, "refused")
                await self._untold(item, "refused")
            case Unknown():
                await self._lost(item, "silent")
                await self._untold(item, "silent")
            case _:
                pass

    async def _arrived(self, item: Item, ids: tuple[int, ...]) -> None:
        if item.kind in NAMING:
            self._keep(item, ids[0], int(item.payload["case"]), None)
            return
        message = await self._message(item.payload)
        if message is None:
            return
        if item.kind == "case_header":
            self._keep(item, ids[0], message.case_id, None)
        elif item.kind == "case_message":
            headed = not message.content.needs_own_header
            self._keep(item, ids[0], message.case_id, message.id, headed=headed)
        elif item.kind == "case_album":
            parts = await self._messages.parts_to_carry(message, item.chat_id)
            for part, message_id in zip(parts, ids, strict=False):
                headed = part is parts[0] and not part.content.needs_own_header
                self._keep(item, message_id, part.case_id, part.id, headed=headed)

    def _keep(
        self,
        item: Item,
        message_id: int,
        case_id: int,
        case_message_id: int | None,
        *,
        headed: bool = False,
    ) -> None:
        self._messages.add_copy(
            Copy(
                chat_id=item.chat_id,
                message_id=message_id,
                case_id=case_id,
                case_message_id=case_message_id,
                headed=headed,
            )
        )

    async def _lost(self, item: Item, why: str) -> None:
        """Whoever wrote what did not arrive is told, once for an album.

        Not a citizen whose operator has left: then the next one gets all of it.
        """
        if item.kind not in CARRIED:
            return
        message = await self._message(item.payload)
        case = await self._cases.case(message.case_id) if message else None
        if message is None or case is None:
            return
        which = f"{case.id}:{message.media_group or message.id}"
        if (
            item.kind == "case_message"
        ):  # brought once more after a change, it may be lost once more
            which = f"{case.id}:{message.id}:{item.id}"
        if message.by_operator:
            self._tell_operator(case, item.kind, why, which, message=message.id)
            if why != "blocked" and case.is_open:  # who has left waits for nothing in the chat
                self._cases.owe_again(case.id, self._now)
        elif why == "refused" and message.chat_id == case.citizen_chat:
            self._outbox.put(
                Parcel(
                    chat_id=message.chat_id,
                    kind="case_not_carried",
                    payload={"message": message.id},
                    dedupe=f"not_carried:{which}",
                )
            )

    async def _again(self, item: Item) -> None:
        """The copy cannot be changed (it was deleted, or is too old): the words come once more."""
        message = await self._message(item.payload)
        if message is not None:
            self._relay.again(message, item.chat_id)

    async def _singly(self, item: Item) -> None:
        """They have grown too long to stand together, or one is refused: each by itself."""
        for message_id in item.payload["messages"]:
            message = await self._messages.message(int(message_id))
            if message is not None:
                retell(self._relay, item.chat_id, message)

    async def _part_by_part(self, item: Item) -> None:
        """One part is enough to have an album refused. Nothing is lost yet: each part that has
        not come goes by itself, at its place in the line and with a name of its own.
        """
        message = await self._message(item.payload)
        if message is None:
            return
        parts = {part.id for part in await self._messages.parts_to_carry(message, item.chat_id)}
        if len(parts) < 2:  # it went by itself
            await self._lost(item, "refused")
            return
        for parcel in await self._outbox.about(item, {"case_album", "case_header"}):
            if parcel.payload["message"] not in parts:
                continue
            if parcel.kind == "case_album":
                self._outbox.turn(parcel.id, "case_message", parcel.payload)
            else:
                self._outbox.turn(parcel.id, parcel.kind, alone(parcel.payload))

    async def _untold(self, item: Item, why: str) -> None:
        """The citizen has not read a notice."""
        case = await self._case(item.payload) if item.kind in TOLD else None
        if case is not None:
            self._tell_operator(case, item.kind, why, f"{case.id}:{item.kind}:{item.id}")

    def _tell_operator(self, case: Case, what: str, why: str, which: str, **about: int) -> None:
        """`about`: the message that was lost, when it is one of theirs."""
        if case.assignee_chat is None:
            return
        self._outbox.put(
            Parcel(
                chat_id=case.assignee_chat,
                kind="case_undelivered",
                payload={"case": case.id, "what": what, "why": why, **about},
                dedupe=f"undelivered:{which}",
            )
        )

    async def _left(self, item: Item) -> None:
        """An assignee who blocked the bot has left."""
        case = await self._case(item.payload)
        if case is not None and case.assignee_id and case.assignee_chat == item.chat_id:
            await self._departures.left(case.assignee_id, self._now)

    async def _case(self, payload: Mapping[str, Any]) -> Case | None:
        if "case" in payload:
            return await self._cases.case(int(payload["case"]))
        message = await self._message(payload)
        return await self._cases.case(message.case_id) if message else None

    async def _message(self, payload: Mapping[str, Any]) -> CaseMessage | None:
        if "message" not in payload:
            return None
        return await self._messages.message(int(payload["message"]))
