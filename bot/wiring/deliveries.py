"""What the end of a delivery changes."""

from bot.clock import Clock
from bot.wiring.consultation import records_on
from domain.consultation.arrivals import Arrivals
from domain.consultation.departures import Departures
from domain.delivery.outbox import Item
from domain.delivery.outcome import Outcome
from domain.people.model import Unreachable
from storage.engine import Database, Transaction
from storage.outbox import OutboxRows
from storage.people import PeopleTable, person_by_chat


class Deliveries:
    """One of it for the whole process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """`clock`: when a person was found to be out of reach."""
        self._database = database
        self._clock = clock

    async def settled(self, tx: Transaction, item: Item, outcome: Outcome) -> None:
        """A parcel has come to its end: the case keeps where its message stands."""
        now = int(self._clock.now())
        outbox = OutboxRows(tx, now)
        await Arrivals(records_on(tx, outbox), outbox, now).settled(item, outcome)

    async def unreachable(self, chat_id: int, deactivated: bool) -> None:
        """Telegram said that nothing can be sent to this person any more."""
        reason = Unreachable.DEACTIVATED if deactivated else Unreachable.BLOCKED
        now = int(self._clock.now())
        async with self._database.transaction() as (tx, _):
            PeopleTable(tx).set_unreachable(chat_id, reason, now)
            person = await person_by_chat(tx, chat_id)
            if person is not None and person.role is not None:
                records = records_on(tx, OutboxRows(tx, now))
                await Departures(records).left(person.id, now)
