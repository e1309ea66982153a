"""Fetches updates by long polling and confirms a batch only when all of it is committed.

aiogram's own loop confirms first: a crash would lose what people wrote. The JSON stays raw, so
that one update which the models do not know spoils nothing for the others.

PollingEnded    polling makes no sense any more; its sentence is for the owner at the terminal
"""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from typing import Any, Final

from bot.clock import Clock, wait_at_most, within
from bot.telegram.receiving import Receive, TryAgain
from bot.telegram.token import REVOKED
from bot.telegram.updates_wire import Refused, Unreachable, UpdatesWire
from bot.trouble import Trouble

log = logging.getLogger(__name__)

GRACE: Final = 10.0
"""Seconds that updates in work get when the program stops."""

_LONGEST_PAUSE: Final = 30.0
_OWN_PAUSE: Final = 3.0
"""The longest while our own database is away: people wait for the moment it is back."""

_CONFLICTS: Final = 3
_CONFLICT_WINDOW: Final = 120.0

_BY_WEBHOOK: Final = (
    "Another program has set a webhook for this bot and takes its updates with the same "
    "BOT_TOKEN. Stop the other one (another computer, an old container), or give this one a bot "
    "of its own."
)
_SECOND_INSTANCE: Final = (
    "Another program is fetching the updates of this bot with the same BOT_TOKEN. "
    "Stop the other one (another computer, an old container), or give this one a bot of its own."
)


class PollingEnded(Exception):
    """Going on would never succeed."""


class Polling:
    """The loop. `receive` is told every update at least once and remembers which it has had."""

    def __init__(
        self,
        api_base: str,
        token: str,
        receive: Receive,
        clock: Clock,
        allowed_updates: Sequence[str],
    ) -> None:
        """`api_base`: `https://api.telegram.org` or that of another Bot API server."""
        self._wire = UpdatesWire(api_base, token, allowed_updates)
        self._receive = receive
        self._clock = clock
        self._offset: int | None = None  # what the next request confirms
        self._confirmed = True
        self._conflicts: list[float] = []
        self._webhook_deleted = False
        self._polled = False
        self._trouble = Trouble(log, "polling: %s; trying again", "polling works again")
        self._pause = 0.0
        self.running = False

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; raises PollingEnded when somebody has to act first."""
        self.running = True
        try:
            while not stop.is_set():
                batch = await self._fetch(stop)
                if batch:
                    await self._work(batch, stop)
                if self._pause and not stop.is_set():
                    await wait_at_most(self._clock, self._pause, stop)
            await self._confirm()
        finally:
            self.running = False
            await self._wire.close()

    async def _fetch(self, stop: asyncio.Event) -> list[dict[str, Any]]:
        """The next batch; empty when there is none, when stopping, or in trouble."""
        try:
            batch = await _unless(stop, self._wire.get_updates(self._offset))
        except Unreachable as error:
            self._in_trouble(str(error))
            return []
        except Refused as refusal:
            await self._refused(refusal)
            return []
        if batch is None:
            return []
        self._confirmed = self._polled = True
        if not batch:
            self._out_of_trouble()  # a batch has to be worked on first
            # confirmed by now; an old offset would hide updates numbered anew after a quiet week
            self._offset = None
        return batch

    async def _work(self, batch: list[dict[str, Any]], stop: asyncio.Event) -> None:
        """Handle the batch at once, in its order, and move the offset behind what is done."""
        done = await self._handle(batch, stop)
        for update, finished in zip(batch, done, strict=True):
            number = update.get("update_id")
            if not isinstance(number, int):
                continue
            self._offset, self._confirmed = (number + 1 if finished else number), False
            if not finished:
                self._in_trouble(
                    "an update could not be recorded and is asked for again", longest=_OWN_PAUSE
                )
                return
        self._out_of_trouble()

    async def _handle(self, batch: list[dict[str, Any]], stop: asyncio.Event) -> list[bool]:
        """Whether each was finished; when stopping, what outlasts the grace is cancelled."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._one(update)) for update in batch]
            everything = group.create_task(_all_of(tasks))
            stopping = group.create_task(_happened(stop))
            await asyncio.wait({everything, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not everything.done():
                grace = group.create_task(self._clock.sleep(GRACE))
                await asyncio.wait({everything, grace}, return_when=asyncio.FIRST_COMPLETED)
                grace.cancel()
                for task in tasks:
                    task.cancel()
        return [not task.cancelled() and task.result() for task in tasks]

    async def _one(self, update: dict[str, Any]) -> bool:
        try:
            await self._receive(update)
        except TryAgain as reason:
            number = update.get("update_id")
            log.log(reason.level, "update %s is asked for again: %s", number, reason)
            return False
        return True

    async def _refused(self, refusal: Refused) -> None:
        if refusal.code in (401, 404):
            raise PollingEnded(REVOKED)
        if refusal.code == 409:
            await self._conflict(refusal)
        elif refusal.code == 429:
            self._in_trouble("Telegram asks to wait", refusal.retry_after)
        else:
            self._in_trouble(f"Telegram refuses getUpdates: {refusal.code} {refusal.description}")

    async def _conflict(self, refusal: Refused) -> None:
        """Somebody else takes the updates: a webhook that was left behind, or a second program. A
        webhook that appears while we are polling was not left behind: somebody is using it.
        """
        is_set = "terminated by setWebhook" in refusal.description
        by_webhook = "webhook is active" in refusal.description
        if is_set or (by_webhook and self._polled):
            raise PollingEnded(_BY_WEBHOOK)
        if by_webhook and not self._webhook_deleted:
            log.warning("a webhook was set for this bot; it is deleted, because we are polling")
            self._webhook_deleted = True
            try:
                await self._wire.delete_webhook()
            except (Unreachable, Refused) as error:
                self._webhook_deleted = False
                self._in_trouble(f"the webhook could not be deleted: {error}")
            return
        now = self._clock.now()
        self._conflicts = [t for t in self._conflicts if t > now - _CONFLICT_WINDOW] + [now]
        if len(self._conflicts) >= _CONFLICTS:
            raise PollingEnded(_SECOND_INSTANCE)
        self._in_trouble(f"another program takes the updates: {refusal.description}")

    def _in_trouble(
        self, what: str, pause: float | None = None, longest: float = _LONGEST_PAUSE
    ) -> None:
        """Wait longer each time."""
        doubled = min(max(1.0, self._pause * 2), longest)
        self._pause = doubled if pause is None else pause
        self._trouble.met(what)

    def _out_of_trouble(self) -> None:
        self._trouble.over()
        self._pause = 0.0

    async def _confirm(self) -> None:
        """Tell Telegram what is done, so that a start does not begin with repeats.

        The question is what confirms; its answer may take 3 s and is not needed.
        """
        if self._confirmed or self._offset is None:
            return
        try:
            await within(self._clock, 1.0, self._wire.confirm(self._offset))
        except TimeoutError:
            return
        except (Unreachable, Refused) as error:
            log.info("the last updates stay unconfirmed and will come again: %s", error)


async def _unless(
    stop: asyncio.Event, work: Coroutine[Any, Any, list[dict[str, Any]]]
) -> list[dict[str, Any]] | None:
    """The result of `work`, or None when `stop` came first; what was on its way comes again."""
    failure: Exception | None = None

    async def kept() -> list[dict[str, Any]] | None:
        nonlocal failure
        try:
            return await work
        except (Unreachable, Refused) as error:  # a task group would wrap it
            failure = error
            return None

    async with asyncio.TaskGroup() as group:
        working = group.create_task(kept())
        stopping = group.create_task(_happened(stop))
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        working.cancel()
    if failure is not None:
        raise failure
    return None if working.cancelled() else working.result()


async def _all_of(tasks: Sequence[asyncio.Task[Any]]) -> None:
    await asyncio.wait(tasks)


async def _happened(event: asyncio.Event) -> None:
    await event.wait()
