"""The request form, step by step."""

from markupsafe import Markup

from bot.callbacks import ContactCD, FormCD, SubmitCD, TopicCD
from bot.forms import Draft
from bot.i18n import Texts
from bot.screens.common import home_button
from bot.screens.model import Button, ContactKeyboard, RemoveKeyboard, Rows, Screen
from bot.screens.phones import shown
from bot.screens.request import answer_way, topic_name
from domain.consultation.case import Contact, Topic
from domain.consultation.content import Incoming, Kind

FILES = frozenset({Kind.DOCUMENT, Kind.VIDEO, Kind.AUDIO, Kind.ANIMATION})


def choose_topic(texts: Texts) -> Screen:
    """The first step."""
    topics: Rows = tuple(
        (Button(text=topic_name(texts, topic), data=TopicCD(topic=topic.value).pack()),)
        for topic in Topic
    )
    return Screen(
        text=texts.t("<b>A lawyer will read your request</b>\n\nWhat is it about?"),
        rows=(*topics, (home_button(texts),)),
    )


def unfinished(texts: Texts, draft: Draft) -> Screen:
    """A draft was left in the middle: go on, or start over."""
    return Screen(
        text=texts.t("You have begun a request. Nothing of it is lost.")
        + "\n\n"
        + summary(texts, draft),
        rows=(
            (
                Button(
                    text=texts.plain("Go on with it"),
                    data=FormCD(step="next").pack(),
                    style="primary",
                ),
            ),
            (Button(text=texts.plain("Start over"), data=FormCD(step="anew").pack()),),
            (home_button(texts),),
        ),
    )


def ask_words(texts: Texts, draft: Draft) -> Screen:
    """The second step: words, photos or voice; who has written already is not asked again."""
    if draft.messages:
        return got_words(texts, draft)
    text = texts.t(
        "<b>What happened?</b>\n\nWrite it in a few words, or send a photo of the paper or a "
        "voice message. You can send several."
    )
    return Screen(text=text, rows=(_back(texts, TopicCD().pack()),))


def got_words(texts: Texts, draft: Draft) -> Screen:
    """After each thing that was sent to the draft."""
    return Screen(
        text=received(texts, draft.messages) + "\n" + texts.t("You can add more, or go on."),
        rows=(_onward(texts), _back(texts, TopicCD().pack())),
    )


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


def ask_contact(texts: Texts) -> Screen:
    """The third step."""
    return Screen(
        text=texts.t("<b>How should the lawyer answer?</b>"),
        rows=(
            (
                Button(
                    text=texts.plain("Here in the chat"),
                    data=ContactCD(way=Contact.CHAT.value).pack(),
                ),
            ),
            (
                Button(
                    text=texts.plain("By phone"), data=ContactCD(way=Contact.PHONE.value).pack()
                ),
            ),
            _back(texts, FormCD(step="words").pack()),
        ),
    )


def ask_phone(texts: Texts) -> Screen:
    """The number, by Telegram's own button or typed."""
    return Screen(
        text=texts.t(
            "Press the button below to share your number, or type another one, "
            "for example +7 701 123 45 67."
        ),
        keyboard=ContactKeyboard(share=texts.plain("Share my number"), cancel=back_to_chat(texts)),
    )


def back_to_chat(texts: Texts) -> str:
    """The button of the phone step that sends words: they come back as a message."""
    return texts.plain("Answer here instead")


def phone_noted(texts: Texts, phone: str) -> Screen:
    """The number as it was understood; takes the reply keyboard away."""
    return Screen(
        text=texts.t("Your number: {phone}", phone=shown(phone)), keyboard=RemoveKeyboard()
    )


def chat_noted(texts: Texts) -> Screen:
    """The person changed their mind; takes the reply keyboard away."""
    return Screen(text=texts.t("The lawyer will answer here."), keyboard=RemoveKeyboard())


def phone_not_understood(texts: Texts) -> Screen:
    """Neither a number nor the button."""
    return Screen(
        text=texts.t("This does not look like a phone number. Example: +7 701 123 45 67."),
        keyboard=ask_phone(texts).keyboard,
    )


def others_card(texts: Texts) -> Screen:
    """Somebody else's contact card in place of one's own number."""
    return Screen(
        text=texts.t(
            "This is another person's number. Press the button below to share your own, or type "
            "the number to call."
        ),
        keyboard=ask_phone(texts).keyboard,
    )


def phone_left(texts: Texts) -> Screen:
    """The phone step was left for something else; takes the reply keyboard away."""
    return Screen(
        text=texts.t("No number is noted yet. What you have written is kept: /lawyer"),
        keyboard=RemoveKeyboard(),
    )


def confirm(texts: Texts, draft: Draft) -> Screen:
    """The last step: all of it at a glance."""
    return Screen(
        text=texts.t("<b>Send this to the lawyer?</b>") + "\n\n" + summary(texts, draft),
        rows=(
            (
                Button(
                    text=texts.plain("Send to the lawyer"),
                    data=SubmitCD().pack(),
                    style="primary",
                ),
            ),
            (
                Button(text=texts.plain("Change"), data=TopicCD().pack()),
                Button(text=texts.plain("Start over"), data=FormCD(step="anew").pack()),
            ),
            (home_button(texts),),
        ),
    )


def summary(texts: Texts, draft: Draft) -> Markup:
    """What the draft holds so far, a line each."""
    lines: list[Markup] = []
    if draft.topic is not None:
        lines.append(texts.t("Topic: {topic}", topic=topic_name(texts, draft.topic)))
    if draft.messages:
        lines.append(received(texts, draft.messages))
    if draft.contact is not None:
        lines.append(answer_way(texts, draft.contact, draft.phone))
    return Markup("\n").join(lines)


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
            (
                Button(
                    text=texts.plain("Yes, to a lawyer"),
                    data=FormCD(step="next").pack(),
                    style="primary",
                ),
            ),
            (home_button(texts),),
        ),
    )


def _onward(texts: Texts) -> tuple[Button, ...]:
    return (
        Button(
            text=texts.plain("That is all, go on"),
            data=FormCD(step="next").pack(),
            style="primary",
        ),
    )


def _back(texts: Texts, data: str) -> tuple[Button, ...]:
    return (Button(text=texts.plain("Back"), data=data), home_button(texts))
