"""Going elsewhere leaves the form: later words are then not taken for an answer to it.

What was written so far stays in the draft.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.callbacks import CaseCD, SendToCD, WriteCD
from bot.callbacks_canned import CannedSendCD
from bot.desk_forms import doubt_current, is_forgotten, leave_screens, moves_a_case
from bot.filters import is_command, is_form_data
from bot.forms import RequestForm
from bot.screens.model import RemoveKeyboard, Reply, Say
from bot.screens.request_contact import phone_left

_OF_ONE_CASE = frozenset(data.__prefix__ for data in (CaseCD, WriteCD))

_PROMPTS = frozenset(data.__prefix__ for data in (SendToCD, CannedSendCD))


class LeaveForm(BaseMiddleware):
    """Outer middleware of messages and callback queries."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Drop the state before any handler is chosen.

        Telegram's contact keyboard stays on the screen until a message takes it away: whoever
        leaves the phone step by any way gets that message before the answer.
        """
        before = data.get("raw_state")
        if await leave(event, data["state"], before, data["now"]):
            data["raw_state"] = None
        if data["person"].works_at_desk and _turns_away(event):
            await doubt_current(data["state"])
        if data["person"].works_at_desk and _shows_another(event):
            await leave_screens(data["state"], prompt=not _answers_prompt(event))
        result = await handler(event, data)
        if before != RequestForm.phone.state or await data["state"].get_state() == before:
            return result
        replies = several(result)
        if any(_takes_keyboard_away(reply) for reply in replies):
            return result
        return (Say(phone_left(data["texts"])), *replies)


async def leave(event: TelegramObject, state: FSMContext, before: str | None, now: int) -> bool:
    """Whether the event leads out of the form that was open, which is then closed; a form of the
    desk that was forgotten is closed by any.
    """
    if before is None or not (_leaves(event) or await is_forgotten(state, before, now)):
        return False
    await state.set_state(None)
    return True


async def leave_after_refusal(
    event: TelegramObject, state: FSMContext, before: str | None, *, at_desk: bool
) -> None:
    """A press or a command that was refused turned to something else all the same: what its
    handler would have set right was rolled back with it. A form that only gathers goes on.
    """
    if before is not None and moves_a_case(before) and _leaves(event):
        await state.set_state(None)
    if at_desk and (isinstance(event, CallbackQuery) or _turns_away(event)):
        await doubt_current(state)
    if at_desk and _shows_another(event):
        await leave_screens(state, prompt=True)


def _shows_another(event: TelegramObject) -> bool:
    """A press or a command: something else stands at the bottom of the screen from now on."""
    if isinstance(event, CallbackQuery):
        return True
    return isinstance(event, Message) and is_command(event.text)


def _answers_prompt(event: TelegramObject) -> bool:
    """A press that sends what stands above it: its handler looks at whether it was the last."""
    return isinstance(event, CallbackQuery) and _prefix(event) in _PROMPTS


def _prefix(query: CallbackQuery) -> str:
    return (query.data or "").partition(":")[0]


def _turns_away(event: TelegramObject) -> bool:
    """A press or a command changes the screen: whom typed words are for has to be named anew.

    The handlers of these two look themselves at whether their case is the current one.
    """
    if isinstance(event, CallbackQuery):
        return _prefix(event) not in _OF_ONE_CASE
    return isinstance(event, Message) and is_command(event.text)


def _leaves(event: TelegramObject) -> bool:
    """A command, or a button that does not belong to the request form."""
    if isinstance(event, Message):
        return is_command(event.text)
    if isinstance(event, CallbackQuery):
        return not is_form_data(event.data)
    return False


def several(result: Any) -> Sequence[Reply]:
    """What a handler returned, as a sequence."""
    if result is None or result is UNHANDLED:
        return ()
    return result if isinstance(result, Sequence) else (result,)


def _takes_keyboard_away(reply: Reply) -> bool:
    return isinstance(reply, Say) and isinstance(reply.screen.keyboard, RemoveKeyboard)
