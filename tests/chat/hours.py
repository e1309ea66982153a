"""Time in conversations that depend on the opening hours."""

from domain.consultation.opening import OpeningHours
from tests.chat.town import Town

HOURS = OpeningHours()


def to_morning(town: Town) -> int:
    """Jump to 10:00 of the next working day; the instant."""
    now = int(town.clock.now())
    morning = HOURS.next_opening(now) + 3600
    town.clock.jump(seconds=morning - now)
    return morning


def to_evening(town: Town) -> int:
    """Jump to a minute after the closing hour of the day; the instant."""
    now = int(town.clock.now())
    closing = HOURS.closing(now)
    assert closing is not None, "it is closed"
    town.clock.jump(seconds=closing + 60 - now)
    return closing + 60
