"""What the two sides of a case see of each other, and the notices about it."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from bot.callbacks import CaseCD, TakeCD
from bot.i18n import Texts
from bot.screens.addressee import other_name
from bot.screens.common import counted, desk_row
from bot.screens.desk import urgency_line
from bot.screens.model import Button, Screen
from bot.screens.phones import shown
from bot.screens.request import closed_rows
from bot.screens.topics import topic_name
from domain.consultation.case import Case
from domain.consultation.content import Arrival, CaseMessage


def header(texts: Texts, case: Case, message: CaseMessage) -> Markup:
    """Who speaks and in which case; on every message that is carried over."""
    if message.by_operator:
        line = texts.t(
            "<b>№ {number}</b> · {name}, lawyer",
            number=case.id,
            name=message.author_name,
        )
    else:
        line = texts.t("<b>№ {number}</b> · {name}", number=case.id, name=case.citizen_name)
    if message.content.forwarded:
        line += texts.t(" · forwarded")
    return line + (texts.t(" · changed") if message.edited else Markup(""))


def carried(texts: Texts, case: Case, message: CaseMessage) -> Markup:
    """The header and the words of a message; the words are Telegram's own markup already."""
    words = bare(message)
    if message.content.needs_own_header:
        return words
    if not words:
        return header(texts, case, message)
    return header(texts, case, message) + "\n" + words


def bare(message: CaseMessage) -> Markup:
    """The words alone: the header stands elsewhere."""
    return Markup(message.content.html)  # noqa: S704 - Telegram's own markup


def earlier_header(texts: Texts, case: Case, arrival: Arrival) -> Markup:
    """Over an answer of an operator before, as the next one gets it."""
    if arrival is Arrival.LOST:
        return texts.t(
            "<b>№ {number} · {name}</b> · an earlier answer, NOT delivered to the person",
            number=case.id,
            name=case.citizen_name,
        )
    if arrival is Arrival.ON_ITS_WAY:
        return texts.t(
            "<b>№ {number} · {name}</b> · an earlier answer, still on its way to the person",
            number=case.id,
            name=case.citizen_name,
        )
    return texts.t(
        "<b>№ {number} · {name}</b> · an earlier answer to the person",
        number=case.id,
        name=case.citizen_name,
    )


def joined(
    texts: Texts, case: Case, messages: Sequence[CaseMessage], arrivals: Mapping[int, Arrival]
) -> Screen:
    """What was written in a case, for whoever takes it over: several texts in one message."""
    pieces = [
        earlier_header(texts, case, arrivals.get(one.id, Arrival.LOST)) + "\n" + bare(one)
        if one.by_operator
        else carried(texts, case, one)
        for one in messages
    ]
    return Screen(text=Markup("\n\n").join(pieces), protect=True)


def waiting_notice(texts: Texts, case: Case, waiting: int, *, again: bool) -> Screen:
    """For the operators at work: no names, no words of the person. `again`: somebody had it."""
    return Screen(
        text=_what_waits(texts, case, again=again)
        + "\n"
        + texts.t("Topic: {topic}", topic=topic_name(texts, case.topic))
        + "\n"
        + urgency_line(texts, case)
        + "\n"
        + texts.t("Waiting now: {count}", count=counted(texts, waiting)),
        rows=(
            (
                Button(
                    text=texts.plain("Take № {number}", number=case.id),
                    data=TakeCD(case=case.id).pack(),
                    style="primary",
                ),
            ),
        ),
    )


def _what_waits(texts: Texts, case: Case, *, again: bool) -> Markup:
    if case.outcome is not None:
        return texts.t("Request № {number} was reopened", number=case.id)
    if again:
        return texts.t("Request № {number} is back in the queue", number=case.id)
    return texts.t("New request № {number}", number=case.id)


def taken_notice(texts: Texts, case: Case) -> Screen:
    """The citizen learns who has the request now."""
    return Screen(
        text=texts.t(
            "{name} has taken your request № {number} and will write to you here.",
            name=case.assignee_name or "",
            number=case.id,
        )
    )


def closed_notice(texts: Texts, case: Case) -> Screen:
    """The citizen learns the outcome and is asked for a rating."""
    return Screen(
        text=texts.t("<b>Request № {number} is closed.</b>", number=case.id)
        + "\n\n"
        + texts.t("The lawyer's summary:")
        + Markup("\n<blockquote>{}</blockquote>\n\n").format(case.outcome or "")
        + texts.t("How was the help? 1 is bad, 5 is very good."),
        rows=closed_rows(texts, case.id),
    )


def returned_notice(texts: Texts, case: Case) -> Screen:
    """The citizen learns that nobody has the request at this moment."""
    return Screen(
        text=texts.t(
            "Another lawyer will take your request № {number}. It kept its place in the queue, "
            "and all you wrote is there.",
            number=case.id,
        )
    )


def not_reached_notice(texts: Texts, case: Case) -> Screen:
    """The citizen learns of calls that nobody took; what they have asked already stands there."""
    if case.owed_since is not None:
        return Screen(
            text=texts.t(
                "№ {number}: the lawyer called you three times, {phone}, and did not reach you. "
                "What you have written here is with the lawyer, who answers you in this chat. If "
                "you would rather talk, write when to call.",
                number=case.id,
                phone=shown(case.phone or ""),
            )
        )
    return Screen(
        text=texts.t(
            "№ {number}: the lawyer called you three times, {phone}, and did not reach you. Write "
            "here when to call, or write your question: the lawyer reads it.",
            number=case.id,
            phone=shown(case.phone or ""),
        )
    )


def moved_notice(texts: Texts, case: Case) -> Screen:
    """The operator before learns that a supervisor gave the case to somebody else."""
    text = texts.t("№ {number} was taken from you and is in the queue.", number=case.id)
    if case.assignee_name is not None:
        text = texts.t(
            "№ {number} was given to another operator: {name}. Nothing more to do.",
            number=case.id,
            name=case.assignee_name,
        )
    return Screen(text=text, rows=(desk_row(texts),))


def linked_notice(texts: Texts, case: Case) -> Screen:
    """The assignee learns that a caller has Telegram now."""
    lines = [
        texts.t(
            "№ {number}: the person is in the bot now as <b>{name}</b>. You can write to them.",
            number=case.id,
            name=case.citizen_name,
        ),
        *other_name(texts, case),
    ]
    return Screen(
        text=Markup("\n").join(lines),
        rows=(_open(texts, case), desk_row(texts)),
        protect=True,
    )


def twice_notice(texts: Texts, case: Case, other: int) -> Screen:
    """The assignee learns that the same number has another open request."""
    return Screen(
        text=texts.t(
            "№ {number} · {name}: the same phone number has another open request, № {other}: one "
            "by phone, one in Telegram. They may be one and the same.",
            number=case.id,
            name=case.citizen_name,
            other=other,
        ),
        rows=(_open(texts, case), desk_row(texts)),
        protect=True,
    )


def _open(texts: Texts, case: Case) -> tuple[Button, ...]:
    return (Button(text=texts.plain("Case"), data=CaseCD(case=case.id).pack()),)


def cancelled_notice(texts: Texts, case: Case) -> Screen:
    """The assignee learns that the citizen took the request back."""
    return Screen(
        text=texts.t(
            "The person has cancelled request № {number}. Nothing more to do.", number=case.id
        )
    )


def edited_elsewhere(texts: Texts, case: Case) -> Screen:
    """An operator changed an answer in a case that is not theirs any more."""
    return Screen(
        text=texts.t(
            "№ {number} is not yours any more, so the change was not passed on.", number=case.id
        )
    )


def edited_for_nobody(texts: Texts) -> Screen:
    """What was changed had its effect when it was written: a number, a note, a summary."""
    return Screen(
        text=texts.t(
            "The change of this message was not taken. If it was an answer to a question of mine, "
            "write it anew."
        )
    )


def edited_too_late(texts: Texts, case: Case) -> Screen:
    """A message was changed after the end of its case."""
    return Screen(
        text=texts.t(
            "Request № {number} has ended, so the change was not passed on.", number=case.id
        )
    )
