"""Who may do what at the desk; asked by every action, never taken from the menu before it."""

from domain.consultation.case import Case
from domain.errors import NotAllowed
from domain.people.model import Person, Role

SUPERVISING = frozenset({Role.OWNER, Role.SUPERVISOR})
"""Who sees every case and may hand it to another operator."""


def check_desk(person: Person) -> None:
    """Raise NotAllowed unless the person works at the desk at this moment."""
    if not person.works_at_desk:
        raise NotAllowed("desk")


def supervises(person: Person) -> bool:
    """Whether the cases of others are theirs to see and to move, too."""
    return person.role in SUPERVISING


def check_not_own(person: Person, case: Case) -> None:
    """Raise NotAllowed when the case is the person's own request: nobody chooses their lawyer."""
    if case.citizen_id == person.id:
        raise NotAllowed("case_of_another")


def check_moves(person: Person, case: Case) -> None:
    """Raise NotAllowed unless the case is this person's to hand to somebody else."""
    check_desk(person)
    if case.assignee_id != person.id and not supervises(person):
        raise NotAllowed("case_of_another")
