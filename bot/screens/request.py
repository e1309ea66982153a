"""The citizen's view of a request that was sent."""

from collections.abc import Mapping

from markupsafe import Markup

from bot.callbacks import CancelCaseCD, LawyerCD, RateCD
from bot.i18n import Texts
from bot.screens.common import bottom_row, home_button
from bot.screens.model import Button, Rows, Screen
from bot.screens.phones import shown
from domain.consultation.case import Case, CaseState, Contact, Topic
from domain.consultation.requests import Standing


def topic_name(texts: Texts, topic: Topic) -> str:
    """The topic as a button says it."""
    names: Mapping[Topic, str] = {
        Topic.COURT: texts.plain("Paper from a court or notary"),
        Topic.ENFORCEMENT: texts.plain("Account arrested, wages taken"),
        Topic.COLLECTORS: texts.plain("Collectors, threats"),
        Topic.OVERDUE: texts.plain("I cannot pay a loan"),
        Topic.FRAUD: texts.plain("A loan taken by fraud"),
        Topic.OTHER: texts.plain("Something else"),
    }
    return names[topic]


def answer_way(texts: Texts, contact: Contact, phone: str | None) -> Markup:
    """How the person is answered."""
    if contact is Contact.PHONE and phone:
        return texts.t("Answer: by phone, {phone}", phone=shown(phone))
    return texts.t("Answer: here in the chat")


def standing(texts: Texts, view: Standing, *, just_sent: bool = False) -> Screen:
    """An open request: its number, where it is, what the person can do."""
    case = view.case
    head = texts.t("<b>Request № {number}</b>", number=case.id)
    if just_sent:
        head = texts.t("<b>Your request № {number} is in the queue.</b>", number=case.id)
    return Screen(
        text=head + "\n\n" + _where(texts, view) + "\n\n" + _what_now(texts, case),
        rows=(
            (
                Button(
                    text=texts.plain("Cancel the request"),
                    data=CancelCaseCD(case=case.id).pack(),
                ),
            ),
            (home_button(texts),),
        ),
    )


def _where(texts: Texts, view: Standing) -> Markup:
    if view.case.state is CaseState.TAKEN:
        return texts.t("With: {name}", name=view.case.assignee_name or "")
    if view.before == 0:
        return texts.t("You are the first in the queue.")
    return texts.t("Before you in the queue: {count}", count=texts.number(view.before))


def _what_now(texts: Texts, case: Case) -> Markup:
    next_step = texts.t("A lawyer takes it in turn and writes to you here.")
    if case.contact is Contact.PHONE and case.phone:
        next_step = texts.t(
            "A lawyer takes it in turn and calls you: {phone}.", phone=shown(case.phone)
        )
    more = texts.t("Anything you write or send here is added to the request.")
    return more if case.state is CaseState.TAKEN else next_step + " " + more


def cancel_sure(texts: Texts, case_id: int) -> Screen:
    """Asked before a request is taken back."""
    return Screen(
        text=texts.t("Cancel request № {number}? You can send a new one later.", number=case_id),
        rows=(
            (
                Button(
                    text=texts.plain("Yes, cancel"),
                    data=CancelCaseCD(case=case_id, sure=True).pack(),
                    style="danger",
                ),
            ),
            (Button(text=texts.plain("No, keep it"), data=LawyerCD().pack()),),
        ),
    )


def cancelled(texts: Texts, case_id: int) -> Screen:
    """The request was taken back."""
    return Screen(
        text=texts.t("Request № {number} is cancelled.", number=case_id), rows=(bottom_row(texts),)
    )


def rate_buttons(case_id: int) -> Rows:
    """One to five, in one row."""
    return (
        tuple(
            Button(text=f"{stars} ⭐", data=RateCD(case=case_id, stars=stars).pack())
            for stars in range(1, 6)
        ),
    )


def rated_before(texts: Texts) -> Screen:
    """A second rating of the same request."""
    return Screen(
        text=texts.t("You have rated this request already; your first rating stays."),
        rows=(bottom_row(texts),),
    )


def rated(texts: Texts) -> Screen:
    """Thanks for the rating."""
    return Screen(
        text=texts.t("Thank you for the rating. If you need help again, write at any time."),
        rows=(bottom_row(texts),),
    )
