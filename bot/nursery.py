"""The one owner of background tasks: none is lost, none fails in silence, none outlives us.

Lint bans `asyncio.create_task` everywhere else. Entities travel into a task as arguments; a task
takes what it works with (transactions, connections) from where it runs, never from its starter.
"""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Nursery:
    """Starts tasks, keeps them, and ends all of them in `close`."""

    def __init__(self) -> None:
        """Empty."""
        self._tasks: set[asyncio.Task[Any]] = set()
        self.failures = 0

    def __len__(self) -> int:
        """How many tasks run now."""
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Run `work` beside the caller; its failure is logged with the name and counted."""
        task = asyncio.create_task(work, name=name)  # noqa: TID251 - the one place
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def close(self, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - not a cancellation
        """Wait for the running tasks, `timeout` seconds at most, then cancel what is left."""
        own = asyncio.current_task()
        running = {task for task in self._tasks if task is not own}
        if running:
            _, late = await asyncio.wait(running, timeout=timeout)
            for task in late:
                log.warning("background task %s was cut off at the end", task.get_name())
                task.cancel()
            if late:
                await asyncio.wait(late)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        failure = task.exception()
        if failure is not None:
            self.failures += 1
            log.error("background task %s failed", task.get_name(), exc_info=failure)
