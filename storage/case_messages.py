"""Rows of the messages of cases, their copies, and held messages, as the domain knows them."""

import json
from typing import Any

from domain.consultation.case import Case
from domain.consultation.content import Arrival, CaseMessage, Content, Copy, Incoming
from domain.consultation.ports import Shown
from storage.engine import Reader, Row, Transaction

LOOKED_AT = 50
"""Parcels for one operator since a case was named; after more of them nothing is clear."""

SETTLED_SECONDS = 120
"""What ended so long ago has a smaller number than anything that is not committed yet: numbers are
given before the commit, and no transaction lasts so long (`storage.postgres`), even by the clock
of another machine.
"""

SHOWN_AT_MOST = 200
"""Parcels that are named one by one: Telegram lets no more through to a chat in such a time."""


def message_of(row: Row) -> CaseMessage:
    """A message from a `case_messages` row."""
    return CaseMessage(
        id=row["id"],
        case_id=row["case_id"],
        by_operator=row["author"] == "operator",
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        media_group=row["media_group"],
        content=Content.from_json(json.loads(row["content"])),
        created_at=row["created_at"],
        edited=row["edited_at"] is not None,
        author_name=row["author_name"],
    )


def copy_of(row: Row) -> Copy:
    """A copy from a `case_copies` row."""
    return Copy(
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        case_id=row["case_id"],
        case_message_id=row["case_message_id"],
        headed=bool(row["headed"]),
    )


def dumped(content: Content) -> str:
    """Content as the column keeps it."""
    return json.dumps(content.to_json(), ensure_ascii=False)


async def message_by_id(reader: Reader, message_id: int) -> CaseMessage | None:
    """The message of a case, or None."""
    row = await reader.one("case_message_by_id", id=message_id)
    return message_of(row) if row else None


async def messages_of_case(reader: Reader, case_id: int) -> list[CaseMessage]:
    """All that was written in a case, in order."""
    return [message_of(row) for row in await reader.all("messages_of_case", case_id=case_id)]


async def parts_to_carry(reader: Reader, message: CaseMessage, chat_id: int) -> list[CaseMessage]:
    """The parts of the message's album that the chat has not got yet, in order."""
    rows = await reader.all(
        "parts_to_carry",
        case_id=message.case_id,
        from_chat=message.chat_id,
        media_group=message.media_group,
        chat_id=chat_id,
    )
    return [message_of(row) for row in rows]


async def on_their_way(reader: Reader, chat_id: int, *, edits: bool = False) -> set[int]:
    """Which messages of cases are still to be brought to a chat, or changes of them as well."""
    rows = await reader.all("carrying_parcels", chat_id=chat_id)
    found: set[int] = set()
    for row in rows:
        payload = json.loads(row["payload"])
        if edits or row["kind"] != "case_edit":
            found.update(payload.get("messages") or [payload["message"]])
    return found


async def arrivals_of(reader: Reader, case: Case) -> dict[int, Arrival]:
    """Of each answer of a case whether its citizen has it. What is on its way is looked at first:
    whatever arrives in between is then found among what has arrived.
    """
    if case.citizen_chat is None:
        return {}  # who has only called is never written to
    coming = await on_their_way(reader, case.citizen_chat)
    rows = await reader.all("answers_of_case", case_id=case.id, chat_id=case.citizen_chat)
    found: dict[int, Arrival] = {}
    for row in rows:
        waiting = Arrival.ON_ITS_WAY if row["id"] in coming else Arrival.LOST
        found[row["id"]] = Arrival.ARRIVED if row["arrived"] else waiting
    return found


class MessageTable:
    """Implements `domain.consultation.ports.Messages`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    async def add_message(
        self, case_id: int, author_id: int, incoming: Incoming, now: int, *, by_operator: bool
    ) -> int | None:
        """The id, or None when the message is kept already."""
        row = await self._tx.one(
            "add_case_message",
            case_id=case_id,
            author="operator" if by_operator else "citizen",
            author_id=author_id,
            chat_id=incoming.chat_id,
            message_id=incoming.message_id,
            media_group=incoming.media_group,
            content=dumped(incoming.content),
            now=now,
        )
        return int(row["id"]) if row else None

    async def message(self, case_message_id: int) -> CaseMessage | None:
        """The message, or None."""
        return await message_by_id(self._tx, case_message_id)

    async def parts_to_carry(self, message: CaseMessage, chat_id: int) -> list[CaseMessage]:
        """The parts of an album that the chat has not got yet."""
        return await parts_to_carry(self._tx, message, chat_id)

    async def messages_of(self, case_id: int) -> list[CaseMessage]:
        """All, in order."""
        return await messages_of_case(self._tx, case_id)

    async def message_at(self, chat_id: int, message_id: int) -> CaseMessage | None:
        """The message written at this place."""
        row = await self._tx.one("case_message_at", chat_id=chat_id, message_id=message_id)
        return message_of(row) if row else None

    async def case_of_group(self, chat_id: int, media_group: str) -> int | None:
        """The case of the album's first parts."""
        row = await self._tx.one("case_of_group", chat_id=chat_id, media_group=media_group)
        return int(row["case_id"]) if row else None

    def change(self, case_message_id: int, content: Content, now: int) -> None:
        """Keep the edited content."""
        self._tx.later("change_case_message", id=case_message_id, content=dumped(content), now=now)

    async def copies_of(self, case_message_id: int) -> list[Copy]:
        """Where it is shown."""
        rows = await self._tx.all("copies_of_message", case_message_id=case_message_id)
        return [copy_of(row) for row in rows]

    def add_copy(self, copy: Copy) -> None:
        """Remember where a message or a card is shown."""
        self._tx.later(
            "add_copy",
            chat_id=copy.chat_id,
            message_id=copy.message_id,
            case_id=copy.case_id,
            case_message_id=copy.case_message_id,
            headed=int(copy.headed),
        )

    async def copy_at(self, chat_id: int, message_id: int) -> Copy | None:
        """What is shown at this place."""
        row = await self._tx.one("copy_at", chat_id=chat_id, message_id=message_id)
        return copy_of(row) if row else None

    def loosen_copies(self, case_id: int, chat_id: int) -> None:
        """They stay as places that lead to the case."""
        self._tx.later("loosen_copies", case_id=case_id, chat_id=chat_id)

    async def is_on_its_way(self, case_message_id: int, chat_id: int) -> bool:
        """Whether it is in the outbox of the chat."""
        return case_message_id in await on_their_way(self._tx, chat_id)

    async def arrivals(self, case: Case) -> dict[int, Arrival]:
        """Of each answer."""
        return await arrivals_of(self._tx, case)

    async def shown(self, chat_id: int) -> Shown:
        """What has ended. On PostgreSQL a smaller number may be committed later than a greater
        one, so of late parcels each is named; of too many the oldest ones.
        """
        row = await self._tx.one("settled_parcel", chat_id=chat_id, margin=SETTLED_SECONDS)
        upto = int(row["id"]) if row else 0
        rows = await self._tx.all(
            "ended_parcels", chat_id=chat_id, parcel=upto, limit=SHOWN_AT_MOST
        )
        return Shown(upto, tuple(int(row["id"]) for row in rows))

    async def came_since(self, chat_id: int, shown: Shown) -> set[int | None]:
        """About which cases something came; about None when there is too much of it to tell."""
        most = LOOKED_AT + len(shown.later)
        rows = await self._tx.all(
            "parcels_since", chat_id=chat_id, parcel=shown.upto, limit=most + 1
        )
        if len(rows) > most:
            return {None}
        return {
            await self._about(json.loads(row["payload"]))
            for row in rows
            if row["id"] not in shown.later
        }

    async def on_their_way(self, chat_id: int, case_id: int) -> list[CaseMessage]:
        """The words of a case that are not in the chat yet."""
        numbers = await on_their_way(self._tx, chat_id, edits=True)
        found = [await self.message(number) for number in sorted(numbers)]
        return [message for message in found if message and message.case_id == case_id]

    async def unanswered_since(self, case_id: int) -> int | None:
        """The first of the words that wait."""
        row = await self._tx.one("unanswered_since", case_id=case_id)
        return row["since"] if row else None

    async def _about(self, payload: dict[str, Any]) -> int | None:
        if "case" in payload:
            return int(payload["case"])
        message = await self.message(int(payload["message"])) if "message" in payload else None
        return message.case_id if message else None


class HeldTable:
    """Implements `domain.consultation.ports.Held`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    def hold(self, operator_id: int, incoming: Incoming, now: int) -> None:
        """Keep a message for later."""
        self._tx.later(
            "hold_message",
            chat_id=incoming.chat_id,
            message_id=incoming.message_id,
            operator_id=operator_id,
            media_group=incoming.media_group,
            content=dumped(incoming.content),
            now=now,
        )

    async def change_held(self, chat_id: int, message_id: int, content: Content) -> bool:
        """Whether it is there."""
        touched = await self._tx.run(
            "change_held", chat_id=chat_id, message_id=message_id, content=dumped(content)
        )
        return touched == 1

    async def group_is_held(self, chat_id: int, media_group: str) -> bool:
        """Whether a part of the album waits already."""
        return (
            await self._tx.one("held_group", chat_id=chat_id, media_group=media_group)
        ) is not None

    async def release(self, operator_id: int, chat_id: int, message_id: int) -> list[Incoming]:
        """Take out the message and its album."""
        rows = await self._tx.all(
            "release_held", operator_id=operator_id, chat_id=chat_id, message_id=message_id
        )
        rows.sort(key=lambda row: row["message_id"])
        return [
            Incoming(
                chat_id=row["chat_id"],
                message_id=row["message_id"],
                media_group=row["media_group"],
                content=Content.from_json(json.loads(row["content"])),
            )
            for row in rows
        ]
