"""The call centre's system of the tests: a real server that does what it is told to do."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

SECRET = "a-secret-of-the-tests"

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Post:
    """What has arrived."""

    key: str
    signature: str
    body: bytes
    headers: dict[str, str]

    @property
    def said(self) -> dict[str, Any]:
        return json.loads(self.body)


def answers(status: int, **headers: str) -> Answering:
    """An answer, as quickly as it goes; `Retry_After` is a header."""

    async def answer(_: web.Request) -> web.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(status=status, headers=named)

    return answer


async def resets(request: web.Request) -> web.StreamResponse:
    """The connection breaks after the body was read."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def hangs(_: web.Request) -> web.StreamResponse:
    """No answer ever comes."""
    await asyncio.sleep(60)
    return web.Response()


async def trickles(request: web.Request) -> web.StreamResponse:
    """The head comes at once, the body never ends."""
    response = web.StreamResponse(status=200)
    await response.prepare(request)
    await asyncio.sleep(60)
    return response


@dataclass
class Receiver:
    """Answers with what was prepared, then with `usual`; keeps everything that came."""

    prepared: list[Answering] = field(default_factory=list)
    usual: Answering = field(default_factory=lambda: answers(204))
    posts: list[Post] = field(default_factory=list)
    url: str = ""
    at_once: int = 0
    most_at_once: int = 0

    async def take(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.posts.append(
            Post(
                key=request.headers["Idempotency-Key"],
                signature=request.headers["X-Signature"],
                body=body,
                headers=dict(request.headers),
            )
        )
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await (self.prepared.pop(0) if self.prepared else self.usual)(request)
        finally:
            self.at_once -= 1

    @property
    def events(self) -> list[str]:
        return [post.said["event"] for post in self.posts]

    @property
    def keys(self) -> list[str]:
        return [post.key for post in self.posts]


@asynccontextmanager
async def receiving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """A server on this machine, with a certificate if there is one."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/events", receiver.take)
    app.router.add_post("/elsewhere", receiver.take)
    server = TestServer(app, scheme="https" if tls else "http")
    await server.start_server(shutdown_timeout=0.1, ssl=tls)
    receiver.url = str(server.make_url("/events"))
    try:
        yield receiver
    finally:
        await server.close()
