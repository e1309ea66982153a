"""Events as `docs/call-centre.md` shows them."""

from dataclasses import replace
from typing import Any

from domain.consultation.case import CaseState, EventKind
from domain.hooks.model import STATE_AFTER, Happening, Words

AT = 1_795_420_800  # 2026-11-23T08:00:00Z
MINUTE = 60

SENSITIVE = (
    "Мұрагерлік іс туралы",
    "Запишитесь на приём",
    "+77015550101",
    "Помогла",
    "Заявление отправлено",
)
"""Words and numbers of people; they stand in the examples of all kinds."""


def a_happening(kind: EventKind, **changes: Any) -> Happening:
    """An event of case 1042, with everything that could be told of it."""
    state = STATE_AFTER.get(kind, CaseState.TAKEN)
    happening = Happening(
        event_id=5120,
        kind=kind,
        at=AT,
        by="operator",
        details={},
        number=1042,
        state=state,
        waiting_since=AT if state is CaseState.WAITING else None,
        topic="notary",
        level="days",
        reason="notary_term",
        last_day="2026-12-04",
        language="kk",
        channel="telegram",
        contact="chat",
        call_slot=None,
        previous=None,
        opened_at=AT,
        promised_by=AT + 90 * MINUTE,
        from_citizen=2,
        from_operator=0,
        calls=0,
        phone="+77015550101",
        summary="Заявление отправлено",
        comment="Помогла",
        words=(
            Words(
                id=9001,
                by_operator=False,
                at=AT,
                kind="text",
                html="<b>Мұрагерлік іс туралы</b> &lt;қағаз&gt;",
            ),
            Words(
                id=9002,
                by_operator=True,
                at=AT,
                kind="photo",
                html="Запишитесь на приём",
            ),
        ),
    )
    return replace(happening, **changes)


def _later(number: int, minutes: int) -> dict[str, Any]:
    return {"event_id": 5120 + number, "at": AT + minutes * MINUTE}


EXAMPLES = (
    a_happening(EventKind.OPENED, by="citizen"),
    a_happening(EventKind.TAKEN, **_later(1, 24)),
    a_happening(EventKind.MESSAGE, from_operator=1, **_later(4, 26)),
    a_happening(
        EventKind.RETURNED,
        by=None,
        details={"why": "silence"},
        waiting_since=AT + 60 * MINUTE,
        from_operator=1,
        **_later(9, 60),
    ),
    a_happening(EventKind.TRANSFERRED, by="supervisor", from_operator=1, **_later(12, 75)),
    a_happening(
        EventKind.CALL_DUE,
        by=None,
        contact="phone",
        call_slot="afternoon",
        from_operator=1,
        **_later(13, 120),
    ),
    a_happening(
        EventKind.CALLED,
        contact="phone",
        call_slot="afternoon",
        details={"reached": 1},
        calls=2,
        from_operator=1,
        **_later(15, 200),
    ),
    a_happening(
        EventKind.CLOSED, details={"code": "settlement"}, from_operator=3, **_later(20, 260)
    ),
    a_happening(
        EventKind.RATED,
        by="citizen",
        state=CaseState.CLOSED,
        details={"stars": 5},
        from_operator=3,
        **_later(21, 270),
    ),
    a_happening(
        EventKind.REOPENED,
        by="citizen",
        waiting_since=AT + 1500 * MINUTE,
        from_operator=3,
        **_later(40, 1500),
    ),
    a_happening(EventKind.CANCELLED, by="citizen", from_operator=3, **_later(44, 1530)),
    a_happening(
        EventKind.LINKED, by="citizen", contact="phone", call_slot="any", **_later(45, 1560)
    ),
)
