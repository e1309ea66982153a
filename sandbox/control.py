"""The control API: what the chat page and tests in other processes use. Loopback, JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from sandbox import view
from sandbox.actions import ActionError, Actions
from sandbox.control_people import PeopleControl
from sandbox.control_send import read_body
from sandbox.core import Core
from sandbox.event_stream import stream
from sandbox.faults import Fault
from sandbox.rules.errors import ApiError

STATIC = Path(__file__).parent / "static"
FAULT_FIELDS = frozenset({"kind", "method", "chat_id", "times", "seconds"})
LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """Routes of the page and of `/sandbox/...`."""

    def __init__(self, core: Core, actions: Actions) -> None:
        self._core = core
        self._people = PeopleControl(core, actions)

    def routes(self) -> list[web.RouteDef]:
        own = [
            web.get("/", self.page),
            web.get("/static/{path:.+}", self.static),
            web.get("/sandbox/files/{unique_id}", self.file),
            web.get("/sandbox/state", self.state),
            web.get("/sandbox/calls", self.calls),
            web.post("/sandbox/faults", self.add_fault),
            web.delete("/sandbox/faults", self.clear_faults),
            web.post("/sandbox/limits", self.set_limits),
            web.post("/sandbox/clear", self.clear),
            web.get("/sandbox/events", self.events),
        ]
        routes = [*own, *self._people.routes()]
        return [web.route(r.method, r.path, guarded(r.handler), **r.kwargs) for r in routes]

    async def page(self, request: web.Request) -> web.StreamResponse:
        return _static_file("index.html")

    async def static(self, request: web.Request) -> web.StreamResponse:
        return _static_file(request.match_info["path"])

    async def file(self, request: web.Request) -> web.StreamResponse:
        stored = self._core.world.files.by_unique_id(request.match_info["unique_id"])
        if stored is None:
            raise web.HTTPNotFound
        headers = {
            hdrs.CONTENT_TYPE: stored.mime or "application/octet-stream",
            "X-Content-Type-Options": "nosniff",
            # A document of a person is shown by nobody's rights: no scripts in the page's origin.
            "Content-Security-Policy": "sandbox",
        }
        return web.Response(body=self._core.world.files.read(stored), headers=headers)

    async def state(self, request: web.Request) -> web.StreamResponse:
        core = self._core
        bot = view.bot_user(core.world.bot)
        return web.json_response(
            {
                "seq": core.events.seq,
                "bot": {name: bot[name] for name in ("id", "username", "first_name")},
                "people": [person.shown() for person in core.world.people.values()],
                "limits": core.limited,
                "faults": core.faults.shown(),
                "reports": core.journal.reports,
            }
        )

    async def calls(self, request: web.Request) -> web.StreamResponse:
        after = int(request.query.get("after", "0"))
        calls = [call.shown() for call in self._core.journal.calls if call.seq > after]
        return web.json_response({"calls": calls})

    async def add_fault(self, request: web.Request) -> web.StreamResponse:
        body = await read_body(request)
        unknown = sorted(set(body) - FAULT_FIELDS)
        if unknown:
            raise ActionError(f"A fault has no field {unknown[0]}.")
        given: dict[str, Any] = {"kind": body["kind"]} | {
            name: value for name, value in body.items() if value is not None
        }
        return web.json_response(self._core.faults.add(Fault(**given)).shown())

    async def clear_faults(self, request: web.Request) -> web.StreamResponse:
        self._core.faults.clear()
        return web.json_response({})

    async def set_limits(self, request: web.Request) -> web.StreamResponse:
        body = await read_body(request)
        self._core.limit(bool(body["on"]))
        return web.json_response({"on": self._core.limited})

    async def clear(self, request: web.Request) -> web.StreamResponse:
        """Forget all chats; pages reload."""
        self._core.world.forget_chats()
        self._core.events.publish("reset", {})
        return web.json_response({})

    async def events(self, request: web.Request) -> web.StreamResponse:
        return await stream(request, self._core)


def _static_file(path: str) -> web.StreamResponse:
    file = (STATIC / path).resolve()
    if not file.is_relative_to(STATIC.resolve()) or not file.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(file, headers={hdrs.CACHE_CONTROL: "no-cache"})


def guarded(handler: Any) -> Handler:
    """Only for this machine's own page; a refusal is `{"error": sentence}`."""

    async def guard(request: web.Request) -> web.StreamResponse:
        try:
            _check_origin(request)
            answer: web.StreamResponse = await handler(request)
        except (ActionError, ApiError, web.HTTPException, KeyError, ValueError) as error:
            status, sentence = _sentence(error)
            return web.json_response({"error": sentence}, status=status)
        return answer

    return guard


def _sentence(error: Exception) -> tuple[int, str]:
    """Status and sentence for what a handler raised."""
    if isinstance(error, ApiError):
        return error.code, f"{error.description}."
    if isinstance(error, web.HTTPException):
        return error.status, f"{error.reason}."
    if isinstance(error, json.JSONDecodeError):
        return 400, "The body is not JSON."
    if isinstance(error, KeyError):
        return 400, f"The field {error} is missing."
    return 400, str(error)


def _check_origin(request: web.Request) -> None:
    """A web page elsewhere must not drive the sandbox, nor a name that leads to 127.0.0.1."""
    host = request.headers.get(hdrs.HOST, "")
    if urlsplit(f"//{host}").hostname not in LOCAL_NAMES:
        raise web.HTTPForbidden(reason="Only by the loopback address")
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and origin != f"http://{host}":
        raise web.HTTPForbidden(reason="Only from the sandbox's own page")
