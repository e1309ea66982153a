"""Forms of the desk that are forgotten when nobody goes on with them, and what their screen showed
when they were opened.
"""

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State

from domain.consultation.ports import NOTHING_SHOWN, Shown

FORM_SECONDS = 30 * 60
"""A form left open for so long has been forgotten: what is typed now is no answer to it."""

_SINCE = "form_since"


async def open_form(state: FSMContext, step: State, now: int) -> None:
    """The next message belongs to this step, unless it is long in coming."""
    await state.update_data({_SINCE: now})
    await state.set_state(step)


async def is_late(state: FSMContext, now: int) -> bool:
    """Whether the form that is open was opened too long ago."""
    return now - int(await state.get_value(_SINCE) or 0) > FORM_SECONDS


def dump_shown(shown: Shown) -> list[int]:
    """As it is kept with a form."""
    return [shown.upto, *shown.later]


def load_shown(data: object) -> Shown:
    """As `dump_shown` has kept it; of anything else nothing is certain."""
    if not isinstance(data, list) or not data:
        return NOTHING_SHOWN
    return Shown(data[0], tuple(data[1:]))
