"""The least that a bot needs of the Bot API: every call is answered from a can, and counted.

`python -m bench.standin` prints its port. A protocol of its own instead of a web framework, so
that it takes as little as it can of the machine that is being measured.
"""

import asyncio
import json
import sys
from collections import Counter
from typing import Any, cast

import uvloop

ME = {
    "id": 42,
    "is_bot": True,
    "first_name": "Bench",
    "username": "bench_bot",
    "can_join_groups": False,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}

MESSAGE = {
    "message_id": 1000,
    "from": {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"},
    "chat": {"id": 1, "first_name": "Айгүл", "type": "private"},
    "date": 1_750_000_000,
    "text": "answered",
}


def response(body: Any) -> bytes:
    """A whole HTTP answer."""
    text = json.dumps(body).encode()
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
    )
    return head.encode() + text


ANSWERS = {
    "getMe": response({"ok": True, "result": ME}),
    "sendMessage": response({"ok": True, "result": MESSAGE}),
}
TRUE = response({"ok": True, "result": True})

counts: Counter[str] = Counter()


class Connection(asyncio.Protocol):
    """One connection of a client; requests come one after the other, bodies have a length."""

    def __init__(self) -> None:
        """Nothing received."""
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop has classes of its own

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        received = self._received + data
        while (head_end := received.find(b"\r\n\r\n")) >= 0:
            head = received[:head_end]
            end = head_end + 4 + body_length(head)
            if len(received) < end:
                break
            received = received[end:]
            self._transport.write(answer(head))
        self._received = received


def body_length(head: bytes) -> int:
    """The Content-Length; without the header there is no body."""
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0]) if found else 0


def answer(head: bytes) -> bytes:
    """What the called method returns; `GET /counts` tells how often each was called."""
    method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
    if method == "counts":
        return response(counts)
    counts[method] += 1
    return ANSWERS.get(method, TRUE)


async def main() -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    try:
        uvloop.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
