"""A request for somebody on the telephone: the citizen's questions under the caller's name.

What is to be read out to the caller stands in the caller's language, all else in the operator's.
"""

import datetime as dt
from dataclasses import replace
from typing import Final

from markupsafe import Markup

from bot.callbacks import CaseCD, DeskCD, FormCD, HomeCD, LessonCD, SlotCD
from bot.callbacks_callers import CallerLanguageCD, CallerNewCD, CallerSendCD, CallerTapCD
from bot.forms import Draft, Step
from bot.guidance import Emergency, Guidance, ahead_of
from bot.i18n import Texts
from bot.i18n import texts as texts_of
from bot.screens import guidance as guidance_screens
from bot.screens import request_form as form_screens
from bot.screens import triage as triage_screens
from bot.screens.common import desk_row
from bot.screens.desk import state_name
from bot.screens.model import Button, Rows, Screen
from bot.screens.phones import shown
from bot.screens.request_contact import slot_name
from bot.screens.waiting import waiting
from domain.consultation.callers import Caller, OpenAlready
from domain.consultation.case import Slot
from domain.consultation.requests import Standing
from domain.consultation.triage import Topic
from domain.people.model import Language

_NOT_HERE: Final = frozenset({LessonCD.__prefix__})
"""Buttons of the citizen's screens that are nothing for an operator."""


def unfinished(texts: Texts, form: int, caller: Caller) -> Screen:
    """A form was left in the middle a moment ago."""
    return Screen(
        text=texts.t(
            "You have begun a request by phone: <b>{name}</b>, {phone}. It is kept for half an "
            "hour.",
            name=caller.name,
            phone=shown(caller.phone),
        ),
        rows=(
            (_tap(form, texts.plain("Go on with it"), FormCD(step="next").pack(), "primary"),),
            (Button(text=texts.plain("Another caller"), data=CallerNewCD(anew=True).pack()),),
            desk_row(texts),
        ),
        protect=True,
    )


def ask_phone(texts: Texts) -> Screen:
    """The number comes first: it says whether there is a request already."""
    return Screen(
        text=texts.t(
            "<b>New request by phone</b>\n\nWrite the caller's phone number, for example "
            "+7 701 123 45 67 or 8 701 123 45 67."
        ),
        rows=(desk_row(texts),),
    )


def phone_not_understood(texts: Texts) -> Screen:
    """No number in it."""
    return Screen(
        text=texts.t("This does not look like a phone number. Example: +7 701 123 45 67."),
        rows=(desk_row(texts),),
    )


def open_already(texts: Texts, found: OpenAlready) -> Screen:
    """There is no second request beside an open one."""
    case = found.case
    lines = [
        texts.t("This number has an open request already: № {number}.", number=case.id),
        Markup("{}").format(state_name(texts, case.state)),
    ]
    if case.assignee_name is not None:
        lines.append(texts.t("Operator: {name}", name=case.assignee_name))
    rows: Rows = ()
    if found.visible:
        rows = ((Button(text=texts.plain("Case"), data=CaseCD(case=case.id).pack()),),)
    return Screen(text=Markup("\n").join(lines), rows=(*rows, desk_row(texts)), protect=True)


def ask_name(texts: Texts, phone: str) -> Screen:
    """Whom to ask for."""
    return Screen(
        text=texts.t(
            "{phone}: there is no open request.\n\n<b>What is the caller's name?</b>",
            phone=shown(phone),
        ),
        rows=(desk_row(texts),),
        protect=True,
    )


def ask_language(texts: Texts, form: int, name: str) -> Screen:
    """In which language they are spoken to, also by whoever calls back."""
    languages = tuple(
        Button(text=label, data=CallerLanguageCD(form=form, code=language.value).pack())
        for language, label in ((Language.KK, "Қазақша"), (Language.RU, "Русский"))
    )
    return Screen(
        text=texts.t("<b>{name}</b>: which language?", name=name),
        rows=(languages, desk_row(texts)),
        protect=True,
    )


def step(
    texts: Texts,
    guidance: Guidance,
    form: int,
    caller: Caller,
    draft: Draft,
    at: Step,
    today: dt.date,
) -> Screen:
    """A question of the request form; without a topic there is only the first one."""
    topic = draft.topic
    if topic is None or at is Step.TOPIC:
        return choose_topic(texts, form, caller)
    if at is Step.WORDS:
        screen = _words(texts, guidance, caller, draft, topic, today)
    elif at is Step.SITUATION:
        screen = _situation(texts, guidance, caller, draft, topic, today)
    elif at is Step.CONTACT:
        screen = _call_back(texts, draft)
    elif at is Step.CONFIRM:
        return _confirm(texts, form, caller, draft)
    else:
        screen = triage_screens.screen_of(texts, guidance, draft, at, today)
    return for_caller(texts, form, caller, screen)


def choose_topic(texts: Texts, form: int, caller: Caller, *, more: bool = False) -> Screen:
    """What it is about."""
    screen = form_screens.choose_topic(texts, more=more)
    asked = replace(screen, text=texts.t("<b>What is it about?</b>"))
    return for_caller(texts, form, caller, asked)


def change(texts: Texts, form: int, caller: Caller, draft: Draft) -> Screen:
    """What to change before it is sent; the number leads on to name and language."""
    return for_caller(texts, form, caller, form_screens.choose_change(texts, draft))


def for_caller(texts: Texts, form: int, caller: Caller, screen: Screen) -> Screen:
    """The citizen's screen under the caller's name, its buttons those of the caller's form."""
    rows: list[tuple[Button, ...]] = []
    for row in screen.rows:
        kept = tuple(_of_caller(texts, form, button) for button in row if _is_kept(button))
        if kept:
            rows.append(kept)
    head = texts.t("📞 <b>{name}</b>, {phone}", name=caller.name, phone=shown(caller.phone))
    return replace(screen, text=head + "\n\n" + screen.text, rows=tuple(rows), protect=True)


def _is_kept(button: Button) -> bool:
    return button.copy is None and _prefix(button) not in _NOT_HERE


def _prefix(button: Button) -> str:
    return (button.data or "").partition(":")[0]


def _of_caller(texts: Texts, form: int, button: Button) -> Button:
    if button.data is None:
        return button
    if _prefix(button) == HomeCD.__prefix__:
        return Button(text=texts.plain("Desk"), data=DeskCD().pack())
    return _tap(form, button.text, button.data, button.style)


def _tap(form: int, text: str, data: str, style: str | None = None) -> Button:
    packed = CallerTapCD(form=form, tap=data).pack()
    return Button(text=text, data=packed, style="primary" if style == "primary" else None)


def _read_out(texts: Texts, words: Markup) -> Markup:
    return texts.t("<b>Read this out:</b>") + "\n\n" + words


def _helps(guidance: Guidance, caller: Caller, topic: Topic, today: dt.date) -> Markup:
    """What helps at once, in the caller's language."""
    theirs = texts_of(caller.language)
    kind = ahead_of(topic)
    if kind is None:
        return guidance_screens.situation(theirs, guidance, topic, today)
    return guidance_screens.emergency(theirs, guidance, kind, today).text


def _words(
    texts: Texts, guidance: Guidance, caller: Caller, draft: Draft, topic: Topic, today: dt.date
) -> Screen:
    text = _read_out(texts, _helps(guidance, caller, topic, today))
    asked = texts.t("<b>What happened?</b>\n\nWrite it in a few words, as the person tells it.")
    if draft.messages:
        asked = form_screens.received(texts, draft.messages)
        asked += "\n" + texts.t("You can add more, or go on.")
    return Screen(text=text + "\n\n" + asked, rows=form_screens.words_rows(texts, draft))


def _situation(
    texts: Texts, guidance: Guidance, caller: Caller, draft: Draft, topic: Topic, today: dt.date
) -> Screen:
    """Where an emergency came first, the calm page is read out here."""
    asked = triage_screens.ask_situation(
        texts, guidance, replace(draft, answer=None), topic, today
    )
    if ahead_of(topic) is None or draft.answer not in triage_screens.PAST_DANGER:
        return asked
    theirs = texts_of(caller.language)
    page = guidance_screens.situation(theirs, guidance, topic, today)
    return replace(asked, text=_read_out(texts, page) + "\n\n" + asked.text)


def _call_back(texts: Texts, draft: Draft) -> Screen:
    """Nobody on the telephone is answered in a chat."""
    slots: Rows = tuple(
        (Button(text=slot_name(texts, slot), data=SlotCD(slot=slot.value).pack()),)
        for slot in Slot
    )
    return Screen(
        text=texts.t("<b>When may a lawyer call back?</b>"),
        rows=(*slots, form_screens.foot(texts, draft, Step.CONTACT)),
    )


def _confirm(texts: Texts, form: int, caller: Caller, draft: Draft) -> Screen:
    screen = form_screens.confirm(texts, draft)
    whole = for_caller(texts, form, caller, screen)
    queue = Button(
        text=texts.plain("Send to the queue"),
        data=CallerSendCD(form=form, take=False).pack(),
        style="primary",
    )
    mine = Button(
        text=texts.plain("Take it myself"), data=CallerSendCD(form=form, take=True).pack()
    )
    return replace(whole, rows=((queue,), (mine,), *whole.rows[1:]))


def emergency(
    texts: Texts, guidance: Guidance, form: int, caller: Caller, kind: Emergency, today: dt.date
) -> Screen:
    """Somebody is in danger: numbers and steps are read out before the next question."""
    urgent = guidance_screens.emergency(texts_of(caller.language), guidance, kind, today)
    onward = Button(
        text=texts.plain("Go on with the request"),
        data=FormCD(step="next").pack(),
        style="primary",
    )
    back = Button(text=texts.plain("Back"), data=FormCD(step=Step.SITUATION.value).pack())
    screen = Screen(text=_read_out(texts, urgent.text), rows=((onward,), (back,)))
    return for_caller(texts, form, caller, screen)


def only_words(texts: Texts) -> Screen:
    """A photo of the operator's is no paper of the caller's."""
    return Screen(
        text=texts.t("Only typed words can be kept for a caller. Please write it as text.")
    )


def interrupted(texts: Texts) -> Screen:
    """The typed words may be an answer to somebody."""
    return Screen(
        text=texts.t(
            "Nothing was kept: news of a case has come meanwhile, and your words may be meant for "
            "it. To answer there, reply to its message. For the caller, write it once more."
        )
    )


def queued(texts: Texts, caller: Caller, standing: Standing, now: int) -> Screen:
    """It is in the queue; what the caller can be told about it, in their language."""
    told = waiting(texts_of(caller.language), standing, now)
    return Screen(
        text=texts.t(
            "№ {number} is in the queue: 📞 {name}.", number=standing.case.id, name=caller.name
        )
        + "\n\n"
        + _read_out(texts, told),
        rows=(desk_row(texts),),
        protect=True,
    )
