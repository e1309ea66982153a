"""Telling the operators at work that somebody waits."""

from domain.consultation.case import Case
from domain.consultation.offering import who_is_told
from domain.consultation.records import Records
from domain.consultation.triage import Topic


async def announce(
    records: Records,
    case: Case,
    *,
    but: frozenset[int] = frozenset(),
    topic: Topic | None = None,
    again: bool = False,
) -> None:
    """Tell whoever has the skills for the case, or everybody when nobody has; never its citizen.

    `but`: chats that know already; `topic`: under which it waits now, unless it is the case's;
    `again`: somebody had it and gave it back.
    """
    payload = {"case": case.id, "again": 1} if again else {"case": case.id}
    at_work = await records.shifts.skilled_on_shift()
    left_out = but if case.citizen_chat is None else but | {case.citizen_chat}
    for chat_id in who_is_told(at_work, case.language, topic or case.topic, but=left_out):
        records.relay.put(chat_id, "case_waiting", payload)
