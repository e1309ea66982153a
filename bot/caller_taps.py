"""What a tap in a caller's form does, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aiogram.filters.callback_data import CallbackData

from bot.callbacks import ChoiceCD, DayCD, FormCD, SituationCD, SkipCD, SlotCD, TopicCD
from bot.caller_forms import CallerDraft
from bot.forms import Draft, Step
from bot.i18n import almaty_day
from bot.screens.request_form import MORE
from bot.triage_taps import chosen, on_day, skipped
from domain.consultation.case import Slot
from domain.consultation.triage import Situation, Topic
from domain.errors import Stale

MORE_TOPICS: Final = MORE

_TAPS: Final[Mapping[str, type[CallbackData]]] = {
    data.__prefix__: data
    for data in (TopicCD, FormCD, SkipCD, ChoiceCD, DayCD, SituationCD, SlotCD)
}
"""Buttons of the citizen's form that a caller's form has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """The form after a tap, and what is shown: a step (None: the next one), or `goes`."""

    form: CallerDraft
    step: Step | None = None
    goes: str | None = None  # `number`, `anew`, `change`, `more`


def after(form: CallerDraft, tap: str, now: int) -> Pressed:
    """Raises Stale for what is no button of this form."""
    prefix = tap.partition(":")[0]
    if prefix not in _TAPS:
        raise Stale("caller_form")
    try:
        data = _TAPS[prefix].unpack(tap)
    except (TypeError, ValueError):
        raise Stale("caller_form") from None
    if isinstance(data, FormCD):
        return _moved(form, data.step)
    if isinstance(data, TopicCD) and data.topic not in set(Topic):
        return Pressed(form=form, step=Step.TOPIC, goes=MORE if data.topic == MORE else None)
    if isinstance(data, SlotCD):
        slot = Slot(data.slot) if data.slot in set(Slot) else Slot.ANY
        return Pressed(form=form.to_be_called(slot))
    return Pressed(form=form.with_draft(_answered(form.draft, data, now)))


def _moved(form: CallerDraft, step: str) -> Pressed:
    """On, back, or to what is to be changed."""
    draft = form.draft
    if step in {"anew", "number"}:
        return Pressed(form=form, goes=step)
    if step == "change" and draft.next_step is Step.CONFIRM:
        return Pressed(form=form, goes=step)
    if step in draft.steps and Step(step) in draft.passed:
        return Pressed(form=form, step=Step(step))
    return Pressed(form=form)


def _answered(draft: Draft, data: CallbackData, now: int) -> Draft:
    if isinstance(data, TopicCD):
        return draft.about(Topic(data.topic), now)
    match data if draft.topic is not None else None:
        case SkipCD() as skip:
            draft = skipped(draft, skip)
        case ChoiceCD() as choice:
            draft = chosen(draft, choice)
        case DayCD() as day:
            draft = on_day(draft, day, almaty_day(now))
        case SituationCD(situation=told) if told in set(Situation):
            draft = draft.past(Step.SITUATION, situation=Situation(told))
    return draft
