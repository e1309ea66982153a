"""What the words of an open request change about it."""

from domain.consultation.case import Case
from domain.consultation.content import Incoming
from domain.consultation.crisis import heard
from domain.consultation.ports import Cases
from domain.consultation.urgency import LegalDay, place_of, urgency_of


def listen(cases: Cases, case: Case, incoming: Incoming, law: LegalDay, now: int) -> None:
    """A cry for help makes an open request one of today, wherever it stood."""
    facts = heard(case.facts, [incoming])
    if facts == case.facts:
        return
    urgency = urgency_of(facts, law)
    cases.urge(case.id, facts, urgency, place_of(case.created_at, urgency.level), now)
