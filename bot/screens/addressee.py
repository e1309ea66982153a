"""To whom an operator's words go: named before, asked when it is not clear, named again after."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.callbacks import CaseCD, SendToCD, WriteCD
from bot.i18n import Texts
from bot.screens.common import desk_row, lawyer_button
from bot.screens.desk import label
from bot.screens.model import Button, Rows, Screen
from bot.screens.phones import shown
from domain.consultation.case import Case, CaseState


def other_name(texts: Texts, case: Case) -> tuple[Markup, ...]:
    """Who has said another name on the telephone: it may be another person."""
    if case.other_name is None:
        return ()
    return (texts.t("Name said on the telephone: {name}", name=case.other_name),)


def writing_to(texts: Texts, case: Case) -> Screen:
    """The addressee of whatever is typed from now on."""
    return Screen(
        text=texts.t(
            "You write to <b>№ {number} · {name}</b>: what you type here goes to this person.",
            number=case.id,
            name=case.citizen_name,
        )
        + "\n"
        + texts.t(
            "If somebody else writes to you meanwhile, I will ask first to whom it shall go."
        ),
        rows=(
            (Button(text=texts.plain("Case"), data=CaseCD(case=case.id).pack()),),
            desk_row(texts),
        ),
        protect=True,
    )


def to_whom(
    texts: Texts,
    cases: Sequence[Case],
    message_id: int,
    lost: Case | None = None,
    own: Case | None = None,
) -> Screen:
    """It is not clear whom an operator means: never guessed, always asked; `own`: the request in
    which they are the citizen.
    """
    rows: Rows = tuple(
        (
            Button(
                text=label(case),
                data=SendToCD(case=case.id, message=message_id).pack(),
            ),
        )
        for case in cases
    )
    if own is not None:
        to_own = Button(
            text=texts.plain("To my own lawyer, № {number}", number=own.id),
            data=SendToCD(case=own.id, message=message_id).pack(),
        )
        rows = (*rows, (to_own,))
    throw = Button(
        text=texts.plain("Do not send"), data=SendToCD(case=0, message=message_id).pack()
    )
    question = texts.t("To whom shall I send this?")
    if lost is not None:
        question = why_not(texts, lost) + "\n\n" + question
    return Screen(text=question, rows=(*rows, (throw,)))


def answers_nothing(texts: Texts) -> Screen:
    """A reply to a message that belongs to no case: whom it is for cannot be told."""
    return Screen(
        text=texts.t(
            "Nothing was sent: the message you replied to belongs to no case. Open the case and "
            "press «Write», or write without replying."
        ),
        rows=(desk_row(texts),),
    )


def no_chat(texts: Texts, cases: Sequence[Case]) -> Screen:
    """All of the operator's cases are those of callers: what is typed reaches none of them."""
    lines = [
        texts.t(
            "№ {number} · {name}: {phone}",
            number=case.id,
            name=case.citizen_name,
            phone=shown(case.phone or ""),
        )
        for case in cases
    ]
    return Screen(
        text=texts.t("Nothing was sent: you only have cases by phone, nobody to write to. Call:")
        + "\n"
        + Markup("\n").join(lines)
        + "\n"
        + texts.t("To keep a note, open the case and press «Note»."),
        rows=(desk_row(texts),),
        protect=True,
    )


def nobody(texts: Texts, lost: Case) -> Screen:
    """The case is not theirs any more, and they have no other one."""
    return Screen(text=why_not(texts, lost), rows=(desk_row(texts),))


def no_case(texts: Texts) -> Screen:
    """Words of somebody at work who has no case: about a citizen, more likely than their own."""
    return Screen(
        text=texts.t(
            "Your message went to nobody: you are on shift, but have no open case now. If you "
            "need a lawyer yourself, press «I need a lawyer»."
        ),
        rows=((lawyer_button(texts),), desk_row(texts)),
    )


def why_not(texts: Texts, case: Case) -> Markup:
    """Why nothing was sent into a case that the operator was writing to."""
    if case.state is CaseState.CLOSED:
        return texts.t("№ {number} is closed. Nothing was sent.", number=case.id)
    if case.state is CaseState.CANCELLED:
        return texts.t("The person has cancelled № {number}. Nothing was sent.", number=case.id)
    if case.state is CaseState.WAITING:
        return texts.t("№ {number} is back in the queue. Nothing was sent.", number=case.id)
    return texts.t(
        "№ {number} is with another operator now: {name}. Nothing was sent.",
        number=case.id,
        name=case.assignee_name or "",
    )


def sent(texts: Texts, case: Case) -> Screen:
    """The receipt of typed words: to whom they went, and so to whom the next ones go."""
    return Screen(
        text=texts.t("Sent: № {number} · {name}", number=case.id, name=case.citizen_name),
        silent=True,
        protect=True,
    )


def sent_to(texts: Texts, case: Case) -> Screen:
    """The message is on its way to the addressee that was chosen for it."""
    return Screen(
        text=texts.t("Sent: № {number} · {name}", number=case.id, name=case.citizen_name),
        rows=((Button(text=texts.plain("Write on to them"), data=WriteCD(case=case.id).pack()),),),
        protect=True,
    )


def sent_to_own(texts: Texts, own: Case) -> Screen:
    """The message is on its way to the operator's own lawyer."""
    return Screen(text=texts.t("Sent into your own request № {number}", number=own.id))


def not_sent(texts: Texts) -> Screen:
    """The operator threw the message away."""
    return Screen(text=texts.t("Not sent to anybody."))
