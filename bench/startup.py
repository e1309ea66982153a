"""How long a second start takes to the first answered message, beside `import aiogram` alone.

    python bench/startup.py [--rounds 5]

The bot is tried out as an owner does it (`python -m bot` without a token, in an empty folder); the
first start there is not counted. A message is written as soon as the sandbox listens, so that it
waits when the bot comes. The two are measured in turn; medians and their ratio are printed.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
AIGUL = 1001
PATIENCE = 120.0
LARGEST = 1.5
"""What the project promises: the ratio may not be larger."""

UNSET = (
    "BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "OWNER_IDS", "WEBHOOK_URL", "WEBHOOK_SECRET",
    "WEB_HOST", "WEB_PORT", "LOG_LEVEL", "LOG_FORMAT",
    "PYTHONDONTWRITEBYTECODE",  # a second start finds the modules compiled
)  # fmt: skip


def main() -> int:
    """Measure and print; 1 when the ratio is too large."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    imports: list[float] = []
    starts: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        import_aiogram()
        first = start_bot(Path(folder))
        print(f"first start, with an empty folder: {first:.2f} s (not counted)")
        for number in range(1, rounds + 1):
            imports.append(import_aiogram())
            starts.append(start_bot(Path(folder)))
            print(f"{number}: import aiogram {imports[-1]:.2f} s, answered {starts[-1]:.2f} s")
    ratio = statistics.median(starts) / statistics.median(imports)
    print(
        f"medians: import aiogram {statistics.median(imports):.2f} s, "
        f"first answered message {statistics.median(starts):.2f} s, ratio {ratio:.2f} "
        f"(at most {LARGEST})"
    )
    return 0 if ratio <= LARGEST else 1


def import_aiogram() -> float:
    """Seconds of a process that does nothing else."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import aiogram"], env=environment(), check=True)
    return time.perf_counter() - began


def start_bot(folder: Path) -> float:
    """Seconds from the start of the process to the answer in the chat."""
    port = free_port()
    began = time.perf_counter()
    with running(folder, port):
        page = f"http://127.0.0.1:{port}/sandbox/people/{AIGUL}"
        written = ask(f"{page}/send", {"text": "/start"})["messages"][0]["message_id"]
        while not any(
            not message["out"] for message in ask(f"{page}/messages?after={written}")["messages"]
        ):
            time.sleep(0.01)
        return time.perf_counter() - began


@contextmanager
def running(folder: Path, port: int) -> Iterator[None]:
    """`python -m bot`, ended as Ctrl+C does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"],
        cwd=folder,
        env=environment() | {"SANDBOX_PORT": str(port)},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def ask(url: str, body: dict[str, Any] | None = None) -> Any:
    """The control API of the sandbox; tried again until it listens."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    deadline = time.perf_counter() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)
        except urllib.error.URLError:
            if time.perf_counter() > deadline:
                raise
            time.sleep(0.01)


def environment() -> dict[str, str]:
    """Ours without settings of the bot."""
    own = {name: value for name, value in os.environ.items() if name.upper() not in UNSET}
    return own | {"PYTHONPATH": str(ROOT)}


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
