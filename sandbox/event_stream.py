"""Server-Sent Events: everything that changes, numbered, so that a page goes on where it was."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from sandbox.core import Core
from sandbox.events import Event

HEARTBEAT = 15.0  # real seconds: keeps proxies and browsers from closing a quiet stream


async def stream(request: web.Request, core: Core) -> web.StreamResponse:
    """Events after `after` (or the browser's Last-Event-ID); `reset` when they are gone."""
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    )
    await response.prepare(request)
    seen = _start(request, core)
    try:
        while not core.closing.is_set():
            events = core.events.after(seen)
            if events is None:
                events = [Event(core.events.seq, "reset", {})]
            for event in events:
                await response.write(_encode(event))
                seen = event.seq
            if not events:
                await _wait(response, core, seen)
    except ConnectionError:
        pass  # the page was closed
    return response


def _start(request: web.Request, core: Core) -> int:
    value = request.headers.get("Last-Event-ID") or request.query.get("after")
    return core.events.seq if value is None else int(value)


async def _wait(response: web.StreamResponse, core: Core, seen: int) -> None:
    """Until there is news, the server closes, or it is time for a heartbeat."""
    async with asyncio.TaskGroup() as group:
        waits = {
            group.create_task(core.events.wait(seen)),
            group.create_task(core.closing.wait()),
        }
        done, _ = await asyncio.wait(waits, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
        for task in waits:
            task.cancel()
    if not done:
        await response.write(b": quiet\n\n")


def _encode(event: Event) -> bytes:
    data = json.dumps(event.data, ensure_ascii=False)
    return f"id: {event.seq}\nevent: {event.name}\ndata: {data}\n\n".encode()
