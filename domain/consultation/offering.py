"""What is offered to whom: skills come first, and keep a case from others for a time only."""

from collections.abc import Iterable, Mapping

from domain.consultation.opening import OpeningHours
from domain.consultation.skills import LANES, Among, Lane, Skilled, Skills
from domain.consultation.triage import Level, Topic
from domain.consultation.watch import DEFAULT_PATIENCE, MINUTE
from domain.people.model import Language

KEPT_SECONDS: Mapping[Level, int] = {
    level: 2 * minutes * MINUTE for level, minutes in DEFAULT_PATIENCE.items()
}
"""Open time for which a waiting case is kept for those with the skills; then it is everybody's.

It is the time after which a case is taken from an operator who does not answer: for a person who
waits it is all the same whether nobody answers or nobody fits. It is fixed, so that skills cannot
be set in a way that lets somebody wait for ever.
"""


def among(own: Skills, at_work: Iterable[Skilled], hours: OpeningHours, now: int) -> Among | None:
    """Of which cases an operator gets the next one; None: of all of them.

    Beside one's own lanes those that nobody at work has the skills for.
    """
    covered = frozenset[Lane]().union(*(one.skills.lanes for one in at_work))
    lanes = own.lanes | (LANES - covered)
    if lanes == LANES:
        return None
    return Among(
        lanes=lanes,
        queued_by={
            level: hours.before_open_seconds(now, seconds)
            for level, seconds in KEPT_SECONDS.items()
        },
    )


def who_is_told(
    at_work: Iterable[Skilled], language: Language, topic: Topic, *, but: frozenset[int]
) -> list[int]:
    """The chats that hear of a new case: who has the skills for it, else everybody at work."""
    others = [one for one in at_work if one.chat_id not in but]
    fitting = [one.chat_id for one in others if one.skills.cover(language, topic)]
    return fitting or [one.chat_id for one in others]
