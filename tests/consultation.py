"""Cases for tests: only what a test is about has to be said."""

import datetime as dt
from dataclasses import replace
from typing import Any

from domain.consultation.case import Case, CaseState, Contact
from domain.consultation.ports import NewCase
from domain.consultation.triage import Facts, Level, Reason, Topic, Urgency
from domain.consultation.urgency import LegalDay
from domain.people.model import Language

IN_TURN = Urgency(level=Level.PLAN, reason=Reason.TOPIC)


def law(day: dt.date) -> LegalDay:
    """The terms of the law on a day."""
    return LegalDay(day=day, notary_working_days=10, settlement_days=30)


def a_case(**changes: Any) -> Case:
    """A case that an operator has."""
    case = Case(
        id=1,
        citizen_id=3,
        citizen_name="Айгүл",
        citizen_chat=1001,
        language=Language.KK,
        facts=Facts(topic=Topic.OTHER),
        urgency=IN_TURN,
        contact=Contact.CHAT,
        phone=None,
        state=CaseState.TAKEN,
        assignee_id=7,
        assignee_name="Динара",
        assignee_chat=1003,
        previous_id=None,
        created_at=0,
        taken_at=None,
        closed_at=None,
        outcome=None,
        outcome_code=None,
        rating=None,
        promised_by=None,
        owed_since=None,
    )
    return replace(case, **changes)


def a_new_case(citizen_id: int, at: int = 10, **changes: Any) -> NewCase:
    """A request as it is sent."""
    new = NewCase(
        citizen_id=citizen_id,
        language=Language.KK,
        facts=Facts(topic=Topic.OTHER),
        urgency=IN_TURN,
        contact=Contact.CHAT,
        phone=None,
        previous_id=None,
        created_at=at,
        place=at,
    )
    return replace(new, **changes)
