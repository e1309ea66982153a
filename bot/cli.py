"""`python -m bot [run | migrate | lessons check | hooks ...]`: for the owner at the terminal.

Whatever is wrong ends in one sentence on the terminal and a non-zero code. Heavy modules are
imported by the command that needs them: aiogram alone takes seconds.
"""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from bot.config import Settings, SettingsError, load_settings
from bot.leaving import leave_at_a_signal

USAGE = 2
FAILED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_settings()
    except SettingsError as error:
        return _fail(str(error), USAGE)
    command: Callable[[Settings], int] = options.command
    try:
        return command(settings)
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="The bot of «Қарызсыз қоғам»."
    )
    parser.set_defaults(command=run)
    commands = parser.add_subparsers(title="commands")
    commands.add_parser("run", help="start the bot (this is what happens without a command)")
    migrate_parser = commands.add_parser("migrate", help="bring the database to this release")
    migrate_parser.set_defaults(command=migrate)
    lessons = commands.add_parser("lessons", help="the course").add_subparsers(
        title="commands", required=True
    )
    check = lessons.add_parser("check", help="say what is wrong with a lesson, by file and line")
    check.set_defaults(command=check_lessons)
    _add_hooks(commands)
    return parser


def _add_hooks(commands: Any) -> None:
    hooks = commands.add_parser("hooks", help="events for the call centre's own system")
    hooks.set_defaults(command=list_hooks)
    kinds = hooks.add_subparsers(title="commands")
    kinds.add_parser("list", help="what was given up and what waits (also without a word)")
    one = kinds.add_parser("replay", help="post one event once more")
    number = "the number of the event, as `hooks list` shows it"
    one.add_argument("command", type=_replay_of, metavar="ID", help=number)
    dead = kinds.add_parser("replay-dead", help="post everything once more that was given up")
    dead.set_defaults(command=replay_dead_hooks)


def _replay_of(text: str) -> Callable[[Settings], int]:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError("ID should be the number of an event")
    return partial(replay_hook, event_id=int(text))


def run(settings: Settings) -> int:
    """Start; without BOT_TOKEN together with the sandbox."""
    leave_at_a_signal()
    if settings.in_sandbox:
        from bot.tryout import in_sandbox

        return in_sandbox(settings, start)
    return start(settings)


def start(settings: Settings, ready: Callable[[], None] | None = None) -> int:
    """Start the bot against the Bot API of the settings and work until a signal.

    `ready` is called when it has begun to receive updates.
    """
    import uvloop

    from bot.app import FAILURES
    from bot.app import run as run_app
    from bot.logs import set_up_logging
    from domain.errors import DomainError
    from storage.errors import StorageError

    os.umask(0o077)  # the database holds debts and phone numbers: for this account only
    set_up_logging(settings.log_level, settings.log_format, (DomainError, StorageError))

    async def work() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await run_app(settings, stop, on_ready=ready)

    runner: Callable[[Coroutine[Any, Any, None]], None] = uvloop.run
    try:
        runner(work())
    except FAILURES as failure:
        return _fail(str(failure), FAILED)
    return 0


def migrate(settings: Settings) -> int:
    """Bring the database to the newest schema."""
    from storage.errors import SchemaTooNew, StorageError
    from storage.migrate import migrate as run_migrations

    try:
        applied = run_migrations(settings.database_url)
    except SchemaTooNew:
        return _fail("The database was made by a newer release of this program.", FAILED)
    except StorageError as error:
        return _fail(f"DATABASE_URL: {error}", FAILED)
    except ValueError as error:
        return _fail(f"DATABASE_URL should be right: {error}", USAGE)
    _say("\n".join(f"applied {name}" for name in applied) or "The database is up to date.")
    return 0


def check_lessons(settings: Settings) -> int:
    """Every problem of the course and of the guidance with its file and line."""
    import datetime as dt

    from bot.guidance.check import check as check_guidance
    from bot.guidance.check import together
    from bot.i18n import ALMATY
    from bot.lessons import FOLDER
    from bot.lessons.check import check

    today = dt.datetime.now(ALMATY).date()
    problems = together([*check(FOLDER, today), *check_guidance(FOLDER, today)])
    for problem in problems:
        _say(str(problem))
    if any(not problem.warning for problem in problems):
        return FAILED
    _say("The lessons and the guidance are in order.")
    return 0


def list_hooks(settings: Settings) -> int:
    """What the call centre's system has not got."""
    from bot.wiring.hooks_command import listing

    return _at_terminal(lambda: listing(settings))


def replay_hook(settings: Settings, event_id: int) -> int:
    """Post one event once more."""
    from bot.wiring.hooks_command import replay

    return _at_terminal(lambda: replay(settings, event_id))


def replay_dead_hooks(settings: Settings) -> int:
    """Post everything once more that was given up."""
    from bot.wiring.hooks_command import replay_dead

    return _at_terminal(lambda: replay_dead(settings))


def _at_terminal(work: Callable[[], str]) -> int:
    """Say what came of it, or in one sentence why nothing did."""
    from bot.wiring.hooks_command import CannotBeDone

    try:
        _say(work())
    except CannotBeDone as failure:
        return _fail(str(failure), FAILED)
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _fail(sentence: str, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    return code
