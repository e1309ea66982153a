"""`kill -9` in the middle of everything: nothing is lost, nothing goes round twice.

The seed is printed; `KILL_SEED` repeats the moments of a run (what the machine does between them
is its own).
"""

import os
import secrets
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.delivery import webhook
from sandbox.server import Sandbox
from tests.acceptance.ledger import Ledger, count, rows
from tests.acceptance.processes import bot, by_webhook, tell
from tests.acceptance.street import Said, Street

A_FEW = 3
ALL = 50

pytestmark = pytest.mark.acceptance

LONGEST_PAUSE = 4.0
"""Telegram's own between two deliveries by webhook grow to two minutes, in which nothing happens
to a chat; with shorter ones more of it falls into the hands of each kill."""

WAYS = pytest.mark.parametrize("way", ["polling", "webhook"])


@pytest.fixture
async def street(
    way: str, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Street]:
    """The people and the bot, on each engine and each way to get updates."""
    own = webhook._delay
    monkeypatch.setattr(webhook, "_delay", lambda *args: min(own(*args), LONGEST_PAUSE))
    seed = int(os.environ.get("KILL_SEED") or secrets.randbelow(2**32))
    tell(f"KILL_SEED={seed}")
    async with Sandbox.running() as box:
        settings = by_webhook() if way == "webhook" else {}
        program = bot(tmp_path, box.url, database_url, **settings)
        made = Street(box, program, database_url, seed)
        program.settings["OWNER_IDS"] = str(made.dinara.id)
        try:
            yield made
        finally:
            program.clear_away()


@WAYS
@pytest.mark.timeout(400)
async def test_a_few_kills(street: Street) -> None:
    await street.open()
    await street.go_through(A_FEW)
    await check(street)


@pytest.mark.soak
@WAYS
async def test_every_kill(street: Street) -> None:
    await street.open()
    await street.go_through(ALL)
    await check(street)


async def check(street: Street) -> None:
    """All that has to hold once everything has come to rest."""
    street.bot.signal(signal.SIGTERM)
    assert await street.bot.ends() == 0, street.bot.told()
    ledger = await Ledger.of(street.database_url)
    for said in street.said:
        _came_over(street, ledger, said)
    _in_order(street)
    _few_extra_copies(street)
    await _updates_once(street, ledger)
    await _lesson_is_where_it_was(street)
    await _forms_once(street, ledger)
    assert ledger.unfinished() == []
    assert street.box.reports == []
    assert street.box.lost_updates == []
    _log_is_clean(street)
    _tell(street)


def _came_over(street: Street, ledger: Ledger, said: Said) -> None:
    """To the one it was for, to nobody else, once but for what a kill explains."""
    copies = street.copies(said)
    assert copies, f"{said.text} was lost"
    assert street.explained(copies, said.to), f"{said.text} came {len(copies)} times"
    by = said.place.chat_id
    for person in street.people:
        if person.id not in (said.to, by):
            assert not person.received_with(said.text), f"{said.text} came to {person.name}"
    assert all(f"№ {said.case} · " in (m.get("text") or m["caption"]) for m in copies)
    carried = ledger.carried(said.place)
    assert carried.case == said.case
    assert carried.author == ("operator" if by == street.dinara.id else "citizen")
    assert [(row["chat_id"], row["state"]) for row in carried.parcels] == [(said.to, "sent")]
    if len(copies) > 1:
        assert carried.parcels[0]["attempts"] >= len(copies)


def _in_order(street: Street) -> None:
    """As each person wrote it."""
    for person in street.people:
        first = [
            min(message["message_id"] for message in street.copies(said))
            for said in street.said
            if said.place.chat_id == person.id and person is not street.dinara
        ]
        assert first == sorted(first), f"{person.name}'s messages changed places"


def _few_extra_copies(street: Street) -> None:
    """One at a time is on its way to a chat: a kill can double one message for each."""
    for person in street.people:
        mine = [said for said in street.said if said.to == person.id]
        extra = sum(len(street.copies(said)) - 1 for said in mine)
        assert extra <= len(street.kills), f"{extra} extra copies for {person.name}"


async def _updates_once(street: Street, ledger: Ledger) -> None:
    made = range(street.first_update, street.box.core.queue.next_id)
    assert sorted(ledger.updates) == list(made)
    assert set(ledger.updates.values()) == {1}


async def _lesson_is_where_it_was(street: Street) -> None:
    attempts = await rows(street.database_url, "select step, finished_at from attempts")
    assert attempts == [{"step": street.page - 1, "finished_at": None}]


async def _forms_once(street: Street, ledger: Ledger) -> None:
    """Each press on Send made one request, of exactly the words that were written for it."""
    assert await count(street.database_url, "cases") == 2 + len(street.forms)
    for form in street.forms:
        assert ledger.messages_of(form.number) == form.places
    cancelled = await count(street.database_url, "cases where state = 'cancelled'")
    assert cancelled == sum(form.cancelled for form in street.forms)


def _log_is_clean(street: Street) -> None:
    """No error, no traceback, and nothing that people wrote or are called."""
    log = street.bot.err
    for word in ("[error", "[critical", "Traceback"):
        assert word not in log, street.bot.told()
    for word in ("сообщение", "Черновик", "Ответ", *(person.name for person in street.people)):
        assert word not in log, f"{word} stands in the log"


def _tell(street: Street) -> None:
    copies = [len(street.copies(said)) for said in street.said]
    waits = {person.name: round(max(person.waits), 1) for person in street.people if person.waits}
    tell(
        f"{len(street.kills)} kills, {len(copies)} messages, "
        f"{sum(copies) - len(copies)} extra copies, {len(street.forms)} requests sent, "
        f"{len(street.asked)} times asked to whom; the longest wait for an answer: {waits}"
    )
