"""The sandbox as one object: core, Bot API, control API and chat page behind one port.

async with Sandbox.running() as box:
    aigul = box.person("Айгүл", language_code="kk")
    await aigul.send("/start")
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from aiohttp import web

from sandbox.actions import Actions
from sandbox.clock import Clock, RealClock
from sandbox.control import Control
from sandbox.core import Core
from sandbox.delivery.queue import Update
from sandbox.encodings import MAX_BODY
from sandbox.faults import Faults
from sandbox.handles import PersonHandle
from sandbox.http import BotApi
from sandbox.journal import Call
from sandbox.model import Person
from sandbox.state import StateFile

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_TOKEN = "42:SANDBOX"  # noqa: S105 - a public name, not a secret


class Sandbox:
    """A running sandbox. Its address is `url`; people act through the handles of `person`."""

    def __init__(
        self, token: str, clock: Clock | None, *, limits: bool, state: Path | None
    ) -> None:
        files = None if state is None else state.with_name(state.name + ".files")
        self.core = Core(token, clock or RealClock(), limits=limits, files=files)
        self.actions = Actions(self.core.world)
        self.url = ""
        self._api = BotApi(self.core)
        self._state = None if state is None else StateFile(state, self.core)
        self._handles: dict[int, PersonHandle] = {}
        self._runner: web.AppRunner | None = None

    @classmethod
    @asynccontextmanager
    async def running(
        cls,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = DEFAULT_TOKEN,
        clock: Clock | None = None,
        limits: bool = False,
        state: Path | str | None = None,
    ) -> AsyncIterator[Self]:
        """A sandbox that listens until the block is left. Port 0 takes a free one."""
        box = cls(token, clock, limits=limits, state=None if state is None else Path(state))
        try:
            await box.start(host, port)
            yield box
        finally:
            await box.close()

    async def start(self, host: str, port: int) -> None:
        if host not in LOOPBACK:
            raise ValueError(
                "The sandbox has no passwords and listens on this machine only: "
                f"{host} is not a loopback address."
            )
        if self._state is not None:
            await self._state.claim()
            self._state.load()
        app = web.Application(client_max_size=MAX_BODY)
        app.add_routes(self._api.routes())
        app.add_routes(Control(self.core, self.actions).routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.3)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound: int = self._runner.addresses[0][1]
        self.url = f"http://{'[::1]' if host == '::1' else host}:{bound}"
        if self._state is not None:
            self._state.watch()
        self.core.webhook.resume()

    async def close(self) -> None:
        """Stop listening, end every task, write the state."""
        core = self.core
        core.closing.set()
        core.polling.close()
        await core.webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()
        try:
            await core.nursery.close()
        finally:
            if self._state is not None:
                self._state.save()
                self._state.release()

    # people
    def person(  # noqa: PLR0913 - the fields of an account
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        phone: str | None = None,
        id: int | None = None,  # noqa: A002 - the word of the Bot API
        started: bool = False,
        known: bool = False,
    ) -> PersonHandle:
        """A new person. `started`: there is a chat; `known`: the bot met them without one."""
        world = self.core.world
        person_id = world.free_person_id() if id is None else id
        if person_id in world.people:
            raise ValueError(f"there is a person {person_id} already")
        person = Person(
            id=person_id,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            phone=phone,
            started=started,
            known=known,
        )
        world.add_person(person)
        return self.handle(person_id)

    def handle(self, person_id: int) -> PersonHandle:
        """The handle of somebody who exists (after a load, or made over the control API)."""
        if person_id not in self._handles:
            person = self.core.world.people[person_id]
            self._handles[person_id] = PersonHandle(self.core, self.actions, person)
        return self._handles[person_id]

    # what tests look at
    @property
    def calls(self) -> list[Call]:
        """Every answered call of the Bot API, oldest first."""
        return list(self.core.journal.calls)

    @property
    def reports(self) -> list[str]:
        """Unknown parameters, unmodelled methods: assert that it is empty."""
        return self.core.journal.reports

    @property
    def faults(self) -> Faults:
        return self.core.faults

    @property
    def pending_updates(self) -> list[Update]:
        """Updates that the bot has not confirmed."""
        return self.core.queue.pending()

    @property
    def lost_updates(self) -> list[Update]:
        """Updates that grew too old, or came when the queue was full, and were never confirmed."""
        self.core.queue.pending()
        return self.core.queue.lost

    def limit(self, on: bool) -> None:
        """Switch the rate limits."""
        self.core.limit(on)
