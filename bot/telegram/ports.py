"""What the outbox's worker needs of its neighbours."""

from typing import Any, Protocol

from aiogram.methods import TelegramMethod

from domain.delivery.outbox import Item, Priority
from domain.delivery.outcome import Outcome


class Queue(Protocol):
    """The outbox in a running transaction: `storage.outbox.OutboxQueue`."""

    async def claim(self, now: int, lease_until: int, limit: int) -> list[Item]:
        """Lease what may be sent now, at most one item of a chat."""
        ...

    async def claim_next(self, chat_id: int, now: int, lease_until: int) -> Item | None:
        """Lease what follows in a chat."""
        ...

    def finish(self, item_id: int, state: str, error: str | None, now: int) -> None:
        """Record an end."""
        ...

    def retry(self, item_id: int, due_at: int, error: str, *, sent: bool) -> None:
        """Give back for later."""
        ...

    async def release_all(self) -> int:
        """Take back all leases."""
        ...

    async def age(self, now: int) -> int:
        """How far behind the outbox is, in seconds."""
        ...


class Sender(Protocol):
    """What the worker needs of the courier."""

    async def call(
        self,
        method: TelegramMethod[Any],
        *,
        chat_id: int | None,
        priority: Priority,
        patience: float,
    ) -> Outcome:
        """Send."""
        ...

    def quiet_until(self) -> float:
        """Until when sending is of no use to anybody."""
        ...
