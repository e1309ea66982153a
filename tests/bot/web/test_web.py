"""The web server over HTTP: the webhook's door, health, metrics, and start and stop."""

import asyncio
import gzip
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.telegram.receiving import Receiving, TryAgain
from bot.web.app import SECRET_HEADER, Routes
from bot.web.server import CannotListen, WebServer

SECRET = "right-secret_1"
UPDATE = {"update_id": 7, "message": {"text": "сәлем"}}


class Book:
    def __init__(self) -> None:
        self.arrived = asyncio.Event()
        self.updates: list[dict[str, Any]] = []
        self.trouble: list[Exception] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def receive(self, update: dict[str, Any]) -> None:
        self.arrived.set()
        await self.gate.wait()
        if self.trouble:
            raise self.trouble.pop(0)
        self.updates.append(update)


@asynccontextmanager
async def serving(routes: Routes) -> AsyncIterator[tuple[WebServer, httpx.AsyncClient]]:
    server = WebServer("127.0.0.1", 0, routes)
    await server.start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as client:
        yield server, client
    await server.stop()


def routes_of(book: Book, **more: object) -> Routes:
    metrics = Metrics()
    receiving = Receiving(book.receive, metrics, SystemClock())
    return Routes(metrics=metrics, receive=receiving, secret=SECRET, **more)


async def deliver(client: httpx.AsyncClient, **more: Any) -> httpx.Response:
    more.setdefault("headers", {SECRET_HEADER: SECRET})
    more.setdefault("json", UPDATE)
    return await client.post("/telegram", **more)


async def test_an_update_is_accepted_after_its_work() -> None:
    book = Book()
    book.gate.clear()
    async with serving(routes_of(book)) as (_, client):
        delivery = asyncio.create_task(deliver(client))
        await asyncio.sleep(0.1)
        assert not delivery.done(), "nothing is confirmed before the commit"
        book.gate.set()
        assert (await delivery).status_code == 200
        assert book.updates == [UPDATE]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SECRET_HEADER: "wrong"},
        {SECRET_HEADER: ""},
        {SECRET_HEADER: "құпия".encode()},
        {SECRET_HEADER: b"\xff\xfe"},
    ],
)
async def test_without_the_secret_nobody_gets_in(headers: dict[str, Any]) -> None:
    book = Book()
    async with serving(routes_of(book)) as (_, client):
        assert (await deliver(client, headers=headers)).status_code == 401
        assert book.updates == []


async def test_a_body_over_one_mebibyte_is_refused() -> None:
    book = Book()
    async with serving(routes_of(book)) as (_, client):
        large = b'{"update_id": 1, "x": "' + b"a" * 1024 * 1024 + b'"}'
        assert (await deliver(client, json=None, content=large)).status_code == 413
        fits = b'{"update_id": 1, "x": "' + b"a" * 1_000_000 + b'"}'
        assert (await deliver(client, json=None, content=fits)).status_code == 200


NO_UPDATES = {
    "nothing": b"",
    "half": b"{",
    "list": b"[]",
    "words": b'"text"',
    "no number": b'{"message": {}}',
    "no text": b"\xff\xfe",
    "deep": b'{"update_id": 1, "x": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "number that no database can keep": b'{"update_id": 9223372036854775808}',
    "message that no database can keep": b'{"update_id": 1, "message": {"message_id": 1%s}}'
    % (b"0" * 30),
    "person that no database can keep": b'{"update_id": 1, "message": {"from": {"id": 1e30}}}',
    "no number, but true": b'{"update_id": true}',
}


@pytest.mark.parametrize("body", NO_UPDATES.values(), ids=NO_UPDATES)
async def test_what_is_no_update_is_refused(body: bytes) -> None:
    book = Book()
    async with serving(routes_of(book)) as (_, client):
        assert (await deliver(client, json=None, content=body)).status_code == 400
        assert book.updates == []


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
async def test_a_body_that_is_packed_or_says_so_is_refused(
    coding: str, caplog: pytest.LogCaptureFixture
) -> None:
    book = Book()
    headers = {SECRET_HEADER: SECRET, "Content-Encoding": coding}
    async with serving(routes_of(book)) as (_, client):
        assert (await deliver(client, headers=headers)).status_code == 400
        packed = gzip.compress(json.dumps(UPDATE).encode())
        answer = await deliver(client, headers=headers, json=None, content=packed)
        assert answer.status_code == 400
        stranger = {"Content-Encoding": coding}
        assert (await deliver(client, headers=stranger)).status_code == 401
        assert book.updates == []
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_what_could_not_be_recorded_is_asked_for_again() -> None:
    book = Book()
    book.trouble = [TryAgain("locked", seconds=9)]
    async with serving(routes_of(book)) as (_, client):
        refused = await deliver(client)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "9")
        assert (await deliver(client)).status_code == 200


async def test_a_bug_is_asked_for_again_twice_and_then_let_go() -> None:
    book = Book()
    book.trouble = [ZeroDivisionError() for _ in range(3)]
    async with serving(routes_of(book)) as (_, client):
        statuses = [(await deliver(client)).status_code for _ in range(3)]
        assert statuses == [503, 503, 200]
        assert book.updates == []


async def test_while_stopping_updates_are_sent_back_and_work_finishes() -> None:
    book = Book()
    book.gate.clear()
    async with serving(routes_of(book)) as (server, client):
        in_work = asyncio.create_task(deliver(client))
        await book.arrived.wait()
        server.refuse()
        late = await deliver(client)
        assert (late.status_code, late.headers["Retry-After"]) == (503, "5")
        assert (await client.get("/readyz")).status_code == 503
        stopping = asyncio.create_task(server.stop())
        await asyncio.sleep(0.1)
        assert not stopping.done()
        book.gate.set()
        assert (await in_work).status_code == 200
        await stopping
        assert book.updates == [UPDATE]


async def test_health_and_readiness() -> None:
    state = {"alive": True, "ready": True}

    async def ready() -> bool:
        return state["ready"]

    async with serving(Routes(metrics=Metrics(), alive=lambda: state["alive"], ready=ready)) as (
        _,
        client,
    ):
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/readyz")).status_code == 200
        state["ready"] = False
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/readyz")).status_code == 503
        state["alive"] = False
        assert (await client.get("/healthz")).status_code == 503


async def test_metrics_name_nobody() -> None:
    book = Book()
    async with serving(routes_of(book)) as (_, client):
        await deliver(client)
        answer = await client.get("/metrics")
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert 'bot_updates_total{kind="message",result="done"} 1.0' in answer.text
        assert "bot_update_seconds_count 1.0" in answer.text
        assert "bot_outbox_age_seconds 0.0" in answer.text
        assert "сәлем" not in answer.text


async def test_without_a_webhook_there_is_no_door() -> None:
    async with serving(Routes(metrics=Metrics())) as (_, client):
        assert (await deliver(client)).status_code == 404


def test_a_webhook_without_a_secret_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="secret"):
        Routes(metrics=Metrics(), receive=Book().receive).app()


async def test_a_taken_port_is_told_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = WebServer("127.0.0.1", port, Routes(metrics=Metrics()))
        with pytest.raises(CannotListen, match=f"Port {port} is taken.*WEB_PORT"):
            await server.start()
        await server.stop()


async def test_an_address_of_another_machine_is_told_in_a_sentence() -> None:
    server = WebServer("192.0.2.1", 8080, Routes(metrics=Metrics()))
    with pytest.raises(CannotListen, match="WEB_HOST"):
        await server.start()


async def test_a_server_that_was_stopped_listens_no_more() -> None:
    async with serving(Routes(metrics=Metrics())) as (server, client):
        await server.stop()
        with pytest.raises(httpx.TransportError):
            await client.get("/healthz")
