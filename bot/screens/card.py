"""The card of a case: what an operator needs at a glance, and what can be done with it."""

import datetime as dt
from collections.abc import Iterator

from markupsafe import Markup

from bot.callbacks import CallCD, CaseCD, CloseCD, NoteCD, ReturnCD, TakeCD, TransferCD, WriteCD
from bot.callbacks_canned import CannedCD
from bot.i18n import Texts
from bot.screens.addressee import other_name
from bot.screens.common import desk_row
from bot.screens.desk import OWED, state_name, urgency_line
from bot.screens.model import Button, Rows, Screen
from bot.screens.request_contact import answer_way
from bot.screens.spans import span
from bot.screens.topics import (
    answer_name,
    language_name,
    outcome_name,
    situation_name,
    topic_name,
)
from domain.consultation.calls import in_vain
from domain.consultation.case import Case, CaseState, Contact
from domain.consultation.finding import Card, Earlier
from domain.consultation.notes import Note
from domain.consultation.triage import DATED, Reason, Situation, Topic
from domain.consultation.urgency import days_left

SAID_LIMIT = 300
"""Characters of the first words: all of them stand in the messages below the card."""

NOTES_SHOWN = 3
NOTE_SHOWN_LIMIT = 300


def card(texts: Texts, view: Card, viewer: int, now: int, today: dt.date) -> Screen:
    """The card for whoever may see it; its buttons are those of its assignee, a supervisor, or
    anybody who could take it. What waits is told of without the person.
    """
    case = view.case
    if case.state is CaseState.WAITING:
        return _waiting(texts, case, now, today)
    lines = [
        texts.t("<b>Case № {number}</b>", number=case.id)
        + Markup(" · {}").format(state_name(texts, case.state)),
        texts.t("Person: {name}", name=case.citizen_name),
        *other_name(texts, case),
        *_facts(texts, case, now, today),
        *_person(texts, view),
        *_owed(texts, case, now),
        *_said(texts, view.said),
        *_notes(texts, view.notes),
        *_end(texts, case),
    ]
    own = case.state is CaseState.TAKEN and case.assignee_id == viewer
    if own and case.citizen_chat is not None:
        lines.append(Markup(""))
        lines.append(
            texts.t("Reply to any message of this case: your answer goes to this person only.")
        )
    elif not own and case.assignee_name is not None:
        lines.append(texts.t("Operator: {name}", name=case.assignee_name))
    return Screen(text=Markup("\n").join(lines), rows=_rows(texts, view, viewer), protect=True)


def _waiting(texts: Texts, case: Case, now: int, today: dt.date) -> Screen:
    take = Button(
        text=texts.plain("Take № {number}", number=case.id),
        data=TakeCD(case=case.id).pack(),
        style="primary",
    )
    lines = [
        texts.t("<b>Case № {number}</b>", number=case.id)
        + Markup(" · {}").format(state_name(texts, case.state)),
        *_facts(texts, case, now, today),
    ]
    return Screen(text=Markup("\n").join(lines), rows=((take,), desk_row(texts)), protect=True)


def _facts(texts: Texts, case: Case, now: int, today: dt.date) -> Iterator[Markup]:
    """Urgency and what was answered in the form."""
    facts = case.facts
    yield urgency_line(texts, case)
    if case.urgency.last_day is not None:
        yield _term(texts, case, case.urgency.last_day, today)
    if _for_microcredits(case):
        yield texts.t("This is the term for a microcredit; a bank's is in the contract")
    yield texts.t("Topic: {topic}", topic=topic_name(texts, case.topic))
    if facts.asked is not None:
        yield texts.t("The person had chosen: {topic}", topic=topic_name(texts, facts.asked))
    if facts.answer is not None:
        yield texts.t("Said: {answer}", answer=answer_name(texts, facts.answer))
    if facts.question in DATED and facts.day is not None:
        yield texts.t("Day named: {day}", day=texts.date(facts.day))
    if facts.situation not in {None, Situation.NONE}:
        assert facts.situation is not None
        yield texts.t("Also: {situation}", situation=situation_name(texts, facts.situation))
    if case.citizen_chat is None:
        yield texts.t("By phone, not in the bot")
    yield texts.t("Language: {language}", language=language_name(case.language))
    yield texts.t("Sent: {span} ago", span=span(texts, now - case.created_at))


def _for_microcredits(case: Case) -> bool:
    """Whether the term is the one that only the law on microfinance sets."""
    told = case.topic is case.facts.question is Topic.OVERDUE and case.urgency.last_day is not None
    return told or case.urgency.reason is Reason.SETTLEMENT_TERM


def _term(texts: Texts, case: Case, last_day: dt.date, today: dt.date) -> Markup:
    """The last day, and how many are left, in the days that the law counts."""
    line = texts.t("Last day: {day}", day=texts.date(last_day))
    left = days_left(case.urgency, today)
    if left is None:
        return line
    if left < 0:
        return line + " · " + texts.t("has passed, still urgent")
    if case.urgency.reason is Reason.NOTARY_TERM:
        days = texts.n("{count} working day left", "{count} working days left", left)
    else:
        days = texts.n("{count} day left", "{count} days left", left)
    return line + " · " + days


def _person(texts: Texts, view: Card) -> Iterator[Markup]:
    case = view.case
    yield answer_way(texts, case.contact, case.phone, case.slot)
    yield from _in_vain(texts, view)
    if view.files:
        yield texts.t("Files: {count}", count=view.files)
    if view.lessons:
        yield texts.t("Lessons finished: {count}", count=view.lessons)
    for earlier in view.earlier:
        yield _earlier(texts, earlier)


def _earlier(texts: Texts, earlier: Earlier) -> Markup:
    ended = state_name(texts, CaseState.CANCELLED)
    if earlier.code is not None:
        ended = outcome_name(texts, earlier.code)
    line = texts.t("Earlier request: № {number}", number=earlier.number)
    return line + Markup(" · {}").format(ended)


def _owed(texts: Texts, case: Case, now: int) -> Iterator[Markup]:
    if case.state is CaseState.TAKEN and case.owed_since is not None:
        waited = span(texts, now - case.owed_since)
        yield texts.t("{mark} Waits for an answer: {span}", mark=OWED, span=waited)


def _said(texts: Texts, html: str) -> Iterator[Markup]:
    words = _first(Markup(html).striptags(), SAID_LIMIT)  # noqa: S704 - stripped, then escaped
    if words:
        yield Markup("<blockquote>{}</blockquote>").format(words)


def _notes(texts: Texts, notes: tuple[Note, ...]) -> Iterator[Markup]:
    """The newest ones; all of them came as messages when the case was handed over."""
    if not notes:
        return
    yield texts.t("📝 Notes, the person does not see them: {count}", count=len(notes))
    for note in notes[-NOTES_SHOWN:]:
        yield Markup("<blockquote>{}: {}</blockquote>").format(
            note.author_name, _first(note.words, NOTE_SHOWN_LIMIT)
        )


def _end(texts: Texts, case: Case) -> Iterator[Markup]:
    if case.outcome_code is not None:
        named = outcome_name(texts, case.outcome_code)
        if case.is_open:
            yield texts.t("Reopened. It had ended with: {outcome}", outcome=named)
        else:
            yield texts.t("Outcome: {outcome}", outcome=named)
    if case.outcome:
        yield Markup("<blockquote>{}</blockquote>").format(_first(case.outcome, SAID_LIMIT))
    if case.rating is not None:
        yield texts.t("Rating: {stars} of 5", stars=case.rating)
    if case.comment:
        yield texts.t("Comment: {words}", words=_first(case.comment, SAID_LIMIT))


def _first(words: str, limit: int) -> str:
    return words if len(words) <= limit else words[:limit].rstrip() + "…"


def _rows(texts: Texts, view: Card, viewer: int) -> Rows:
    case = view.case
    number = case.id
    own = case.assignee_id == viewer
    note = Button(text=texts.plain("📝 Note"), data=NoteCD(case=number).pack())
    if case.state is not CaseState.TAKEN:
        return ((note,), desk_row(texts)) if own else (desk_row(texts),)
    give = Button(text=texts.plain("Give to a colleague"), data=TransferCD(case=number).pack())
    if not own:
        return ((give,), desk_row(texts))
    write = Button(text=texts.plain("✉️ Write"), data=WriteCD(case=number).pack(), style="primary")
    canned = Button(text=texts.plain("Canned reply"), data=CannedCD(case=number).pack())
    back = Button(text=texts.plain("Return to the queue"), data=ReturnCD(case=number).pack())
    close = Button(text=texts.plain("Close the case"), data=CloseCD(case=number).pack())
    speak: Rows = ((note,),) if case.citizen_chat is None else ((write, note), (canned,))
    return (
        *speak,
        *_calls(texts, view),
        (back,),
        (give,),
        (close,),
        desk_row(texts),
    )


def call_due(texts: Texts, view: Card) -> Screen:
    """The hour has come at which somebody wants to be called."""
    case = view.case
    open_case = Button(text=texts.plain("Case"), data=CaseCD(case=case.id).pack())
    return Screen(
        text=Markup("\n").join(
            (
                texts.t(
                    "📞 Please call now: <b>№ {number} · {name}</b>",
                    number=case.id,
                    name=case.citizen_name,
                ),
                answer_way(texts, case.contact, case.phone, case.slot),
                *_in_vain(texts, view),
            )
        ),
        rows=(*_calls(texts, view), (open_case,)),
        protect=True,
    )


def _in_vain(texts: Texts, view: Card) -> Iterator[Markup]:
    if tries := in_vain(list(view.calls)):
        yield texts.t("Calls in vain: {count}", count=tries)


def _calls(texts: Texts, view: Card) -> Rows:
    """The number to copy, and whether the call reached the person."""
    case = view.case
    if case.phone is None:
        return ()
    copy = (Button(text=texts.plain("Copy the phone number"), copy=case.phone),)
    if case.contact is not Contact.PHONE:
        return (copy,)
    attempt = len(view.calls) + 1
    results = tuple(
        Button(text=words, data=CallCD(case=case.id, attempt=attempt, reached=reached).pack())
        for words, reached in (
            (texts.plain("📞 Reached"), True),
            (texts.plain("📞 Not reached"), False),
        )
    )
    return (copy, results)
