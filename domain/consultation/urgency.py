"""How urgent a request is: one table from its facts to a level and the reason for it.

The ids beside the rules (E1, C25, ...) are those under which the programme keeps the facts of the
law with their sources. A citizen's own wish is no fact: nobody gets ahead by asking for it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.consultation.triage import (
    Answer,
    Facts,
    Level,
    Reason,
    Situation,
    Topic,
    Urgency,
)
from domain.consultation.working_days import after_working_days, working_days_left

HARDLY_ANY = 2  # days left of a term with which a lawyer has to look at once

DAY = 24 * 3600
HEAD_START: Mapping[Level, int] = {
    Level.TODAY: 14 * DAY,
    Level.DAYS: 7 * DAY,
    Level.WEEK: 3 * DAY,
    Level.PLAN: 0,
}
"""By how many seconds a request stands further in front than one that only wants a plan.

Because the lead is bounded, nobody starves: whoever waited that much longer goes first.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalDay:
    """A day, and how long the terms are that the law sets on it; the figures say so."""

    day: dt.date
    notary_working_days: int  # E1: to object to a notary's inscription, from its receipt
    settlement_days: int  # C25: to apply to the lender, from the first missed payment


class Stage(StrEnum):
    """Where the term of a dated topic stands."""

    UNKNOWN = "unknown"  # no day is known, or the topic has no term
    RUNNING = "running"
    ENDING = "ending"  # hardly any days left
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the law: when it ends and how its days are counted."""

    last_day: Callable[[dt.date, LegalDay], dt.date]
    left: Callable[[dt.date, dt.date], int]  # today, the last day


def _calendar_days_left(today: dt.date, last_day: dt.date) -> int:
    return (last_day - today).days


TERMS: Mapping[Reason, Term] = {
    Reason.NOTARY_TERM: Term(
        lambda day, law: after_working_days(day, law.notary_working_days), working_days_left
    ),
    Reason.SETTLEMENT_TERM: Term(
        lambda day, law: day + dt.timedelta(days=law.settlement_days), _calendar_days_left
    ),
}

TERM_OF: Mapping[Topic, Reason] = {
    Topic.NOTARY: Reason.NOTARY_TERM,
    Topic.OVERDUE: Reason.SETTLEMENT_TERM,
}
"""Topics with a verified term. A court's is not: its papers go to a lawyer at once."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table; it fits when everything it names is so, and `unless` is not."""

    level: Level
    reason: Reason
    topics: frozenset[Topic] = frozenset(Topic)
    answer: Answer | None = None
    unless: Answer | None = None  # the answer that takes a request out of the rule
    situation: Situation | None = None
    stages: frozenset[Stage] = frozenset(Stage)

    def fits(self, facts: Facts, stage: Stage) -> bool:
        """Whether the rule speaks of this request."""
        return (
            facts.topic in self.topics
            and stage in self.stages
            and self.answer in {None, facts.answer}
            and (self.unless is None or self.unless is not facts.answer)
            and self.situation in {None, facts.situation}
        )


def _of(*topics: Topic) -> frozenset[Topic]:
    return frozenset(topics)


_UNKNOWN = frozenset({Stage.UNKNOWN})
_RUNNING = frozenset({Stage.RUNNING})
_ENDING = frozenset({Stage.ENDING})
_PASSED = frozenset({Stage.PASSED})
_LATE = _ENDING | _PASSED
_ESSENTIALS = Situation.ESSENTIALS
_INCOME_OR_HOME = _of(Topic.ACCOUNT, Topic.ENFORCEMENT, Topic.HOME)

RULES: tuple[Rule, ...] = (
    # people before papers
    Rule(Level.TODAY, Reason.CRISIS, situation=Situation.CRISIS),
    Rule(Level.TODAY, Reason.DANGER, situation=Situation.DANGER),
    # F4, F6: block the account now, police, keep the proof
    Rule(Level.TODAY, Reason.FRAUD_GOING_ON, _of(Topic.FRAUD), answer=Answer.GOING_ON),
    # F4: who does not know may still be losing money
    Rule(Level.TODAY, Reason.FRAUD_LOAN, _of(Topic.FRAUD), unless=Answer.LOAN_TAKEN),
    # C42: police, then the regulator with the recording
    Rule(Level.TODAY, Reason.THREATS, _of(Topic.COLLECTORS), answer=Answer.THREATS),
    # E3, E6, E9: what must stay with the debtor; C32: details not seen
    Rule(Level.TODAY, Reason.ESSENTIALS, _INCOME_OR_HOME, situation=_ESSENTIALS),
    # E1; E2: one that has passed is still urgent, the inscription itself can be disputed
    Rule(Level.TODAY, Reason.NOTARY_TERM, _of(Topic.NOTARY), stages=_LATE),
    # C25
    Rule(Level.TODAY, Reason.SETTLEMENT_TERM, _of(Topic.OVERDUE), stages=_ENDING),
    Rule(Level.DAYS, Reason.SETTLEMENT_TERM, _of(Topic.OVERDUE), stages=_RUNNING),
    # C25: it runs from a day that is not known
    Rule(
        Level.DAYS,
        Reason.SETTLEMENT_TERM,
        _of(Topic.OVERDUE),
        unless=Answer.NOT_MISSED,
        stages=_UNKNOWN,
    ),
    # E1: it runs, whether its first day is known or not
    Rule(Level.DAYS, Reason.NOTARY_TERM, _of(Topic.NOTARY)),
    # no id: the time to appeal is not verified, so no day is named and a lawyer looks at once
    Rule(Level.DAYS, Reason.COURT_PAPER, _of(Topic.COURT)),
    # E10, E11: a ban on leaving the country comes after a notice
    Rule(Level.DAYS, Reason.TRAVEL, _of(Topic.ENFORCEMENT), answer=Answer.TRAVEL_PLANNED),
    # no id: with any other topic, food and medicine do not wait for a plan
    Rule(Level.WEEK, Reason.ESSENTIALS, situation=_ESSENTIALS),
    # C25: it has passed
    Rule(Level.WEEK, Reason.SETTLEMENT_TERM, _of(Topic.OVERDUE), stages=_PASSED),
    # C25: nothing was missed, so no term runs yet
    Rule(Level.WEEK, Reason.TOPIC, _of(Topic.OVERDUE)),
    # E3, E6, E7
    Rule(Level.WEEK, Reason.INCOME_TAKEN, _of(Topic.ACCOUNT)),
    # E9
    Rule(Level.WEEK, Reason.PROPERTY, _of(Topic.ENFORCEMENT), answer=Answer.PROPERTY_TAKEN),
    Rule(Level.WEEK, Reason.TOPIC, _of(Topic.ENFORCEMENT)),
    # B23, C33; C32: details not seen
    Rule(Level.WEEK, Reason.HOME, _of(Topic.HOME)),
    # F4, F5
    Rule(Level.WEEK, Reason.FRAUD_LOAN, _of(Topic.FRAUD)),
    # no id: what is a plan for others is a matter of the week for them
    Rule(Level.WEEK, Reason.VULNERABLE, situation=Situation.VULNERABLE),
    # C26, C34, C35
    Rule(Level.PLAN, Reason.LENDER, _of(Topic.LENDER)),
    # section 8: advice that the state guarantees may be free
    Rule(Level.PLAN, Reason.REFER, _of(Topic.BENEFITS)),
    # B2 to B10, C15, C43, C45, H4
    Rule(Level.PLAN, Reason.TOPIC),
)
"""Most urgent first; the first rule that fits is the answer, and the last one always does."""


def urgency_of(facts: Facts, law: LegalDay) -> Urgency:
    """How soon a lawyer has to look, and why.

    The last day of a term is told whatever the reason: in danger one still has to keep it.
    """
    last_day = _last_day(facts, law)
    stage = _stage(facts.topic, last_day, law.day)
    rule = next(rule for rule in RULES if rule.fits(facts, stage))
    return Urgency(level=rule.level, reason=rule.reason, last_day=last_day)


def days_left(urgency: Urgency, today: dt.date) -> int | None:
    """Days of the term that is the reason, 0 on its last day, below zero when it has passed.

    Working days for a notary's inscription, calendar days for applying to the lender; None when
    no such term is known.
    """
    term = TERMS.get(urgency.reason)
    if term is None or urgency.last_day is None:
        return None
    return term.left(today, urgency.last_day)


def rank(level: Level) -> int:
    """The order of levels, 0 for the most urgent."""
    return tuple(Level).index(level)


def at_least(before: Urgency, now: Urgency) -> Urgency:
    """What it is now, unless it was more urgent before."""
    return now if rank(now.level) <= rank(before.level) else before


def place_of(created_at: int, level: Level) -> int:
    """Where a request stands in the queue: lower goes first, then the lower id."""
    return created_at - HEAD_START[level]


def _last_day(facts: Facts, law: LegalDay) -> dt.date | None:
    reason = TERM_OF.get(facts.topic)
    day = facts.counted_day
    if reason is None or day is None:
        return None
    # A paper cannot come tomorrow: a mistyped day must not make the term look longer.
    return TERMS[reason].last_day(min(day, law.day), law)


def _stage(topic: Topic, last_day: dt.date | None, today: dt.date) -> Stage:
    if last_day is None:
        return Stage.UNKNOWN
    left = TERMS[TERM_OF[topic]].left(today, last_day)
    if left < 0:
        return Stage.PASSED
    return Stage.ENDING if left <= HARDLY_ANY else Stage.RUNNING
