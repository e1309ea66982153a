"""An operator has left (blocked the bot, lost the role): nobody may wait for them."""

from domain.consultation.ports import Cases, Shifts
from domain.delivery.outbox import Outbox, Parcel


class Departures:
    """Gives cases back to the queue, whole and at their old places."""

    def __init__(self, cases: Cases, shifts: Shifts, outbox: Outbox) -> None:
        """All of the running transaction."""
        self._cases = cases
        self._shifts = shifts
        self._outbox = outbox

    async def left(self, person_id: int) -> None:
        """End the shift, give back every case, tell the others at work."""
        self._shifts.end_shift(person_id)
        for case in await self._cases.taken_by(person_id):
            if not await self._cases.give_back(case.id, person_id):
                continue
            for chat_id in await self._shifts.operator_chats_on_shift():
                if chat_id != case.assignee_chat:
                    self._outbox.put(
                        Parcel(chat_id=chat_id, kind="case_waiting", payload={"case": case.id})
                    )
