"""Giving a case to the queue of another topic: the citizen, or the form, had named a wrong one."""

from collections.abc import Sequence

from domain.consultation.case import Case, EventKind
from domain.consultation.handing import Handing
from domain.consultation.handover import told_of_return
from domain.consultation.notes import NoteRows, Notes
from domain.consultation.records import Records
from domain.consultation.triage import Topic, corrected
from domain.consultation.urgency import LegalDay, at_least, place_of, urgency_of
from domain.errors import NotValid, Stale
from domain.people.model import Person


class TopicQueue:
    """Back to the queue under another topic; never later or less urgent than before."""

    def __init__(self, records: Records, handing: Handing, rows: NoteRows, law: LegalDay) -> None:
        """All of the running transaction; `law`: of today, in Almaty's calendar."""
        self._records = records
        self._handing = handing
        self._notes = Notes(records, rows)
        self._law = law

    async def choices(self, person: Person, case_id: int) -> tuple[Case, Sequence[Topic]]:
        """The case, and every other topic; raises as `Handing.case_to_transfer`."""
        case = await self._handing.case_to_transfer(person, case_id)
        return case, [topic for topic in Topic if topic is not case.topic]

    async def choice(self, person: Person, case_id: int, code: str) -> tuple[Case, Topic]:
        """The topic that was chosen; raises NotValid for what is none, or the case's own."""
        case, topics = await self.choices(person, case_id)
        topic = next((one for one in topics if one.value == code), None)
        if topic is None:
            raise NotValid("topic")
        return case, topic

    async def give(
        self, person: Person, case_id: int, code: str, words: str | None, now: int
    ) -> tuple[Case, Topic]:
        """Into that queue, with a note for the next operator; all who are concerned are told.

        What the citizen has answered is kept. The case is returned as it was.
        """
        case, topic = await self.choice(person, case_id, code)
        if words is not None:
            self._notes.keep(case, person, words, now)
        facts = corrected(case.facts, topic)
        urgency = at_least(case.urgency, urgency_of(facts, self._law))
        place = place_of(case.created_at, urgency.level)
        assignee = case.assignee_id or 0
        if not await self._records.cases.correct(case.id, assignee, facts, urgency, place, now):
            raise Stale("taken")
        self._records.note(
            case.id,
            EventKind.RETURNED,
            person.id,
            now,
            why="topic",
            source=case.topic.value,
            topic=topic.value,
        )
        await told_of_return(self._records, case, topic)
        if case.assignee_chat is not None and case.assignee_id != person.id:
            self._records.relay.put(case.assignee_chat, "case_moved", {"case": case.id})
        return case, topic
