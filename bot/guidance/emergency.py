"""When numbers and steps come before any question."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from domain.consultation.triage import Situation, Topic


class Emergency(StrEnum):
    """What cannot wait for a lawyer; the words stand in `bot/guidance/emergencies/`."""

    FRAUD = "fraud"  # money may be leaving now
    THREATS = "threats"  # of collectors or lenders
    CRISIS = "crisis"  # thoughts of self-harm
    DANGER = "danger"  # violence


_OF_TOPIC: Final[Mapping[Topic, Emergency]] = {
    Topic.FRAUD: Emergency.FRAUD,
    Topic.COLLECTORS: Emergency.THREATS,
}
_OF_SITUATION: Final[Mapping[Situation, Emergency]] = {
    Situation.CRISIS: Emergency.CRISIS,
    Situation.DANGER: Emergency.DANGER,
}


def ahead_of(topic: Topic) -> Emergency | None:
    """What is shown as soon as a topic is chosen, before its question; usually nothing."""
    return _OF_TOPIC.get(topic)


def behind(situation: Situation | None) -> Emergency | None:
    """What is shown as soon as a situation is told, before the next question; usually nothing."""
    return None if situation is None else _OF_SITUATION.get(situation)
