"""A sandbox, and programs that never outlive their test."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.acceptance.processes import Program, bot

StartBot = Callable[..., Program]


@pytest.fixture
async def box() -> AsyncIterator[Sandbox]:
    """The stand-in for Telegram, in the process of the test."""
    async with Sandbox.running() as running:
        yield running


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Callable[[Program], Program]]:
    """Starts a program; at the end of the test it is gone."""
    started: list[Program] = []

    def start(program: Program) -> Program:
        started.append(program)
        program.start()
        return program

    yield start
    for program in started:
        program.clear_away()


@pytest.fixture
def start_bot(
    programs: Callable[[Program], Program],
    box: Sandbox,
    fresh_sqlite_url: str,
    tmp_path: Path,
) -> StartBot:
    """Start the bot against the sandbox; settings by their names, `folder` for a second one."""

    def start(folder: str = "bot", **settings: str) -> Program:
        place = tmp_path / folder
        place.mkdir()
        return programs(bot(place, box.url, fresh_sqlite_url, **settings))

    return start
