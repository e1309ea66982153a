"""What is kept about a person, and erasing it."""

from bot.callbacks import DataCD
from bot.i18n import Texts
from bot.screens.common import bottom_row, lawyer_button
from bot.screens.model import Button, Screen
from domain.people.model import Person
from domain.people.ports import Stored


def my_data(texts: Texts, person: Person, stored: Stored) -> Screen:
    """Everything that is kept, in words."""
    return Screen(
        text=texts.t(
            "<b>What is kept about you</b>\n\n"
            "Name: {name}\nTelegram number: {id}\nLanguage: {language}\n"
            "Lessons begun: {attempts}, answers given: {answers}\n"
            "Requests to a lawyer: {cases}, messages in them: {messages}\n"
            "If you gave a phone number, it is kept with the request.\n"
            "What you have begun to write and not sent is kept for 30 days, to go on with.\n\n"
            "The lawyer who takes your request and the supervisors read it. "
            "While it waits, the staff who look at requests see its card: "
            "the topic, how urgent it is, and your answers in the form.",
            name=person.name,
            id=person.telegram_id,
            language=texts.plain("In this language"),
            attempts=texts.number(stored.attempts),
            answers=texts.number(stored.answers),
            cases=texts.number(stored.cases),
            messages=texts.number(stored.messages),
        ),
        rows=(
            (Button(text=texts.plain("Erase my data"), data=DataCD(step="erase").pack()),),
            bottom_row(texts),
        ),
        secret=True,  # else erasing would leave the name in the record of an update
    )


def erase_sure(texts: Texts) -> Screen:
    """Asked before everything is erased."""
    return Screen(
        text=texts.t(
            "<b>Erase everything?</b>\n\nYour progress and your requests with all messages will "
            "be gone for good. What has reached a lawyer's Telegram stays there. Messages in this "
            "chat you can delete in Telegram."
        ),
        rows=(
            (
                Button(
                    text=texts.plain("Yes, erase"),
                    data=DataCD(step="erase_sure").pack(),
                    style="danger",
                ),
            ),
            (Button(text=texts.plain("No, keep it"), data=DataCD(step="show").pack()),),
            bottom_row(texts),
        ),
    )


def erased(texts: Texts) -> Screen:
    """Nothing is kept any more."""
    return Screen(
        text=texts.t("Your data are erased. If you write again, we meet anew: /start"),
        rows=((lawyer_button(texts),),),
    )
