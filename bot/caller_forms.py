"""The form that an operator fills in for somebody on the telephone.

It has a draft, states and buttons of its own: nothing in it touches the operator's own request or
their words to a citizen. As every form of the desk it is forgotten after half an hour.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from bot.forms import Draft, Step, draft_as, draft_from
from bot.timed_forms import FORM_SECONDS, dump_shown, load_shown
from domain.consultation.callers import Caller
from domain.consultation.case import Contact, Slot
from domain.consultation.content import Incoming
from domain.consultation.ports import NOTHING_SHOWN, Shown
from domain.consultation.requests import Request
from domain.errors import Stale
from domain.people.model import Language


class CallerForm(StatesGroup):
    """What is typed for a caller."""

    phone = State()
    name = State()
    words = State()
    day = State()


_CALLER = "caller"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerDraft:
    """A request that an operator is writing down.

    `named`: what the operator's chat had got when they were asked to type; when a case has
    spoken since, what they type may be meant for that.
    """

    form: int  # when it was begun: tells it from every other one
    phone: str | None = None
    name: str | None = None
    language: Language | None = None
    draft: Draft = field(default_factory=Draft)
    touched_at: int
    named: Shown = NOTHING_SHOWN

    @property
    def is_complete(self) -> bool:
        """Whether it is known who calls."""
        return None not in {self.phone, self.name, self.language}

    @property
    def caller(self) -> Caller:
        """Who calls; raises Stale while that is not known."""
        if self.phone is None or self.name is None or self.language is None:
            raise Stale("caller_form")
        return Caller(phone=self.phone, name=self.name, language=self.language)

    def called_from(self, phone: str) -> Self:
        """With the number; it is also the one to be called back."""
        known = self.draft.phone is not None
        draft = replace(self.draft, phone=phone) if known else self.draft
        return replace(self, phone=phone, draft=draft)

    def named_as(self, name: str) -> Self:
        """With the name of the caller."""
        return replace(self, name=name)

    def told(self, incoming: Incoming, now: int) -> Self:
        """With words that the operator has typed for them."""
        return replace(self, draft=self.draft.with_message(incoming, now))

    def with_draft(self, draft: Draft) -> Self:
        """With other answers."""
        return replace(self, draft=draft)

    def speaking(self, language: Language) -> Self:
        """With the language of the caller."""
        return replace(self, language=language)

    def asked(self, named: Shown) -> Self:
        """With a question on the operator's screen, above which nothing newer stands."""
        return replace(self, named=named)

    def to_be_called(self, slot: Slot) -> Self:
        """With the hours of the call back."""
        draft = self.draft.past(
            Step.CONTACT, contact=Contact.PHONE, phone=self.caller.phone, slot=slot
        )
        return replace(self, draft=draft)

    def request(self) -> Request:
        """The finished request; raises Stale while a step is missing."""
        return self.draft.request()


async def load_caller(state: FSMContext, now: int) -> CallerDraft | None:
    """The form as it was left; None when there is none, or it was forgotten."""
    data = await state.get_value(_CALLER)
    if not isinstance(data, dict) or now - int(data["touched_at"]) > FORM_SECONDS:
        return None
    return CallerDraft(
        form=int(data["form"]),
        phone=data["phone"],
        name=data["name"],
        language=Language(data["language"]) if data["language"] else None,
        draft=draft_from(data["draft"]),
        touched_at=int(data["touched_at"]),
        named=load_shown(data["named"]),
    )


async def the_caller(state: FSMContext, now: int, form: int | None = None) -> CallerDraft:
    """The form that is open; raises Stale when it is another one, or none."""
    draft = await load_caller(state, now)
    if draft is None or form not in {None, draft.form}:
        raise Stale("caller_form")
    return draft


async def save_caller(state: FSMContext, draft: CallerDraft, now: int) -> None:
    """Keep it for half an hour from now on."""
    data: dict[str, Any] = {
        "form": draft.form,
        "phone": draft.phone,
        "name": draft.name,
        "language": draft.language,
        "draft": draft_as(draft.draft),
        "touched_at": now,
        "named": dump_shown(draft.named),
    }
    await state.update_data({_CALLER: data})


async def drop_caller(state: FSMContext) -> None:
    """Nothing is written down any more."""
    await state.update_data({_CALLER: None})
    await state.set_state(None)
