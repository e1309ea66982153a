"""What comes first when somebody writes that they do not want to live."""

from bot.guidance import Emergency, Guidance
from bot.i18n import Texts, almaty_day
from bot.screens import guidance as screens
from bot.screens.model import Say
from domain.consultation.content import Incoming
from domain.consultation.crisis import is_cry_for_help


def comfort(texts: Texts, guidance: Guidance, incoming: Incoming, now: int) -> tuple[Say, ...]:
    """Numbers and calm words before anything else is said; usually nothing."""
    if not is_cry_for_help(incoming):
        return ()
    return (Say(screens.emergency(texts, guidance, Emergency.CRISIS, almaty_day(now))),)
