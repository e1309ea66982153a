"""The Bot API over HTTP: paths, the envelope, faults, the log of calls."""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from aiohttp import hdrs, web
from aiohttp.http import HttpProcessingError

from sandbox.arguments import Arguments, leading_integer
from sandbox.core import MAX_TOKEN, TOKEN, Core
from sandbox.delivery.answer import Outcome
from sandbox.encodings import MAX_BODY, from_body, from_multipart, from_pairs, too_large
from sandbox.faults import Fault
from sandbox.journal import Call, shorten
from sandbox.methods import find
from sandbox.methods.registry import Described
from sandbox.rules.errors import ApiError, bad_request, too_many_requests

log = logging.getLogger("sandbox")

# Refusals that are reported besides: the call tries something that is not there.
REPORTED = ("the sandbox does not model", "method not found")
HTML_502 = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n"
    "</body>\r\n</html>\r\n"
)


class BotApi:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, core: Core) -> None:
        self._core = core
        core.webhook.execute = self.execute_answer

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token}/test/{method}", self.call),
            web.route("*", "/bot{token}/{method}", self.call),
            web.route("*", "/bot{token}/", self.call),
            web.route("*", "/bot{token}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.download),
            web.route("*", "/bot{rest:.*}", _not_found),
            web.route("*", "/file/{rest:.*}", _not_found),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call: token, arguments, fault, method, envelope."""
        started = self._core.clock.now()
        name = request.match_info.get("method", "")
        arguments = Arguments()
        fault: Fault | None = None
        try:
            self._check_token(request.match_info["token"])
            arguments = await _read_arguments(request)
            name = name or arguments.values.pop("method", "")
            fault = self._core.faults.take(name, _chat_id(arguments))
            if fault is not None and fault.kind not in ("slow", "lost_reply"):
                return await self._fail(request, name, arguments, fault, started)
            if fault is not None and fault.kind == "slow":
                await self._core.clock.sleep(fault.seconds)
            body = await self.execute(name, arguments)
        except ApiError as error:
            self._log(name, arguments, started, error)
            return _refusal(error)
        if fault is not None and fault.kind == "lost_reply":
            self._log(name, arguments, started, None, note="lost_reply")
            return _cut(request)
        self._log(name, arguments, started, None)
        return web.json_response(body)

    async def execute(self, name: str, arguments: Arguments) -> dict[str, Any]:
        """Run a method; returns the envelope of a success."""
        method = find(name) if name else _no_method()
        for unknown in method.check(arguments):
            self._core.journal.report(f"{method.name}: Telegram has no parameter {unknown!r}")
        try:
            result = await method.handler(self._core, arguments)
        except RecursionError as error:
            raise bad_request("a parameter is nested too deeply", "guess") from error
        if isinstance(result, Described):
            return {"ok": True, "result": result.result, "description": result.description}
        return {"ok": True, "result": result}

    async def execute_answer(self, outcome: Outcome) -> None:
        """The method call in a webhook's answer; its result goes nowhere but to the log. [src]"""
        if not outcome.method:
            return
        started, refusal = self._core.clock.now(), None
        try:
            await self.execute(outcome.method, outcome.arguments)
        except ApiError as error:
            refusal = error
        self._log(outcome.method, outcome.arguments, started, refusal)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, by the `file_path` that getFile gave."""
        try:
            self._check_token(request.match_info["token"])
        except ApiError as error:
            return _refusal(error)
        files = self._core.world.files
        stored = files.by_path(request.match_info["path"])
        if stored is None:
            return _refusal(ApiError(404, "Not Found", source="src"))
        return web.Response(body=files.read(stored), content_type="application/octet-stream")

    def _check_token(self, token: str) -> None:
        if len(token) > MAX_TOKEN or not TOKEN.fullmatch(token):
            raise ApiError(401, "Unauthorized: invalid token specified", source="src")
        if token != self._core.token:
            raise ApiError(401, "Unauthorized", source="src")

    async def _fail(
        self, request: web.Request, name: str, arguments: Arguments, fault: Fault, started: float
    ) -> web.StreamResponse:
        """A fault instead of the call; the method has no effect."""
        if fault.kind == "429":
            error = too_many_requests(self._core.faults.retry_after(fault))
        elif fault.kind == "400":  # what Telegram's core says of a medium it cannot use any more
            error = ApiError(400, "Bad Request: MEDIA_EMPTY", source="guess")
        else:
            code = 500 if fault.kind == "500" else 502
            text = "Internal Server Error" if code == 500 else "Bad Gateway"
            error = ApiError(code, text, source="guess")
        self._log(name, arguments, started, error, note=f"fault {fault.kind}")
        if fault.kind == "reset":
            return _cut(request)
        if fault.kind == "502":
            return web.Response(status=502, text=HTML_502, content_type="text/html")
        return _refusal(error)

    def _log(
        self,
        name: str,
        arguments: Arguments,
        started: float,
        error: ApiError | None,
        note: str | None = None,
    ) -> None:
        core = self._core
        call = Call(
            seq=core.journal.next_seq(),
            time=started,
            method=name,
            chat_id=_chat_id(arguments),
            ok=error is None,
            status=200 if error is None else error.code,
            error_code=None if error is None else error.code,
            description=note if error is None else error.description,
            source=None if error is None else (note or error.source),
            ms=round((core.clock.now() - started) * 1000, 1),
            parameters=shorten(arguments.values)
            | {part: f"<{len(upload.data)} bytes>" for part, upload in arguments.files.items()},
        )
        core.journal.add(call)
        if error is not None and any(words in error.message for words in REPORTED):
            core.journal.report(f"{name}: {error.message}")


async def _read_arguments(request: web.Request) -> Arguments:
    """Query string first, then the body, whatever the HTTP verb. [src]"""
    arguments = Arguments(from_pairs(request.query.items()))
    if (request.content_length or 0) > MAX_BODY + 1024 * 1024:
        raise too_large()
    try:
        if request.content_type.startswith("multipart/"):
            if request.can_read_body:
                await from_multipart(await request.multipart(), arguments)
        elif request.can_read_body:
            body = await request.read()
            arguments.values |= from_body(request.content_type, body)
    except web.HTTPRequestEntityTooLarge as error:
        raise too_large() from error
    except (ValueError, HttpProcessingError, web.RequestPayloadError) as error:
        raise bad_request(f"can't parse the request body: {error}", "guess") from error
    return arguments


def _chat_id(arguments: Arguments) -> int | None:
    value = arguments.text("chat_id")
    return leading_integer(value) if value else None


def _no_method() -> NoReturn:
    raise ApiError(404, "Not Found", source="src")


async def _not_found(request: web.Request) -> web.StreamResponse:
    return _refusal(ApiError(404, "Not Found", source="src"))


def _refusal(error: ApiError) -> web.Response:
    headers = {} if error.retry_after is None else {hdrs.RETRY_AFTER: str(error.retry_after)}
    return web.json_response(error.body(), status=error.code, headers=headers)


def _cut(request: web.Request) -> web.StreamResponse:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
