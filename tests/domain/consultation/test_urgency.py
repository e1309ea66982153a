"""How urgent a request is: examples of each rule, and what holds for every request."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.triage import (
    CHOICES,
    INSTEAD_OF_DAY,
    Answer,
    Facts,
    Level,
    Reason,
    Situation,
    Topic,
    corrected,
)
from domain.consultation.urgency import (
    DAY,
    HEAD_START,
    RULES,
    LegalDay,
    at_least,
    days_left,
    place_of,
    rank,
    urgency_of,
)
from tests.consultation import law

TODAY = dt.date(2026, 11, 23)  # a Monday

days = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
requests = st.builds(
    Facts,
    topic=st.sampled_from(Topic),
    answer=st.none() | st.sampled_from(Answer),
    day=st.none() | days,
    situation=st.none() | st.sampled_from(Situation),
)
levels = st.sampled_from(Level)


def ago(count: int) -> dt.date:
    return TODAY - dt.timedelta(days=count)


def judged(topic: Topic, answer: Answer | None = None, **more: object) -> tuple[Level, Reason]:
    urgency = urgency_of(Facts(topic=topic, answer=answer, **more), law(TODAY))
    return urgency.level, urgency.reason


@pytest.mark.parametrize(
    ("topic", "answer", "situation", "level", "reason"),
    [
        (Topic.OTHER, None, Situation.CRISIS, Level.TODAY, Reason.CRISIS),
        (Topic.SPOUSE, None, Situation.DANGER, Level.TODAY, Reason.DANGER),
        (Topic.FRAUD, Answer.GOING_ON, None, Level.TODAY, Reason.FRAUD_GOING_ON),
        (Topic.FRAUD, Answer.LOAN_TAKEN, None, Level.WEEK, Reason.FRAUD_LOAN),
        (Topic.FRAUD, Answer.UNKNOWN, None, Level.TODAY, Reason.FRAUD_LOAN),
        (Topic.FRAUD, None, None, Level.TODAY, Reason.FRAUD_LOAN),
        (Topic.COLLECTORS, Answer.THREATS, None, Level.TODAY, Reason.THREATS),
        (Topic.COLLECTORS, Answer.CALLS, None, Level.PLAN, Reason.TOPIC),
        (Topic.ACCOUNT, Answer.OVER_HALF, None, Level.WEEK, Reason.INCOME_TAKEN),
        (Topic.ACCOUNT, Answer.BENEFITS_TAKEN, None, Level.WEEK, Reason.INCOME_TAKEN),
        (Topic.ACCOUNT, Answer.PENSION_TAKEN, None, Level.WEEK, Reason.INCOME_TAKEN),
        (Topic.ACCOUNT, None, Situation.ESSENTIALS, Level.TODAY, Reason.ESSENTIALS),
        (Topic.ENFORCEMENT, Answer.TRAVEL_PLANNED, None, Level.DAYS, Reason.TRAVEL),
        (Topic.ENFORCEMENT, Answer.PROPERTY_TAKEN, None, Level.WEEK, Reason.PROPERTY),
        (Topic.ENFORCEMENT, Answer.ONLY_PAPERS, None, Level.WEEK, Reason.TOPIC),
        (Topic.ENFORCEMENT, None, Situation.ESSENTIALS, Level.TODAY, Reason.ESSENTIALS),
        (Topic.HOME, Answer.EVICTION, None, Level.WEEK, Reason.HOME),
        (Topic.HOME, Answer.PLEDGED, Situation.ESSENTIALS, Level.TODAY, Reason.ESSENTIALS),
        (Topic.COURT, None, None, Level.DAYS, Reason.COURT_PAPER),
        (Topic.NOTARY, None, None, Level.DAYS, Reason.NOTARY_TERM),
        (Topic.OVERDUE, None, None, Level.DAYS, Reason.SETTLEMENT_TERM),
        (Topic.OVERDUE, Answer.UNKNOWN, None, Level.DAYS, Reason.SETTLEMENT_TERM),
        (Topic.OVERDUE, Answer.NOT_MISSED, None, Level.WEEK, Reason.TOPIC),
        (Topic.LENDER, Answer.OVER_15_DAYS, None, Level.PLAN, Reason.LENDER),
        (Topic.BANKRUPTCY, None, None, Level.PLAN, Reason.TOPIC),
        (Topic.CREDIT_HISTORY, None, Situation.NONE, Level.PLAN, Reason.TOPIC),
        (Topic.BENEFITS, None, None, Level.PLAN, Reason.REFER),
        (Topic.BENEFITS, None, Situation.VULNERABLE, Level.WEEK, Reason.VULNERABLE),
        (Topic.LENDER, None, Situation.ESSENTIALS, Level.WEEK, Reason.ESSENTIALS),
        (Topic.NOTARY, None, Situation.ESSENTIALS, Level.DAYS, Reason.NOTARY_TERM),
        (Topic.COURT, Answer.THREATS, None, Level.DAYS, Reason.COURT_PAPER),  # not its answer
    ],
)
def test_the_rules_by_example(
    topic: Topic,
    answer: Answer | None,
    situation: Situation | None,
    level: Level,
    reason: Reason,
) -> None:
    assert judged(topic, answer, situation=situation) == (level, reason)


@pytest.mark.parametrize(
    ("received", "level", "left"),
    [
        (ago(0), Level.DAYS, 10),
        (ago(7), Level.DAYS, 5),
        (ago(11), Level.DAYS, 3),
        (ago(12), Level.TODAY, 2),
        (ago(14), Level.TODAY, 0),
        (ago(17), Level.TODAY, -1),  # "still urgent", never an error
        (TODAY + dt.timedelta(days=90), Level.DAYS, 10),  # as if it came today
    ],
)
def test_an_inscription_runs_in_working_days(received: dt.date, level: Level, left: int) -> None:
    urgency = urgency_of(Facts(topic=Topic.NOTARY, day=received), law(TODAY))
    assert (urgency.level, urgency.reason) == (level, Reason.NOTARY_TERM)
    assert days_left(urgency, TODAY) == left


@pytest.mark.parametrize(
    ("missed", "level", "left"),
    [
        (ago(0), Level.DAYS, 30),
        (ago(27), Level.DAYS, 3),
        (ago(28), Level.TODAY, 2),
        (ago(30), Level.TODAY, 0),
        (ago(31), Level.WEEK, -1),
        (TODAY + dt.timedelta(days=1), Level.DAYS, 30),
    ],
)
def test_applying_to_the_lender_runs_in_calendar_days(
    missed: dt.date, level: Level, left: int
) -> None:
    urgency = urgency_of(Facts(topic=Topic.OVERDUE, day=missed), law(TODAY))
    assert (urgency.level, urgency.reason) == (level, Reason.SETTLEMENT_TERM)
    assert days_left(urgency, TODAY) == left


def test_a_court_paper_gets_no_day_that_nobody_has_verified() -> None:
    urgency = urgency_of(Facts(topic=Topic.COURT, day=ago(3)), law(TODAY))
    assert urgency.last_day is None
    assert days_left(urgency, TODAY) is None


def test_a_term_is_told_also_when_something_else_is_the_reason() -> None:
    facts = Facts(topic=Topic.NOTARY, day=ago(7), situation=Situation.DANGER)
    urgency = urgency_of(facts, law(TODAY))
    assert (urgency.level, urgency.reason) == (Level.TODAY, Reason.DANGER)
    assert urgency.last_day == dt.date(2026, 11, 30)
    assert days_left(urgency, TODAY) is None


def test_terms_are_as_long_as_the_law_of_the_day_says() -> None:
    shorter = LegalDay(day=TODAY, notary_working_days=3, settlement_days=7)
    notary = urgency_of(Facts(topic=Topic.NOTARY, day=ago(3)), shorter)
    assert notary.last_day == dt.date(2026, 11, 25)
    overdue = urgency_of(Facts(topic=Topic.OVERDUE, day=ago(3)), shorter)
    assert overdue.last_day == dt.date(2026, 11, 27)


def test_the_table_is_in_the_order_of_urgency() -> None:
    ranks = [rank(rule.level) for rule in RULES]
    assert ranks == sorted(ranks)


def test_no_rule_names_an_answer_that_its_question_does_not_have() -> None:
    for rule in RULES:
        for answer in {rule.answer, rule.unless} - {None}:
            for topic in rule.topics:
                assert answer in {*CHOICES.get(topic, ()), *INSTEAD_OF_DAY.get(topic, ())}


@given(requests, days)
def test_every_request_has_an_urgency_on_every_day(facts: Facts, today: dt.date) -> None:
    urgency = urgency_of(facts, law(today))
    left = days_left(urgency, today)
    if left is not None:
        assert urgency.last_day is not None
        assert (left < 0) is (urgency.last_day < today)


@given(requests, days)
def test_self_harm_and_danger_are_for_today(facts: Facts, today: dt.date) -> None:
    for situation in (Situation.CRISIS, Situation.DANGER):
        urgency = urgency_of(replace(facts, situation=situation), law(today))
        assert (urgency.level, urgency.reason.value) == (Level.TODAY, situation.value)


@given(requests, days)
def test_a_graver_situation_never_makes_it_less_urgent(facts: Facts, today: dt.date) -> None:
    gravest_first = [*Situation, None]
    found = [
        rank(urgency_of(replace(facts, situation=situation), law(today)).level)
        for situation in gravest_first
    ]
    assert found == sorted(found)


@given(days, days)
def test_an_inscription_never_becomes_less_urgent_with_time(
    received: dt.date, today: dt.date
) -> None:
    facts = Facts(topic=Topic.NOTARY, day=min(received, today))
    tomorrow = today + dt.timedelta(days=1)
    now, then = urgency_of(facts, law(today)), urgency_of(facts, law(tomorrow))
    assert rank(then.level) <= rank(now.level)
    assert then.last_day == now.last_day


@given(levels, levels)
def test_levels_have_one_order(one: Level, other: Level) -> None:
    assert (rank(one) == rank(other)) is (one is other)
    assert (rank(one) < rank(other)) is (HEAD_START[one] > HEAD_START[other])


@given(st.integers(0, 2**40), levels, levels)
def test_of_two_made_together_the_more_urgent_goes_first(
    at: int, one: Level, other: Level
) -> None:
    assert (place_of(at, one) < place_of(at, other)) is (rank(one) < rank(other))


@given(st.lists(st.tuples(st.integers(0, 60 * DAY), levels), min_size=1, max_size=60))
def test_nobody_starves(made: list[tuple[int, Level]]) -> None:
    queue = sorted(
        ((place_of(at, level), number) for number, (at, level) in enumerate(made)),
    )
    order = [number for _, number in queue]
    for position, number in enumerate(order):
        at, level = made[number]
        passed_by = [made[other] for other in order[:position] if made[other][0] > at]
        assert all(later - at <= 14 * DAY for later, _ in passed_by)
        assert all(rank(its) < rank(level) for _, its in passed_by)


def test_the_day_of_a_paper_counts_for_a_court_and_a_notary_alike() -> None:
    asked = Facts(topic=Topic.COURT, day=ago(2))
    under = corrected(asked, Topic.NOTARY)
    assert urgency_of(under, law(TODAY)) == urgency_of(
        Facts(topic=Topic.NOTARY, day=ago(2)), law(TODAY)
    )
    assert (under.asked, under.day) == (Topic.COURT, ago(2))
    assert corrected(under, Topic.COURT) == asked


@pytest.mark.parametrize(
    ("before", "after"), [(Topic.NOTARY, Topic.OVERDUE), (Topic.OVERDUE, Topic.NOTARY)]
)
def test_the_day_of_another_question_makes_no_term(before: Topic, after: Topic) -> None:
    under = corrected(Facts(topic=before, day=ago(1)), after)
    assert urgency_of(under, law(TODAY)).last_day is None
    assert under.day == ago(1), "what was answered is kept"


@given(facts=requests, way=st.lists(st.sampled_from(Topic), max_size=4))
def test_a_corrected_topic_loses_no_answer_and_no_urgency(facts: Facts, way: list[Topic]) -> None:
    urgency, now = urgency_of(facts, law(TODAY)), facts
    for topic in way:
        now = corrected(now, topic)
        fresh = at_least(urgency, urgency_of(now, law(TODAY)))
        assert rank(fresh.level) <= rank(urgency.level)
        assert now.topic is topic
        assert now.question is facts.topic
        urgency = fresh
    assert replace(now, topic=facts.topic, asked=None) == facts
