"""Skills: what is offered to whom, and until when it is kept for them."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.offering import KEPT_SECONDS, among, who_is_told
from domain.consultation.opening import ALMATY, OpeningHours
from domain.consultation.skills import ALL, LANES, Skilled, Skills, chosen
from domain.consultation.triage import Level, Topic
from domain.consultation.urgency import rank
from domain.errors import NotValid
from domain.people.model import Language

HOURS = OpeningHours()
KK, RU = Language.KK, Language.RU

skills = st.builds(
    Skills,
    languages=st.frozensets(st.sampled_from(Language), max_size=1),
    topics=st.frozensets(st.sampled_from(Topic), max_size=len(Topic) - 1),
)
instants = st.integers(
    int(dt.datetime(2026, 1, 1, tzinfo=ALMATY).timestamp()),
    int(dt.datetime(2026, 12, 31, tzinfo=ALMATY).timestamp()),
)


def at_work(*known: Skills) -> list[Skilled]:
    return [Skilled(chat_id=number, skills=one) for number, one in enumerate(known, 1)]


def test_no_restriction_is_everything() -> None:
    assert ALL.lanes == LANES
    assert ALL.are_all
    assert among(ALL, at_work(ALL), HOURS, 0) is None


def test_everything_chosen_is_no_restriction() -> None:
    assert chosen(frozenset(Language), frozenset(Topic)) == ALL
    assert chosen(frozenset(Language), frozenset()) == ALL
    only = chosen(frozenset({RU}), frozenset({Topic.HOME}))
    assert only.lanes == {(RU, Topic.HOME)}
    with pytest.raises(NotValid, match="skills_language"):
        chosen(frozenset(), frozenset({Topic.HOME}))


@given(own=skills, others=st.lists(skills, max_size=4), now=instants)
def test_what_is_offered_is_ones_own_and_what_nobody_at_work_can_do(
    own: Skills, others: list[Skills], now: int
) -> None:
    working = at_work(own, *others)
    offered = among(own, working, HOURS, now)
    lanes = LANES if offered is None else offered.lanes
    for lane in LANES:
        has = any(one.skills.cover(*lane) for one in working)
        assert (lane in lanes) is (own.cover(*lane) or not has)


@given(now=instants, level=st.sampled_from(Level))
def test_a_case_is_kept_for_so_much_open_time(now: int, level: Level) -> None:
    offered = among(Skills(topics=frozenset({Topic.HOME})), at_work(ALL), HOURS, now)
    assert offered is not None
    by = offered.queued_by[level]
    assert HOURS.open_seconds(by, now) == KEPT_SECONDS[level]
    assert HOURS.open_seconds(by + 1, now) < KEPT_SECONDS[level]


@given(end=instants, seconds=st.integers(-5, 40 * 3600))
def test_open_time_is_counted_backwards_as_forwards(end: int, seconds: int) -> None:
    start = HOURS.before_open_seconds(end, seconds)
    assert start <= end
    assert HOURS.open_seconds(start, end) == max(0, seconds)


def test_the_more_urgent_is_kept_for_a_shorter_time() -> None:
    kept = [KEPT_SECONDS[level] for level in sorted(Level, key=rank)]
    assert kept == sorted(kept)


@given(known=st.lists(skills, max_size=5), lane=st.sampled_from(sorted(LANES)))
def test_somebody_at_work_hears_of_every_case(known: list[Skills], lane: Any) -> None:
    told = who_is_told(at_work(*known), *lane, but=frozenset())
    assert bool(told) is bool(known)
    fitting = [number for number, one in enumerate(known, 1) if one.cover(*lane)]
    assert told == (fitting or list(range(1, len(known) + 1)))


def test_who_knows_already_is_not_told_and_does_not_keep_others_from_it() -> None:
    home = Skills(topics=frozenset({Topic.HOME}))
    court = Skills(topics=frozenset({Topic.COURT}))
    told = who_is_told(at_work(home, court), KK, Topic.HOME, but=frozenset({1}))
    assert told == [2]
