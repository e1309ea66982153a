"""Our bot, whole, with limits that do not limit: the stand-in has none.

`python -m bench.ours API PORT DATABASE_URL [FULL | NORMAL] [one-core]`: whether SQLite flushes the
disk at each commit, and whether the process is kept to one core, as `taskset` would. Everything
else is what `python -m bot` does.
"""

import asyncio
import os
import signal
import sys

import uvloop
from pydantic import SecretStr

from bench.bots import TOKEN
from bench.driver import SECRET
from bot.app import App, Paces
from bot.clock import SystemClock
from bot.config import Settings
from bot.lessons import load
from bot.logs import set_up_logging
from bot.telegram.buckets import Pace
from storage import open_database

UNLIMITED = Pace(interval=1e-9, burst=1_000_000)


async def main(api: str, port: int, url: str, options: dict[str, str]) -> None:
    """Serve until a signal."""
    settings = Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        bot_api_url=api,
        database_url=url,
        webhook_url=f"http://127.0.0.1:{port}/telegram",
        webhook_secret=SecretStr(SECRET),
        web_port=port,
    )
    set_up_logging(settings.log_level, settings.log_format)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    database = await open_database(url, **options)
    try:
        paces = Paces(overall=UNLIMITED, private=UNLIMITED)
        await App(settings, database, load(), SystemClock(), paces).run(stop)
    finally:
        await database.close()


def run(api: str, port: str, url: str, *flags: str) -> None:
    """From the command line."""
    if "one-core" in flags:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    chosen = [flag for flag in flags if flag in {"FULL", "NORMAL"}]
    options = {"synchronous": chosen[-1]} if chosen else {}
    uvloop.run(main(api, int(port), url, options))


if __name__ == "__main__":
    run(*sys.argv[1:])
