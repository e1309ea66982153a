"""The operator's desk: shift, queue, own cases, looking for a case."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from bot.callbacks import (
    BoardCD,
    CaseCD,
    FindCD,
    MineCD,
    QueueCD,
    ShiftCD,
    TakeCD,
)
from bot.callbacks_callers import CallerNewCD
from bot.callbacks_canned import KeptCD
from bot.i18n import Texts
from bot.screens.common import counted, desk_row, home_button, turn_pages
from bot.screens.model import Button, Rows, Screen
from bot.screens.skills import OUTSIDE, own_line
from bot.screens.spans import span
from bot.screens.topics import level_name, reason_name, topic_name
from domain.consultation.case import Case, CaseState
from domain.consultation.counting import in_all
from domain.consultation.desk import DeskView, QueuePage

OWED = "●"
"""Marks a case whose citizen waits for an answer."""


def desk(texts: Texts, view: DeskView, now: int) -> Screen:
    """Shift, queue, own cases; off shift the way on is to begin it."""
    take = Button(text=texts.plain("Take the next one"), data=TakeCD().pack())
    toggle = ShiftCD(on=not view.on_shift).pack()
    lists = (
        Button(text=texts.plain("Queue"), data=QueueCD().pack()),
        Button(text=texts.plain("My cases"), data=MineCD().pack()),
    )
    find: tuple[Button, ...] = (Button(text=texts.plain("Find a case"), data=FindCD().pack()),)
    by_phone = Button(text=texts.plain("📞 New request by phone"), data=CallerNewCD().pack())
    if view.supervises:
        find = (*find, Button(text=texts.plain("Board"), data=BoardCD().pack()))
        kept = Button(text=texts.plain("Canned replies"), data=KeptCD().pack())
        finds: Rows = (find, (by_phone,), (kept,))
    else:
        finds = (find, (by_phone,))
    if view.on_shift:
        shift = texts.t("You are on shift.")
        end = Button(text=texts.plain("End the shift"), data=toggle)
        rows: Rows = ((replace(take, style="primary"),), lists, *finds, (end,))
    else:
        shift = texts.t("You are off shift.")
        begin = Button(text=texts.plain("Begin the shift"), data=toggle, style="primary")
        rows = ((begin,), (take,), lists, *finds)
    return Screen(
        text=Markup("\n").join(
            (
                texts.t("<b>Desk</b>"),
                Markup(""),
                shift,
                *(() if view.skills.are_all else (own_line(texts, view.skills),)),
                *_waiting(texts, view, now),
                *_own(texts, view.mine, now),
            )
        ),
        rows=(*rows, (home_button(texts),)),
    )


def _waiting(texts: Texts, view: DeskView, now: int) -> Sequence[Markup]:
    total = in_all(waiting.count for waiting in view.waiting)
    return (
        texts.t("Waiting: {count}", count=counted(texts, total)),
        *(
            texts.t(
                "• {level}: {count}, the longest {span}",
                level=level_name(texts, waiting.level),
                count=counted(texts, waiting.count),
                span=span(texts, now - waiting.since),
            )
            for waiting in view.waiting
        ),
    )


def _own(texts: Texts, cases: Sequence[Case], now: int) -> Sequence[Markup]:
    owed = [case for case in cases if case.owed_since is not None]
    lines = [texts.t("Your open cases: {count}", count=texts.number(len(cases)))]
    if owed:
        lines.append(
            texts.t(
                "{mark} Waiting for your answer: {count}, the longest {span}",
                mark=OWED,
                count=texts.number(len(owed)),
                span=span(texts, now - min(case.owed_since or now for case in owed)),
            )
        )
    return lines


def queue(texts: Texts, page: QueuePage, now: int) -> Screen:
    """A page of the queue with urgency and reason; no names before a case is taken."""
    cases = page.cases
    if not cases:
        return Screen(text=texts.t("Nobody is waiting."), rows=(desk_row(texts),))
    lines = [
        (Markup("{} ").format(OUTSIDE) if case.id in page.outside else Markup(""))
        + texts.t(
            "№ {number} · {topic} · waiting {span}",
            number=case.id,
            topic=topic_name(texts, case.topic),
            span=span(texts, now - (case.owed_since or case.created_at)),
        )
        + "\n"
        + urgency_line(texts, case)
        for case in cases
    ]
    takes: Rows = tuple(
        (
            Button(
                text=texts.plain("Take № {number}", number=case.id),
                data=TakeCD(case=case.id).pack(),
                style="primary" if case is cases[0] and page.page == 0 else None,
            ),
        )
        for case in cases
    )
    turn = turn_pages(page.page, lambda at: QueueCD(page=at).pack(), goes_on=page.goes_on)
    if page.outside:
        lines.append(texts.t("{mark} – not among your languages and topics", mark=OUTSIDE))
    return Screen(
        text=texts.t("<b>Queue</b>") + "\n\n" + Markup("\n\n").join(lines),
        rows=(*takes, *turn, desk_row(texts)),
    )


def urgency_line(texts: Texts, case: Case) -> Markup:
    """How soon, and why."""
    return Markup("<b>{}</b>: {}").format(
        level_name(texts, case.urgency.level), reason_name(texts, case.urgency.reason)
    )


def mine(texts: Texts, cases: Sequence[Case], now: int) -> Screen:
    """The operator's open cases; whoever waits for an answer is marked, with how long."""
    if not cases:
        return Screen(text=texts.t("You have no open cases."), rows=(desk_row(texts),))
    rows: Rows = tuple(
        (Button(text=_own_label(texts, case, now), data=CaseCD(case=case.id).pack()),)
        for case in cases
    )
    text = texts.t("<b>My cases</b>")
    if any(case.owed_since is not None for case in cases):
        text += "\n\n" + texts.t("{mark} waits for your answer", mark=OWED)
    return Screen(text=text, rows=(*rows, desk_row(texts)))


def _own_label(texts: Texts, case: Case, now: int) -> str:
    if case.owed_since is None:
        return label(case)
    waited = span(texts, now - case.owed_since).unescape()
    return f"{OWED} {label(case)} · {waited}"


def took(texts: Texts, case: Case, *, is_current: bool) -> Screen:
    """In place of the pressed button; the card comes as a message of its own. The only case is
    the one that typed words go to.
    """
    text = texts.t("You have taken № {number}. The card and the messages follow.", number=case.id)
    if is_current:
        text += "\n\n" + texts.t(
            "You write to <b>№ {number} · {name}</b>: what you type here goes to this person.",
            number=case.id,
            name=case.citizen_name,
        )
    return Screen(text=text, rows=(desk_row(texts),), protect=is_current)


def at_capacity(texts: Texts, capacity: int) -> str:
    """A toast for an operator who has enough open cases."""
    return texts.plain(
        "You have {count} open cases, that is the limit. Close one first.", count=capacity
    )


def nobody_waits(texts: Texts) -> str:
    """A toast."""
    return texts.plain("Nobody is waiting.")


def taken_by_other(texts: Texts, case: Case) -> str:
    """A toast for the one who pressed second, or too late."""
    if case.state is CaseState.TAKEN:
        return texts.plain(
            "№ {number} was taken by {name}.", number=case.id, name=case.assignee_name or ""
        )
    return texts.plain("№ {number} is not waiting any more.", number=case.id)


def ask_search(texts: Texts) -> Screen:
    """What can be looked for."""
    return Screen(
        text=texts.t(
            "<b>Find a case</b>\n\nWrite its number, the person's name or their phone number.\n"
            "By name only open cases are found and those that ended in the last 30 days."
        ),
        rows=(desk_row(texts),),
    )


def found(texts: Texts, cases: Sequence[Case]) -> Screen:
    """What fits; another search can be typed at once."""
    if not cases:
        return Screen(
            text=texts.t(
                "Nothing found among the cases that you may see. Write another number, name or "
                "phone number."
            ),
            rows=(desk_row(texts),),
        )
    rows: Rows = tuple(
        (
            Button(
                text=f"{label(case)} · {state_name(texts, case.state)}",
                data=CaseCD(case=case.id).pack(),
            ),
        )
        for case in cases
    )
    return Screen(text=texts.t("<b>Found</b>"), rows=(*rows, desk_row(texts)), protect=True)


def state_name(texts: Texts, state: CaseState) -> str:
    """Where a case stands, for the desk."""
    return {
        CaseState.WAITING: texts.plain("waiting"),
        CaseState.TAKEN: texts.plain("in work"),
        CaseState.CLOSED: texts.plain("closed"),
        CaseState.CANCELLED: texts.plain("cancelled"),
    }[state]


def label(case: Case) -> str:
    """A case as buttons name it."""
    return f"№ {case.id} · {case.citizen_name}"
