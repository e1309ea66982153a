"""Roles: who invites whom, and how an invitation becomes a role."""

import hashlib
from dataclasses import dataclass

from domain.delivery.outbox import Outbox, Parcel
from domain.errors import NotAllowed, NotValid, Stale
from domain.people.model import INVITED_ROLES, Person, Role
from domain.people.ports import StaffMember, StaffRows

INVITATION_HOURS = 24
"""How long an invitation can be used."""


DOUBLE_PRESS = 3
"""Seconds in which a second press is a slip of the finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A person has got a role; whoever was on shift in another one still is."""

    role: Role
    on_shift: bool = False


def menu_for(chat_id: int) -> Parcel:
    """Renews the menu of commands in a chat: role or language have changed."""
    return Parcel(chat_id=chat_id, kind="menu", payload={})


def hashed(token: str) -> str:
    """What the database keeps of a token: whoever reads the table cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_owner(person: Person) -> None:
    """Raise NotAllowed unless the person is an owner at this moment."""
    if person.role is not Role.OWNER:
        raise NotAllowed("admin")


class Staff:
    """The staff list and the invitations."""

    def __init__(self, rows: StaffRows, outbox: Outbox) -> None:
        """Both of the running transaction."""
        self._rows = rows
        self._outbox = outbox

    async def members(self, person: Person) -> list[StaffMember]:
        """Everybody with a role; for owners only."""
        check_owner(person)
        return await self._rows.staff()

    async def invite(self, person: Person, code: str, token: str, now: int) -> Role:
        """Keep an invitation for one operator or supervisor; `token` is random and known to the
        owner alone. Raises NotValid for a role that is not given this way, Stale for the second
        press of a double one: it would make a second link.
        """
        check_owner(person)
        role = next((role for role in INVITED_ROLES if role.value == code), None)
        if role is None:
            raise NotValid("role")
        if await self._rows.invited_since(person.id, role, now - DOUBLE_PRESS):
            raise Stale("invited")
        self._rows.invite(
            hashed(token),
            role,
            by=person.id,
            now=now,
            expires_at=now + INVITATION_HOURS * 3600,
        )
        return role

    async def join(self, person: Person, token: str, now: int) -> Joined:
        """Use an invitation; it makes an operator of a supervisor and the other way round.

        Raises NotValid when the person has this role already, or one that is not given by
        invitations (it then stays good for somebody else), NotAllowed when it is unknown, used or
        expired.
        """
        if person.role is not None and person.role not in INVITED_ROLES:
            raise NotValid("has_role")
        invitation = await self._rows.use_invitation(hashed(token), person.id, now)
        if invitation is None:
            raise NotAllowed("invitation")
        if person.role is invitation.role:
            raise NotValid("has_role")
        if person.role is None:
            self._rows.appoint(person.id, invitation.role, by=invitation.created_by, now=now)
        else:
            self._rows.change_role(person.id, invitation.role, invitation.created_by, now)
        self._outbox.put(
            Parcel(
                chat_id=invitation.inviter_chat,
                kind="staff_joined",
                payload={"person": person.id, "role": invitation.role.value},
            )
        )
        self._outbox.put(menu_for(person.telegram_id))
        return Joined(role=invitation.role, on_shift=person.on_shift)
