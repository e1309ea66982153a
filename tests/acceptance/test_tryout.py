"""`python -m bot` without a token: the bot and the sandbox, begun and ended together."""

import asyncio
import re
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest

from tests.acceptance.processes import ROOT, START, Program, tell, until

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]

Start = Callable[[Program], Program]

AIGUL = 1001
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The program as somebody has just cloned it: no `.env`, no `data/`."""
    for package in ("bot", "domain", "storage", "sandbox"):
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path


@pytest.fixture
def tryout(programs: Start, clone: Path) -> Program:
    """Begun in the clone."""
    settings = {"SANDBOX_PORT": "0", "PYTHONPATH": str(clone)}
    return programs(Program(clone, "bot", settings=settings))


async def test_one_line_a_page_and_an_answer(tryout: Program, clone: Path) -> None:
    line = await tryout.says("http://")
    assert tryout.out.splitlines() == [line]
    assert "not Telegram" in line
    page = _address(line)
    async with aiohttp.ClientSession(page) as session:
        async with session.get("/") as answer:
            assert answer.status == 200
            assert "<html" in await answer.text()
        assert "Қазақша" in str(await _says_start(session))
    assert tryout.err == ""
    tryout.press_ctrl_c()
    assert await tryout.ends(30) == 0, tryout.told()

    began = time.monotonic()
    tryout.start()
    await until(lambda: len(tryout.out.splitlines()) == 2, START, tryout.told)
    ready = time.monotonic() - began
    async with aiohttp.ClientSession(_address(tryout.out.splitlines()[1])) as session:
        messages = await _says_start(session)
        assert len([m for m in messages if not m["out"]]) == 2, "the first chat is still there"
    tell(f"the second start took {ready:.1f} s to be ready; bench/startup.py measures it")
    tryout.signal(signal.SIGTERM)
    assert await tryout.ends(30) == 0, tryout.told()
    assert (clone / "data" / "sandbox.db").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("when", ["at work", 0.0, 1.0])
async def test_its_end_leaves_no_process(
    tryout: Program, number: signal.Signals, when: str | float
) -> None:
    """`when`: at work, or seconds after the sandbox's process was begun, imports under way."""
    process = psutil.Process(tryout.pid)
    await until(lambda: bool(process.children()), START, tryout.told)
    family = [process, *process.children(recursive=True)]
    if isinstance(when, str):
        await tryout.says("http://")
    else:
        await asyncio.sleep(when)
    if number == signal.SIGINT:
        tryout.press_ctrl_c()
    else:
        tryout.signal(number)
    code = await tryout.ends(30)
    _, alive = psutil.wait_procs(family, timeout=30)
    for one in alive:
        one.kill()
    assert alive == [], "somebody is left behind"
    assert tryout.err == "", tryout.err
    assert code == 0, tryout.told()


async def test_the_bot_ends_with_its_sandbox(tryout: Program) -> None:
    await tryout.says("http://")
    [sandbox] = psutil.Process(tryout.pid).children()
    sandbox.kill()
    assert await tryout.ends(30) == 1, tryout.told()
    assert "The sandbox has ended, and the bot with it." in tryout.err
    assert "Traceback" not in tryout.err


async def test_a_port_of_the_page_that_is_taken(programs: Start, clone: Path) -> None:
    first = programs(Program(clone, "sandbox", "--port", "0", settings={}))
    page = _address(await first.says("http://"))
    settings = {"SANDBOX_PORT": page.rsplit(":", 1)[1]}
    second = programs(Program(clone, "bot", settings=settings))
    assert await second.ends() != 0
    assert second.out == ""
    said = second.err.splitlines()
    assert len(said) == 2, second.err
    assert "is taken by another program" in said[0]
    assert "SANDBOX_PORT" in said[1]


def _address(line: str) -> str:
    found = ADDRESS.search(line)
    assert found is not None, line
    return found.group()


async def _says_start(session: aiohttp.ClientSession) -> list[dict[str, Any]]:
    """Айгүл writes /start and is answered; her chat."""
    at = f"/sandbox/people/{AIGUL}"
    async with session.get(f"{at}/messages") as answer:
        before = len((await answer.json())["messages"])
    async with session.post(f"{at}/send", json={"text": "/start"}) as answer:
        assert answer.status == 200
    deadline = time.monotonic() + 30
    while True:
        async with session.get(f"{at}/messages") as answer:
            messages: list[dict[str, Any]] = (await answer.json())["messages"]
        if len(messages) == before + 2:
            return messages
        assert time.monotonic() < deadline, "no answer to /start"
        await asyncio.sleep(0.1)
