"""Rows of hooks: what is to be posted to the call centre's system, and how far it is.

Nobody who writes an event has to think of the posting: events without a row are found here. That
must not rely on the order of their numbers, in which PostgreSQL's transactions do not end; so
every event above a floor is looked at, and the floor follows an hour behind.
"""

import json
from typing import Final

from domain.consultation.case import CaseState, EventKind
from domain.hooks.model import STATE_AFTER, Entry, Happening, Hook, HookState, Words
from storage.engine import Database, Reader, Row

SETTLED: Final = 3600
"""Seconds after which no transaction that wrote an event is still open: they are cut off after
one minute.
"""

ENDED_KEPT: Final = 30 * 24 * 3600
DEAD_KEPT: Final = 90 * 24 * 3600


class HookRows:
    """The poster's side; each call is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        """`database`: where the events are."""
        self._database = database

    async def begin(self, now: int, *, alone: bool) -> None:
        """Posting starts: the first time of all with what happens from now on.

        `alone`: no other poster exists, leases found now are left over from a crash.
        """
        async with self._database.transaction() as (tx, _):
            await tx.run("begin_hooks", now=now)
            if alone:
                await tx.run("release_hooks")

    async def to_do(self, now: int) -> tuple[bool, int]:
        """Whether there is work, and for how many seconds the oldest has been waiting."""
        async with self._database.reading() as reader:
            row = await reader.one("hooks_to_do", now=now)
        assert row is not None, "it counts"
        age = 0 if row["oldest"] is None else max(0, now - int(row["oldest"]))
        return bool(row["fresh"] or row["due"]), age

    async def claim(self, now: int, lease_until: int, limit: int) -> list[Hook]:
        """Find new events and lease the first of each case that may be posted now."""
        async with self._database.transaction() as (tx, _):
            tx.later("put_hooks", now=now)
            tx.later("join_messages", now=now)
            tx.later("move_hooks_floor", settled=now - SETTLED, now=now)
            rows = await tx.all("claim_hooks", now=now, lease_until=lease_until, limit=limit)
        return sorted(map(_hook, rows), key=lambda hook: hook.event_id)

    async def happening(self, event_id: int) -> Happening | None:
        """What is to be told; None: it was erased with its person."""
        async with self._database.reading() as reader:
            row = await reader.one("hook_happening", event_id=event_id)
            return None if row is None else await _happening(reader, row)

    async def posted(self, event_id: int, now: int) -> None:
        """The receiver has it."""
        await self._finish(event_id, HookState.DONE, None, now)

    async def dead(self, event_id: int, error: str, now: int) -> None:
        """Given up."""
        await self._finish(event_id, HookState.DEAD, error, now)

    async def _finish(self, event_id: int, state: HookState, error: str | None, now: int) -> None:
        async with self._database.transaction() as (tx, _):
            tx.later("finish_hook", event_id=event_id, state=state.value, error=error, now=now)

    async def again(self, event_id: int, due_at: int, error: str) -> None:
        """Once more from `due_at` on."""
        async with self._database.transaction() as (tx, _):
            tx.later("retry_hook", event_id=event_id, due_at=due_at, error=error)

    async def clean_up(self, now: int) -> int:
        """Forget what ended long ago; how many."""
        async with self._database.transaction() as (tx, _):
            return await tx.run("forget_hooks", ended=now - ENDED_KEPT, dead=now - DEAD_KEPT)


class HookList:
    """The owner's side, at the terminal."""

    def __init__(self, database: Database) -> None:
        """`database`: the one the bot works on, which may be running."""
        self._database = database

    async def unfinished(self, limit: int) -> list[Entry]:
        """What was given up, then what waits."""
        async with self._database.reading() as reader:
            rows = await reader.all("unfinished_hooks", limit=limit)
        return [
            Entry(
                event_id=row["event_id"],
                case_id=row["case_id"],
                kind=EventKind(row["kind"]),
                state=HookState(row["state"]),
                attempts=row["attempts"],
                created_at=row["created_at"],
                error=row["error"],
            )
            for row in rows
        ]

    async def replay(self, event_id: int, now: int) -> bool:
        """Post it once more; False: there is no such event that has ended."""
        async with self._database.transaction() as (tx, _):
            return await tx.run("replay_hook", event_id=event_id, now=now) == 1

    async def replay_dead(self, now: int) -> int:
        """Post everything once more that was given up; how many."""
        async with self._database.transaction() as (tx, _):
            return await tx.run("replay_dead_hooks", now=now)


def _hook(row: Row) -> Hook:
    return Hook(
        event_id=row["event_id"],
        case_id=row["case_id"],
        kind=EventKind(row["kind"]),
        attempts=row["attempts"],
        created_at=row["created_at"],
    )


async def _happening(reader: Reader, row: Row) -> Happening:
    kind = EventKind(row["kind"])
    words: list[Row] = []
    if kind in {EventKind.OPENED, EventKind.MESSAGE}:
        words = await reader.all("hook_words", event_id=row["id"])
    state, waiting_since = _standing(row)
    return Happening(
        event_id=row["id"],
        kind=kind,
        at=row["at"],
        by=row["by_role"],
        details=json.loads(row["details"]),
        number=row["case_id"],
        state=state,
        waiting_since=waiting_since,
        topic=row["topic"],
        level=row["level"],
        reason=row["reason"],
        last_day=row["last_day"],
        language=row["language"],
        channel=row["channel"],
        contact=row["contact"],
        call_slot=row["slot"],
        previous=row["previous_id"],
        opened_at=row["created_at"],
        promised_by=row["promised_by"],
        from_citizen=row["from_citizen"],
        from_operator=row["from_operator"],
        calls=row["calls"],
        phone=row["phone"],
        summary=row["outcome"],
        comment=row["comment"],
        words=tuple(map(_words, words)),
    )


def _standing(row: Row) -> tuple[CaseState, int | None]:
    """The state after the event, and since when the case has been waiting if it does."""
    if row["moved"] is None:  # a case that is older than the keeping of events
        return CaseState(row["state"]), None
    state = STATE_AFTER[EventKind(row["moved"])]
    return state, row["moved_at"] if state is CaseState.WAITING else None


def _words(row: Row) -> Words:
    content = json.loads(row["content"])
    return Words(
        id=row["id"],
        by_operator=row["author"] == "operator",
        at=row["created_at"],
        kind=content["kind"],
        html=content.get("html", ""),
    )
