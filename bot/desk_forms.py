"""What an operator is typing at the moment, and to whom typed words go.

Every state here takes the next message for itself: words meant as a note or a search are never
carried to a citizen.
"""

from dataclasses import dataclass, replace

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from bot.caller_forms import CallerForm
from bot.canned_forms import CannedForm, KeepForm
from bot.forms import CloseForm
from bot.timed_forms import dump_shown, is_late, load_shown, open_form
from domain.consultation.answering import Answering, Current
from domain.consultation.ports import NOTHING_SHOWN, Shown
from domain.errors import Stale
from domain.people.model import Person


class DeskForm(StatesGroup):
    """Free input of the desk, beside the summary of a closing."""

    note = State()
    giving_back = State()
    transfer = State()
    topic = State()
    search = State()


_TIMED = (CannedForm.__name__, KeepForm.__name__, CallerForm.__name__)
_CURRENT = "current"
_PROMPT = "prompt"
_OWN = "own"
_ABOUT = "about"


@dataclass(frozen=True, slots=True)
class About:
    """What the typed words are about; `to`: the colleague of a transfer, else 0; `topic`: that of
    the queue it goes to, else empty; `shown`: what the operator's chat had got when they were
    asked for.
    """

    case: int
    to: int = 0
    topic: str = ""
    shown: Shown = NOTHING_SHOWN


async def ask_about(state: FSMContext, step: State, about: About, now: int) -> None:
    """The next message belongs to this step and this case."""
    data = {
        "case": about.case,
        "to": about.to,
        "topic": about.topic,
        "shown": dump_shown(about.shown),
    }
    await state.update_data({_ABOUT: data})
    await open_form(state, step, now)


def moves_a_case(step: str) -> bool:
    """Whether what is typed at this step is kept with a case, or moves it."""
    return step.startswith((DeskForm.__name__, CloseForm.__name__))


async def is_forgotten(state: FSMContext, step: str, now: int) -> bool:
    """Whether this step is one of the desk's that was opened too long ago."""
    if moves_a_case(step) or step.startswith(_TIMED):
        return await is_late(state, now)
    return False


async def asked_about(state: FSMContext) -> About:
    """What was asked; raises Stale when nothing was."""
    data = await state.get_value(_ABOUT)
    if not isinstance(data, dict):
        raise Stale("form")
    return About(
        int(data["case"]),
        int(data["to"]),
        str(data.get("topic", "")),
        load_shown(data.get("shown")),
    )


async def asked_again(
    state: FSMContext, step: State, about: About, person: Person, answering: Answering, now: int
) -> bool:
    """Whether news of another case came after the question: the words may be meant for that, and
    the form waits for them once more.
    """
    if not await answering.cases_spoke(person, about.shown, but=about.case):
        return False
    await ask_about(state, step, replace(about, shown=await answering.shown(person)), now)
    return True


async def current_of(state: FSMContext) -> Current | None:
    """The case that typed words go to."""
    data = await state.get_value(_CURRENT)
    if not isinstance(data, dict):
        return None
    return Current(
        case_id=int(data["case"]),
        named=load_shown(data["named"]),
        doubtful=bool(data["doubtful"]),
        told=bool(data.get("told")),
    )


async def make_current(state: FSMContext, current: Current | None) -> None:
    """Remember the case that the operator's screen names; None: words go nowhere unasked."""
    data = None
    if current is not None:
        data = {
            "case": current.case_id,
            "named": dump_shown(current.named),
            "doubtful": current.doubtful,
            "told": current.told,
        }
    await state.update_data({_CURRENT: data})


async def doubt_current(state: FSMContext) -> None:
    """Typed words go nowhere unasked from now on; of a case that was lost they are still told."""
    current = await current_of(state)
    if current is not None and current.told:
        await make_current(state, None)
    elif current is not None and not current.doubtful:
        await make_current(state, replace(current, doubtful=True))


async def told_of_loss(state: FSMContext) -> None:
    """Until the next press or command everything typed is refused like the first words: it may
    be their second half, and is not for the operator's own lawyer either.
    """
    current = await current_of(state)
    if current is not None:
        await make_current(state, replace(current, told=True))


async def turn_to(state: FSMContext, case_id: int) -> None:
    """The operator is looking at a case or answering in it: if it is not the current one, typed
    words may be meant for either, and go to neither unasked.
    """
    current = await current_of(state)
    if current is not None and current.case_id != case_id:
        await make_current(state, None)


async def keep_prompt(state: FSMContext, key: str, shown: Shown) -> None:
    """The newest screen whose button sends something; `shown`: what the chat had got by then."""
    await state.update_data({_PROMPT: {"key": key, "shown": dump_shown(shown)}})


async def take_prompt(state: FSMContext, key: str) -> Shown | None:
    """What the chat had got when the screen was shown that is pressed now; None when another one
    came after it, or anything else was pressed: it does not stand at the bottom any more.
    """
    data = await state.get_value(_PROMPT)
    await state.update_data({_PROMPT: None})
    if not isinstance(data, dict) or data["key"] != key:
        return None
    return load_shown(data["shown"])


async def turn_to_own(state: FSMContext, case_id: int, shown: Shown) -> None:
    """The operator is looking at their own request: what is typed is for their own lawyer."""
    await state.update_data({_OWN: {"case": case_id, "shown": dump_shown(shown)}})


async def own_of(state: FSMContext, case_id: int) -> Shown | None:
    """What the chat had got when the operator's own request was shown, if nothing was pressed
    since.
    """
    data = await state.get_value(_OWN)
    if not isinstance(data, dict) or data["case"] != case_id:
        return None
    return load_shown(data["shown"])


async def leave_screens(state: FSMContext, *, prompt: bool) -> None:
    """Another screen stands at the bottom now; `prompt`: that of a prompt as well."""
    gone = {_OWN: None, _PROMPT: None} if prompt else {_OWN: None}
    data = await state.get_data()
    if any(data.get(key) is not None for key in gone):
        await state.update_data(gone)
