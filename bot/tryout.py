"""Trying the bot out: the sandbox as a process of its own, and the chat page's address."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from threading import Event, Thread
from typing import IO

from pydantic import SecretStr

from bot.config import Settings
from bot.leaving import leave_at_a_signal

TOKEN = "42:SANDBOX"  # noqa: S105 - the sandbox's own, good for nothing else
OWNER = 1004
"""Ерлан, the owner among the sandbox's people."""

DATABASE = "sqlite:///data/sandbox.db"
"""Of its own: people of the sandbox must never meet those of Telegram in one database."""

STATE = "data/sandbox.json"
"""People, chats and message numbers: kept, because the bot's database refers to them."""

PORT_TAKEN = 3
"""How the sandbox ends when somebody has its port."""

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")

Start = Callable[[Settings, Callable[[], None]], int]


def in_sandbox(settings: Settings, start: Start) -> int:
    """Start the sandbox, then the bot against it; both end together."""
    process = _sandbox(settings.sandbox_port)
    over = Event()

    def leave() -> None:
        over.set()
        _end(process)

    leave_at_a_signal(leave)
    try:
        address = _address(process.stdout)
        if address is None:
            return _not_started(process.wait())
        Thread(target=_watch, args=(process, over), daemon=True).start()
        code = start(_settings(settings, address), lambda: _announce(address))
        return code or int(over.is_set())
    finally:
        leave()


def _sandbox(port: int) -> subprocess.Popen[str]:
    """Begins at once: it is up before the bot's own imports are done."""
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--token", TOKEN]
    return subprocess.Popen(  # noqa: S603 - our own module
        [*command, "--state", STATE, "--quiet", "--with-parent"],
        stdin=subprocess.PIPE,  # closed with this process, however it ends: even by kill -9
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl+C reaches the bot, which then ends the sandbox
    )


def _watch(process: subprocess.Popen[str], over: Event) -> None:
    """End the bot when the sandbox has ended by itself: without it there is nobody to talk to.
    `over` is set when the bot has ended first, and set here otherwise.
    """
    process.wait()
    if over.is_set():
        return
    over.set()
    sys.stderr.write("The sandbox has ended, and the bot with it. Start again: make run\n")
    os.kill(os.getpid(), signal.SIGTERM)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait()


def _not_started(code: int) -> int:
    """The sandbox has said why on the terminal; what to do about the port is for us to say."""
    if code == PORT_TAKEN:
        sys.stderr.write("Stop that program, or set SANDBOX_PORT to a free port.\n")
    return code or 1


def _address(lines: IO[str] | None) -> str | None:
    """The address of the chat page, from the one line that the sandbox prints."""
    for line in lines or ():
        if found := ADDRESS.search(line):
            return found.group()
    return None


def _settings(settings: Settings, address: str) -> Settings:
    """The same settings with the sandbox in Telegram's place, and quiet unless asked otherwise."""
    given = settings.model_fields_set
    return settings.model_copy(
        update={
            "bot_token": SecretStr(TOKEN),
            "bot_api_url": address,
            "owner_ids": settings.owner_ids or frozenset({OWNER}),
            "database_url": settings.database_url if "database_url" in given else DATABASE,
            "web_port": settings.web_port or 0,
            "log_level": settings.log_level if "log_level" in given else "WARNING",
        }
    )


def _announce(address: str) -> None:
    sys.stdout.write(
        f"Open {address}/ in a browser: a chat page on this machine, not Telegram. "
        "Ctrl+C ends it.\n"
    )
    sys.stdout.flush()
