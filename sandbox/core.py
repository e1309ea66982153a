"""The parts of the server that methods work with, wired together; one per running sandbox."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from sandbox.clock import Clock
from sandbox.delivery.polling import Polling
from sandbox.delivery.queue import UpdateQueue
from sandbox.delivery.webhook import Webhook
from sandbox.events import EventLog
from sandbox.faults import Faults
from sandbox.files import FileStore
from sandbox.journal import Journal
from sandbox.model import BotProfile
from sandbox.nursery import Nursery
from sandbox.rules.limits import RateLimits
from sandbox.world import World

USERNAME = "qaryzsyz_sandbox_bot"
# [src] HttpConnection::handle: no leading zero, a colon, at most 80 characters
TOKEN = re.compile(r"[1-9][0-9]*:[A-Za-z0-9_-]+")
MAX_TOKEN = 80
FIRST_NAME = "Қарызсыз қоғам"


class Core:
    """Everything one sandbox consists of, without HTTP."""

    def __init__(self, token: str, clock: Clock, *, limits: bool, files: Path | None) -> None:
        if len(token) > MAX_TOKEN or not TOKEN.fullmatch(token):
            raise ValueError(f"{token!r} is not a bot token: it looks like 42:SANDBOX.")
        self.token = token
        self.clock = clock
        self.closing = asyncio.Event()  # ends the event streams
        self.limited = limits
        self.limits = RateLimits(clock.now)
        self.events = EventLog(int(clock.now() * 1000))
        self.journal = Journal(self.events)
        self.faults = Faults(clock, self.events)
        self.queue = UpdateQueue(clock)
        self.queue.repeat_next = self.faults.take_duplicate
        bot = BotProfile(int(token.split(":", 1)[0]), USERNAME, FIRST_NAME)
        self.world = World(clock, self.events, self.queue, bot, FileStore(files))
        self.nursery = Nursery()
        self.polling = Polling(clock, self.queue)
        self.webhook = Webhook(clock, self.queue, self.nursery)

    def limit(self, on: bool) -> None:
        """Switch the limits; switching starts with full buckets."""
        self.limited = on
        self.limits.forget()
