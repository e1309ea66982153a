"""What the services about people need to have kept."""

from dataclasses import dataclass
from typing import Protocol

from domain.people.model import Language, Person, Role, Unreachable


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who wrote to us, as Telegram describes them."""

    telegram_id: int
    name: str
    app_language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A member of staff as the list shows them."""

    person_id: int
    name: str
    role: Role
    on_shift: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is kept about a person, counted."""

    attempts: int
    answers: int
    cases: int
    messages: int
    open_case: int | None
    staff: int  # 1 for whoever has a role or had one


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An invitation that was just used."""

    role: Role
    created_by: int
    inviter_chat: int


class PeopleRows(Protocol):
    """The people, their choices, and what is kept about them."""

    async def add(self, contact: Contact, now: int) -> Person: ...

    def update(self, person_id: int, contact: Contact) -> None: ...

    def set_language(self, person_id: int, language: Language) -> None: ...

    def set_source(self, person_id: int, source: str) -> None: ...

    def set_unreachable(self, telegram_id: int, reason: Unreachable | None, now: int) -> None: ...

    async def stored(self, person_id: int) -> Stored: ...

    def erase(self, person_id: int) -> None: ...


class StaffRows(Protocol):
    """Roles and the invitations to them."""

    async def staff(self) -> list[StaffMember]: ...

    def appoint(self, person_id: int, role: Role, by: int | None, now: int) -> None: ...

    def change_role(self, person_id: int, role: Role, by: int, now: int) -> None:
        """Another role for somebody who works here: their shift and their cases stay."""
        ...

    def invite(
        self, token_hash: str, role: Role, *, by: int, now: int, expires_at: int
    ) -> None: ...

    async def invited_since(self, by: int, role: Role, since: int) -> bool:
        """Whether they have made an invitation to this role since, which nobody has used."""
        ...

    async def use_invitation(self, token_hash: str, person_id: int, now: int) -> Invitation | None:
        """The invitation, used up by this very call; None when unknown, used or expired."""
        ...
