"""What a request is about and the few facts that decide how urgent it is.

Topics and deciding facts are those of the programme's triage; every answer may be left out.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Topic(StrEnum):
    """What the request is about; the words for it stand in `bot/screens/topics.py`."""

    COURT = "court"  # a court order, a judgment, a claim
    NOTARY = "notary"  # a notary's inscription
    ACCOUNT = "account"  # an account arrested, wages taken
    ENFORCEMENT = "enforcement"  # an enforcement officer, property, travel
    HOME = "home"  # the only home, a mortgage, eviction
    COLLECTORS = "collectors"  # collectors, threats
    FRAUD = "fraud"  # a loan taken by a fraudster
    OVERDUE = "overdue"  # a payment that was or will be missed
    LENDER = "lender"  # the lender refused or is silent
    BANKRUPTCY = "bankruptcy"
    CREDIT_HISTORY = "credit_history"  # a mistake in it
    SPOUSE = "spouse"  # a loan of the husband or wife
    BENEFITS = "benefits"  # alimony, pensions, benefits: referred
    OTHER = "other"


class Answer(StrEnum):
    """Answers to a topic's own question."""

    UNKNOWN = "unknown"  # «I don't know», to any question
    # account: what is taken
    BENEFITS_TAKEN = "benefits_taken"
    PENSION_TAKEN = "pension_taken"
    OVER_HALF = "over_half"
    UP_TO_HALF = "up_to_half"
    # enforcement: what is happening
    PROPERTY_TAKEN = "property_taken"
    TRAVEL_PLANNED = "travel_planned"
    ONLY_PAPERS = "only_papers"
    # home: what about it
    EVICTION = "eviction"
    PLEDGED = "pledged"
    NOT_PLEDGED = "not_pledged"
    # collectors: what they do
    THREATS = "threats"
    CALLS = "calls"
    # fraud: is it going on
    GOING_ON = "going_on"
    LOAN_TAKEN = "loan_taken"
    # lender: since the application
    OVER_15_DAYS = "over_15_days"
    UP_TO_15_DAYS = "up_to_15_days"
    REFUSED = "refused"
    # overdue: since when
    NOT_MISSED = "not_missed"  # no payment yet


class Situation(StrEnum):
    """What else the lawyer should know, asked once of everybody; the gravest one counts."""

    CRISIS = "crisis"  # thoughts of self-harm
    DANGER = "danger"  # violence or threats
    ESSENTIALS = "essentials"  # money for food, medicine, heating or the home is at risk
    VULNERABLE = "vulnerable"  # small children, disability, pregnancy, pension
    NONE = "none"


DATED: frozenset[Topic] = frozenset({Topic.COURT, Topic.NOTARY, Topic.OVERDUE})
"""Topics whose question is a day: when the paper came, when the first payment was missed."""

PAPER_CAME: frozenset[Topic] = frozenset({Topic.COURT, Topic.NOTARY})
"""Those of them whose day is that of a paper: the two are easily taken for each other."""

CHOICES: Mapping[Topic, tuple[Answer, ...]] = {
    Topic.ACCOUNT: (
        Answer.BENEFITS_TAKEN,
        Answer.PENSION_TAKEN,
        Answer.OVER_HALF,
        Answer.UP_TO_HALF,
    ),
    Topic.ENFORCEMENT: (Answer.PROPERTY_TAKEN, Answer.TRAVEL_PLANNED, Answer.ONLY_PAPERS),
    Topic.HOME: (Answer.EVICTION, Answer.PLEDGED, Answer.NOT_PLEDGED),
    Topic.COLLECTORS: (Answer.THREATS, Answer.CALLS),
    Topic.FRAUD: (Answer.GOING_ON, Answer.LOAN_TAKEN),
    Topic.LENDER: (Answer.REFUSED, Answer.OVER_15_DAYS, Answer.UP_TO_15_DAYS),
}
"""Topics whose question is a choice, with the answers beside «I don't know»; the rest ask none."""

INSTEAD_OF_DAY: Mapping[Topic, tuple[Answer, ...]] = {Topic.OVERDUE: (Answer.NOT_MISSED,)}
"""What a dated topic's question may be answered with, beside a day and «I don't know»."""

PAPERS: frozenset[Topic] = frozenset(
    {Topic.COURT, Topic.NOTARY, Topic.ACCOUNT, Topic.ENFORCEMENT, Topic.HOME}
)
"""Topics that usually come with a paper: a photo of it is asked for first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a request; None: not asked, skipped, or not known."""

    topic: Topic
    answer: Answer | None = None
    day: dt.date | None = None  # of a dated topic, in Almaty's calendar
    situation: Situation | None = None
    asked: Topic | None = None  # whose question was answered, where an operator put another topic

    @property
    def question(self) -> Topic:
        """The topic under which the citizen has answered."""
        return self.asked or self.topic

    @property
    def counted_day(self) -> dt.date | None:
        """The day, as far as it means the same to the topic as to the question it answered."""
        means_the_same = self.asked is None or {self.topic, self.asked} <= PAPER_CAME
        return self.day if means_the_same else None


def corrected(facts: Facts, topic: Topic) -> Facts:
    """The same under another topic; what the citizen has answered stays what it answered."""
    asked = facts.question
    return replace(facts, topic=topic, asked=None if asked is topic else asked)


class Level(StrEnum):
    """How soon a lawyer has to look, most urgent first."""

    TODAY = "today"
    DAYS = "days"  # a term is running; the number of days stands beside it
    WEEK = "week"
    PLAN = "plan"


class Reason(StrEnum):
    """Why a request has its level; the words stand in `bot/screens/topics.py`."""

    CRISIS = "crisis"
    DANGER = "danger"
    FRAUD_GOING_ON = "fraud_going_on"
    THREATS = "threats"
    ESSENTIALS = "essentials"
    NOTARY_TERM = "notary_term"
    COURT_PAPER = "court_paper"
    SETTLEMENT_TERM = "settlement_term"
    TRAVEL = "travel"
    INCOME_TAKEN = "income_taken"
    PROPERTY = "property"
    HOME = "home"
    FRAUD_LOAN = "fraud_loan"
    VULNERABLE = "vulnerable"
    LENDER = "lender"
    REFER = "refer"
    TOPIC = "topic"  # nothing but the topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """The level of a request, why, and the days that are left where a term is running."""

    level: Level
    reason: Reason
    last_day: dt.date | None = None  # the last day of the term; may have passed
