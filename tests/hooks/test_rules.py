"""What is posted, how it is signed, and what becomes of a try: pure rules."""

import datetime as dt
import json
import math
import re
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.case import EventKind, OutcomeCode
from domain.hooks.body import body_of
from domain.hooks.fate import (
    CONTENT_REFUSED,
    GIVE_UP,
    GIVE_UP_REFUSED,
    LONGEST_PAUSE,
    LONGEST_WISH,
    Accepted,
    Again,
    Dead,
    Posted,
    Refused,
    Silent,
    fate_of,
    pause_after,
    retry_after,
)
from domain.hooks.model import POSTED, Hook
from domain.hooks.signature import signature
from tests.hooks.examples import AT, EXAMPLES, SENSITIVE, a_happening

DOCUMENT = (Path(__file__).parents[2] / "docs" / "call-centre.md").read_text("utf-8")


def said(happening: Any, *, texts: bool = False) -> dict[str, Any]:
    return json.loads(body_of(happening, texts=texts))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)


def test_the_document_shows_each_event_as_it_is_posted() -> None:
    shown = {example["event"]: example for example in map(json.loads, blocks("json"))}
    assert shown.keys() == {kind.value for kind in POSTED}
    assert shown == {happening.kind.value: said(happening) for happening in EXAMPLES}


def test_the_document_names_every_field_and_outcome() -> None:
    for happening in EXAMPLES:
        body = said(happening, texts=True)
        names = [*body, *(f"case.{name}" for name in body["case"]), *body["data"]]
        missing = [n for n in names if f"`{n}`" not in DOCUMENT and f"data.{n}`" not in DOCUMENT]
        assert not set(missing) - {"case"}, happening.kind
    assert all(f"`{code.value}`" in DOCUMENT for code in OutcomeCode)


@pytest.mark.parametrize("happening", EXAMPLES, ids=lambda h: h.kind.value)
def test_words_and_phones_are_left_out_unless_they_are_allowed(happening: Any) -> None:
    closed = body_of(happening, texts=False).decode()
    assert not [secret for secret in SENSITIVE if secret in closed]
    assert "phone" not in said(happening)["case"]
    assert said(happening, texts=True)["case"]["phone"] == "+77015550101"


def test_what_is_allowed_is_told_as_plain_text() -> None:
    opened = said(a_happening(EventKind.OPENED), texts=True)["data"]["texts"]
    assert opened[0] == {
        "id": 9001,
        "from": "citizen",
        "at": "2026-11-23T08:00:00Z",
        "kind": "text",
        "text": "Мұрагерлік іс туралы <қағаз>",
    }
    assert opened[1]["from"] == "operator"
    closed = said(a_happening(EventKind.CLOSED, details={"code": "advised"}), texts=True)
    assert closed["data"] == {"outcome": "advised", "summary": "Заявление отправлено"}
    rated = said(a_happening(EventKind.RATED, details={"stars": 2}), texts=True)
    assert rated["data"] == {"stars": 2, "comment": "Помогла"}


@pytest.mark.parametrize("kind", sorted(POSTED))
def test_unknown_details_never_get_out(kind: EventKind) -> None:
    leaky = a_happening(kind, details={"note": "Құпия", "phone": "+77010000000"})
    for texts in (False, True):
        body = body_of(leaky, texts=texts).decode()
        assert "Құпия" not in body
        assert "+77010000000" not in body


def test_the_signature_is_verified_by_the_documents_own_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [source] = blocks("python")
    assert len([line for line in source.splitlines() if line.strip()]) <= 11
    known: dict[str, Any] = {}
    exec(compile(source, "docs/call-centre.md", "exec"), known)
    is_genuine = known["is_genuine"]
    body = body_of(a_happening(EventKind.OPENED), texts=True)
    monkeypatch.setattr("time.time", lambda: AT + 30.0)
    header = signature("the secret of both", body, AT)
    assert is_genuine("the secret of both", header, body)
    assert not is_genuine("another secret", header, body)
    assert not is_genuine("the secret of both", header, body + b" ")
    moved = header.replace(f"t={AT}", f"t={AT + 1}")
    assert not is_genuine("the secret of both", moved, body)
    monkeypatch.setattr("time.time", lambda: AT + 301.0)
    assert not is_genuine("the secret of both", header, body)


def hook(attempts: int = 1, age: int = 0) -> Hook:
    return Hook(
        event_id=1, case_id=1, kind=EventKind.OPENED, attempts=attempts, created_at=AT - age
    )


def test_any_2xx_is_the_end() -> None:
    assert fate_of(hook(age=GIVE_UP * 2), Accepted(), AT, 0.5) == Posted()


@pytest.mark.parametrize("status", [301, 302, 307, 401, 403, 404, 408, 410, 425, 429, 500, 503])
def test_what_may_be_mended_is_tried_for_a_day(status: int) -> None:
    assert isinstance(fate_of(hook(300, GIVE_UP - 1), Refused(status), AT, 0.5), Again)
    assert fate_of(hook(300, GIVE_UP), Refused(status), AT, 0.5) == Dead(f"status {status}")


@pytest.mark.parametrize("status", sorted(CONTENT_REFUSED))
def test_a_refused_content_is_tried_for_an_hour(status: int) -> None:
    young, old = hook(9, GIVE_UP_REFUSED - 1), hook(9, GIVE_UP_REFUSED)
    assert isinstance(fate_of(young, Refused(status), AT, 0.5), Again)
    assert fate_of(old, Refused(status), AT, 0.5) == Dead(f"status {status}")


def test_silence_is_tried_for_a_day() -> None:
    assert isinstance(fate_of(hook(9, GIVE_UP - 1), Silent("ConnectError"), AT, 0.5), Again)
    assert fate_of(hook(9, GIVE_UP), Silent("ConnectError"), AT, 0.5) == Dead("ConnectError")


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pauses_double_up_to_half_an_hour_and_are_never_none(attempts: int, chance: float) -> None:
    assert 0 <= pause_after(attempts, chance) <= min(2.0 ** min(attempts, 50), LONGEST_PAUSE)
    assert pause_after(attempts, 1) == min(2.0 ** min(attempts, 50), LONGEST_PAUSE)
    fate = fate_of(hook(attempts), Refused(500), AT, chance)
    assert isinstance(fate, Again)
    assert fate.due_at == math.ceil(AT + max(1.0, pause_after(attempts, chance)))


def test_retry_after_is_obeyed_in_both_forms() -> None:
    assert retry_after(429, " 120 ", AT) == 120
    date = format_datetime(dt.datetime.fromtimestamp(AT + 90, dt.UTC), usegmt=True)
    assert retry_after(503, date, AT) == 90
    assert retry_after(503, date, AT + 1000) == 0, "it has passed"
    fate = fate_of(hook(), Refused(429, 120.0), AT, 0.0)
    assert fate == Again(AT + 120, "status 429")


def test_retry_after_of_another_answer_or_without_sense_is_not() -> None:
    assert retry_after(500, "120", AT) is None
    assert retry_after(429, None, AT) is None
    assert retry_after(429, "-5", AT) is None
    assert retry_after(429, "²", AT) is None
    assert retry_after(429, "Fri, 99 Nov 2026 25:00:00 GMT", AT) is None


DATE_LIKE = st.from_regex(
    r"[A-Z][a-z]{2}, [0-9]{1,3} (Jan|Nov|Xxx) [0-9]{1,6} [0-9]{1,2}:[0-9]{2}(:[0-9]{1,3})? "
    r"(GMT|[+-][0-9]{1,9}|EST|)",
    fullmatch=True,
)


@given(st.one_of(st.text(max_size=60), st.integers(0, 10**40).map(str), DATE_LIKE))
def test_no_header_breaks_it_or_stops_the_posting_for_ever(header: str) -> None:
    wish = retry_after(503, header, AT)
    assert wish is None or 0 <= wish <= LONGEST_WISH


def test_a_date_of_another_century_is_cut() -> None:
    assert retry_after(503, "Fri, 31 Dec 2199 23:59:59 GMT", AT) == LONGEST_WISH
