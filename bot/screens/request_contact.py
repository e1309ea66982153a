"""How a person wants to be answered: here, or by phone and when."""

from collections.abc import Mapping

from markupsafe import Markup

from bot.callbacks import ContactCD, SlotCD
from bot.i18n import Texts
from bot.screens.model import Button, ContactKeyboard, RemoveKeyboard, Rows, Screen
from bot.screens.phones import shown
from domain.consultation.case import Contact, Slot
from domain.consultation.due_calls import PARTS


def slot_name(texts: Texts, slot: Slot) -> str:
    """When to call."""
    names: Mapping[Slot, str] = {
        Slot.ANY: texts.plain("at any time"),
        **{part: f"{begins:%H:%M}–{ends:%H:%M}" for part, (begins, ends) in PARTS.items()},
    }
    return names[slot]


def answer_way(
    texts: Texts, contact: Contact, phone: str | None, slot: Slot | None = None
) -> Markup:
    """How the person is answered."""
    if contact is not Contact.PHONE or not phone:
        return texts.t("Answer: here in the chat")
    if slot is None:
        return texts.t("Answer: by phone, {phone}", phone=shown(phone))
    return texts.t(
        "Answer: by phone, {phone}, {when}", phone=shown(phone), when=slot_name(texts, slot)
    )


def ask_contact(texts: Texts, foot: tuple[Button, ...]) -> Screen:
    """One question: the way and the time together save a tap."""
    here = Button(
        text=texts.plain("Here in the chat"), data=ContactCD(way=Contact.CHAT.value).pack()
    )
    calls: Rows = tuple(
        (
            Button(
                text=texts.plain("By phone, {when}", when=slot_name(texts, slot)),
                data=SlotCD(slot=slot.value).pack(),
            ),
        )
        for slot in Slot
    )
    return Screen(
        text=texts.t("<b>How should the lawyer answer?</b>"), rows=((here,), *calls, foot)
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


def too_late_for_the_chat(texts: Texts) -> Screen:
    """The keyboard has stayed when its question was left; takes it away."""
    return Screen(
        text=texts.t(
            "This button does nothing now, and nothing was changed. If a lawyer should know "
            "something, write it in your own words."
        ),
        keyboard=RemoveKeyboard(),
    )


def phone_not_understood(texts: Texts) -> Screen:
    """Neither a number nor the button."""
    return Screen(
        text=texts.t("This does not look like a phone number. Example: +7 701 123 45 67."),
        keyboard=ask_phone(texts).keyboard,
    )


def kept_and_number(texts: Texts) -> Screen:
    """Something for the lawyer in place of a number."""
    return Screen(
        text=texts.t("This is kept for the lawyer.") + "\n" + ask_phone(texts).text,
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
