"""What a person reads when something cannot be done."""

from markupsafe import Markup

from bot.i18n import Texts
from bot.screens.common import bottom_row, desk_row
from bot.screens.model import Screen
from bot.screens.phones import shown
from domain.consultation.blanks import BLANK_LIMIT
from domain.consultation.canned_keeping import TEXT_LIMIT, TITLE_LIMIT
from domain.consultation.case import NoChat
from domain.consultation.content import CAPTION_ROOM
from domain.errors import DomainError, NotAllowed, NotFound, NotValid, Stale


def domain_error(texts: Texts, error: DomainError, *, staff: bool = False) -> Markup:
    """One sentence that says why and what to do; `staff`: the reader has some role."""
    reason = str(error.args[0]) if error.args else ""
    if isinstance(error, NotAllowed):
        return _not_allowed(texts, reason, staff=staff)
    if isinstance(error, NotFound):
        return _gone(texts)
    if isinstance(error, NoChat):
        return texts.t(
            "№ {number} · {name} is not in the bot: nothing was sent. Call: {phone}",
            number=error.case.id,
            name=error.case.citizen_name,
            phone=shown(error.case.phone or ""),
        )
    if isinstance(error, Stale):
        return _stale(texts, reason)
    if isinstance(error, NotValid):
        return _not_valid(texts, reason)
    return texts.t("This cannot be done now.")


def _gone(texts: Texts) -> Markup:
    return texts.t("This is not there any more. Please start from the home screen.")


def _not_allowed(texts: Texts, reason: str, *, staff: bool) -> Markup:
    told = {
        "invitation": texts.t(
            "This invitation is not valid: it was used already or is older than a day. "
            "Ask for a new one."
        ),
        "case": texts.t("This is not your case. Your message was not sent."),
        "case_of_another": texts.t("This is not your case."),
        "request_of_another": _gone(texts),  # in the same words as what is not there at all
        "link": texts.t(
            "This is confirmed by your own number. Please share it once more: /lawyer, then "
            "«By phone»."
        ),
    }
    if reason in told:
        return told[reason]
    told_to_staff = {
        "admin": texts.t("This is only for the owner."),
        "board": texts.t("This is only for supervisors."),
        "canned": texts.t("This is only for supervisors."),
    }
    if staff and reason in told_to_staff:
        return told_to_staff[reason]
    return texts.t("This is only for staff. For help with a debt write to the lawyer: /lawyer")


def _stale(texts: Texts, reason: str) -> Markup:
    sentences = {
        "open_case": texts.t("You have an open request already: /lawyer"),
        "erase_open_case": texts.t(
            "You have an open request. Cancel it, or wait until the lawyer closes it; "
            "then your data can be erased."
        ),
        "day": texts.t("The numbers of this day are not shown: they go back 30 days."),
        "held": texts.t(
            "This message was not sent to anybody: it was thrown away, or waited for more than a "
            "day. If it is still needed, write it again."
        ),
        "held_sent": texts.t("This message was sent already."),
        "link": texts.t("There is nothing to confirm any more. Your requests: /lawyer"),
        "link_two": texts.t(
            "You have another open request now. When one of the two has ended, share your number "
            "once more."
        ),
        "caller_form": texts.t("This form is not open any more. Please begin again: /desk"),
        "draft": texts.t("This form is not open any more. Please begin again: /lawyer"),
        "reopen": texts.t(
            "This request ended more than a week ago. Please write a new one: /lawyer. "
            "It will be linked to the old one."
        ),
        "closed": texts.t("This request is closed. Nothing was sent."),
        "cancelled": texts.t("This request was cancelled. Nothing was sent."),
        "waiting": texts.t("This case is in the queue. Nothing was sent."),
        "invited": texts.t("The link has just been made, it stands below."),
        "call": texts.t("The result of this call is kept already."),
        "canned_old": texts.t("This is not the newest preview. Nothing was sent by this press."),
        "canned_sent": texts.t("This canned reply was sent already."),
        "canned_gone": texts.t("This canned reply is not there any more. Choose another one."),
        "canned_form": texts.t("This step is over. Open the canned replies again."),
        "skills": texts.t(
            "Nobody with your languages and topics is waiting. Others are: look into the queue."
        ),
        "colleague_left": texts.t("This colleague is not on shift any more. Choose another one."),
        "colleague_full": texts.t("This colleague can take no more cases. Choose another one."),
    }
    return sentences.get(reason, texts.t("This has changed meanwhile. Please look again."))


def _not_valid(texts: Texts, reason: str) -> Markup:
    sentences = {
        **_canned(texts),
        "outcome_empty": texts.t("Please write the summary as a text message."),
        "outcome_long": texts.t("The summary is too long. Please shorten it."),
        "note_empty": texts.t("Please write the note as a text message."),
        "note_long": texts.t("The note is too long. Please shorten it."),
        "caller_name": texts.t("Please write the caller's name, up to 64 characters."),
        "search_short": texts.t("Please write a number, a phone or at least two letters."),
        "has_role": texts.t(
            "You are on the team already: this invitation changes nothing for you."
        ),
        "skills_language": texts.t("At least one language has to stay."),
        "draft_full": texts.t(
            "This was not kept: that is enough to begin with. Send the request; you can add more "
            "afterwards."
        ),
        "comment_empty": texts.t("Please write the comment as a text message."),
        "comment_long": texts.t("The comment is too long. Please shorten it."),
        "erase_staff": texts.t(
            "Data of staff are not erased here: their work must stay explainable. Ask the owner."
        ),
    }
    return sentences.get(reason, texts.t("This cannot be used. Please try again."))


def _canned(texts: Texts) -> dict[str, Markup]:
    """What cannot be part of a canned reply, or be filled into one."""
    return {
        "canned_search_empty": texts.t("Please type words of the canned reply you look for."),
        "canned_value_empty": texts.t("Please write what is to be filled in as a text message."),
        "canned_value_long": texts.t(
            "That is too long for this message. Please write it shorter."
        ),
        "canned_no_words": texts.t("Please write it as a text message."),
        "canned_title_long": texts.t(
            "The title is too long: up to {limit} characters. Please write a shorter one.",
            limit=TITLE_LIMIT,
        ),
        "canned_text_long": texts.t(
            "The text is too long: up to {limit} characters. Please write it shorter.",
            limit=texts.number(TEXT_LIMIT),
        ),
        "canned_caption_long": texts.t(
            "Beside a file a text has up to {limit} characters. Please shorten the text, or go "
            "without a file.",
            limit=CAPTION_ROOM,
        ),
        "canned_brackets": texts.t(
            "Square brackets mark what is filled in, like [date]. Close each of them, put none "
            "inside another, and no bold or other style between them. Please send it again."
        ),
        "canned_blank_empty": texts.t(
            "Square brackets must have words in them, like [date]. Please send it again."
        ),
        "canned_blank_long": texts.t(
            "Words in square brackets have up to {limit} characters. Please send it again.",
            limit=BLANK_LIMIT,
        ),
        "canned_no_file": texts.t("Please send one photo or one document."),
        "canned_no_text": texts.t("A canned reply needs a text in at least one language."),
    }


def refusal(texts: Texts, sentence: Markup, *, at_desk: bool) -> Screen:
    """The sentence with the way on: to the lawyer, for staff back to their desk."""
    return Screen(text=sentence, rows=(desk_row(texts) if at_desk else bottom_row(texts),))


def failure(texts: Texts, code: str) -> Screen:
    """Our own mistake: a neutral sentence, a code for the log, and the lawyer."""
    return Screen(
        text=texts.t(
            "Something went wrong on our side, and we have noted it. Please try once more. "
            "Code: <code>{code}</code>",
            code=code,
        ),
        rows=(bottom_row(texts),),
    )
