"""The program as the owner runs it: processes of its own, whose words and ends are looked at."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from sandbox.server import DEFAULT_TOKEN

ROOT = Path(__file__).parents[2]

SETTINGS = (
    "BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "OWNER_IDS", "WEBHOOK_URL", "WEBHOOK_SECRET",
    "WEB_HOST", "WEB_PORT", "SANDBOX_PORT", "LOG_LEVEL", "LOG_FORMAT", "OPENING_HOURS",
    "ANSWER_MINUTES", "DESK_CHAT_ID", "CALL_CENTRE_URL", "CALL_CENTRE_SECRET", "CALL_CENTRE_TEXTS",
)  # fmt: skip

START = 120.0
"""Seconds for a start: importing aiogram alone takes several, more on a busy machine."""


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Ours without the bot's settings, and these instead."""
    own = {name: value for name, value in os.environ.items() if name.upper() not in SETTINGS}
    return own | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | dict(settings)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """`python -m ...` with its output in files; `start` after its end starts it anew."""

    def __init__(self, folder: Path, *arguments: str, settings: Mapping[str, str]) -> None:
        """`folder`: where it runs; there is no `.env` in it."""
        self.folder = folder
        self.arguments = arguments
        self.settings = dict(settings)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0

    @property
    def pid(self) -> int:
        """Of the running process, which also leads a group of its own."""
        assert self._process is not None
        return self._process.pid

    @property
    def code(self) -> int | None:
        """How it ended; None while it runs."""
        assert self._process is not None
        return self._process.poll()

    def start(self) -> None:
        """Begin; the output goes on in the same files."""
        self._started += 1
        with self._file("out").open("ab") as out, self._file("err").open("ab") as err:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self.arguments],
                cwd=self.folder,
                env=environment(self.settings),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    def _file(self, name: str) -> Path:
        return self.folder / f"{self.arguments[0]}.{name}"

    @property
    def out(self) -> str:
        """What it has said on the terminal so far."""
        return self._file("out").read_text("utf-8")

    @property
    def err(self) -> str:
        """What it has complained of so far, its log included."""
        return self._file("err").read_text("utf-8")

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process alone."""
        os.kill(self.pid, number)

    def press_ctrl_c(self) -> None:
        """The terminal sends SIGINT to the whole group in front."""
        os.killpg(self.pid, signal.SIGINT)

    def kill(self) -> None:
        """`kill -9`, and be done with it."""
        self.signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait()

    async def ends(self, seconds: float = START) -> int:
        """Wait for its end; the exit code."""
        await until(lambda: self.code is not None, seconds, self.told)
        assert self.code is not None
        return self.code

    async def says(self, words: str, seconds: float = START) -> str:
        """Wait for a line on the terminal that contains the words."""

        def line() -> str:
            return next((line for line in self.out.splitlines() if words in line), "")

        await until(lambda: bool(line()) or self.code is not None, seconds, self.told)
        assert line(), self.told()
        return line()

    def told(self) -> str:
        """For the message of a failed test."""
        return f"{' '.join(self.arguments)} ({self.code}):\n{self.out}\n{self.err}"

    def clear_away(self) -> None:
        """At the end of a test, whatever happened in it."""
        if self._process is not None and self._process.poll() is None:
            self.kill()


def bot(folder: Path, api: str, database_url: str, **settings: str) -> Program:
    """The bot at work against the Bot API at `api`, by long polling unless told otherwise."""
    return Program(
        folder,
        "bot",
        "run",
        settings={
            "BOT_TOKEN": DEFAULT_TOKEN,
            "BOT_API_URL": api,
            "DATABASE_URL": database_url,
            "WEB_PORT": "0",
        }
        | settings,
    )


def by_webhook() -> dict[str, str]:
    """The settings that make it listen instead of asking."""
    port = free_port()
    return {
        "WEB_PORT": str(port),
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "WEBHOOK_SECRET": "a-secret-of-the-tests",
    }


async def until(
    holds: Callable[[], bool], seconds: float, told: Callable[[], str] = lambda: ""
) -> None:
    """Wait until it holds; what was `told` until then is the message of the failure."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"it did not come to hold in {seconds:.0f} s\n{told()}")
        await asyncio.sleep(0.05)


def tell(line: str) -> None:
    """For whoever looks at the run; pytest shows it when the test fails, or with `-s`."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
