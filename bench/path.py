"""The whole path of an update, beside a plain aiogram bot: who answers how many in a second.

The bots take turns, each run in a fresh process after a warm-up, against the same stand-in and
driver. What counts is that every message has arrived at the stand-in.
"""

import json
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.bots import Kind, Place, Running, running
from bench.driver import Job
from bench.page import table
from bot.callbacks import LanguageCD
from tests.databases import PostgresCluster

WORDS = ("/help", "/start")
"""The path alone, and with a query and a bigger screen: home with the state of the course."""

PEOPLE = 400
IN_FLIGHT = 32
SLICE = 400
AGAINST = ("plain, as people write it", "plain, tuned")
QUIET = 0.5
"""Seconds without a call after which the warm-up is over."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One bot, one kind of update, one run."""

    kind: str
    words: str
    updates: int
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Answered updates in a second."""
        return self.updates / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of the bot's CPU for one."""
        return 1000 * self.cpu / self.updates


class Helpers:
    """The stand-in and the driver, each a process of its own."""

    def __init__(self) -> None:
        """Start both."""
        self._standin = _start("bench.standin")
        self._driver = _start("bench.driver")
        assert self._standin.stdout is not None
        self.api = f"http://127.0.0.1:{self._standin.stdout.readline().strip()}"

    def close(self) -> None:
        """End both."""
        for process in (self._standin, self._driver):
            process.terminate()
            process.wait(10)

    def post(self, job: Job) -> tuple[float, float]:
        """Seconds and CPU seconds; raises unless every update got its 200."""
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.write(json.dumps(asdict(job)) + "\n")
        self._driver.stdin.flush()
        done = json.loads(self._driver.stdout.readline())
        if done["statuses"] != {"200": job.updates}:
            raise RuntimeError(f"{job.updates} updates, and the answers {done['statuses']}")
        return done["seconds"], done["cpu"]

    def calls(self) -> dict[str, int]:
        """What the stand-in has counted."""
        with urllib.request.urlopen(f"{self.api}/counts", timeout=10) as answer:
            counts: dict[str, int] = json.load(answer)
        return counts

    def calm_down(self) -> None:
        """Wait until nobody calls any more."""
        before = self.calls()
        while True:
            time.sleep(QUIET)
            if (now := self.calls()) == before:
                return
            before = now


def _start(module: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", module]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


class Talk:
    """Jobs for one running bot; numbers of updates grow through all of them."""

    def __init__(self, helpers: Helpers, bot: Running) -> None:
        """Nothing said."""
        self._helpers = helpers
        self._bot = bot
        self._next = 1_000_000

    def say(self, words: str, updates: int, in_flight: int = IN_FLIGHT) -> tuple[float, float]:
        """Everybody says it, in turns."""
        job = Job(
            port=self._bot.port,
            pid=self._bot.pid,
            words=words,
            updates=updates,
            people=PEOPLE,
            in_flight=in_flight,
            first_id=self._next,
        )
        self._next += updates
        return self._helpers.post(job)

    def warm_up(self) -> None:
        """Everybody becomes known and chooses a language; then each kind of update once."""
        self.say("/start", PEOPLE)
        self.say("press:" + LanguageCD(code="ru").pack(), PEOPLE)
        for words in WORDS:
            self.say(words, PEOPLE)
        self._helpers.calm_down()


def measure(
    kinds: Sequence[Kind], folder: Path, cluster: PostgresCluster, *, runs: int, updates: int
) -> Iterator[Measured]:
    """Every run: all bots started anew and warmed up, then in turns, a slice of updates each.

    Turns of half a second: what else happens on the machine meets all of them alike.
    """
    with _helpers() as helpers:
        place = Place(folder, helpers.api, cluster)
        for _ in range(runs):
            with ExitStack() as stack:
                talks = {}
                for kind in kinds:
                    talks[kind.name] = Talk(helpers, stack.enter_context(running(kind, place)))
                    talks[kind.name].warm_up()
                for words in WORDS:
                    yield from _in_turns(words, talks, helpers, updates)


@contextmanager
def _helpers() -> Iterator[Helpers]:
    helpers = Helpers()
    try:
        yield helpers
    finally:
        helpers.close()


def _in_turns(
    words: str, talks: dict[str, Talk], helpers: Helpers, updates: int
) -> Iterator[Measured]:
    seconds = dict.fromkeys(talks, 0.0)
    cpu = dict.fromkeys(talks, 0.0)
    slices = max(1, updates // SLICE)
    before = helpers.calls().get("sendMessage", 0)
    for _ in range(slices):
        for name, talk in talks.items():
            took, used = talk.say(words, SLICE)
            seconds[name] += took
            cpu[name] += used
    helpers.calm_down()
    said = slices * SLICE
    if (answered := helpers.calls()["sendMessage"] - before) != said * len(talks):
        raise RuntimeError(f"{said * len(talks)} updates {words}, and {answered} answers")
    for name in talks:
        yield Measured(name, words, said, seconds[name], cpu[name])


def part(measured: Sequence[Measured], where: str) -> str:
    """The tables for `docs/benchmarks.md`."""
    runs = max(Counter((one.kind, one.words) for one in measured).values())
    tables = [_table(words, [one for one in measured if one.words == words]) for words in WORDS]
    return (
        f"Answered updates per second and the bot's CPU (user and system) for one; the median of "
        f"{runs} runs of {measured[0].updates} updates, in brackets the slowest and the fastest.\n"
        f"{IN_FLIGHT} updates on their way at a time, of {PEOPLE} people. The last two columns "
        f"compare the rate with the plain bots'.\n\n" + "\n\n".join(tables) + f"\n\n{where}\n"
    )


def _table(words: str, measured: Sequence[Measured]) -> str:
    kinds = list(dict.fromkeys(one.kind for one in measured))
    rates = {k: sorted(one.rate for one in measured if one.kind == k) for k in kinds}
    costs = {k: median(one.cost for one in measured if one.kind == k) for k in kinds}
    plain = [median(rates[kind]) for kind in AGAINST]
    rows = [
        [
            kind,
            f"{median(rates[kind]):.0f} ({rates[kind][0]:.0f} to {rates[kind][-1]:.0f})",
            f"{costs[kind]:.2f} ms",
            *(f"{median(rates[kind]) / one:.2f}" for one in plain),
        ]
        for kind in kinds
    ]
    against = [f"of {kind}" for kind in AGAINST]
    return table([f"`{words}`", "a second", "CPU for one", *against], rows)
