"""The composition root: settings to storage, services, courier, transport and jobs."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from aiogram import Bot

from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.dispatcher import ALLOWED_UPDATES
from bot.fsm_storage import DatabaseStorage
from bot.jobs import watch
from bot.jobs.ticks import Ticks
from bot.lessons import LessonError, Lessons, load
from bot.metrics import Metrics
from bot.nursery import Nursery
from bot.parcels import ParcelRenderer
from bot.pipeline import Pipeline
from bot.telegram import token
from bot.telegram.buckets import OVERALL, PRIVATE, Pace
from bot.telegram.courier import Courier
from bot.telegram.limits import Limiter
from bot.telegram.outbox import OutboxWorker
from bot.telegram.polling import Polling, PollingEnded
from bot.telegram.profile import set_profile
from bot.telegram.receiving import Receiving
from bot.telegram.session import BotSession
from bot.telegram.token import TokenRefused
from bot.telegram.webhook import WebhookRefused, set_webhook
from bot.web.app import Routes
from bot.web.server import CannotListen, WebServer
from bot.wiring.call_centre import MINUTE, CallCentre
from bot.wiring.deliveries import Deliveries
from bot.wiring.opening import StartFailed, open_checked
from bot.wiring.units import Units
from bot.wiring.upkeep import HOUR, Upkeep
from bot.wiring.watch import watch_of
from storage import Database, in_transaction
from storage.engine import Transaction
from storage.errors import StorageError, StorageUnavailable
from storage.fsm import FsmRows
from storage.outbox import open_queue_of
from storage.parcels import ParcelRows

log = logging.getLogger(__name__)

TELEGRAM = "https://api.telegram.org"
DEFAULT_WEB_PORT = 8080


@dataclass(frozen=True, slots=True, kw_only=True)
class Paces:
    """How fast may be sent, and after how many seconds it is looked whether a minute has begun."""

    overall: Pace = OVERALL
    private: Pace = PRIVATE
    watch: float = watch.EVERY


class App:
    """Everything that lives as long as the process."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        lessons: Lessons,
        clock: Clock,
        paces: Paces,
    ) -> None:
        """Builds, connects nothing; `settings.bot_token` is set by now."""
        assert settings.bot_token is not None, "the sandbox's token was put in by the caller"
        token = settings.bot_token.get_secret_value()
        self._settings = settings
        self._token = token
        self._clock = clock
        self._database = database
        self._nursery = Nursery()
        self._metrics = Metrics()
        self._bot = Bot(token, session=BotSession(settings.bot_api_url, in_transaction))
        states: DatabaseStorage[Transaction] = DatabaseStorage(
            FsmRows(database, lambda: int(clock.now()))
        )
        self._upkeep = Upkeep(database)
        self._call_centre = (
            CallCentre(settings, database, clock, self._nursery, self._metrics)
            if settings.call_centre_url
            else None
        )
        deliveries = Deliveries(database, clock)
        self.courier = Courier(
            self._bot,
            Limiter(clock, self._nursery, paces.overall, paces.private),
            clock,
            self._nursery,
            self._metrics,
            deliveries.unreachable,
        )
        self._worker: OutboxWorker[Transaction] = OutboxWorker(
            open_queue=open_queue_of(database),
            render=ParcelRenderer(ParcelRows(database), states, self._bot.id, clock),
            courier=self.courier,
            clock=clock,
            nursery=self._nursery,
            metrics=self._metrics,
            on_result=deliveries.settled,
            alone=database.dialect == "sqlite",
            transient=(StorageUnavailable,),
        )
        self._paces = paces
        self._watch = watch.WatchTick(
            watch_of(database, settings, lessons.figures),
            clock,
            self._worker.wake,
            (StorageUnavailable,),
        )
        self.pipeline = Pipeline(
            self._bot,
            Units(
                database, states, lessons, self._bot.id, settings.owner_ids, settings.opening_hours
            ),
            self.courier,
            clock,
            self._nursery,
            self._worker.wake,
        )
        self._receive = Receiving(self.pipeline.receive, self._metrics, clock)

    async def run(self, stop: asyncio.Event, on_ready: Callable[[], None] | None = None) -> None:
        """Work until `stop`; raises what stands in `FAILURES`. The web server comes first: who
        looks after the process gets an answer, and the owner a sentence, while Telegram is away.
        """
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._bot.session.close)
            polling = self._polling() if self._settings.webhook_url is None else None
            server = self._server(polling)
            await server.start()
            stack.push_async_callback(server.stop)
            self.pipeline.username = await token.own_name(self._bot, self._clock, stop)
            if stop.is_set():
                return
            await self._retire_owners()
            stack.push_async_callback(await self._database.listen(self._worker.wake))
            stack.push_async_callback(self._nursery.close)
            self._nursery.start(set_profile(self._bot, self._upkeep, self._clock), "profile")
            ticks = self._ticks()
            stack.push_async_callback(ticks.stop)
            await self._deliver_while(
                self._receive_until(stop, server, polling, on_ready or _nothing)
            )

    async def _retire_owners(self) -> None:
        try:
            await self._upkeep.retire_owners(self._settings.owner_ids, int(self._clock.now()))
        except StorageError as error:
            raise StartFailed(f"The database cannot be written: {error}") from None

    async def _deliver_while(self, receiving: Coroutine[Any, Any, None]) -> None:
        """Receive and deliver; new updates stop first, then the outbox ends what it is sending."""
        ended = asyncio.Event()
        delivering = {self._nursery.start(self._worker.run(ended), "outbox worker")}
        if self._call_centre is not None:
            delivering.add(self._nursery.start(self._call_centre.run(ended), "hook poster"))
        try:
            await receiving
        finally:
            ended.set()
            await asyncio.wait(delivering)

    async def _receive_until(
        self,
        stop: asyncio.Event,
        server: WebServer,
        polling: Polling | None,
        on_ready: Callable[[], None],
    ) -> None:
        """The web server has done its part when nothing is received any more."""
        try:
            server.admit()
            on_ready()
            if polling is None:
                await self._listen(stop)
            else:
                await polling.run(stop)
        finally:
            await server.stop()

    def _polling(self) -> Polling:
        return Polling(
            self._settings.bot_api_url or TELEGRAM,
            self._token,
            self._receive,
            self._clock,
            ALLOWED_UPDATES,
        )

    async def _listen(self, stop: asyncio.Event) -> None:
        url = str(self._settings.webhook_url)
        setting = self._nursery.start(
            set_webhook(self._bot, url, self._secret(), ALLOWED_UPDATES, self._clock), "webhook"
        )
        stopping = self._nursery.start(stop.wait(), "stop")
        try:
            await asyncio.wait({setting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
        if setting.done():
            setting.result()
        else:
            setting.cancel()
        await token.while_it_holds(self._bot, url, self._clock, stop)

    def _server(self, polling: Polling | None) -> WebServer:
        """With the webhook's door, unless updates are fetched."""

        async def ready() -> bool:
            return (polling is None or polling.running) and await self._ready()

        routes = Routes(metrics=self._metrics, ready=ready, starting=True)
        if polling is None:
            routes.receive = self._receive
            routes.secret = self._secret()
        port = self._settings.web_port
        return WebServer(
            self._settings.web_host, DEFAULT_WEB_PORT if port is None else port, routes
        )

    def _secret(self) -> str:
        secret = self._settings.webhook_secret
        assert secret is not None, "the settings demand it with WEBHOOK_URL"
        return secret.get_secret_value()

    async def _ready(self) -> bool:
        try:
            await self._upkeep.remembered("ready")
        except StorageError:
            return False
        return True

    def _ticks(self) -> Ticks:
        ticks = Ticks()

        async def wake() -> None:
            self._worker.wake()

        async def clean_up() -> None:
            try:
                await self._upkeep.clean_up(int(self._clock.now()))
            except StorageUnavailable as error:
                log.warning("the clean-up waits for the next hour: %s", type(error).__name__)

        ticks.every(1, "outbox", wake)
        ticks.every(self._paces.watch, "watch", self._watch.tick)
        ticks.every(HOUR, "clean-up", clean_up, first=60)
        if self._call_centre is not None:
            ticks.every(MINUTE, "call centre", self._call_centre.look_after)
        ticks.start()
        return ticks


def _nothing() -> None:
    """Nobody waits for the start."""


async def run(
    settings: Settings,
    stop: asyncio.Event,
    *,
    clock: Clock | None = None,
    paces: Paces | None = None,
    on_ready: Callable[[], None] | None = None,
) -> None:
    """Open the database, load the course, work until `stop`.

    `on_ready` is called when updates begin to be received. `paces`: other limits than Telegram's,
    for a Bot API server that has none, and for a clock that jumps.
    """
    try:
        lessons = load()
    except LessonError as error:
        raise StartFailed(f"A lesson is broken: {error}") from None
    database = await open_checked(settings)
    try:
        try:
            app = App(settings, database, lessons, clock or SystemClock(), paces or Paces())
        except LessonError as error:
            raise StartFailed(f"The guidance is broken: {error}") from None
        await app.run(stop, on_ready)
    finally:
        await database.close()


FAILURES = (StartFailed, TokenRefused, PollingEnded, WebhookRefused, CannotListen)
"""What ends the program with one sentence and a non-zero code."""
