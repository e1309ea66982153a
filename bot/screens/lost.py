"""What the two sides are told of messages that did not arrive, are late, or were missed."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.callbacks import CaseCD
from bot.i18n import Texts
from bot.screens.history import beginning
from bot.screens.model import Button, Rows, Screen
from bot.screens.phones import shown
from domain.consultation.case import Case
from domain.consultation.content import CaseMessage

QUOTED = 100
"""Characters by which a message is known again."""

MISSED = 5
"""Missed answers that are quoted, the newest ones."""


def not_delivered(
    texts: Texts, case: Case, what: str, why: str, lost: CaseMessage | None = None
) -> Screen:
    """The assignee learns that something did not reach the citizen, and how else to reach them.

    `what`: a parcel's kind; `why`: "blocked", "refused" or "silent"; `lost`: the message, when it
    does not stand above as what is replied to.
    """
    lines = {
        "case_closed": texts.t("the summary was NOT delivered."),
        "case_taken": texts.t("the person does not see that you have taken the request."),
        "case_not_reached": texts.t("the person was NOT told of your calls."),
    }
    reasons = {
        "blocked": texts.t("The person has blocked the bot or left Telegram."),
        "refused": texts.t("Telegram did not accept it: send it in another form."),
    }
    text = texts.t("<b>№ {number}</b> · {name}:", number=case.id, name=case.citizen_name)
    text += " " + lines.get(what, texts.t("your message was NOT delivered."))
    text += " " + reasons.get(why, texts.t("Telegram gave no answer for a day."))
    if lost is not None:
        text += "\n" + quoted(texts, lost)
    return Screen(text=text + _phone_line(texts, case), rows=_case_rows(texts, case), protect=True)


def on_its_way(texts: Texts, case: Case, message: CaseMessage | None = None) -> Screen:
    """The assignee learns that an answer waits; `message`: when it is not what is replied to."""
    text = texts.t(
        "<b>№ {number}</b> · {name}: your message is still on its way, Telegram does not take it "
        "yet. It will be sent again and again.",
        number=case.id,
        name=case.citizen_name,
    )
    if message is not None:
        text += "\n" + quoted(texts, message)
    return Screen(text=text + _phone_line(texts, case), rows=_case_rows(texts, case), protect=True)


def back_again(texts: Texts, case: Case, missed: Sequence[CaseMessage]) -> Screen:
    """The assignee learns that the citizen can be written to again."""
    text = texts.t(
        "<b>№ {number}</b> · {name} can be written to again.",
        number=case.id,
        name=case.citizen_name,
    )
    if missed:
        text += "\n" + texts.t("NOT delivered, send it again if it still holds:")
        text += Markup("").join("\n" + quoted(texts, one) for one in missed[-MISSED:])
    return Screen(text=text, rows=_case_rows(texts, case), protect=True)


def quoted(texts: Texts, message: CaseMessage) -> Markup:
    """How a message begins, so that it is known which one is meant."""
    return Markup("<blockquote>{}</blockquote>").format(beginning(texts, message, QUOTED))


def not_carried(texts: Texts, case: Case) -> Screen:
    """The citizen learns that this very message did not reach the lawyer."""
    return Screen(
        text=texts.t(
            "№ {number}: this message did not reach the lawyer. Please send it once more in "
            "another form: as text, as a photo or as a file.",
            number=case.id,
        )
    )


def _phone_line(texts: Texts, case: Case) -> Markup:
    if case.phone is None:
        return Markup("")
    return "\n" + texts.t("Phone: {phone}", phone=shown(case.phone))


def _case_rows(texts: Texts, case: Case) -> Rows:
    """The number to copy, and the way to the case."""
    to_case = Button(text=texts.plain("Case"), data=CaseCD(case=case.id).pack())
    return (*_phone_row(texts, case), (to_case,))


def _phone_row(texts: Texts, case: Case) -> Rows:
    """The number on a button that copies it."""
    if case.phone is None:
        return ()
    return ((Button(text=texts.plain("Copy the phone number"), copy=case.phone),),)
