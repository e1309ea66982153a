"""How a send ended, as a value: nothing that Telegram answers is an exception to the rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    """Telegram has it; `message_ids` in the order they were made, if the call makes any."""

    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the bot, never started it, or deleted the account."""

    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """What the call names (a message to edit or copy, a query to answer) is not there."""

    description: str


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Not now: Telegram asked to wait, or was not reached at all. Nothing was sent."""

    at: float  # unix seconds
    reason: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram refuses the call as it is: a mistake of ours; sending again would not help."""

    description: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request was written and no answer came: it may have arrived."""

    reason: str


Outcome = Delivered | Blocked | Gone | RetryAt | Rejected | Unknown
