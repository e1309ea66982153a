"""The rules of a case by themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.case import (
    MOVES,
    OPEN_STATES,
    OUTCOME_LIMIT,
    REOPEN_SECONDS,
    Case,
    CaseState,
    EventKind,
    check_assignee,
    check_move,
    check_outcome,
    check_rating,
    check_reopen,
)
from domain.consultation.content import CAPTION_ROOM, TEXT_ROOM, Content, Kind
from domain.errors import NotAllowed, NotValid, Stale
from tests.consultation import a_case


def case(state: CaseState = CaseState.TAKEN, assignee_id: int | None = 7) -> Case:
    return a_case(state=state, assignee_id=assignee_id)


@given(st.sampled_from(CaseState), st.sampled_from(CaseState))
def test_every_move_is_in_the_table_or_stale(here: CaseState, there: CaseState) -> None:
    if (here, there) in MOVES:
        check_move(case(here), there)
    else:
        with pytest.raises(Stale):
            check_move(case(here), there)


def test_what_has_ended_is_only_ever_reopened() -> None:
    ends = [move for move in MOVES if move[0] not in OPEN_STATES]
    assert ends == [(CaseState.CLOSED, CaseState.WAITING)]


def test_every_move_leaves_an_event() -> None:
    assert set(MOVES.values()) <= set(EventKind)
    assert MOVES[CaseState.TAKEN, CaseState.WAITING] is EventKind.RETURNED


def test_a_case_is_reopened_for_a_week() -> None:
    ended = a_case(state=CaseState.CLOSED, closed_at=1000)
    check_reopen(ended, 1000 + REOPEN_SECONDS)
    with pytest.raises(Stale, match="reopen"):
        check_reopen(ended, 1001 + REOPEN_SECONDS)
    for state in set(CaseState) - {CaseState.CLOSED}:
        with pytest.raises(Stale):
            check_reopen(a_case(state=state, closed_at=1000), 1000)


def test_only_the_assignee_acts() -> None:
    check_assignee(case(), 7)
    for stranger in (0, 6, 8):
        with pytest.raises(NotAllowed):
            check_assignee(case(), stranger)
    with pytest.raises(NotAllowed):
        check_assignee(case(CaseState.WAITING, None), 7)


@given(st.text())
def test_an_outcome_is_told_as_it_was_written(text: str) -> None:
    words = text.strip()
    if 0 < len(words) <= OUTCOME_LIMIT:
        assert check_outcome(text) == words
    else:
        with pytest.raises(NotValid):
            check_outcome(text)


def test_a_too_long_outcome_is_refused() -> None:
    with pytest.raises(NotValid):
        check_outcome("а" * (OUTCOME_LIMIT + 1))


@given(st.integers(min_value=-3, max_value=9))
def test_a_rating_is_one_to_five_of_a_closed_case(stars: int) -> None:
    if 1 <= stars <= 5:
        check_rating(case(CaseState.CLOSED), stars)
        with pytest.raises(Stale):
            check_rating(case(CaseState.TAKEN), stars)
    else:
        with pytest.raises(NotValid):
            check_rating(case(CaseState.CLOSED), stars)


@given(st.sampled_from(Kind), st.integers(min_value=0, max_value=4096))
def test_a_header_that_does_not_fit_stands_by_itself(kind: Kind, length: int) -> None:
    content = Content(kind=kind, html="x" * length, length=length, file_id="f")
    room = TEXT_ROOM if kind is Kind.TEXT else CAPTION_ROOM
    if kind is Kind.OTHER:
        assert content.needs_own_header
    else:
        assert content.needs_own_header == (length > room)


@given(
    st.sampled_from(Kind),
    st.text(),
    st.integers(0, 4096),
    st.one_of(st.none(), st.text(min_size=1)),
)
def test_content_comes_back_from_the_database_as_it_was(
    kind: Kind, html: str, length: int, file_id: str | None
) -> None:
    content = Content(kind=kind, html=html, length=length, file_id=file_id)
    assert Content.from_json(content.to_json()) == content
