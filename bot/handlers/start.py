"""/start and its deep links, language, home, settings, help."""

import re

from aiogram import Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks import HomeCD, LanguageCD, SettingsCD
from bot.forms import ONWARD
from bot.handlers import course as course_handlers
from bot.handlers import request as request_handlers
from bot.i18n import Texts
from bot.i18n import texts as texts_of
from bot.lessons import Lessons
from bot.screens import admin as admin_screens
from bot.screens import start as screens
from bot.screens.model import Replies, Say, Show
from domain.consultation.requests import Requests
from domain.course.service import Course
from domain.delivery.outbox import Outbox
from domain.people.model import Person
from domain.people.service import People
from domain.people.staff import Staff, menu_for

router = Router(name="start")

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a deep link can carry, by Telegram's documentation."""


@router.message(CommandStart(deep_link=True, ignore_case=True))
async def start_with_payload(
    message: Message,
    command: CommandObject,
    person: Person,
    texts: Texts,
    state: FSMContext,
    people: People,
    staff: Staff,
    course: Course,
    requests: Requests,
    lessons: Lessons,
    now: int,
) -> Replies:
    """A deep link; without a language it is asked first, and the link's way is kept."""
    payload = command.args or ""
    if not PAYLOAD.fullmatch(payload):  # typed by hand: no link can carry it
        payload = ""
    if payload.startswith("src_"):
        people.came_from(person, payload.removeprefix("src_"))
    if payload.startswith("join_"):
        joined = await staff.join(person, payload.removeprefix("join_"), now)
        welcome = Say(admin_screens.joined(texts, joined))
        if person.language is not None:
            return welcome
        await state.update_data({ONWARD: "desk"})
        return (welcome, Say(screens.choose_language(person.speaks)))
    if person.language is None:
        await state.update_data({ONWARD: payload})
        return Say(screens.choose_language(person.speaks))
    if payload == "lawyer":
        return await request_handlers.to_lawyer(person, texts, state, requests, now)
    if payload.startswith("lesson_"):
        slug = payload.removeprefix("lesson_")
        return await course_handlers.open_lesson(
            slug, person=person, texts=texts, now=now, course=course, lessons=lessons
        )
    return Say(screens.home(texts, person, await course.overview(person)))


@router.message(CommandStart(ignore_case=True))
async def start(
    message: Message, person: Person, texts: Texts, state: FSMContext, course: Course
) -> Replies:
    """Language first, then home; a way that was open from before is left, a draft is not."""
    if await state.get_value(ONWARD) is not None:
        await state.update_data({ONWARD: None})
    if person.language is None:
        return Say(screens.choose_language(person.speaks))
    return Say(screens.home(texts, person, await course.overview(person)))


@router.message(Command("language", ignore_case=True))
async def ask_language(message: Message, person: Person, state: FSMContext) -> Replies:
    """The choice again, at any time."""
    await _forget_the_way(person, state)
    return Say(screens.choose_language(person.speaks, known=person.language is not None))


@router.callback_query(LanguageCD.filter())
async def choose_language(
    query: CallbackQuery,
    callback_data: LanguageCD,
    person: Person,
    state: FSMContext,
    people: People,
    requests: Requests,
    outbox: Outbox,
) -> Replies:
    """Keep the language; the first choice leads on to what the bot is, and so does a second press
    on it: the way onward stays until the choice is asked for again.
    """
    if not callback_data.code:
        await _forget_the_way(person, state)
        known = person.language is not None
        return Show(screens.choose_language(person.speaks, known=known))
    language = people.choose_language(person, callback_data.code)
    requests.speak(person, language)
    outbox.put(menu_for(person.telegram_id))
    chosen = texts_of(language)
    payload = await state.get_value(ONWARD)
    if person.language is not None and payload is None:
        return Show(screens.language_changed(chosen))
    await state.update_data({ONWARD: payload or ""})
    return Show(screens.about(chosen, screens.onward_button(chosen, payload or "")))


async def _forget_the_way(person: Person, state: FSMContext) -> None:
    if person.language is not None and await state.get_value(ONWARD) is not None:
        await state.update_data({ONWARD: None})


@router.callback_query(HomeCD.filter())
async def home(query: CallbackQuery, person: Person, texts: Texts, course: Course) -> Replies:
    """The home screen."""
    return Show(screens.home(texts, person, await course.overview(person)))


@router.message(Command("settings", ignore_case=True))
async def settings_command(message: Message, texts: Texts) -> Replies:
    """Settings by command."""
    return Say(screens.settings(texts))


@router.callback_query(SettingsCD.filter())
async def settings(query: CallbackQuery, texts: Texts) -> Replies:
    """Settings by button."""
    return Show(screens.settings(texts))


@router.message(Command("help", ignore_case=True))
async def help_command(message: Message, person: Person, texts: Texts) -> Replies:
    """What can be done here, by role."""
    return Say(screens.help_text(texts, person))
