"""How a case changes hands: all of it goes along, and everybody concerned is told."""

from domain.consultation.announcing import announce
from domain.consultation.case import Case, EventKind
from domain.consultation.content import CaseMessage
from domain.consultation.notes import NoteRows
from domain.consultation.records import Records
from domain.consultation.relay import Relay
from domain.consultation.retelling import portions
from domain.consultation.triage import Topic
from domain.errors import NotFound


async def hand_over(records: Records, notes: NoteRows, case: Case) -> None:
    """The operator gets the card, the notes and all that was written, as if for the first time;
    the citizen is told.
    """
    if case.assignee_chat is None:
        raise NotFound("assignee")
    records.messages.loosen_copies(case.id, case.assignee_chat)
    records.relay.put(case.assignee_chat, "case_card", {"case": case.id})
    for note in await notes.notes_of(case.id):
        records.relay.put(case.assignee_chat, "case_note", {"case": case.id, "note": note.id})
    for portion in portions(await records.messages.messages_of(case.id)):
        if len(portion) == 1:
            retell(records.relay, case.assignee_chat, portion[0])
        else:
            ids = [message.id for message in portion]
            records.relay.put(
                case.assignee_chat, "case_joined", {"case": case.id, "messages": ids}
            )
    tell_of_twin(records.relay, case)
    records.relay.tell(case, "case_taken")


def tell_of_twin(relay: Relay, case: Case) -> None:
    """Its operator, if there is one, learns once of the other open request of the same number."""
    if case.twin_id is None or case.assignee_chat is None:
        return
    relay.put(
        case.assignee_chat,
        "case_twice",
        {"case": case.id, "other": case.twin_id},
        dedupe=f"twice:{case.id}:{case.twin_id}:{case.assignee_id}",
    )


def retell(relay: Relay, chat_id: int, message: CaseMessage) -> None:
    """One message by itself. What an operator before has answered is shown as such: the new one
    reads it, the citizen has it already.
    """
    if not message.by_operator:
        relay.deliver(chat_id, message)
        return
    payload = {"case": message.case_id, "message": message.id}
    if message.content.needs_own_header:
        relay.put(chat_id, "case_history", {**payload, "header": 1})
    relay.put(chat_id, "case_history", payload)


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
    await announce(records, case, but=but, topic=topic, again=True)
