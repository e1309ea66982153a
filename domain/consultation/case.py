"""A case: its states, who may move it, and what each move needs. Pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.consultation.triage import Facts, Topic, Urgency
from domain.errors import NotAllowed, NotValid, Stale
from domain.people.model import Language


class Contact(StrEnum):
    """How the person wants to be answered."""

    CHAT = "chat"
    PHONE = "phone"


class Slot(StrEnum):
    """When somebody wants to be called, within the opening hours."""

    ANY = "any"
    MORNING = "morning"  # 09-12
    NOON = "noon"  # 12-15
    AFTERNOON = "afternoon"  # 15-18


class CaseState(StrEnum):
    """Where a case stands; the schema repeats the list."""

    WAITING = "waiting"  # in the queue, nobody has it
    TAKEN = "taken"  # an operator has it
    CLOSED = "closed"  # the operator closed it with an outcome
    CANCELLED = "cancelled"  # the citizen took it back


OPEN_STATES = frozenset({CaseState.WAITING, CaseState.TAKEN})


class EventKind(StrEnum):
    """What happened to a case; the schema repeats the list. Each is kept with who and when."""

    OPENED = "opened"
    TAKEN = "taken"
    RETURNED = (
        "returned"  # back into the queue: by its operator, or because they left or were silent
    )
    TRANSFERRED = "transferred"  # from one operator to another
    MESSAGE = "message"
    NOTE = "note"
    CALL_DUE = "call_due"
    CALLED = "called"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    RATED = "rated"
    LINKED = "linked"  # its citizen, who had called, is now reached in Telegram


MOVES: Mapping[tuple[CaseState, CaseState], EventKind] = {
    (CaseState.WAITING, CaseState.TAKEN): EventKind.TAKEN,
    (CaseState.WAITING, CaseState.CANCELLED): EventKind.CANCELLED,
    (CaseState.TAKEN, CaseState.CLOSED): EventKind.CLOSED,
    (CaseState.TAKEN, CaseState.CANCELLED): EventKind.CANCELLED,
    (CaseState.TAKEN, CaseState.WAITING): EventKind.RETURNED,
    (CaseState.TAKEN, CaseState.TAKEN): EventKind.TRANSFERRED,
    (CaseState.CLOSED, CaseState.WAITING): EventKind.REOPENED,
}
"""Every change of state there is and the event it leaves; all others are refused as stale."""


class OutcomeCode(StrEnum):
    """How a case ended, for the programme's figures; the words for it stand in the screens."""

    ADVISED = "advised"
    SETTLEMENT = "settlement"  # an application to the lender
    OMBUDSMAN = "ombudsman"
    BANKRUPTCY = "bankruptcy"
    COURT = "court"  # papers for a court
    FRAUD_REPORT = "fraud_report"
    REFERRED = "referred"
    NOT_REACHED = "not_reached"
    CANCELLED = "cancelled"
    DUPLICATE = "duplicate"


REOPEN_SECONDS = 7 * 24 * 3600
"""How long after its end a case is reopened by one tap; later a new request is linked to it."""

OUTCOME_LIMIT = 1000
"""Characters of an outcome: it goes to the citizen in one message with room for the rest."""


COMMENT_LIMIT = 1000
"""Characters of a comment beside a rating."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A request for legal help; its id is the number people say to each other."""

    id: int
    citizen_id: int
    citizen_name: str
    citizen_chat: int | None  # None: they have called, and are reached by telephone only
    language: Language
    facts: Facts
    urgency: Urgency
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
    outcome_code: OutcomeCode | None
    rating: int | None
    promised_by: int | None  # by when somebody should have taken it, as the citizen was told
    owed_since: int | None  # since when the citizen waits for an answer to their words
    slot: Slot | None = None  # when to call; None in the chat
    comment: str | None = None  # what the citizen wrote beside the rating
    slips: int = 0  # how often they were told that it takes longer than promised
    called_as: str | None = None  # the name they said on the telephone, before they came here
    twin_id: int | None = None  # another request that was open with the same number

    @property
    def other_name(self) -> str | None:
        """The name said on the telephone, unless it is the one they have in Telegram."""
        known = (self.called_as or "").casefold() == self.citizen_name.casefold()
        return None if known else self.called_as

    @property
    def topic(self) -> Topic:
        """What it is about."""
        return self.facts.topic

    @property
    def is_open(self) -> bool:
        """Whether messages still belong to it."""
        return self.state in OPEN_STATES


class NoChat(Stale):
    """The citizen has no Telegram: nothing that is written can reach them."""

    def __init__(self, case: Case) -> None:
        """`case`: whose number is to be called instead."""
        super().__init__("no_chat")
        self.case = case


def check_chat(case: Case) -> None:
    """Raise NoChat when nothing can be written to the citizen."""
    if case.citizen_chat is None:
        raise NoChat(case)


def check_move(case: Case, to: CaseState) -> None:
    """Raise Stale when the case cannot go to that state from where it is."""
    if (case.state, to) not in MOVES:
        raise Stale(case.state)


def check_assignee(case: Case, operator_id: int, reason: str = "case") -> None:
    """Raise NotAllowed unless the case is this operator's: nobody answers another one's case."""
    if case.assignee_id != operator_id:
        raise NotAllowed(reason)


def may_reopen(case: Case, now: int) -> bool:
    """Whether the case ended so lately that it is reopened and not asked anew."""
    return case.state is CaseState.CLOSED and now - (case.closed_at or 0) <= REOPEN_SECONDS


def check_reopen(case: Case, now: int) -> None:
    """Raise Stale unless the case can be reopened."""
    check_move(case, CaseState.WAITING)
    if not may_reopen(case, now):
        raise Stale("reopen")


def check_outcome(text: str) -> str:
    """The outcome as it will be told to the citizen; raises NotValid when empty or too long."""
    words = text.strip()
    if not words:
        raise NotValid("outcome_empty")
    if len(words) > OUTCOME_LIMIT:
        raise NotValid("outcome_long")
    return words


def check_comment(case: Case, text: str) -> str:
    """The comment as it is kept; raises Stale without a rating, NotValid when it cannot be one."""
    if case.state is not CaseState.CLOSED or case.rating is None:
        raise Stale("rating")
    words = text.strip()
    if not words:
        raise NotValid("comment_empty")
    if len(words) > COMMENT_LIMIT:
        raise NotValid("comment_long")
    return words


def check_rating(case: Case, stars: int) -> None:
    """Raise NotValid or Stale when this cannot be the rating of the case."""
    if stars not in range(1, 6):
        raise NotValid("rating")
    if case.state is not CaseState.CLOSED:
        raise Stale(case.state)
