"""Rows of skills."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from domain.consultation.skill_setting import Member
from domain.consultation.skills import Skilled, Skills
from domain.consultation.triage import Topic
from domain.people.model import Language
from storage.engine import Reader, Row, Transaction

LANGUAGE, TOPIC = "language", "topic"


def _skills(rows: Iterable[Row]) -> Skills:
    """From rows of one person; an outer join gives one without a kind where there are none."""
    known = [(row["kind"], row["value"]) for row in rows]
    return Skills(
        languages=frozenset(Language(value) for kind, value in known if kind == LANGUAGE),
        topics=frozenset(Topic(value) for kind, value in known if kind == TOPIC),
    )


async def skills_of(reader: Reader, person_id: int) -> Skills:
    """Those of a person."""
    return _skills(await reader.all("skills_of", person_id=person_id))


async def skilled_on_shift(reader: Reader) -> list[Skilled]:
    """Everybody on shift who can be reached, whoever came first."""
    return [
        Skilled(chat_id=rows[0]["telegram_id"], skills=_skills(rows))
        for rows in _by_person(await reader.all("skilled_on_shift"))
    ]


def _by_person(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows come person by person."""
    for _, own in groupby(rows, key=lambda row: int(row["person_id"])):
        yield list(own)


class SkillTable:
    """Implements `domain.consultation.skill_setting.SkillRows`."""

    def __init__(self, tx: Transaction) -> None:
        """`tx`: the running transaction."""
        self._tx = tx

    async def members(self) -> list[Member]:
        """Everybody at the desk."""
        return [
            Member(
                person_id=rows[0]["person_id"],
                name=rows[0]["name"],
                chat_id=rows[0]["telegram_id"],
                skills=_skills(rows),
            )
            for rows in _by_person(await self._tx.all("skilled_staff"))
        ]

    async def hold(self, person_id: int) -> None:
        """Two who set at once come one after the other."""
        await self._tx.one("hold_operator", operator_id=person_id)

    def set_skills(self, person_id: int, skills: Skills) -> None:
        """These and no others."""
        self._tx.later("drop_skills", person_id=person_id)
        for language in skills.languages:
            self._tx.later("add_skill", person_id=person_id, kind=LANGUAGE, value=language.value)
        for topic in skills.topics:
            self._tx.later("add_skill", person_id=person_id, kind=TOPIC, value=topic.value)
