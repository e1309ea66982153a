"""Button data of canned replies; the rules of `bot.callbacks` hold here, too."""

from aiogram.filters.callback_data import CallbackData

from bot.callbacks import Id


class CannedCD(CallbackData, prefix="kr1"):
    """Canned replies for the person of this case."""

    case: Id


class CannedPickCD(CallbackData, prefix="kp1"):
    """This reply for the person of this case."""

    case: Id
    reply: Id


class CannedSendCD(CallbackData, prefix="ks1"):
    """Send the preview above the button: `draft` tells it from every other one."""

    case: Id
    draft: str


class CannedDropCD(CallbackData, prefix="kd1"):
    """Do not send the preview above the button."""

    draft: str


class KeptCD(CallbackData, prefix="kl1"):
    """The list of canned replies, for those who keep them."""

    page: Id = 0


class KeptReplyCD(CallbackData, prefix="ko1"):
    """Open a canned reply."""

    reply: Id


class KeepCD(CallbackData, prefix="ka1"):
    """Change a part of a canned reply; reply 0 begins a new one."""

    reply: Id
    part: str


class KeepWithoutCD(CallbackData, prefix="kn1"):
    """The part that is being asked is left out."""

    reply: Id
    part: str


class KeptDropCD(CallbackData, prefix="kx1"):
    """Delete a canned reply; asked twice."""

    reply: Id
    sure: bool = False
