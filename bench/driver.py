"""Plays Telegram's side of the webhook: posts updates over connections that are kept open.

`python -m bench.driver` reads jobs as lines of JSON and answers each with a line. All requests of
a job are bytes before its clock starts; as many are on their way at a time as there are
connections, and each belongs to another person than its neighbours.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import uvloop

SECRET = "bench-secret"
FIRST_PERSON = 500_000


@dataclass(frozen=True, slots=True)
class Job:
    """What to post."""

    port: int
    pid: int  # whose CPU is counted
    words: str  # a message, or `press:<data>`
    updates: int
    people: int
    in_flight: int
    first_id: int


def request(job: Job, number: int) -> bytes:
    """One update as an HTTP request."""
    person = FIRST_PERSON + number % job.people
    body = json.dumps(
        update(job.words, job.first_id + number, person), ensure_ascii=False
    ).encode()
    head = (
        f"POST /telegram HTTP/1.1\r\nHost: 127.0.0.1:{job.port}\r\n"
        f"Content-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def update(words: str, number: int, person: int) -> dict[str, object]:
    """As Telegram writes it; numbers of messages grow."""
    user = {
        "id": person,
        "is_bot": False,
        "first_name": "Айгүл",
        "last_name": "Сапарова",
        "username": f"aigul{person}",
        "language_code": "ru",
    }
    chat = {key: user[key] for key in ("id", "first_name", "last_name", "username")}
    message: dict[str, object] = {
        "message_id": number,
        "chat": {**chat, "type": "private"},
        "date": 1_750_000_000,
    }
    if words.startswith("press:"):
        bot = {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
        query = {
            "id": str(number),
            "from": user,
            "chat_instance": "1",
            "data": words.removeprefix("press:"),
            "message": {**message, "from": bot, "text": "pressed"},
        }
        return {"update_id": number, "callback_query": query}
    entity = {"type": "bot_command", "offset": 0, "length": len(words)}
    entities = {"entities": [entity]} if words.startswith("/") else {}
    return {"update_id": number, "message": {**message, "from": user, "text": words, **entities}}


class Line(asyncio.Protocol):
    """A connection that posts the next update as soon as the last one is acknowledged."""

    def __init__(self, requests: Iterator[bytes], statuses: Counter[str]) -> None:
        """`requests` is shared by all connections."""
        self._requests = requests
        self._statuses = statuses
        self._received = b""
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where requests go."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop has classes of its own

    def go_on(self) -> None:
        """Post the next one, or end."""
        following = next(self._requests, None)
        if following is not None:
            self._transport.write(following)
        elif not self.done.done():
            self._transport.close()
            self.done.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Answers come one at a time: there is never more than one request on its way."""
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or b"0")
        if len(body) < length:
            return
        self._received = b""
        self._statuses[head[9:12].decode()] += 1
        self.go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        """The bot hung up: what is missing shows in the statuses."""
        if not self.done.done():
            self.done.set_result(None)


def cpu_of(pid: int) -> float:
    """Seconds that all threads of a process have run, in user and system."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


async def post(job: Job) -> dict[str, object]:
    """Do a job."""
    requests = iter([request(job, number) for number in range(job.updates)])
    statuses: Counter[str] = Counter()
    loop = asyncio.get_running_loop()
    lines = [
        (await loop.create_connection(lambda: Line(requests, statuses), "127.0.0.1", job.port))[1]
        for _ in range(job.in_flight)
    ]
    cpu = cpu_of(job.pid)
    began = time.perf_counter()
    for line in lines:
        line.go_on()
    await asyncio.wait([line.done for line in lines])
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "cpu": cpu_of(job.pid) - cpu, "statuses": dict(statuses)}


def main() -> None:
    """Jobs from standard input."""
    for line in sys.stdin:
        print(json.dumps(uvloop.run(post(Job(**json.loads(line))))), flush=True)


if __name__ == "__main__":
    main()
