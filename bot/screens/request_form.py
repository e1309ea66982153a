"""The request form: its ends – the topic, the words, the confirmation – and what is kept of it."""

import datetime as dt
from typing import Final

from markupsafe import Markup

from bot.callbacks import FormCD, RequestsCD, SkipCD, SubmitCD, TopicCD
from bot.forms import Draft, Step
from bot.i18n import Texts, almaty_day
from bot.screens.common import home_button
from bot.screens.days import shown
from bot.screens.model import Button, Rows, Screen
from bot.screens.request_contact import answer_way
from bot.screens.topics import answer_name, situation_name, topic_name
from domain.consultation.content import Incoming, Kind
from domain.consultation.triage import DATED, Answer, Topic

FILES: Final = frozenset({Kind.DOCUMENT, Kind.VIDEO, Kind.AUDIO, Kind.ANIMATION})

FREQUENT: Final = (
    Topic.OVERDUE,
    Topic.COURT,
    Topic.NOTARY,
    Topic.ACCOUNT,
    Topic.ENFORCEMENT,
    Topic.COLLECTORS,
    Topic.FRAUD,
)
"""On the first screen; the rest stands behind one more row."""

MORE: Final = "more"


def choose_topic(texts: Texts, *, more: bool = False, earlier: bool = False) -> Screen:
    """The first step; `earlier`: the person has sent requests before."""
    topics = [topic for topic in Topic if topic not in FREQUENT] if more else FREQUENT
    rows: Rows = tuple(
        (Button(text=topic_name(texts, topic), data=TopicCD(topic=topic.value).pack()),)
        for topic in topics
    )
    if more:
        rows += ((_button(texts.plain("Back"), TopicCD().pack()), home_button(texts)),)
    else:
        rows += ((_button(texts.plain("Another topic…"), TopicCD(topic=MORE).pack()),),)
        last = (_button(texts.plain("My requests"), RequestsCD().pack()),) if earlier else ()
        rows += ((*last, home_button(texts)),)
    return Screen(
        text=texts.t("<b>A lawyer will read your request</b>\n\nWhat is it about?"), rows=rows
    )


def unfinished(texts: Texts, draft: Draft, today: dt.date) -> Screen:
    """A draft was left in the middle: go on, or start over."""
    return Screen(
        text=texts.t("You have begun a request. Nothing of it is lost.")
        + "\n\n"
        + summary(texts, draft, today),
        rows=(
            (_onward(texts.plain("Go on with it"), FormCD(step="next").pack()),),
            (_button(texts.plain("Start over"), FormCD(step="anew").pack()),),
            (home_button(texts),),
        ),
    )


def got_words(texts: Texts, draft: Draft) -> Screen:
    """After each thing that was sent to the draft."""
    return Screen(
        text=received(texts, draft.messages) + "\n" + texts.t("You can add more, or go on."),
        rows=words_rows(texts, draft),
    )


def words_rows(texts: Texts, draft: Draft) -> Rows:
    """On from the words, whether there are any or not."""
    past = SkipCD(step=Step.WORDS.value).pack()
    onward = _button(texts.plain("Go on without words"), past)
    if draft.messages:
        onward = _onward(texts.plain("That is all, go on"), past)
    return ((onward,), foot(texts, draft, Step.WORDS))


def received(texts: Texts, messages: tuple[Incoming, ...]) -> Markup:
    """«Received: 2 messages, 3 photos», so that the person sees that nothing was lost."""
    photos = sum(message.content.kind is Kind.PHOTO for message in messages)
    voices = sum(message.content.kind is Kind.VOICE for message in messages)
    files = sum(message.content.kind in FILES for message in messages)
    others = sum(message.content.kind in (Kind.TEXT, Kind.OTHER) for message in messages)
    parts = [
        texts.n("{count} message", "{count} messages", others) if others else None,
        texts.n("{count} photo", "{count} photos", photos) if photos else None,
        texts.n("{count} voice message", "{count} voice messages", voices) if voices else None,
        texts.n("{count} file", "{count} files", files) if files else None,
    ]
    return texts.t("Received: {list}", list=Markup(", ").join(part for part in parts if part))


def confirm(texts: Texts, draft: Draft, today: dt.date | None = None) -> Screen:
    """The last step: all of it at a glance; nothing goes that was written long ago and forgotten.
    A caller's story is never of another day.
    """
    return Screen(
        text=texts.t("<b>Send this to the lawyer?</b>") + "\n\n" + summary(texts, draft, today),
        rows=(
            (_onward(texts.plain("Send to the lawyer"), SubmitCD().pack()),),
            (
                _button(texts.plain("Change"), FormCD(step="change").pack()),
                _button(texts.plain("Start over"), FormCD(step="anew").pack()),
            ),
            (home_button(texts),),
        ),
    )


def choose_change(texts: Texts, draft: Draft) -> Screen:
    """What to change; every way leads back to the confirmation."""
    own = texts.plain("What exactly happens")
    if draft.topic in DATED:
        own = texts.plain("The day")
    labels = {
        Step.TOPIC: texts.plain("The topic"),
        Step.WORDS: texts.plain("Words and photos"),
        Step.QUESTION: own,
        Step.SITUATION: texts.plain("What else is important"),
        Step.CONTACT: texts.plain("How to be answered"),
    }
    steps = [step for step in draft.steps if step in labels]
    rows: Rows = tuple((_button(labels[step], FormCD(step=step.value).pack()),) for step in steps)
    if draft.phone is not None:
        rows += ((_button(texts.plain("The phone number"), FormCD(step="number").pack()),),)
    return Screen(
        text=texts.t("<b>What do you want to change?</b>") + "\n\n" + summary(texts, draft),
        rows=(*rows, (_button(texts.plain("Back"), FormCD(step="next").pack()),)),
    )


def summary(texts: Texts, draft: Draft, today: dt.date | None = None) -> Markup:
    """What the draft holds so far, a line each; and since when, if not since today."""
    lines: list[Markup] = []
    if draft.topic is not None:
        lines.append(texts.t("Topic: {topic}", topic=topic_name(texts, draft.topic)))
    lines += _question(texts, draft)
    if draft.situation is not None:
        known = situation_name(texts, draft.situation)
        lines.append(texts.t("Important: {what}", what=known))
    if draft.messages:
        lines.append(received(texts, draft.messages))
        day = almaty_day(draft.since)
        if today is not None and day < today:
            lines.append(texts.t("First message: {day}", day=texts.date(day)))
    if draft.contact is not None:
        lines.append(answer_way(texts, draft.contact, draft.phone, draft.slot))
    return Markup("\n").join(lines)


def _question(texts: Texts, draft: Draft) -> list[Markup]:
    """The answer to the topic's own question."""
    if Step.QUESTION not in draft.passed:
        return []
    dated = draft.topic in DATED
    if dated and draft.day is not None:
        return [texts.t("Day: {day}", day=shown(texts, draft.day))]
    if dated and draft.answer is Answer.UNKNOWN:
        return [texts.t("Day: not known")]
    if draft.answer is not None:
        return [texts.t("What happens: {what}", what=answer_name(texts, draft.answer))]
    return [texts.t("Day: it is on the photo")] if dated else []


def offer_lawyer(texts: Texts, *, after_closed: int | None) -> Screen:
    """Something was written outside a form: one tap passes it on."""
    text = texts.t("Shall I pass this on to a lawyer?")
    if after_closed is not None:
        text = texts.t(
            "Your request № {number} is closed. A new one will be linked to it.",
            number=after_closed,
        ) + ("\n\n" + text)
    return Screen(
        text=text,
        rows=(
            (_onward(texts.plain("Yes, to a lawyer"), FormCD(step="next").pack()),),
            (home_button(texts),),
        ),
    )


def no_more_room(texts: Texts, draft: Draft) -> Screen:
    """What was written is not kept: first what stands there is sent, or let go."""
    return Screen(
        text=texts.t(
            "This message was not kept: the request has no room for more. Send it first, and you "
            "can add more afterwards."
        )
        + "\n\n"
        + received(texts, draft.messages),
        rows=(
            (_onward(texts.plain("Go on with it"), FormCD(step="next").pack()),),
            (_button(texts.plain("Start over"), FormCD(step="anew").pack()),),
            (home_button(texts),),
        ),
    )


def foot(texts: Texts, draft: Draft, step: Step) -> tuple[Button, ...]:
    """The last row of a step: back, home."""
    back = _button(texts.plain("Back"), FormCD(step=draft.step_before(step).value).pack())
    return (back, home_button(texts))


def _button(text: str, data: str) -> Button:
    return Button(text=text, data=data)


def _onward(text: str, data: str) -> Button:
    return Button(text=text, data=data, style="primary")
