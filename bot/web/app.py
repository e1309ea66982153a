"""The routes: `POST /telegram`, `/healthz`, `/readyz`, `/metrics`."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import hdrs, web

from bot.metrics import Metrics
from bot.telegram.receiving import Receive, TryAgain, has_number

log = logging.getLogger(__name__)

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST_BODY: Final = 1024 * 1024
LONGEST: Final = 2**63

Alive = Callable[[], bool]
Ready = Callable[[], Awaitable[bool]]


async def _always() -> bool:
    return True


@dataclass(slots=True, kw_only=True)
class Routes:
    """What the routes need. Without `receive` there is no webhook."""

    metrics: Metrics
    alive: Alive = field(default=lambda: True)
    ready: Ready = field(default=_always)
    receive: Receive | None = None
    secret: str = ""
    starting: bool = False
    stopping: bool = False

    def app(self) -> web.Application:
        """The application; raises ValueError for a webhook without a secret."""
        application = web.Application(client_max_size=LARGEST_BODY)
        application.router.add_get("/healthz", self._healthz)
        application.router.add_get("/readyz", self._readyz)
        application.router.add_get("/metrics", self._metrics)
        if self.receive is not None:
            if not self.secret:
                raise ValueError("a webhook without a secret would take updates from anybody")
            application.router.add_post("/telegram", self._telegram)
        return application

    async def _telegram(self, request: web.Request) -> web.Response:
        """200 when the effect is committed; Telegram repeats everything else after a while."""
        given = request.headers.get(SECRET_HEADER, "")
        # bytes that are no UTF-8 come as surrogates
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self.secret.encode()):
            log.warning("a webhook call without the right secret was refused")
            return web.Response(status=401)
        if self.starting or self.stopping:
            return _again(5)
        packed = hdrs.CONTENT_ENCODING in request.headers  # Telegram packs nothing
        update = None if packed else _update(await request.read())
        if update is None:
            return web.Response(status=400, text="the body has to be an update as JSON")
        if self.receive is None:
            return web.Response(status=404)
        try:
            await self.receive(update)
        except TryAgain as reason:
            number = update.get("update_id")
            log.log(reason.level, "update %s is asked for again: %s", number, reason)
            return _again(reason.seconds)
        return web.Response()

    async def _healthz(self, _request: web.Request) -> web.Response:
        """Whether the loop runs: when it does not, the process should be started anew."""
        return _state(self.alive())

    async def _readyz(self, _request: web.Request) -> web.Response:
        """Whether updates can be worked on now."""
        waits = self.starting or self.stopping
        return _state(not waits and self.alive() and await self.ready())

    async def _metrics(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=self.metrics.text(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body, parse_int=_whole, parse_float=_broken)
    except (ValueError, RecursionError):  # no JSON, or nested deeper than any update
        return None
    return update if isinstance(update, dict) and has_number(update) else None


def _whole(digits: str) -> int:
    """Of 64 bits, as all of Telegram's are: a longer one cannot be recorded, however often it
    comes.
    """
    number = int(digits)
    if not -LONGEST <= number < LONGEST:
        raise ValueError("no number of Telegram's")
    return number


def _broken(digits: str) -> float:
    number = float(digits)
    if abs(number) >= LONGEST:
        raise ValueError("no number of Telegram's")
    return number


def _again(seconds: int) -> web.Response:
    return web.Response(status=503, headers={"Retry-After": str(seconds)})


def _state(good: bool) -> web.Response:
    return web.Response(text="ok\n") if good else web.Response(status=503, text="not ok\n")
