"""The wiring of the dispatcher: nothing is asked for that is not there."""

import inspect

import pytest
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter

from bot import callbacks, callbacks_callers, callbacks_canned, callbacks_day, callbacks_skills
from bot.dispatcher import ALLOWED_UPDATES, dispatcher
from bot.i18n import texts
from bot.menu import commands
from bot.telegram.profile import profile
from domain.people.model import Language, Role

GIVEN = {
    "person", "texts", "now", "state", "callback_data", "command", "bot_username",
    "people", "staff", "course", "requests", "desk", "edits", "departures", "outbox", "lessons",
    "guidance", "board", "shift_ends", "answering", "notes", "handing", "calls", "finding",
    "canned", "canned_keeping", "callers", "linking", "days", "skill_setting", "topic_queue",
    "returning",
}  # fmt: skip


def handlers():
    for router in dispatcher().chain_tail:
        for name, observer in router.observers.items():
            for handler in observer.handlers:
                if handler.callback.__module__.startswith("bot."):
                    yield name, handler


def test_every_argument_of_every_handler_is_given() -> None:
    for _, handler in handlers():
        names = list(inspect.signature(handler.callback).parameters)[1:]
        assert set(names) <= GIVEN, handler.callback
        assert inspect.iscoroutinefunction(handler.callback)


def test_filters_are_async_classes() -> None:
    """A plain or magic filter would cost a hop between threads for every update."""
    for _, handler in handlers():
        for one in handler.filters or ():
            inner = getattr(one.callback, "target", None)
            known = one.callback if isinstance(one.callback, Filter) else inner
            assert one.awaitable, one
            assert known is not None or inspect.iscoroutinefunction(one.callback)


def test_telegram_is_asked_for_just_what_is_handled() -> None:
    assert set(ALLOWED_UPDATES) == {name for name, _ in handlers()}


def classes() -> list[type[CallbackData]]:
    return [
        value
        for module in (
            callbacks,
            callbacks_callers,
            callbacks_canned,
            callbacks_day,
            callbacks_skills,
        )
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, CallbackData)
        and value is not CallbackData
    ]


def test_prefixes_are_unique_and_versioned() -> None:
    prefixes = [data.__prefix__ for data in classes()]
    assert len(prefixes) == len(set(prefixes))
    assert all(prefix[-1].isdigit() for prefix in prefixes)


@pytest.mark.parametrize("data", classes(), ids=lambda data: data.__name__)
def test_every_button_has_its_handler_and_fits(data: type[CallbackData]) -> None:
    handled = [
        one.callback.callback_data
        for _, handler in handlers()
        for one in handler.filters or ()
        if isinstance(one.callback, CallbackQueryFilter)
    ]
    assert handled.count(data) == 1
    longest = {
        name: {int: 2**53, bool: True}.get(field.annotation, "a" * 40)
        for name, field in data.model_fields.items()
    }
    assert len(data(**longest).pack().encode()) <= 64


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("role", [None, *Role])
def test_menus_fit_and_name_commands_that_exist(language: Language, role: Role | None) -> None:
    source = inspect.getsource(dispatcher) + "".join(
        inspect.getsource(inspect.getmodule(handler.callback)) for _, handler in handlers()
    )
    for entry in commands(texts(language), role):
        assert f'Command("{entry.command}", ' in source or entry.command == "start"
        assert 1 <= len(entry.description) <= 256


def test_the_profile_fits() -> None:
    for call in profile():
        assert len(getattr(call, "name", "")) <= 64
        assert len(getattr(call, "short_description", "")) <= 120
        assert len(getattr(call, "description", "")) <= 512


def test_the_first_argument_is_the_event() -> None:
    for _, handler in handlers():
        first = next(iter(inspect.signature(handler.callback).parameters))
        assert first in {"message", "query", "event", "_event"}
