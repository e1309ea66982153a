"""What a tap in the triage does to the draft, whoever it is pressed for: oneself or a caller."""

import datetime as dt

from bot.callbacks import ChoiceCD, DayCD, SkipCD
from bot.forms import Draft, Step
from bot.screens.triage import DAYS_AGO
from domain.consultation.triage import CHOICES, DATED, INSTEAD_OF_DAY, Answer


def skipped(draft: Draft, tap: SkipCD) -> Draft:
    """Past a step without (another) answer; one that was given before is taken back, except words:
    a day that is on the photo is none of ours.
    """
    if tap.step == Step.WORDS:
        return draft.past(Step.WORDS)
    if tap.step == Step.QUESTION:
        return draft.past(Step.QUESTION, answer=None, day=None)
    if tap.step == Step.SITUATION:
        return draft.past(Step.SITUATION, situation=None)
    return draft


def chosen(draft: Draft, tap: ChoiceCD) -> Draft:
    """The answer to the topic's own question; an old button's answer to another one is none."""
    if draft.topic is None or Step.QUESTION not in draft.steps:
        return draft
    own = (*CHOICES.get(draft.topic, ()), *INSTEAD_OF_DAY.get(draft.topic, ()))
    if tap.answer not in {*own, Answer.UNKNOWN}:
        return draft
    return draft.past(Step.QUESTION, answer=Answer(tap.answer), day=None)


def on_day(draft: Draft, tap: DayCD, today: dt.date) -> Draft:
    """So many days before the day of the press."""
    if draft.topic not in DATED or tap.ago not in DAYS_AGO:
        return draft
    return draft.past(Step.QUESTION, day=today - dt.timedelta(days=tap.ago), answer=None)
