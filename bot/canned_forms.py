"""What is typed about canned replies: looking for one, filling it in, keeping them.

As in `bot.desk_forms` every state takes the next message for itself: nothing typed here is
carried to a citizen. What goes to one is a draft, and goes by a press under its preview.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from bot.timed_forms import dump_shown, load_shown, open_form
from domain.consultation.canned import Draft, Wording
from domain.consultation.canned_keeping import Field
from domain.consultation.content import File, Kind
from domain.consultation.ports import NOTHING_SHOWN, Shown
from domain.errors import Stale


class CannedForm(StatesGroup):
    """An operator sends one."""

    search = State()
    blank = State()
    preview = State()


class KeepForm(StatesGroup):
    """A supervisor writes one."""

    part = State()


_DRAFT = "canned"
_KEEPING = "canned_keeping"


async def save_draft(state: FSMContext, draft: Draft | None, key: str = "") -> None:
    """Keep what is being filled in; `key` is on the buttons of this draft and of no other."""
    data = None
    if draft is not None:
        data = {
            "key": key,
            "case": draft.case_id,
            "reply": draft.reply_id,
            "text": draft.text,
            "file": _dump(draft.file),
            "values": dict(draft.values),
        }
    await state.update_data({_DRAFT: data})


async def load_draft(state: FSMContext) -> tuple[Draft, str]:
    """The draft and its key; raises Stale when there is none."""
    data = await state.get_value(_DRAFT)
    if not isinstance(data, dict):
        raise Stale("canned_old")
    draft = Draft(
        case_id=int(data["case"]),
        reply_id=int(data["reply"]),
        text=str(data["text"]),
        file=_load(data["file"]),
        values=data["values"],
    )
    return draft, str(data["key"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What a supervisor is asked for; reply 0 is a new one, of which `wording` is there so far."""

    reply: int
    part: Field
    wording: Wording = field(default_factory=Wording)
    named: Shown = NOTHING_SHOWN  # what the supervisor's chat had got when the question was shown

    @property
    def following(self) -> Field | None:
        """What is asked next of a new reply."""
        parts = list(Field)
        place = parts.index(self.part) + 1
        return parts[place] if self.reply == 0 and place < len(parts) else None

    def onward(self, part: Field, wording: Wording) -> Self:
        """At the next part, with what came of this one."""
        return replace(self, part=part, wording=wording)


async def save_keeping(state: FSMContext, keeping: Keeping, now: int) -> None:
    """The next message is this part, unless it is long in coming."""
    wording = keeping.wording
    data = {
        "reply": keeping.reply,
        "part": keeping.part.value,
        "title": wording.title,
        "kk": wording.kk,
        "ru": wording.ru,
        "file": _dump(wording.file),
        "named": dump_shown(keeping.named),
    }
    await state.update_data({_KEEPING: data})
    await open_form(state, KeepForm.part, now)


async def load_keeping(state: FSMContext) -> Keeping:
    """What was asked; raises Stale when nothing was."""
    data = await state.get_value(_KEEPING)
    if not isinstance(data, dict):
        raise Stale("canned_form")
    return Keeping(
        reply=int(data["reply"]),
        part=Field(data["part"]),
        wording=Wording(
            title=data["title"], kk=data["kk"], ru=data["ru"], file=_load(data["file"])
        ),
        named=load_shown(data["named"]),
    )


async def end_keeping(state: FSMContext) -> None:
    """Nothing is asked any more."""
    await state.update_data({_KEEPING: None})
    await state.set_state(None)


def _dump(file: File | None) -> dict[str, str] | None:
    return None if file is None else {"kind": file.kind.value, "id": file.file_id}


def _load(data: Mapping[str, Any] | None) -> File | None:
    return None if data is None else File(kind=Kind(data["kind"]), file_id=str(data["id"]))
