"""The request form's questions, one a screen, and what helps at once."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.callbacks import ChoiceCD, DayCD, FormCD, SituationCD, SkipCD
from bot.forms import Draft, Step
from bot.guidance import Emergency, Guidance, ahead_of
from bot.i18n import Texts
from bot.screens import guidance as guidance_screens
from bot.screens import request_form as form
from bot.screens.model import Button, Rows, Screen
from bot.screens.request_contact import ask_contact
from bot.screens.topics import answer_name, situation_button
from domain.consultation.content import Kind
from domain.consultation.triage import (
    CHOICES,
    DATED,
    INSTEAD_OF_DAY,
    PAPERS,
    Answer,
    Situation,
    Topic,
)

PICTURED: Final = frozenset({Kind.PHOTO, Kind.DOCUMENT})

PAST_DANGER: Final = frozenset({Answer.LOAN_TAKEN, Answer.CALLS, Answer.UNKNOWN})
"""Answers after which a topic that began with an emergency gets its calm page."""

DAYS_AGO: Final = (0, 1, 3, 7)


def screen_of(
    texts: Texts, guidance: Guidance, draft: Draft, step: Step, today: dt.date
) -> Screen:
    """The screen of a step; without a topic there is only the first one."""
    if draft.topic is None or step is Step.TOPIC:
        return form.choose_topic(texts)
    if step is Step.WORDS:
        return story(texts, guidance, draft, draft.topic, today)
    if step is Step.QUESTION:
        return _own_question(texts, draft, draft.topic)
    if step is Step.SITUATION:
        return ask_situation(texts, guidance, draft, draft.topic, today)
    if step is Step.CONTACT:
        return ask_contact(texts, form.foot(texts, draft, Step.CONTACT))
    return form.confirm(texts, draft, today)


def story(texts: Texts, guidance: Guidance, draft: Draft, topic: Topic, today: dt.date) -> Screen:
    """What helps at once, then what happened; who has written already is not asked again."""
    kind = ahead_of(topic)
    if kind is None:
        text = guidance_screens.situation(texts, guidance, topic, today)
        helps = (
            *guidance_screens.phone_rows(texts, guidance, topic, today),
            *guidance_screens.lesson_rows(texts, guidance, topic),
        )
    else:
        text, helps = _urgent(texts, guidance, kind, today)
    if draft.messages:
        asked = form.received(texts, draft.messages)
        asked += "\n" + texts.t("You can add more, or go on.")
    elif topic in PAPERS:
        asked = texts.t(
            "<b>What happened?</b>\n\nSend a photo of the paper first. A few words or a voice "
            "message help too. You can send several."
        )
    else:
        asked = texts.t(
            "<b>What happened?</b>\n\nWrite it in a few words, or send a photo of the paper or a "
            "voice message. You can send several."
        )
    return Screen(text=text + "\n\n" + asked, rows=(*helps, *form.words_rows(texts, draft)))


def _own_question(texts: Texts, draft: Draft, topic: Topic) -> Screen:
    return (ask_day if topic in DATED else ask_choice)(texts, draft, topic)


def _urgent(
    texts: Texts, guidance: Guidance, kind: Emergency, today: dt.date
) -> tuple[Markup, Rows]:
    """An emergency's words and its numbers to copy; the rest of its rows is the form's."""
    urgent = guidance_screens.emergency(texts, guidance, kind, today)
    return urgent.text, tuple(row for row in urgent.rows if all(button.copy for button in row))


def emergency(
    texts: Texts, guidance: Guidance, draft: Draft, kind: Emergency, today: dt.date
) -> Screen:
    """Somebody is in danger: numbers and steps before the next question."""
    text, numbers = _urgent(texts, guidance, kind, today)
    onward = Button(
        text=texts.plain("Go on with the request"),
        data=FormCD(step="next").pack(),
        style="primary",
    )
    back = Button(text=texts.plain("Back"), data=FormCD(step=Step.SITUATION.value).pack())
    home = form.foot(texts, draft, Step.SITUATION)[-1]
    return Screen(text=text, rows=(*numbers, (onward,), (back, home)))


def ask_choice(texts: Texts, draft: Draft, topic: Topic) -> Screen:
    """The topic's own question."""
    questions: Mapping[Topic, Markup] = {
        Topic.ACCOUNT: texts.t("<b>What is being taken?</b>"),
        Topic.ENFORCEMENT: texts.t("<b>What is happening now?</b>"),
        Topic.HOME: texts.t("<b>What is it about the home?</b>"),
        Topic.COLLECTORS: texts.t("<b>What do they do?</b>"),
        Topic.FRAUD: texts.t("<b>Is it happening at this moment?</b>"),
        Topic.LENDER: texts.t("<b>What did the lender answer?</b>"),
    }
    rows = _choices(texts, (*CHOICES[topic], Answer.UNKNOWN))
    return Screen(text=questions[topic], rows=(*rows, form.foot(texts, draft, Step.QUESTION)))


def _choices(texts: Texts, answers: tuple[Answer, ...]) -> Rows:
    return tuple(
        (Button(text=answer_name(texts, answer), data=ChoiceCD(answer=answer.value).pack()),)
        for answer in answers
    )


def ask_day(texts: Texts, draft: Draft, topic: Topic, before: Markup | None = None) -> Screen:
    """The day of a paper or of the first missed payment; `before`: what is said above it."""
    if topic is Topic.OVERDUE:
        text = texts.t("<b>On which day was a payment missed for the first time?</b>")
    else:
        text = texts.t("<b>On which day did you get the paper?</b>")
    text += "\n\n" + texts.t("Choose, or type it: for example 22.11.2026.")
    labels = (
        texts.plain("Today"),
        texts.plain("Yesterday"),
        texts.plain("3 days ago"),
        texts.plain("A week ago"),
    )
    days = [
        Button(text=label, data=DayCD(ago=ago).pack())
        for label, ago in zip(labels, DAYS_AGO, strict=True)
    ]
    rows: Rows = ((days[0], days[1]), (days[2], days[3]))
    if any(message.content.kind in PICTURED for message in draft.messages):
        photo = texts.plain("It is on the photo")
        rows += ((Button(text=photo, data=SkipCD(step=Step.QUESTION.value).pack()),),)
    rows += _choices(texts, (Answer.UNKNOWN, *INSTEAD_OF_DAY.get(topic, ())))
    return Screen(
        text=text if before is None else before + "\n\n" + text,
        rows=(*rows, form.foot(texts, draft, Step.QUESTION)),
    )


def day_not_understood(texts: Texts, draft: Draft, topic: Topic, *, kept: bool) -> Screen:
    """Neither a day nor a button; `kept`: the words were added to the request."""
    sorry = texts.t("I did not find a day in this.")
    if kept:
        sorry += " " + texts.t("Your words are kept for the lawyer.")
    return ask_day(texts, draft, topic, sorry)


def day_to_come(texts: Texts, draft: Draft, topic: Topic) -> Screen:
    """A day in the future cannot be when it happened."""
    sorry = texts.t("This day is still to come. Please write the day when it happened.")
    return ask_day(texts, draft, topic, sorry)


def ask_situation(
    texts: Texts, guidance: Guidance, draft: Draft, topic: Topic, today: dt.date
) -> Screen:
    """Asked of everybody. Where numbers came first, the calm page follows here."""
    text = texts.t(
        "<b>Is any of this so with you?</b>\n\nIf several are, choose the most serious. "
        "Pregnancy goes with children. Only the staff who look at requests see it."
    )
    if ahead_of(topic) is not None and draft.answer in PAST_DANGER:
        text = guidance_screens.situation(texts, guidance, topic, today) + "\n\n" + text
    rows: Rows = tuple(
        (
            Button(
                text=situation_button(texts, situation),
                data=SituationCD(situation=situation.value).pack(),
            ),
        )
        for situation in Situation
    )
    skip = Button(text=texts.plain("Skip"), data=SkipCD(step=Step.SITUATION.value).pack())
    return Screen(text=text, rows=(*rows, (skip,), form.foot(texts, draft, Step.SITUATION)))
