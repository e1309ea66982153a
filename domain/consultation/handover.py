"""How a case changes hands: all of it goes along, and everybody concerned is told."""

from domain.consultation.announcing import announce
from domain.consultation.case import Case, EventKind
from domain.consultation.content import CaseMessage
from domain.consultation.notes import NoteRows
from domain.consultation.records import Records
from domain.consultation.triage import Topic
from domain.errors import NotFound


async def hand_over(records: Records, notes: NoteRows, case: Case) -> None:
    """The operator gets the card, the notes and all that was written; the citizen is told."""
    if case.assignee_chat is None:
        raise NotFound("assignee")
    records.relay.put(case.assignee_chat, "case_card", {"case": case.id})
    for note in await notes.notes_of(case.id):
        records.relay.put(case.assignee_chat, "case_note", {"case": case.id, "note": note.id})
    for message in await records.messages.messages_of(case.id):
        if message.by_operator:
            _show_again(records, case.assignee_chat, case, message)
        else:
            records.relay.deliver(case.assignee_chat, message)
    records.relay.tell(case, "case_taken")


def _show_again(records: Records, chat_id: int, case: Case, message: CaseMessage) -> None:
    """What an operator before has answered: the new one reads it, the citizen has it already."""
    payload: dict[str, int | str] = {"case": case.id, "message": message.id}
    if message.content.needs_own_header:
        records.relay.put(chat_id, "case_history", {**payload, "header": 1})
    records.relay.put(chat_id, "case_history", payload)


async def back_to_queue(records: Records, case: Case, by: int | None, why: str, now: int) -> bool:
    """Whether the case was still its operator's and waits again; its citizen and the others at
    work are told. `by`: who gave it back, None the program itself.
    """
    if not await records.cases.give_back(case.id, case.assignee_id or 0, now):
        return False
    records.note(case.id, EventKind.RETURNED, by, now, why=why)
    await told_of_return(records, case)
    return True


async def told_of_return(records: Records, case: Case, topic: Topic | None = None) -> None:
    """Its citizen, and the operators who could take it now; `case`: as it was, `topic`: under
    which it waits, unless it is the same.
    """
    records.relay.tell(case, "case_returned")
    but = frozenset() if case.assignee_chat is None else frozenset({case.assignee_chat})
    await announce(records, case, but=but, topic=topic)
