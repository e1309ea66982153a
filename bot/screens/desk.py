"""The operator's desk."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from bot.callbacks import CaseCD, CloseSureCD, MineCD, QueueCD, SendToCD, ShiftCD, TakeCD
from bot.i18n import Texts
from bot.screens.common import desk_row, home_button
from bot.screens.model import Button, Rows, Screen
from bot.screens.request import topic_name
from domain.consultation.case import OUTCOME_LIMIT, Case, CaseState
from domain.consultation.desk import DeskView


def desk(texts: Texts, view: DeskView) -> Screen:
    """Shift, queue, own cases; off shift the way on is to begin it."""
    take = Button(text=texts.plain("Take the next one"), data=TakeCD().pack())
    toggle = ShiftCD(on=not view.on_shift).pack()
    lists = (
        Button(text=texts.plain("Queue"), data=QueueCD().pack()),
        Button(text=texts.plain("My cases"), data=MineCD().pack()),
    )
    if view.on_shift:
        shift = texts.t("You are on shift.")
        end = Button(text=texts.plain("End the shift"), data=toggle)
        rows: Rows = ((replace(take, style="primary"),), lists, (end,))
    else:
        shift = texts.t("You are off shift.")
        begin = Button(text=texts.plain("Begin the shift"), data=toggle, style="primary")
        rows = ((begin,), (take,), lists)
    return Screen(
        text=texts.t("<b>Desk</b>")
        + "\n\n"
        + shift
        + "\n"
        + texts.t("Waiting: {count}", count=texts.number(view.waiting))
        + "\n"
        + texts.t("Your open cases: {count}", count=texts.number(len(view.mine))),
        rows=(*rows, (home_button(texts),)),
    )


def queue(texts: Texts, cases: Sequence[Case], now: int) -> Screen:
    """The head of the queue, the longest waiting first; no names before a case is taken."""
    if not cases:
        return Screen(text=texts.t("Nobody is waiting."), rows=(desk_row(texts),))
    lines = [
        texts.t(
            "№ {number} · {topic} · waiting {span}",
            number=case.id,
            topic=topic_name(texts, case.topic),
            span=_waited(texts, now - case.created_at),
        )
        for case in cases
    ]
    takes: Rows = tuple(
        (
            Button(
                text=texts.plain("Take № {number}", number=case.id),
                data=TakeCD(case=case.id).pack(),
                style="primary" if case is cases[0] else None,
            ),
        )
        for case in cases
    )
    return Screen(
        text=texts.t("<b>Queue</b>") + "\n\n" + Markup("\n").join(lines),
        rows=(*takes, desk_row(texts)),
    )


def mine(texts: Texts, cases: Sequence[Case]) -> Screen:
    """The operator's open cases."""
    if not cases:
        return Screen(text=texts.t("You have no open cases."), rows=(desk_row(texts),))
    rows: Rows = tuple(
        (Button(text=_label(case), data=CaseCD(case=case.id).pack()),) for case in cases
    )
    return Screen(text=texts.t("<b>My cases</b>"), rows=(*rows, desk_row(texts)))


def took(texts: Texts, case: Case) -> Screen:
    """In place of the pressed button; the card comes as a message of its own."""
    return Screen(
        text=texts.t(
            "You have taken № {number}. The card and the messages follow.", number=case.id
        ),
        rows=(desk_row(texts),),
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


def to_whom(texts: Texts, cases: Sequence[Case], message_id: int) -> Screen:
    """An operator wrote without replying: never guessed, always asked."""
    rows: Rows = tuple(
        (
            Button(
                text=_label(case),
                data=SendToCD(case=case.id, message=message_id).pack(),
            ),
        )
        for case in cases
    )
    throw = Button(
        text=texts.plain("Do not send"), data=SendToCD(case=0, message=message_id).pack()
    )
    return Screen(text=texts.t("To whom shall I send this?"), rows=(*rows, (throw,)))


def sent_to(texts: Texts, case: Case) -> Screen:
    """The message is on its way to this addressee."""
    return Screen(
        text=texts.t("Sent: № {number} · {name}", number=case.id, name=case.citizen_name)
    )


def not_sent(texts: Texts) -> Screen:
    """The operator threw the message away."""
    return Screen(text=texts.t("Not sent to anybody."))


def ask_outcome(texts: Texts, case: Case) -> Screen:
    """The summary that the citizen will read."""
    return Screen(
        text=texts.t(
            "<b>Closing № {number} · {name}</b>\n\nWrite the summary in one message, up to "
            "{limit} characters. The person will read it: what was done, what comes next.",
            number=case.id,
            name=case.citizen_name,
            limit=texts.number(OUTCOME_LIMIT),
        ),
        rows=((Button(text=texts.plain("Do not close"), data=CaseCD(case=case.id).pack()),),),
    )


def fingerprint(outcome: str) -> str:
    """Tells one summary from another: a button closes with the words above it or not at all."""
    return hashlib.sha256(outcome.encode()).hexdigest()[:12]


def close_sure(texts: Texts, case: Case, outcome: str) -> Screen:
    """The summary and its addressee, before it goes: closing cannot be taken back."""
    return Screen(
        text=texts.t(
            "<b>Close № {number} · {name}?</b>\n\nThe person will read:\n"
            "<blockquote>{outcome}</blockquote>\n\nTo change it, write it again.",
            number=case.id,
            name=case.citizen_name,
            outcome=outcome,
        ),
        rows=(
            (
                Button(
                    text=texts.plain("Close № {number}", number=case.id),
                    data=CloseSureCD(case=case.id, check=fingerprint(outcome)).pack(),
                    style="primary",
                ),
            ),
            (Button(text=texts.plain("Do not close"), data=CaseCD(case=case.id).pack()),),
        ),
    )


def closed(texts: Texts, case: Case) -> Screen:
    """Closed; the next thing to do."""
    return Screen(
        text=texts.t("№ {number} is closed, the person has been told.", number=case.id),
        rows=(
            (
                Button(
                    text=texts.plain("Take the next one"), data=TakeCD().pack(), style="primary"
                ),
            ),
            desk_row(texts),
        ),
    )


def _label(case: Case) -> str:
    return f"№ {case.id} · {case.citizen_name}"


def _waited(texts: Texts, seconds: int) -> Markup:
    """Minutes of the last hour, hours of the last two days, then days."""
    minutes, hours = seconds // 60, seconds // 3600
    if hours < 1:
        return texts.t("{count} min", count=minutes)
    if hours < 48:
        return texts.t("{count} h", count=hours)
    return texts.t("{count} d", count=texts.number(hours // 24))
