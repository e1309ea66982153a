"""My requests: the list, one of them, and what was written in it page by page."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from markupsafe import Markup

from bot.callbacks import HistoryCD, LawyerCD, ReopenCD, RequestsCD
from bot.i18n import Texts, almaty_day
from bot.screens.common import bottom_row, home_button
from bot.screens.model import Button, Rows, Screen
from bot.screens.topics import topic_name
from domain.consultation.case import Case, CaseState
from domain.consultation.content import Arrival, CaseMessage, Kind
from domain.consultation.requests import History

PIECE: Final = 600
"""Characters of one message in one go; a longer one goes on below."""

PAGE: Final = 1200
"""Characters of a page: it fits a telephone with a little scrolling."""

_TAG: Final = re.compile(r"<[^>]*>")


def state_name(texts: Texts, state: CaseState) -> str:
    """Where a request stands, in a word."""
    names: Mapping[CaseState, str] = {
        CaseState.WAITING: texts.plain("in the queue"),
        CaseState.TAKEN: texts.plain("with a lawyer"),
        CaseState.CLOSED: texts.plain("closed"),
        CaseState.CANCELLED: texts.plain("cancelled"),
    }
    return names[state]


def my_requests(texts: Texts, cases: Sequence[Case]) -> Screen:
    """Number, day and state of each, the newest first."""
    if not cases:
        return Screen(
            text=texts.t("You have not sent any request yet."), rows=(bottom_row(texts),)
        )
    rows: Rows = tuple(
        (
            Button(
                text=f"№ {case.id} · {_day(case)} · {state_name(texts, case.state)}",
                data=HistoryCD(case=case.id).pack(),
            ),
        )
        for case in cases
    )
    return Screen(text=texts.t("<b>My requests</b>"), rows=(*rows, bottom_row(texts)))


def overview(texts: Texts, view: History) -> Screen:
    """One request: what it was about and how it ended."""
    case = view.case
    lines = [
        texts.t("<b>Request № {number}</b>", number=case.id),
        texts.t("Sent: {day}", day=texts.date(almaty_day(case.created_at))),
        texts.t("Topic: {topic}", topic=topic_name(texts, case.topic)),
        texts.t("State: {state}", state=state_name(texts, case.state)),
    ]
    if case.outcome and case.state is CaseState.CLOSED:
        lines.append(texts.t("The lawyer's summary:"))
        lines.append(Markup("<blockquote>{}</blockquote>").format(case.outcome))
    if case.rating is not None:
        lines.append(texts.t("Your rating: {stars}", stars=f"{case.rating} ⭐"))
    return Screen(text=Markup("\n").join(lines), rows=_actions(texts, view))


def _actions(texts: Texts, view: History) -> Rows:
    rows: Rows = ()
    case = view.case
    if case.is_open:
        label = texts.plain("⚖️ My request № {number}", number=case.id)
        rows += ((Button(text=label, data=LawyerCD().pack()),),)
    if view.messages:
        label = texts.plain("What was written")
        rows += ((Button(text=label, data=HistoryCD(case=case.id, page=1).pack()),),)
    if view.reopens:
        rows += (reopen_row(texts, case.id),)
    return (*rows, (_to_list(texts), home_button(texts)))


def reopen_row(texts: Texts, case_id: int) -> tuple[Button, ...]:
    """One tap brings a closed request back."""
    label = texts.plain("It is not solved: reopen")
    return (Button(text=label, data=ReopenCD(case=case_id).pack()),)


def written(texts: Texts, view: History, page: int) -> Screen:
    """A page of what both sides wrote; one that is not there is the last one."""
    pages = _pages(texts, view)
    page = max(1, min(page, len(pages)))
    case = view.case
    head = texts.t(
        "<b>№ {number}</b> · page {page}/{pages}", number=case.id, page=page, pages=len(pages)
    )
    earlier = Button(
        text=texts.plain("Earlier"), data=HistoryCD(case=case.id, page=page - 1).pack()
    )
    later = Button(text=texts.plain("Later"), data=HistoryCD(case=case.id, page=page + 1).pack())
    turn = ((earlier,) if page > 1 else ()) + ((later,) if page < len(pages) else ())
    back = Button(text=texts.plain("Back"), data=HistoryCD(case=case.id).pack())
    body = pages[page - 1] if pages else Markup("")
    return Screen(
        text=head + "\n\n" + body, rows=(*((turn,) if turn else ()), (back, home_button(texts)))
    )


def _pages(texts: Texts, view: History) -> list[Markup]:
    """Pieces together as long as they fit."""
    pages: list[list[Markup]] = []
    room = 0
    arrivals = view.arrivals
    for piece in (
        piece
        for message in view.messages
        for piece in _pieces(texts, message, arrivals.get(message.id, Arrival.ARRIVED))
    ):
        if len(piece) > room:
            pages.append([])
            room = PAGE
        pages[-1].append(piece)
        room -= len(piece)
    return [Markup("\n\n").join(page) for page in pages]


def _pieces(texts: Texts, message: CaseMessage, arrival: Arrival) -> Iterator[Markup]:
    """Who wrote it and the words without their markup: a piece must not cut a tag in two."""
    who = texts.t("<b>Lawyer:</b>") if message.by_operator else texts.t("<b>You:</b>")
    if arrival is Arrival.LOST:
        who += " " + texts.t("(this message did not reach you)")
    elif arrival is Arrival.ON_ITS_WAY:
        who += " " + texts.t("(still on its way to you)")
    if message.content.kind is not Kind.TEXT:
        who += " " + kind_name(texts, message.content.kind)
    words = _bare(message)
    if not words:
        yield who
        return
    for start in range(0, len(words), PIECE):
        yield who + " " + Markup("{}").format(words[start : start + PIECE])


def _bare(message: CaseMessage) -> str:
    """The words without their markup."""
    return html.unescape(_TAG.sub("", message.content.html))


def beginning(texts: Texts, message: CaseMessage, limit: int) -> str:
    """How a message begins, or what it is when it has no words."""
    words = " ".join(_bare(message).split())
    if not words:
        return kind_name(texts, message.content.kind)
    return words if len(words) <= limit else words[: limit - 1] + "…"


def kind_name(texts: Texts, kind: Kind) -> str:
    """What was sent beside words."""
    names: Mapping[Kind, str] = {
        Kind.PHOTO: texts.plain("[photo]"),
        Kind.VOICE: texts.plain("[voice message]"),
        Kind.OTHER: texts.plain("[message of another kind]"),
    }
    return names.get(kind, texts.plain("[file]"))


def _to_list(texts: Texts) -> Button:
    return Button(text=texts.plain("My requests"), data=RequestsCD().pack())


def _day(case: Case) -> str:
    return f"{almaty_day(case.created_at):%d.%m.%Y}"
