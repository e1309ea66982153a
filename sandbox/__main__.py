"""`python -m sandbox`: the stand-in on a port of this machine, until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import errno
import logging
import signal
import sys
from pathlib import Path
from typing import Any

from sandbox.server import DEFAULT_TOKEN, Sandbox

PORT_TAKEN = 3
"""The exit code that tells this from every other failure: whoever starts us may know the cure."""

PEOPLE: tuple[dict[str, Any], ...] = (
    {"id": 1001, "first_name": "Айгүл", "last_name": "Сәрсенова", "language_code": "kk",
     "phone": "+7 701 555 01 01"},
    {"id": 1002, "first_name": "Сергей", "last_name": "Ким", "language_code": "ru",
     "phone": "+7 701 555 01 02"},
    {"id": 1003, "first_name": "Динара", "last_name": "Омарова", "language_code": "ru",
     "phone": "+7 701 555 01 03"},
    {"id": 1004, "first_name": "Ерлан", "last_name": "Жұмабаев", "language_code": "kk",
     "phone": "+7 701 555 01 04"},
)  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    level = logging.WARNING if options.quiet else logging.INFO
    logging.basicConfig(level=level, format="%(levelname)s %(message)s")
    try:
        asyncio.run(_serve(options))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return _fail(_cannot(error), 1)
        return _fail(f"Port {options.port} is taken by another program.", PORT_TAKEN)
    except ValueError as error:
        return _fail(str(error), 1)
    return 0


def _cannot(error: OSError) -> str:
    if error.filename is None:
        return str(error)
    return (
        f"{error.filename}: {error.strerror}. The sandbox keeps its chats there: run it in a "
        "folder where this account may write."
    )


def _fail(sentence: str, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    return code


async def _serve(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with Sandbox.running(
        host=options.host,
        port=options.port,
        token=options.token,
        limits=options.limits,
        state=options.state,
    ) as box:
        if options.with_parent:
            loop.add_reader(sys.stdin.fileno(), stop.set)  # it is readable when the parent is gone
        if not box.core.world.people:
            for person in PEOPLE:
                box.person(**person)
        sys.stdout.write(f"The chat page (not Telegram): {box.url}/\n")
        sys.stdout.flush()
        await stop.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="A strict stand-in for Telegram's Bot API server, with a chat page.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the bot's token (digits:letters)")
    parser.add_argument("--state", type=Path, default=None, help="keep chats in this file")
    parser.add_argument(
        "--limits",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="refuse with 429 above Telegram's limits",
    )
    parser.add_argument(
        "--quiet", action="store_true", help="no line for a refused call: the page shows them"
    )
    parser.add_argument(
        "--with-parent", action="store_true", help="end when the standard input is closed"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
