"""Who sets the skills of operators, and who is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.consultation.board import check_board
from domain.consultation.skills import Skills
from domain.delivery.outbox import Outbox, Parcel
from domain.errors import NotFound
from domain.people.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who works at the desk, with their skills."""

    person_id: int
    name: str
    chat_id: int
    skills: Skills


class SkillRows(Protocol):
    """Where skills are kept."""

    async def members(self) -> Sequence[Member]:
        """Everybody who works at the desk, by name."""
        ...

    async def hold(self, person_id: int) -> None:
        """Until the commit nobody else sets the skills of this person."""
        ...

    def set_skills(self, person_id: int, skills: Skills) -> None: ...


class SkillSetting:
    """What a supervisor does about skills."""

    def __init__(self, rows: SkillRows, outbox: Outbox) -> None:
        """Both of the running transaction."""
        self._rows = rows
        self._outbox = outbox

    async def members(self, person: Person) -> Sequence[Member]:
        """Everybody who can have skills."""
        check_board(person)
        return await self._rows.members()

    async def member(self, person: Person, operator_id: int) -> Member:
        """One of them; raises NotFound for whoever does not work at the desk (any more)."""
        known = {one.person_id: one for one in await self.members(person)}
        if operator_id not in known:
            raise NotFound("operator")
        return known[operator_id]

    async def save(self, person: Person, operator_id: int, skills: Skills) -> tuple[Member, bool]:
        """Keep them and tell the operator; and whether they were others before."""
        check_board(person)
        await self._rows.hold(operator_id)
        member = await self.member(person, operator_id)
        if member.skills == skills:
            return member, False
        self._rows.set_skills(operator_id, skills)
        if operator_id != person.id:
            parcel = Parcel(
                chat_id=member.chat_id, kind="skills_changed", payload={"person": operator_id}
            )
            self._outbox.put(parcel)
        changed = Member(
            person_id=operator_id, name=member.name, chat_id=member.chat_id, skills=skills
        )
        return changed, True
