"""An operator has left (blocked the bot, lost the role): nobody may wait for them."""

from domain.consultation.handover import back_to_queue
from domain.consultation.records import Records


class Departures:
    """Gives cases back to the queue, whole and at their old places."""

    def __init__(self, records: Records) -> None:
        """All of the running transaction."""
        self._records = records
        self._cases = records.cases
        self._shifts = records.shifts

    async def left(self, person_id: int, now: int) -> None:
        """End the shift, give back every case, tell the others at work and the citizens."""
        self._shifts.end_shift(person_id)
        for case in await self._cases.taken_by(person_id):
            await back_to_queue(self._records, case, None, "left", now)
