"""Keeping canned replies: the list, one of them, its parts, deleting it."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.callbacks_canned import KeepCD, KeepWithoutCD, KeptCD, KeptDropCD, KeptReplyCD
from bot.i18n import Texts
from bot.screens.common import desk_row, turn_pages
from bot.screens.model import Button, Rows, Screen
from domain.consultation.canned import CannedReply
from domain.consultation.canned_keeping import TEXT_LIMIT, TITLE_LIMIT, Field
from domain.consultation.content import CAPTION_ROOM


def kept(texts: Texts, replies: Sequence[CannedReply], page: int, *, more: bool) -> Screen:
    """A page of the list."""
    titles: Rows = tuple(
        (Button(text=reply.wording.title, data=KeptReplyCD(reply=reply.id).pack()),)
        for reply in replies
    )
    turn = turn_pages(page, lambda at: KeptCD(page=at).pack(), goes_on=more)
    add = Button(
        text=texts.plain("Add a canned reply"),
        data=KeepCD(reply=0, part=Field.TITLE.value).pack(),
    )
    text = texts.t("<b>Canned replies</b>")
    if not replies:
        text += "\n\n" + texts.t("There are none here.")
    return Screen(text=text, rows=(*titles, *turn, (add,), desk_row(texts)))


def interrupted(texts: Texts) -> Screen:
    """Something about a case came while a part was being asked for."""
    return Screen(
        text=texts.t(
            "Nothing was kept: news of a case has come meanwhile, and your words may be meant for "
            "it. If they belong to the canned reply, send them once more."
        )
    )


def ask(texts: Texts, reply: int, part: Field) -> Screen:
    """One part a message."""
    rows: Rows = ((_list(texts),),)
    if part is not Field.TITLE:
        data = KeepWithoutCD(reply=reply, part=part.value).pack()
        rows = ((Button(text=_without(texts, part), data=data),), *rows)
    return Screen(text=_question(texts, part), rows=rows)


def _question(texts: Texts, part: Field) -> Markup:
    match part:
        case Field.TITLE:
            return texts.t(
                "<b>Title</b>\n\nWrite it in one message, up to {limit} characters. Only the "
                "staff sees it.",
                limit=TITLE_LIMIT,
            )
        case Field.KK:
            return texts.t("<b>Text in Kazakh</b>") + "\n\n" + _how(texts)
        case Field.RU:
            return texts.t("<b>Text in Russian</b>") + "\n\n" + _how(texts)
        case Field.FILE:
            return texts.t(
                "<b>File</b>\n\nSend one photo or one document. The text becomes its caption and "
                "has up to {limit} characters then.",
                limit=CAPTION_ROOM,
            )


def _how(texts: Texts) -> Markup:
    return texts.t(
        "Write it in one message, up to {limit} characters. What the operator has to fill in "
        "stands in square brackets, like [date].",
        limit=texts.number(TEXT_LIMIT),
    )


def _without(texts: Texts, part: Field) -> str:
    return {
        Field.KK: texts.plain("Without a Kazakh text"),
        Field.RU: texts.plain("Without a Russian text"),
    }.get(part, texts.plain("Without a file"))


def as_read(reply: CannedReply) -> tuple[Screen, ...]:
    """A message for each language, as citizens see it."""
    wording = reply.wording
    return tuple(
        Screen(text=Markup(text), file=wording.file)  # noqa: S704 - Telegram's own markup
        for text in (wording.kk, wording.ru)
        if text is not None
    )


def opened(texts: Texts, reply: CannedReply, *, saved: bool = False) -> Screen:
    """What can be done with it; the texts stand above."""
    wording = reply.wording
    lines = [
        texts.t("Canned reply: <b>{title}</b>", title=wording.title),
        texts.t("Citizens read it as it stands above."),
        texts.t("Sent so far: {count}", count=texts.number(reply.uses)),
    ]
    if wording.kk is None:
        lines.append(texts.t("Not offered for people who read Kazakh: it has no Kazakh text."))
    if wording.ru is None:
        lines.append(texts.t("Not offered for people who read Russian: it has no Russian text."))
    if saved:
        lines.insert(0, texts.t("Saved."))
    parts = {
        Field.TITLE: texts.plain("Title"),
        Field.KK: texts.plain("Text in Kazakh"),
        Field.RU: texts.plain("Text in Russian"),
        Field.FILE: texts.plain("File"),
    }
    changes = [
        Button(text=words, data=KeepCD(reply=reply.id, part=part.value).pack())
        for part, words in parts.items()
    ]
    drop = Button(text=texts.plain("Delete"), data=KeptDropCD(reply=reply.id).pack())
    return Screen(
        text=Markup("\n").join(lines) + "\n\n" + texts.t("What shall be changed?"),
        rows=(
            (changes[0], changes[3]),
            (changes[1], changes[2]),
            (drop,),
            (_list(texts),),
            desk_row(texts),
        ),
    )


def drop_sure(texts: Texts, reply: CannedReply) -> Screen:
    """Asked once more."""
    return Screen(
        text=texts.t(
            "Delete the canned reply <b>{title}</b>? What was sent with it stays as it is.",
            title=reply.wording.title,
        ),
        rows=(
            (
                Button(
                    text=texts.plain("Yes, delete"),
                    data=KeptDropCD(reply=reply.id, sure=True).pack(),
                    style="danger",
                ),
            ),
            (Button(text=texts.plain("Back"), data=KeptReplyCD(reply=reply.id).pack()),),
        ),
    )


def dropped(texts: Texts) -> Screen:
    """Gone."""
    return Screen(
        text=texts.t("The canned reply is deleted."), rows=((_list(texts),), desk_row(texts))
    )


def _list(texts: Texts) -> Button:
    return Button(text=texts.plain("Canned replies"), data=KeptCD().pack())
