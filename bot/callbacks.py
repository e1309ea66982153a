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
    """A step of the request form: choose the topic; an empty one asks for it, `more` lists the
    rarer ones.
    """

    topic: str = ""


class FormCD(CallbackData, prefix="fo1"):
    """Go to a step of the request form by its name; also `next`, `change`, `number`, `anew`."""

    step: str


class ContactCD(CallbackData, prefix="co1"):
    """A step of the request form: how to be answered, `chat` or `phone`."""

    way: str


class SkipCD(CallbackData, prefix="sk1"):
    """A step of the request form is left as it is: that is all, or it is not known."""

    step: str


class ChoiceCD(CallbackData, prefix="ch1"):
    """A step of the request form: the answer to the topic's own question."""

    answer: str


class DayCD(CallbackData, prefix="dy1"):
    """A step of the request form: so many days ago."""

    ago: Id


class SituationCD(CallbackData, prefix="si1"):
    """A step of the request form: what else the lawyer should know."""

    situation: str


class SlotCD(CallbackData, prefix="sl1"):
    """A step of the request form: by phone, and when."""

    slot: str


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


class CommentCD(CallbackData, prefix="cm1"):
    """A few words beside the rating of a closed request."""

    case: Id


class ReopenCD(CallbackData, prefix="ro1"):
    """Bring a closed request back."""

    case: Id


class RequestsCD(CallbackData, prefix="rq1"):
    """My requests."""


class HistoryCD(CallbackData, prefix="hi1"):
    """One of my requests: page 0 is the overview, what was written follows."""

    case: Id
    page: Id = 0


class DeskCD(CallbackData, prefix="de1"):
    """The operator's desk."""


class ShiftCD(CallbackData, prefix="sh1"):
    """Begin or end the shift."""

    on: bool


class QueueCD(CallbackData, prefix="qu2"):
    """A page of the waiting cases; 0 is the head of the queue."""

    page: Id = 0


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


class OutcomeCD(CallbackData, prefix="oc1"):
    """How a case ended: asked before its summary."""

    case: Id
    code: str


class CloseSureCD(CallbackData, prefix="cs2"):
    """Close it with the summary that was shown above the button: `check` is its fingerprint."""

    case: Id
    check: str


class SendToCD(CallbackData, prefix="sd1"):
    """To whom a message of an operator goes; case 0 throws it away."""

    case: Id
    message: Id


class WriteCD(CallbackData, prefix="wr1"):
    """Write to the person of this case from now on."""

    case: Id


class NoteCD(CallbackData, prefix="nt1"):
    """Write a note about a case; the person never sees it."""

    case: Id


class ReturnCD(CallbackData, prefix="rt1"):
    """Back to the queue: asks for a note, `sure` does without one."""

    case: Id
    sure: bool = False


class TransferCD(CallbackData, prefix="tr1"):
    """Give a case to a colleague: asks to whom."""

    case: Id


class TransferPageCD(CallbackData, prefix="tr2"):
    """A page of colleagues; the first is 0."""

    case: Id
    page: Id


class TransferToCD(CallbackData, prefix="tt1"):
    """To this colleague: asks for a note, `sure` does without one."""

    case: Id
    to: Id
    sure: bool = False


class OtherTopicCD(CallbackData, prefix="tq1"):
    """Give a case to the queue of another topic: asks which."""

    case: Id
    page: Id = 0


class ToTopicCD(CallbackData, prefix="tp1"):
    """To the queue of this topic: asks for a note, `sure` does without one."""

    case: Id
    topic: str
    sure: bool = False


class CallCD(CallbackData, prefix="cb1"):
    """The result of the `attempt`-th call-back."""

    case: Id
    attempt: Id
    reached: bool


class FindCD(CallbackData, prefix="fi1"):
    """Look for a case: asks for a number, a name or a phone."""


class AdminCD(CallbackData, prefix="ad1"):
    """The staff list."""


class InviteCD(CallbackData, prefix="in2"):
    """Make an invitation for an operator or a supervisor."""

    role: str


class DataCD(CallbackData, prefix="da1"):
    """My data: `show`, `erase` (asks), `erase_sure`."""

    step: str


class BoardCD(CallbackData, prefix="bo1"):
    """The supervisor's board."""


class LoadsCD(CallbackData, prefix="bs1"):
    """Reassign: choose an operator."""

    page: Id = 0


class LoadCD(CallbackData, prefix="bl1"):
    """Reassign: choose one of an operator's cases; operator 0 is the queue."""

    operator: Id
    page: Id = 0


class MoveCD(CallbackData, prefix="bm1"):
    """Reassign a case: choose to whom."""

    case: Id
    page: Id = 0


class MoveToCD(CallbackData, prefix="bt1"):
    """Give the case to somebody. `source`: who had it on the screen, 0 for the queue."""

    case: Id
    source: Id
    to: Id


class ShiftEndCD(CallbackData, prefix="se2"):
    """At the end of a shift: keep the open cases or hand all over; `at` is the closing hour."""

    at: Id
    keep: bool


class TakeOverCD(CallbackData, prefix="tv1"):
    """Take over a case whose operator is off shift."""

    case: Id


FORM_DATA = (
    TopicCD, FormCD, ContactCD, SkipCD, ChoiceCD, DayCD, SituationCD, SlotCD, SubmitCD,
)  # fmt: skip
"""Buttons that belong to the request form; every other one leaves it (the draft stays)."""
