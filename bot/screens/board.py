"""The supervisor's board and moving a case from one operator to another."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.callbacks import BoardCD, LoadCD, LoadsCD, MoveCD, MoveToCD
from bot.callbacks_day import DayNumbersCD
from bot.callbacks_skills import SkillListCD
from bot.i18n import Texts
from bot.screens.common import counted, desk_row, paged
from bot.screens.desk import OWED
from bot.screens.model import Button, Screen
from bot.screens.spans import span
from bot.screens.topics import level_name, topic_name
from domain.consultation.board import BoardView, Day, Load, Waiting
from domain.consultation.case import Case, CaseState, EventKind
from domain.consultation.counting import in_all

OPERATORS_SHOWN = 25
"""More lines do not fit into a message; those who owe most answers stand first."""


def board(texts: Texts, view: BoardView, now: int) -> Screen:
    """Who waits, who has how much, and the day so far."""
    parts = [
        texts.t("<b>Board</b>"),
        _waiting(texts, view.waiting, now),
        _loads(texts, view.loads, now),
        _day(texts, view.day),
    ]
    return Screen(
        text=Markup("\n\n").join(parts),
        rows=(
            (Button(text=texts.plain("Reassign"), data=LoadsCD().pack()),),
            (Button(text=texts.plain("📊 The day's numbers"), data=DayNumbersCD().pack()),),
            (Button(text=texts.plain("Operators' skills"), data=SkillListCD().pack()),),
            (Button(text=texts.plain("Refresh"), data=BoardCD().pack()),),
            desk_row(texts),
        ),
    )


def _waiting(texts: Texts, waiting: Sequence[Waiting], now: int) -> Markup:
    lines = [
        texts.t("Waiting: {count}", count=counted(texts, in_all(one.count for one in waiting))),
        texts.t(
            "Not taken by the promised time: {count}",
            count=counted(texts, in_all(one.late for one in waiting)),
        ),
    ]
    for one in waiting:
        if one.oldest is None:
            continue
        lines.append(
            texts.t(
                "{level}: {count} · longest {span} · late {late}",
                level=level_name(texts, one.level),
                count=counted(texts, one.count),
                span=span(texts, now - one.oldest),
                late=counted(texts, one.late),
            )
        )
    return Markup("\n").join(lines)


def _loads(texts: Texts, loads: Sequence[Load], now: int) -> Markup:
    lines = [texts.t("<b>Operators</b>")]
    busy = [load for load in loads if load.on_shift or load.open or load.closed_today]
    lines += [_load(texts, load, now) for load in busy[:OPERATORS_SHOWN]]
    if len(busy) > OPERATORS_SHOWN:
        lines.append(texts.t("…and {count} more", count=len(busy) - OPERATORS_SHOWN))
    if not busy:
        lines.append(texts.t("Nobody is on shift."))
    return Markup("\n").join(lines)


def _load(texts: Texts, load: Load, now: int) -> Markup:
    line = Markup("{}{}: ").format(
        load.name, texts.t(" · on shift") if load.on_shift else Markup("")
    ) + texts.t(
        "open {open} of {capacity}, closed {closed}",
        open=load.open,
        capacity=load.capacity,
        closed=load.closed_today,
    )
    if load.owed_since is not None:
        line += texts.t(
            ", owes an answer {owed} ({span})",
            owed=load.owed,
            span=span(texts, now - load.owed_since),
        )
    if load.first_reply is not None:
        line += texts.t(", first answer after {span}", span=span(texts, load.first_reply))
    return line


def _day(texts: Texts, day: Day) -> Markup:
    def count(kind: EventKind) -> str:
        return texts.number(day.counts.get(kind, 0))

    lines = [
        texts.t("<b>The day</b>"),
        texts.t(
            "New: {opened} · taken: {taken} · closed: {closed}",
            opened=count(EventKind.OPENED),
            taken=count(EventKind.TAKEN),
            closed=count(EventKind.CLOSED),
        ),
        texts.t(
            "Cancelled: {cancelled} · returned: {returned} · moved: {moved} · reopened: {again}",
            cancelled=count(EventKind.CANCELLED),
            returned=count(EventKind.RETURNED),
            moved=count(EventKind.TRANSFERRED),
            again=count(EventKind.REOPENED),
        ),
    ]
    if day.first_reply is not None:
        lines.append(texts.t("First answer, median: {span}", span=span(texts, day.first_reply)))
    if day.stars is not None:
        lines.append(texts.t("Rating, average: {stars}", stars=texts.number(round(day.stars, 1))))
    return Markup("\n").join(lines)


def whose(texts: Texts, loads: Sequence[Load], waiting: int, page: int) -> Screen:
    """Reassign, first step: an operator, or the queue."""
    queue = Button(
        text=texts.plain("Queue · {count}", count=counted(texts, waiting)),
        data=LoadCD(operator=0).pack(),
    )
    have = [
        Button(text=f"{load.name} · {load.open}", data=LoadCD(operator=load.person_id).pack())
        for load in loads
        if load.open
    ]
    pages = paged([queue, *have], page, lambda at: LoadsCD(page=at).pack())
    return Screen(
        text=texts.t("Whose case is to be moved?"), rows=(*pages, _back(texts), desk_row(texts))
    )


def which(texts: Texts, cases: Sequence[Case], operator: int, page: int) -> Screen:
    """Reassign, second step: a case; no names, the numbers are enough."""
    buttons = [
        Button(text=_movable(texts, case), data=MoveCD(case=case.id).pack()) for case in cases
    ]
    text = texts.t("Which case?") if cases else texts.t("There is nothing to move.")
    if any(_is_owed(case) for case in cases):
        text += "\n" + texts.t("{mark} – waits for an answer or a call", mark=OWED)
    pages = paged(buttons, page, lambda at: LoadCD(operator=operator, page=at).pack())
    return Screen(text=text, rows=(*pages, _back(texts), desk_row(texts)))


def _movable(texts: Texts, case: Case) -> str:
    mark = f"{OWED} " if _is_owed(case) else ""
    level, topic = level_name(texts, case.urgency.level), topic_name(texts, case.topic)
    return f"{mark}№ {case.id} · {level} · {topic}"


def _is_owed(case: Case) -> bool:
    return case.state is CaseState.TAKEN and case.owed_since is not None


def to_whom(texts: Texts, case: Case, loads: Sequence[Load], page: int) -> Screen:
    """Reassign, third step: somebody on shift who has room."""
    source = case.assignee_id or 0
    out = {source, case.citizen_id}
    buttons = [
        Button(
            text=texts.plain(
                "{name} · {open} of {capacity}",
                name=load.name,
                open=load.open,
                capacity=load.capacity,
            ),
            data=MoveToCD(case=case.id, source=source, to=load.person_id).pack(),
        )
        for load in sorted(loads, key=lambda load: (load.open, load.name))
        if load.on_shift and load.open < load.capacity and load.person_id not in out
    ]
    if source:
        head = texts.t("№ {number} is with {name}.", number=case.id, name=case.assignee_name or "")
    else:
        head = texts.t("№ {number} waits in the queue.", number=case.id)
    ask = texts.t("To whom?") if buttons else texts.t("Nobody on shift has room.")
    pages = paged(buttons, page, lambda at: MoveCD(case=case.id, page=at).pack())
    return Screen(text=head + "\n" + ask, rows=(*pages, _back(texts), desk_row(texts)))


def moved(texts: Texts, case: Case) -> Screen:
    """Done."""
    return Screen(
        text=texts.t(
            "№ {number} is now with {name}.", number=case.id, name=case.assignee_name or ""
        ),
        rows=(_back(texts), desk_row(texts)),
    )


def full(texts: Texts, capacity: int) -> str:
    """A toast: the chosen operator has enough."""
    return texts.plain("This operator has {count} open cases, that is the limit.", count=capacity)


def board_button(texts: Texts) -> Button:
    """The way to the board, for those who supervise."""
    return Button(text=texts.plain("Board"), data=BoardCD().pack())


def _back(texts: Texts) -> tuple[Button, ...]:
    return (board_button(texts),)
