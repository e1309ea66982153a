"""A case: its states, who may move it, and what each move needs. Pure rules."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import NotAllowed, NotValid, Stale


class Topic(StrEnum):
    """What the request is about; the words for it stand in `bot/screens/request.py`."""

    COURT = "court"  # a paper from a court or a notary
    ENFORCEMENT = "enforcement"  # an account arrested, wages taken
    COLLECTORS = "collectors"
    OVERDUE = "overdue"  # a loan that cannot be paid
    FRAUD = "fraud"
    OTHER = "other"


class Contact(StrEnum):
    """How the person wants to be answered."""

    CHAT = "chat"
    PHONE = "phone"


class CaseState(StrEnum):
    """Where a case stands; the schema repeats the list."""

    WAITING = "waiting"  # in the queue, nobody has it
    TAKEN = "taken"  # an operator has it
    CLOSED = "closed"  # the operator closed it with an outcome
    CANCELLED = "cancelled"  # the citizen took it back


OPEN_STATES = frozenset({CaseState.WAITING, CaseState.TAKEN})

MOVES: frozenset[tuple[CaseState, CaseState]] = frozenset(
    {
        (CaseState.WAITING, CaseState.TAKEN),
        (CaseState.WAITING, CaseState.CANCELLED),
        (CaseState.TAKEN, CaseState.CLOSED),
        (CaseState.TAKEN, CaseState.CANCELLED),
        (CaseState.TAKEN, CaseState.WAITING),  # its operator has left
    }
)
"""Every change of state there is; all others are refused as stale."""

OUTCOME_LIMIT = 1000
"""Characters of an outcome: it goes to the citizen in one message with room for the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A request for legal help; its id is the number people say to each other."""

    id: int
    citizen_id: int
    citizen_name: str
    citizen_chat: int
    topic: Topic
    contact: Contact
    phone: str | None
    state: CaseState
    assignee_id: int | None
    assignee_name: str | None
    assignee_chat: int | None
    previous_id: int | None
    created_at: int
    taken_at: int | None
    closed_at: int | None
    outcome: str | None
    rating: int | None

    @property
    def is_open(self) -> bool:
        """Whether messages still belong to it."""
        return self.state in OPEN_STATES


def check_move(case: Case, to: CaseState) -> None:
    """Raise Stale when the case cannot go to that state from where it is."""
    if (case.state, to) not in MOVES:
        raise Stale(case.state)


def check_assignee(case: Case, operator_id: int, reason: str = "case") -> None:
    """Raise NotAllowed unless the case is this operator's: nobody answers another one's case."""
    if case.assignee_id != operator_id:
        raise NotAllowed(reason)


def check_outcome(text: str) -> str:
    """The outcome as it will be told to the citizen; raises NotValid when empty or too long."""
    words = text.strip()
    if not words:
        raise NotValid("outcome_empty")
    if len(words) > OUTCOME_LIMIT:
        raise NotValid("outcome_long")
    return words


def check_rating(case: Case, stars: int) -> None:
    """Raise NotValid or Stale when this cannot be the rating of the case."""
    if stars not in range(1, 6):
        raise NotValid("rating")
    if case.state is not CaseState.CLOSED:
        raise Stale(case.state)
