"""Rows of people and staff as the domain knows them."""

from domain.consultation.skills import Skilled, Skills
from domain.people.model import Language, Person, Role, Unreachable
from domain.people.ports import Contact, Invitation, StaffMember, Stored
from storage.engine import Reader, Row, Transaction
from storage.skills import skilled_on_shift, skills_of


def person_of(row: Row) -> Person:
    """A person from a `people` row joined with `role` and `on_shift_since`; on an update also with
    `open_case`.
    """
    return Person(
        id=row["id"],
        telegram_id=row["telegram_id"],
        name=row["name"],
        language=Language(row["language"]) if row["language"] else None,
        app_language=row["app_language"],
        unreachable=Unreachable(row["unreachable"]) if row["unreachable"] else None,
        last_message_id=row["last_message_id"],
        role=Role(row["role"]) if row.get("role") else None,
        on_shift=row.get("on_shift_since") is not None,
        open_case=row.get("open_case"),
    )


async def person_by_id(reader: Reader, person_id: int) -> Person | None:
    """The person with their role at this moment."""
    row = await reader.one("person_by_id", id=person_id)
    return person_of(row) if row else None


async def person_by_chat(reader: Reader, chat_id: int) -> Person | None:
    """The person behind a private chat."""
    row = await reader.one("person_by_chat", telegram_id=chat_id)
    return person_of(row) if row else None


ERASING = (
    "erase_answers",
    "erase_attempts",
    "erase_copies",
    "erase_messages",
    "erase_events",
    "erase_notes",
    "unlink_cases",
    "erase_cases",
    "erase_outbox",
    "erase_fsm",
    "erase_invitations",
    "erase_person",
)
"""In an order that the foreign keys allow."""


class PeopleTable:
    """Implements `domain.people.ports.PeopleRows`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    async def add(self, contact: Contact, now: int) -> Person:
        """A new person; whoever was quicker, there is one row afterwards."""
        row = await self._tx.one(
            "add_person",
            telegram_id=contact.telegram_id,
            name=contact.name,
            app_language=contact.app_language,
            now=now,
        )
        assert row is not None, "an upsert returns its row"
        return person_of(row)

    def update(self, person_id: int, contact: Contact) -> None:
        """Follow Telegram's name and app language."""
        self._tx.later(
            "update_person", id=person_id, name=contact.name, app_language=contact.app_language
        )

    def set_language(self, person_id: int, language: Language) -> None:
        """Keep the chosen language."""
        self._tx.later("set_language", id=person_id, language=language.value)

    def set_source(self, person_id: int, source: str) -> None:
        """Keep the first campaign."""
        self._tx.later("set_source", id=person_id, source=source)

    def set_unreachable(self, telegram_id: int, reason: Unreachable | None, now: int) -> None:
        """Mark or clear."""
        self._tx.later(
            "set_unreachable",
            telegram_id=telegram_id,
            reason=reason.value if reason else None,
            now=now if reason else None,
        )

    async def stored(self, person_id: int) -> Stored:
        """Counts of what is kept."""
        row = await self._tx.one("stored_about", id=person_id)
        assert row is not None, "a select of counts returns a row"
        return Stored(**row)

    def erase(self, person_id: int) -> None:
        """Every row about the person."""
        for name in ERASING:
            self._tx.later(name, id=person_id)
        self._tx.later("erase_replies")


class StaffTable:
    """Implements `domain.people.ports.StaffRows` and `domain.consultation.ports.Shifts`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    async def staff(self) -> list[StaffMember]:
        """Everybody with a role."""
        return [
            StaffMember(
                person_id=row["person_id"],
                name=row["name"],
                role=Role(row["role"]),
                on_shift=row["on_shift_since"] is not None,
            )
            for row in await self._tx.all("staff_list")
        ]

    def appoint(self, person_id: int, role: Role, by: int | None, now: int) -> None:
        """Give a role; `by` is None for owners named in the settings."""
        self._tx.later("appoint", person_id=person_id, role=role.value, added_by=by, now=now)

    def change_role(self, person_id: int, role: Role, by: int, now: int) -> None:
        """Another role for a member of staff."""
        self._tx.later("change_role", person_id=person_id, role=role.value, added_by=by, now=now)

    def set_capacity(self, person_id: int, capacity: int) -> None:
        """How many open cases they may have."""
        self._tx.later("set_capacity", person_id=person_id, capacity=capacity)

    async def retire_owners(self, still: frozenset[int], now: int) -> list[tuple[int, int]]:
        """Take the role from owners who are not named any more; their ids and chats."""
        retired: list[tuple[int, int]] = []
        for row in await self._tx.all("owners"):
            if row["telegram_id"] not in still:
                self._tx.later("retire_owner", person_id=row["person_id"], now=now)
                retired.append((row["person_id"], row["telegram_id"]))
        return retired

    def invite(self, token_hash: str, role: Role, *, by: int, now: int, expires_at: int) -> None:
        """Keep an invitation."""
        self._tx.later(
            "invite",
            token_hash=token_hash,
            role=role.value,
            created_by=by,
            now=now,
            expires_at=expires_at,
        )

    async def invited_since(self, by: int, role: Role, since: int) -> bool:
        """Whether there is one."""
        row = await self._tx.one("invited_since", by_id=by, role=role.value, since=since)
        return row is not None

    async def use_invitation(self, token_hash: str, person_id: int, now: int) -> Invitation | None:
        """Use an invitation up."""
        row = await self._tx.one(
            "use_invitation", token_hash=token_hash, person_id=person_id, now=now
        )
        if row is None:
            return None
        return Invitation(
            role=Role(row["role"]),
            created_by=row["created_by"],
            inviter_chat=row["inviter_chat"],
        )

    async def operator_chats_on_shift(self) -> list[int]:
        """Where a new case is announced."""
        return [row["telegram_id"] for row in await self._tx.all("chats_on_shift")]

    async def skilled_on_shift(self) -> list[Skilled]:
        """Who could take it."""
        return await skilled_on_shift(self._tx)

    async def skills_of(self, person_id: int) -> Skills:
        """What they are offered."""
        return await skills_of(self._tx, person_id)

    def start_shift(self, person_id: int, now: int) -> None:
        """On shift."""
        self._tx.later("start_shift", person_id=person_id, now=now)

    def end_shift(self, person_id: int) -> None:
        """Off shift."""
        self._tx.later("end_shift", person_id=person_id)
