"""Sending a canned reply: choosing, filling in, and the preview with its addressee above it.

The case is named on each of these screens.
"""

from collections.abc import Sequence

from markupsafe import Markup

from bot.callbacks import CaseCD
from bot.callbacks_canned import CannedCD, CannedDropCD, CannedPickCD, CannedSendCD
from bot.i18n import Texts
from bot.i18n import texts as texts_of
from bot.screens.case import carried
from bot.screens.model import Button, Rows, Screen
from domain.consultation.canned import VALUE_LIMIT, CannedReply, Draft
from domain.consultation.case import Case
from domain.consultation.content import CaseMessage
from domain.people.model import Language

NAME_ROOM = 40
"""Characters of the citizen's name above a preview with a file: Telegram's 1024 for a caption have
to hold it, the operator's whole name, and 800 of the text.
"""


def offer(texts: Texts, case: Case, replies: Sequence[CannedReply]) -> Screen:
    """Those used most; another one is found by typing."""
    text = texts.t(
        "<b>Canned reply for № {number} · {name}</b>", number=case.id, name=case.citizen_name
    )
    if replies:
        text += "\n\n" + texts.t(
            "Choose one, or type words to find another: what you type is NOT sent."
        )
    else:
        text += "\n\n" + texts.t("There are none in the person's language yet.")
    return Screen(
        text=_with_language(texts, text, case), rows=_rows(texts, case, replies), protect=True
    )


def found(texts: Texts, case: Case, replies: Sequence[CannedReply]) -> Screen:
    """What fits the typed words; other words can be typed at once."""
    text = texts.t(
        "<b>Canned reply for № {number} · {name}</b>", number=case.id, name=case.citizen_name
    )
    if replies:
        text += "\n\n" + texts.t("Found. Choose one, or type other words.")
    else:
        text += "\n\n" + texts.t("Nothing found. Type other words; nothing was sent.")
    return Screen(
        text=_with_language(texts, text, case), rows=_rows(texts, case, replies), protect=True
    )


def _with_language(texts: Texts, text: Markup, case: Case) -> Markup:
    name = {Language.KK: "қазақша", Language.RU: "русский"}[case.language]
    return text + "\n" + texts.t("Language: {language}", language=name)


def _rows(texts: Texts, case: Case, replies: Sequence[CannedReply]) -> Rows:
    picks: Rows = tuple(
        (
            Button(
                text=reply.wording.title,
                data=CannedPickCD(case=case.id, reply=reply.id).pack(),
            ),
        )
        for reply in replies
    )
    return (*picks, (_to_case(texts, case),))


def ask_blank(texts: Texts, case: Case, blank: str) -> Screen:
    """One blank a message."""
    return Screen(
        text=texts.t("<b>№ {number} · {name}</b>", number=case.id, name=case.citizen_name)
        + "\n"
        + texts.t("Fill in: <b>{blank}</b>", blank=blank)
        + "\n\n"
        + texts.t(
            "Write it in one message, up to {limit} characters. You see the whole before it is "
            "sent.",
            limit=VALUE_LIMIT,
        ),
        rows=((_to_case(texts, case),),),
        protect=True,
    )


def preview(texts: Texts, case: Case, draft: Draft, key: str) -> Screen:
    """The addressee, and below it the message as the citizen will get it."""
    send = Button(
        text=texts.plain("Send"),
        data=CannedSendCD(case=case.id, draft=key).pack(),
        style="primary",
    )
    drop = Button(text=texts.plain("Do not send"), data=CannedDropCD(draft=key).pack())
    head = texts.t("To: <b>№ {number} · {name}</b>", number=case.id, name=_name(case, draft))
    return _message(head, case, draft, rows=((send,), (drop,)))


def sent(texts: Texts, case: Case, draft: Draft) -> Screen:
    """In place of the preview and its buttons."""
    head = texts.t("Sent: № {number} · {name}", number=case.id, name=_name(case, draft))
    return _message(head, case, draft)


def not_sent(texts: Texts, draft: Draft) -> Screen:
    """The operator has thought better of it."""
    return Screen(text=texts.t("Not sent to anybody."), file=draft.file, protect=True)


def waits(texts: Texts, case: Case) -> Screen:
    """Something was typed or sent while the preview waits for a press."""
    return Screen(
        text=texts.t(
            "Nothing was sent. The canned reply for № {number} · {name} waits above: press "
            "«Send» or «Do not send» under it.",
            number=case.id,
            name=case.citizen_name,
        ),
        rows=((_again(texts, case),), (_to_case(texts, case),)),
        protect=True,
    )


def no_reply(texts: Texts) -> Screen:
    """A reply would be an answer to a person, and something else was asked for."""
    return Screen(
        text=texts.t(
            "This is a reply to a message, and I was waiting for something else. Nothing was kept "
            "or sent. Write it without replying, or press a button above and answer then."
        )
    )


def _message(head: Markup, case: Case, draft: Draft, rows: Rows = ()) -> Screen:
    """The words of the bot around it are those that the citizen gets, in their language."""
    message = CaseMessage(
        id=0,
        case_id=case.id,
        by_operator=True,
        chat_id=0,
        message_id=0,
        media_group=None,
        content=draft.content(),
        created_at=0,
        author_name=case.assignee_name or "",
    )
    gap = "\n\n" if draft.file is None else "\n"
    body = carried(texts_of(case.language), case, message)
    return Screen(text=head + gap + body, rows=rows, file=draft.file, protect=True)


def _name(case: Case, draft: Draft) -> str:
    name = case.citizen_name
    return name if draft.file is None or len(name) <= NAME_ROOM else name[:NAME_ROOM] + "…"


def _to_case(texts: Texts, case: Case) -> Button:
    return Button(text=texts.plain("Case"), data=CaseCD(case=case.id).pack())


def _again(texts: Texts, case: Case) -> Button:
    return Button(text=texts.plain("Another canned reply"), data=CannedCD(case=case.id).pack())
