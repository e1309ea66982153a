"""The first screens: language, what the bot is, home, settings, help."""

from dataclasses import replace

from markupsafe import Markup

from bot.callbacks import (
    AdminCD,
    DataCD,
    DeskCD,
    HomeCD,
    LanguageCD,
    LawyerCD,
    LessonCD,
    LessonsCD,
    ProgressCD,
    RequestsCD,
    SettingsCD,
)
from bot.i18n import Texts, texts
from bot.screens.common import bottom_row, home_button, lawyer_button
from bot.screens.course import next_lesson_button
from bot.screens.model import Button, Rows, Screen
from domain.consultation.roles import supervises
from domain.course.view import Overview
from domain.people.model import Language, Person, Role


def choose_language(first: Language, *, known: bool = False) -> Screen:
    """The question in both languages, the more likely one first; who is `known` may also leave."""
    order = sorted(Language, key=lambda language: language is not first)
    return Screen(
        text=texts(order[0]).t("Which language do you read?")
        + "\n"
        + texts(order[1]).t("Which language do you read?"),
        rows=tuple(
            (
                Button(
                    text=texts(language).plain("In this language"),
                    data=LanguageCD(code=language.value).pack(),
                ),
            )
            for language in order
        )
        + ((bottom_row(texts(first)),) if known else ()),
    )


def about(texts: Texts, onward: Button | None = None) -> Screen:
    """What the bot does in three lines, and what it keeps; `onward` where a link was leading."""
    return Screen(
        text=texts.t(
            "<b>Qaryzsyz Qogam</b> helps people with debts.\n\n"
            "• Short lessons: a few minutes each\n"
            "• A lawyer answers here; no lesson is needed for it\n"
            "• You can stop at any place and go on later\n\n"
            "The bot keeps your name and id in Telegram, your language, your progress, what you "
            "write to the lawyer, and your phone number if you give it. "
            "You can see what is kept and erase it: /mydata"
        ),
        rows=_first_ways(texts, onward),
    )


def _first_ways(texts: Texts, onward: Button | None) -> Rows:
    """Where a link was leading comes first; home and the lawyer are always there."""
    if onward is None:
        begin = Button(text=texts.plain("Begin"), data=HomeCD().pack(), style="primary")
        return ((begin,), (lawyer_button(texts),))
    if onward.data == LawyerCD().pack():
        return ((onward,), (home_button(texts),))
    return ((onward,), bottom_row(texts))


def onward_button(texts: Texts, payload: str) -> Button | None:
    """The button that leads where a deep link was leading before the language was asked."""
    if payload == "lawyer":
        return Button(
            text=texts.plain("Go on to the lawyer"), data=LawyerCD().pack(), style="primary"
        )
    if payload == "desk":
        return Button(text=texts.plain("Desk"), data=DeskCD().pack(), style="primary")
    if payload.startswith("lesson_"):
        return Button(
            text=texts.plain("Go on to the lesson"),
            data=LessonCD(lesson=payload.removeprefix("lesson_")).pack(),
            style="primary",
        )
    return None


def home(texts: Texts, person: Person, overview: Overview) -> Screen:
    """The home screen: the next lesson first, for staff their work; the lawyer always."""
    work = staff_rows(texts, person)
    lesson = next_lesson_button(texts, overview)
    progress: tuple[Button, ...] = (
        Button(text=texts.plain("My progress"), data=ProgressCD().pack()),
    )
    if overview.following is not None:
        progress = (Button(text=texts.plain("All lessons"), data=LessonsCD().pack()), *progress)
    lawyer, words = _help_now(texts, person)
    rows: Rows = (
        *work,
        (replace(lesson, style=None) if work else lesson,),
        (lawyer,),
        progress,
        (
            Button(text=texts.plain("My requests"), data=RequestsCD().pack()),
            Button(text=texts.plain("Settings"), data=SettingsCD().pack()),
        ),
    )
    return Screen(text=words, rows=rows)


def _help_now(texts: Texts, person: Person) -> tuple[Button, Markup]:
    """The way to a lawyer; for whoever has asked already, to their request."""
    if person.open_case is None:
        words = texts.t(
            "<b>Home</b>\n\nA lesson takes a few minutes. "
            "If you need help with a debt now, write to the lawyer straight away."
        )
        return lawyer_button(texts), words
    label = texts.plain("⚖️ My request № {number}", number=person.open_case)
    words = texts.t(
        "<b>Home</b>\n\nYour request № {number} is open: whatever you write here is added to it.",
        number=person.open_case,
    )
    return Button(text=label, data=LawyerCD().pack()), words


def staff_rows(texts: Texts, person: Person) -> Rows:
    """What only staff see; each action checks the role again."""
    row: tuple[Button, ...] = ()
    if person.works_at_desk:
        row += (Button(text=texts.plain("Desk"), data=DeskCD().pack(), style="primary"),)
    if person.role is Role.OWNER:
        row += (Button(text=texts.plain("Staff"), data=AdminCD().pack()),)
    return (row,) if row else ()


def settings(texts: Texts) -> Screen:
    """Language and data."""
    return Screen(
        text=texts.t("<b>Settings</b>\n\nChanging the language loses nothing."),
        rows=(
            (
                Button(
                    text=texts.plain("Language: change"),
                    data=LanguageCD().pack(),
                ),
            ),
            (Button(text=texts.plain("My data"), data=DataCD(step="show").pack()),),
            bottom_row(texts),
        ),
    )


def language_changed(texts: Texts) -> Screen:
    """The choice is kept; shown in the new language."""
    return Screen(
        text=texts.t("From now on I write to you in this language. Your place is kept."),
        rows=(bottom_row(texts),),
    )


def help_text(texts: Texts, person: Person) -> Screen:
    """What can be done here, by role."""
    text = texts.t(
        "<b>What you can do here</b>\n\n"
        "/lessons – short lessons\n"
        "/progress – what you have done\n"
        "/lawyer – ask a lawyer, or see your request\n"
        "/language – change the language\n"
        "/mydata – see what is kept and erase it\n\n"
        "You can also simply write what happened: I will offer to pass it on to a lawyer."
    )
    if person.works_at_desk:
        text += "\n\n" + texts.t(
            "/desk – shift, queue, your cases\n"
            "Reply to a message of a case and your answer goes to that person. "
            "Without a reply I ask to whom."
        )
    if supervises(person):
        text += "\n\n" + texts.t("/board – who waits, who has how much, moving cases")
    if person.role is Role.OWNER:
        text += "\n\n" + texts.t("/admin – staff and invitations")
    return Screen(text=text, rows=(bottom_row(texts),))


def fallback(texts: Texts) -> Screen:
    """An old button, or something the bot has no answer to."""
    return Screen(
        text=texts.t("This button is from an older message. Please start from here."),
        rows=((home_button(texts),), (lawyer_button(texts),)),
    )
