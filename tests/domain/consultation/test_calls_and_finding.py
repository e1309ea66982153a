"""Calls in a row, who may see which case, notes that can be kept."""

import pytest

from domain.consultation.calls import in_vain
from domain.consultation.case import CaseState
from domain.consultation.desk import owed_first
from domain.consultation.finding import may_see
from domain.consultation.notes import NOTE_LIMIT, check_note
from domain.errors import NotValid
from domain.people.model import Role
from tests.consultation import a_case
from tests.domain.course.examples import person


@pytest.mark.parametrize(
    ("calls", "count"),
    [([], 0), ([False], 1), ([False] * 3, 3), ([False, True], 0), ([True, False, False], 2)],
)
def test_calls_in_vain_are_counted_since_the_last_that_reached(
    calls: list[bool], count: int
) -> None:
    assert in_vain(calls) == count


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR, Role.OWNER])
@pytest.mark.parametrize("whose", ["own", "another's", "asked by themselves"])
def test_who_may_see_a_case(state: CaseState, role: Role, whose: str) -> None:
    viewer = person().with_role(role)
    case = a_case(
        state=state,
        citizen_id=viewer.id if whose == "asked by themselves" else viewer.id + 1,
        assignee_id=viewer.id if whose == "own" else viewer.id + 2,
    )
    expected = whose != "asked by themselves" and (
        whose == "own" or role is not Role.OPERATOR or state is CaseState.WAITING
    )
    assert may_see(viewer, case) is expected


def test_whoever_waits_longest_for_an_answer_comes_first() -> None:
    waits = {1: None, 2: 50, 3: 0, 4: None, 5: 20}
    cases = [a_case(id=number, owed_since=since) for number, since in waits.items()]
    assert [case.id for case in owed_first(cases)] == [3, 5, 2, 1, 4]


@pytest.mark.parametrize("words", ["", "  \n ", "x" * (NOTE_LIMIT + 1)])
def test_an_empty_or_endless_note_is_refused(words: str) -> None:
    with pytest.raises(NotValid):
        check_note(words)
    assert check_note("  Важно ") == "Важно"
