"""What the watch over the desk tells: operators, supervisors, the group, the citizen who waits."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.callbacks import BoardCD, CaseCD, QueueCD, ShiftEndCD, TakeOverCD
from bot.i18n import Texts
from bot.screens.common import desk_row
from bot.screens.handing import decisions
from bot.screens.model import Button, Rows, Screen
from bot.screens.spans import moment
from bot.screens.topics import level_name, topic_name
from domain.consultation.case import Case

NUMBERS_SHOWN = 10
TO_READ = 3
CASES_SHOWN = 30


def reminder(texts: Texts, case: Case, until: int, now: int, *, to_decide: bool = False) -> Screen:
    """The operator has not answered for a while; who is on the telephone only waits for a call,
    or when all of them were in vain for what becomes of the case.
    """
    told = {"number": case.id, "name": case.citizen_name, "moment": moment(texts, until, now)}
    text = texts.t(
        "<b>№ {number} · {name}</b> waits for your answer. Without one the request goes back "
        "to the queue: {moment}.",
        **told,
    )
    if case.citizen_chat is None:
        text = texts.t(
            "<b>№ {number} · {name}</b> waits for your call. Without its result the request goes "
            "back to the queue: {moment}.",
            **told,
        )
    if to_decide:
        text = texts.t(
            "<b>№ {number} · {name}</b>: all calls were in vain. Please decide: close the case as "
            "«not reached», or return it. If nothing is done, it goes back to the queue: "
            "{moment}.",
            **told,
        )
    return Screen(
        text=text,
        rows=(
            *(decisions(texts, case) if to_decide else ()),
            (Button(text=texts.plain("Case"), data=CaseCD(case=case.id).pack()),),
        ),
        protect=True,
    )


def lost(texts: Texts, case: Case) -> Screen:
    """The operator has lost a case by being silent."""
    return Screen(
        text=texts.t(
            "№ {number} went back to the queue: the person had no answer for too long. Whoever "
            "takes it gets all that was written.",
            number=case.id,
        ),
        rows=(desk_row(texts),),
    )


def follow_up(texts: Texts, case: Case) -> Screen:
    """For those on shift: somebody else's citizen has written. No names, no words of theirs."""
    told = {
        "number": case.id,
        "operator": case.assignee_name or "",
        "topic": topic_name(texts, case.topic),
        "level": level_name(texts, case.urgency.level),
    }
    text = texts.t(
        "№ {number}: the person has written, and {operator} is off shift.\n"
        "Topic: {topic}\nUrgency: {level}",
        **told,
    )
    if case.citizen_chat is None:
        text = texts.t(
            "№ {number}: the person waits for a call, and {operator} is off shift.\n"
            "Topic: {topic}\nUrgency: {level}",
            **told,
        )
    return Screen(text=text, rows=((_take_over(texts, case),),))


def follow_ups(texts: Texts, cases: Sequence[Case]) -> Screen:
    """Several of them, for whoever begins a shift."""
    lines = [
        Markup("№ {} · {} · {} · {}").format(
            case.id,
            case.assignee_name or "",
            topic_name(texts, case.topic),
            level_name(texts, case.urgency.level),
        )
        for case in cases
    ]
    return Screen(
        text=texts.t("<b>People wait, and their operators are off shift</b>")
        + "\n\n"
        + Markup("\n").join(lines),
        rows=tuple((_take_over(texts, case),) for case in cases),
    )


def _take_over(texts: Texts, case: Case) -> Button:
    return Button(
        text=texts.plain("Take over № {number}", number=case.id),
        data=TakeOverCD(case=case.id).pack(),
        style="primary",
    )


def shift_ended(texts: Texts, cases: Sequence[Case], at: int, *, by_hand: bool = False) -> Screen:
    """The closing hour ended the shift, or its operator; what becomes of the open cases is one
    tap.
    """
    head = texts.t("The working day is over, your shift has ended.")
    if by_hand:
        head = texts.t("Your shift has ended, and you still have open cases.")
    if not cases:
        return Screen(text=head, rows=(desk_row(texts),))
    lines = [_open_case(texts, case) for case in cases[:CASES_SHOWN]]
    if len(cases) > CASES_SHOWN:
        lines.append(texts.t("…and {count} more", count=len(cases) - CASES_SHOWN))
    return Screen(
        text=head
        + "\n\n"
        + texts.t("<b>Your open cases</b>")
        + "\n"
        + Markup("\n").join(lines)
        + "\n\n"
        + texts.t("Handed over, they wait in the queue at their old places."),
        rows=(
            (
                Button(
                    text=texts.plain("Hand over all ({count})", count=len(cases)),
                    data=ShiftEndCD(at=at, keep=False).pack(),
                ),
            ),
            (Button(text=texts.plain("Keep"), data=ShiftEndCD(at=at, keep=True).pack()),),
        ),
        protect=True,
    )


def _open_case(texts: Texts, case: Case) -> Markup:
    line = Markup("№ {} · {}").format(case.id, case.citizen_name)
    return line if case.owed_since is None else line + texts.t(" · waits for an answer")


def handed_over(texts: Texts, count: int) -> Screen:
    """In place of the list."""
    return Screen(
        text=texts.t("Back in the queue: {count}", count=texts.number(count)),
        rows=(desk_row(texts),),
    )


def kept(texts: Texts, count: int) -> Screen:
    """In place of the list."""
    return Screen(
        text=texts.t(
            "You keep your open cases: {count}. When somebody writes while you are off shift, "
            "those at work are told.",
            count=texts.number(count),
        ),
        rows=(desk_row(texts),),
    )


def took_over(texts: Texts, case: Case) -> Screen:
    """In place of the notice; the card comes as a message of its own."""
    return Screen(
        text=texts.t(
            "You have taken over № {number}. The card and the messages follow.", number=case.id
        ),
        rows=(desk_row(texts),),
    )


def alarm(texts: Texts, cases: Mapping[str, Sequence[int]]) -> Screen:
    """For a supervisor: which cases, by their numbers."""
    lines = [
        texts.t("{what}: {numbers}", what=what, numbers=_numbers(cases[kind]))
        for kind, what in _kinds(texts).items()
        if cases.get(kind)
    ]
    return Screen(
        text=texts.t("<b>Alarm</b>") + "\n\n" + Markup("\n").join(lines),
        rows=(
            *_to_read(cases.get("unhappy", ())),
            (
                Button(text=texts.plain("Board"), data=BoardCD().pack(), style="primary"),
                Button(text=texts.plain("Queue"), data=QueueCD().pack()),
            ),
        ),
    )


def _to_read(numbers: Sequence[int]) -> Rows:
    """A way to each comment; the rest is found by its number."""
    shown = numbers[:TO_READ]
    buttons = [Button(text=f"№ {number}", data=CaseCD(case=number).pack()) for number in shown]
    return (tuple(buttons),) if buttons else ()


def group_alarm(languages: Sequence[Texts], counts: Mapping[str, int]) -> Screen:
    """For the group, in every language: how many of each, nothing about anybody."""
    parts = [
        Markup("\n").join(
            texts.t("{what}: {numbers}", what=what, numbers=texts.number(counts[kind]))
            for kind, what in _kinds(texts).items()
            if counts.get(kind)
        )
        for texts in languages
    ]
    return Screen(text=Markup("\n\n").join(parts))


def _kinds(texts: Texts) -> Mapping[str, Markup]:
    return {
        "danger": texts.t(
            "The desk is closed, and somebody may be in danger (the emergency numbers were shown)"
        ),
        "urgent": texts.t("Urgent, nobody has taken them for 10 minutes"),
        "late": texts.t("Not taken by the promised time"),
        "silent": texts.t("Back in the queue, because nobody answered"),
        "unheard": texts.t("The person waits, and nobody is on shift"),
        "unhappy": texts.t("One or two stars, and a comment"),
    }


def _numbers(cases: Sequence[int]) -> str:
    shown = ", ".join(f"№\u00a0{number}" for number in cases[:NUMBERS_SHOWN])
    more = len(cases) - NUMBERS_SHOWN
    return shown if more <= 0 else f"{shown} +{more}"
