"""The citizen's view of a request that was sent."""

from markupsafe import Markup

from bot.callbacks import CancelCaseCD, CommentCD, LawyerCD, RateCD, RequestsCD
from bot.i18n import Texts
from bot.screens.common import bottom_row, home_button
from bot.screens.history import reopen_row
from bot.screens.model import Button, Rows, Screen
from bot.screens.phones import shown
from bot.screens.request_contact import slot_name
from bot.screens.waiting import waiting
from domain.consultation.case import Case, CaseState, Contact, Slot
from domain.consultation.requests import Standing


def standing(texts: Texts, view: Standing, now: int, *, just_sent: bool = False) -> Screen:
    """An open request: its number, where it is, what the person can do."""
    case = view.case
    head = texts.t("<b>Request № {number}</b>", number=case.id)
    if just_sent:
        head = texts.t("<b>Your request № {number} is in the queue.</b>", number=case.id)
    return Screen(
        text=head + "\n\n" + _where(texts, view, now) + "\n\n" + _what_now(texts, case),
        rows=_rows(texts, case),
    )


def promise_slipped(texts: Texts, view: Standing, now: int | None = None) -> Screen:
    """Nobody took it by the time that was named; what may be expected instead."""
    case = view.case
    sorry = texts.t(
        "<b>Request № {number}</b>\n\nIt takes longer than I said, I am sorry. "
        "Your request is not lost.",
        number=case.id,
    )
    lines = [sorry, _where(texts, view, now)]
    if view.expectation is None:
        lines.append(
            texts.t("I cannot name a time any more. Those in charge know that you are waiting.")
        )
    return Screen(text=Markup("\n\n").join(lines), rows=_rows(texts, case))


def _rows(texts: Texts, case: Case) -> Rows:
    cancel = Button(text=texts.plain("Cancel the request"), data=CancelCaseCD(case=case.id).pack())
    mine = Button(text=texts.plain("My requests"), data=RequestsCD().pack())
    return ((cancel,), (mine, home_button(texts)))


def _where(texts: Texts, view: Standing, now: int | None) -> Markup:
    if view.case.state is CaseState.TAKEN:
        return texts.t("With: {name}", name=view.case.assignee_name or "")
    return waiting(texts, view, now)


def _what_now(texts: Texts, case: Case) -> Markup:
    more = texts.t("Anything you write or send here is added to the request.")
    if case.state is CaseState.TAKEN:
        return more
    if case.contact is not Contact.PHONE or not case.phone:
        return texts.t("A lawyer takes it in turn and writes to you here.") + " " + more
    phone = shown(case.phone)
    if case.slot in {None, Slot.ANY}:
        call = texts.t("A lawyer takes it in turn and calls you: {phone}.", phone=phone)
    else:
        call = texts.t(
            "A lawyer takes it in turn and calls you: {phone}, {when}.",
            phone=phone,
            when=slot_name(texts, case.slot or Slot.ANY),
        )
    return call + " " + more


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


def closed_rows(texts: Texts, case_id: int) -> Rows:
    """Under the notice of the end: one to five in one row, and the way back."""
    stars = tuple(
        Button(text=f"{stars} ⭐", data=RateCD(case=case_id, stars=stars).pack())
        for stars in range(1, 6)
    )
    return (stars, reopen_row(texts, case_id), bottom_row(texts))


def rated_before(texts: Texts) -> Screen:
    """A second rating of the same request."""
    return Screen(
        text=texts.t("You have rated this request already; your first rating stays."),
        rows=(bottom_row(texts),),
    )


def rated(texts: Texts, case_id: int) -> Screen:
    """Thanks for the rating; a few words beside it are welcome, and so is coming back."""
    comment = Button(text=texts.plain("Add a comment"), data=CommentCD(case=case_id).pack())
    return Screen(
        text=texts.t("Thank you for the rating. If you need help again, write at any time."),
        rows=((comment,), reopen_row(texts, case_id), bottom_row(texts)),
    )


def ask_comment(texts: Texts, case_id: int) -> Screen:
    """What was good, what was not."""
    return Screen(
        text=texts.t(
            "№ {number}: what was good, and what was not? Write it in one message. "
            "It is kept beside your rating.",
            number=case_id,
        ),
        rows=(bottom_row(texts),),
    )


def comment_kept(texts: Texts) -> Screen:
    """Thanks for the comment."""
    return Screen(text=texts.t("Thank you, your comment is kept."), rows=(bottom_row(texts),))
