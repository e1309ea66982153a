"""The home screen and the desk: what stands first, and that nothing stands there twice."""

import gettext
from dataclasses import replace

import pytest

from bot.i18n import Texts
from bot.screens import desk as desk_screens
from bot.screens import handing as handing_screens
from bot.screens import privacy as privacy_screens
from bot.screens import request as request_screens
from bot.screens import start as start_screens
from bot.screens.model import Screen
from domain.consultation.case import CaseState
from domain.consultation.counting import COUNTED
from domain.consultation.desk import DeskView, QueuePage, Waiting
from domain.consultation.handing import Colleague
from domain.consultation.triage import Level
from domain.course.view import Overview, Standing
from domain.people.model import Language, Role
from tests.consultation import a_case
from tests.domain.course.examples import FIRST, NOW, person

PLAIN = Texts(Language.KK, gettext.NullTranslations())  # the messages as they stand in the code
CASE = a_case(
    id=7, citizen_id=1, state=CaseState.WAITING, assignee_id=None, assignee_name=None,
    assignee_chat=None, created_at=NOW,
)  # fmt: skip


def labels(screen: Screen) -> list[str]:
    return [button.text for row in screen.rows for button in row]


def primary(screen: Screen) -> list[str]:
    return [button.text for row in screen.rows for button in row if button.style == "primary"]


def standing(*, done: bool) -> Standing:
    return Standing(lesson=FIRST, step=None, finished=done)


def overview(*, done: bool) -> Overview:
    one = standing(done=done)
    return Overview(standings=(one,), following=None if done else one)


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("role", [None, Role.OPERATOR, Role.OWNER])
def test_home_says_nothing_twice(role: Role | None, done: bool) -> None:
    shown = labels(start_screens.home(PLAIN, person().with_role(role), overview(done=done)))
    assert len(shown) == len(set(shown))
    assert "⚖️ I need a lawyer" in shown
    assert "All lessons" in shown


def test_home_begins_with_the_work_of_the_reader() -> None:
    citizen = start_screens.home(PLAIN, person(), overview(done=False))
    assert primary(citizen) == labels(citizen)[:1] == ["Start the first lesson"]
    operator = person().with_role(Role.OPERATOR)
    at_work = start_screens.home(PLAIN, operator, overview(done=False))
    assert primary(at_work) == labels(at_work)[:1] == ["Desk"]


def test_off_shift_the_way_on_is_to_begin_it() -> None:
    waiting = (Waiting(level=Level.PLAN, count=3, since=NOW),)
    view = DeskView(on_shift=False, waiting=waiting, mine=())
    off = desk_screens.desk(PLAIN, view, NOW)
    assert primary(off) == labels(off)[:1] == ["Begin the shift"]
    on = desk_screens.desk(PLAIN, replace(view, on_shift=True), NOW)
    assert primary(on) == labels(on)[:1] == ["Take the next one"]
    others = [
        "Queue",
        "My cases",
        "Find a case",
        "📞 New request by phone",
        "End the shift",
        "🏠 Home",
    ]
    assert sorted(labels(on)[1:]) == sorted(others)


def test_of_fifty_colleagues_those_with_room_stand_on_pages_of_buttons() -> None:
    fifty = [
        Colleague(person_id=n, name=f"O{n}", open=8 if n % 3 == 0 else 1, capacity=8)
        for n in range(1, 51)
    ]
    first, last = (handing_screens.ask_colleague(PLAIN, CASE, fifty, page) for page in (0, 4))
    assert next(label for label in labels(first) if label.endswith("/8")) == "O1 · 1/8"
    assert len(labels(first)) <= 12
    assert "O50 · 1/8" in labels(last)
    assert not any(label.startswith("O48") for label in labels(last)), "has no room"
    assert "No room for one more: O3, O6, " in first.text
    assert first.text.endswith("O30, …")


def test_a_queue_counted_only_so_far_says_so() -> None:
    waiting = (
        Waiting(level=Level.TODAY, count=7, since=NOW),
        Waiting(level=Level.PLAN, count=COUNTED + 1, since=NOW),
    )
    text = desk_screens.desk(PLAIN, DeskView(on_shift=True, waiting=waiting, mine=()), NOW).text
    assert text.count(f": {PLAIN.number(COUNTED)}+") == 2
    assert ": 7, the longest" in text


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 min"),
        (59 * 60, "59 min"),
        (3600, "1 h"),
        (26 * 3600, "26 h"),
        (48 * 3600, "2 d"),
        (15 * 86400, "15 d"),
    ],
)
def test_a_long_wait_is_told_in_hours_and_days(seconds: int, said: str) -> None:
    page = QueuePage(cases=(CASE, replace(CASE, id=8)), page=0, goes_on=False)
    shown = desk_screens.queue(PLAIN, page, NOW + seconds)
    assert f"waiting {said}" in shown.text
    assert primary(shown) == ["Take № 7"]


def test_the_two_confirmations_can_be_left() -> None:
    assert labels(request_screens.cancel_sure(PLAIN, 7)) == ["Yes, cancel", "No, keep it"]
    erasing = labels(privacy_screens.erase_sure(PLAIN))
    assert erasing == ["Yes, erase", "No, keep it", "⚖️ I need a lawyer", "🏠 Home"]
