"""`python -m bot hooks`: what the call centre's system has not got, and posting it once more.

CannotBeDone    nothing was done; its sentence is for the owner at the terminal
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bot.config import Settings
from bot.i18n import ALMATY
from bot.wiring.opening import StartFailed, open_checked
from domain.hooks.model import Entry
from storage.errors import StorageError
from storage.hooks import HookList

SHOWN: Final = 200
"""Lines of a list; more do not help at a terminal."""

LARGEST: Final = 2**63 - 1
"""No id of a database is larger."""

HEAD: Final = "   event     case  kind         state    tries  since (Almaty)    last answer"

T = TypeVar("T")


class CannotBeDone(Exception):
    """Nothing was done."""


def listing(settings: Settings) -> str:
    """A line for each event, those that were given up first."""
    entries = _with(settings, lambda hooks: hooks.unfinished(SHOWN + 1))
    if not entries:
        return "Nothing was given up, and nothing waits."
    lines = [HEAD, *map(_line, entries[:SHOWN])]
    if len(entries) > SHOWN:
        lines.append(f"There are more; these are the first {SHOWN}.")
    return "\n".join(lines)


def _line(entry: Entry) -> str:
    since = dt.datetime.fromtimestamp(entry.created_at, ALMATY).strftime("%Y-%m-%d %H:%M")
    return (
        f"{entry.event_id:>8} {entry.case_id:>8}  {entry.kind.value:<11}  {entry.state.value:<7}"
        f"  {entry.attempts:>5}  {since}  {entry.error or '-'}"
    )


def replay(settings: Settings, event_id: int) -> str:
    """Post it once more; a bot that runs does so within a second or two."""
    if event_id > LARGEST or not _with(settings, lambda hooks: hooks.replay(event_id, _now())):
        raise CannotBeDone(
            f"There is no event {event_id} that was posted or given up: see `hooks list`."
        )
    return f"Event {event_id} is posted once more, with the same key."


def replay_dead(settings: Settings) -> str:
    """Post everything once more that was given up."""
    count = _with(settings, lambda hooks: hooks.replay_dead(_now()))
    return f"Events that are posted once more: {count}."


def _now() -> int:
    return int(dt.datetime.now(dt.UTC).timestamp())


def _with(settings: Settings, work: Callable[[HookList], Awaitable[T]]) -> T:
    async def run() -> T:
        try:
            database = await open_checked(settings)
            try:
                return await work(HookList(database))
            finally:
                await database.close()
        except (StartFailed, StorageError) as error:
            raise CannotBeDone(str(error)) from None

    return asyncio.run(run())
