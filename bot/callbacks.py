"""Every kind of button data, in one place: prefixes are unique and carry a version.

Data holds ids and codes only, never text; whoever presses is checked anew. Changing the fields of
a class needs a new prefix (`c1` -> `c2`): old buttons are then answered by the fallback.
"""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Id = Annotated[int, Field(ge=0, lt=2**63)]
"""A number of a row: a forged one that no database can hold is no data of ours."""


class HomeCD(CallbackData, prefix="h1"):
    """To the home screen."""


class LanguageCD(CallbackData, prefix="lg1"):
    """A language was chosen; an empty code asks for the choice."""

    code: str = ""


class LawyerCD(CallbackData, prefix="lw1"):
    """To the lawyer: starts a request, or shows the one that is open."""


class LessonsCD(CallbackData, prefix="ls1"):
    """The list of all lessons."""


class ProgressCD(CallbackData, prefix="pr1"):
    """My progress."""


class LessonCD(CallbackData, prefix="l1"):
    """Open a lesson where it was left, or anew."""

    lesson: str
    again: bool = False


class StepCD(CallbackData, prefix="st1"):
    """Go to a step of the running attempt."""

    attempt: Id
    step: Id


class AnswerCD(CallbackData, prefix="an1"):
    """An answer to a question of the running attempt; question and option by their place."""

    attempt: Id
    question: Id
    option: Id


class SettingsCD(CallbackData, prefix="se1"):
    """Settings."""


class TopicCD(CallbackData, prefix="to1"):
    """A step of the request form: choose the topic; an empty one asks for it."""

    topic: str = ""


class FormCD(CallbackData, prefix="fo1"):
    """A step of the request form: `words`, `contact`, `confirm`, `anew`."""

    step: str


class ContactCD(CallbackData, prefix="co1"):
    """A step of the request form: how to be answered, `chat` or `phone`."""

    way: str


class SubmitCD(CallbackData, prefix="su1"):
    """The last step of the request form: into the queue with it."""


class CancelCaseCD(CallbackData, prefix="cc1"):
    """Take a request back; asked twice."""

    case: Id
    sure: bool = False


class RateCD(CallbackData, prefix="ra1"):
    """The rating of a closed request."""

    case: Id
    stars: Id


class DeskCD(CallbackData, prefix="de1"):
    """The operator's desk."""


class ShiftCD(CallbackData, prefix="sh1"):
    """Begin or end the shift."""

    on: bool


class QueueCD(CallbackData, prefix="qu1"):
    """The waiting cases."""


class MineCD(CallbackData, prefix="mi1"):
    """My cases."""


class CaseCD(CallbackData, prefix="ca1"):
    """A case of the operator's own."""

    case: Id


class TakeCD(CallbackData, prefix="ta1"):
    """Take a waiting case; 0 takes the one that waited longest."""

    case: Id = 0


class CloseCD(CallbackData, prefix="cl1"):
    """Close a case: asks for the outcome."""

    case: Id


class CloseSureCD(CallbackData, prefix="cs2"):
    """Close it with the summary that was shown above the button: `check` is its fingerprint."""

    case: Id
    check: str


class SendToCD(CallbackData, prefix="sd1"):
    """To whom a message of an operator goes; case 0 throws it away."""

    case: Id
    message: Id


class AdminCD(CallbackData, prefix="ad1"):
    """The staff list."""


class InviteCD(CallbackData, prefix="in1"):
    """Make an invitation for an operator."""


class DataCD(CallbackData, prefix="da1"):
    """My data: `show`, `erase` (asks), `erase_sure`."""

    step: str


FORM_DATA = (TopicCD, FormCD, ContactCD, SubmitCD)
"""Buttons that belong to the request form; every other one leaves it (the draft stays)."""
