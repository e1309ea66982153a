"""Button data of requests by telephone; the rules of `bot.callbacks` hold here, too.

`form` tells one caller's form from another's: an old button never answers for somebody else.
"""

from aiogram.filters.callback_data import CallbackData

from bot.callbacks import Id


class CallerNewCD(CallbackData, prefix="pn1"):
    """A request for somebody on the telephone; `anew` leaves an unfinished one."""

    anew: bool = False


class CallerLanguageCD(CallbackData, prefix="pl1"):
    """The language of the caller."""

    form: Id
    code: str


class CallerTapCD(CallbackData, prefix="pt1", sep="|"):
    """A button of the citizen's request form, pressed for the caller: `tap` is its own data."""

    form: Id
    tap: str


class CallerSendCD(CallbackData, prefix="ps1"):
    """The caller's request into the queue, or to the operator who wrote it down."""

    form: Id
    take: bool


class LinkCD(CallbackData, prefix="lk1"):
    """Whether a request by telephone, with this number, was one's own."""

    case: Id
    yes: bool
