"""`python -m sandbox` as a process, and the clock."""

import asyncio
import json
import signal
import sys
import time
from pathlib import Path

import aiohttp
import pytest

from sandbox.__main__ import main
from sandbox.clock import FakeClock, RealClock, within
from sandbox.nursery import Nursery

ROOT = Path(__file__).parents[2]


async def start(*arguments: str) -> tuple[asyncio.subprocess.Process, str]:
    """The process and its address, which is empty when it has ended instead."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--port", "0", *arguments, cwd=ROOT,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    line = (await process.stdout.readline()).decode()
    return process, line.split()[-1].rstrip("/") if line else ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_starts_with_four_people_and_stops_cleanly(tmp_path, number):
    path = tmp_path / "state.json"
    process, url = await start("--state", str(path))
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{url}/sandbox/state") as response:
            state = await response.json()
        async with session.get(f"{url}/sandbox/events"):
            process.send_signal(number)
            assert await asyncio.wait_for(process.wait(), 30) == 0
    assert [person["id"] for person in state["people"]] == [1001, 1002, 1003, 1004]
    assert state["limits"] is True
    assert (await process.stderr.read()) == b""
    assert len(json.loads(path.read_text("utf-8"))["people"]) == 4
    assert (tmp_path / "state.json.files").stat().st_mode & 0o077 == 0, "for this account only"


async def test_two_of_them_never_share_a_state(tmp_path):
    path = tmp_path / "state.json"
    first, _ = await start("--state", str(path))
    second, _ = await start("--state", str(path))
    assert await asyncio.wait_for(second.wait(), 30) == 1
    said = (await second.stderr.read()).decode()
    assert (
        said == f"A sandbox is running on {path} already: use its chat page, or stop it first.\n"
    )
    first.kill()
    await first.wait()
    third, url = await start("--state", str(path))
    assert url, "what a kill left behind holds nobody up"
    third.terminate()
    assert await asyncio.wait_for(third.wait(), 30) == 0


def test_a_folder_that_cannot_be_written_to_is_a_sentence(capsys, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert main(["--port", "0", "--state", str(tmp_path / "file" / "state.json")]) == 1
    said = capsys.readouterr().err
    assert "run it in a folder where this account may write" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["--host", "0.0.0.0"], "not a loopback address"), (["--token", "x"], "not a bot token")],
)
def test_wrong_arguments_are_a_sentence(capsys, arguments, sentence):
    assert main(["--port", "0", *arguments]) == 1
    assert sentence in capsys.readouterr().err


async def test_fake_clock_wakes_in_order():
    clock, woken = FakeClock(0), []

    async def sleeper(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((seconds, clock.now()))

    async with asyncio.TaskGroup() as group:
        for seconds in (3, 1, 2, 0):
            group.create_task(sleeper(seconds))
        await clock.advance(2.5)
        assert woken == [(0, 0), (1, 1), (2, 2)]
        await clock.advance(1)
    assert clock.now() == 3.5


@pytest.mark.parametrize("clock", [RealClock(), FakeClock()])
async def test_within(clock):
    async def fail() -> None:
        raise KeyError

    assert await within(clock, 5, asyncio.sleep(0, "done")) == "done"
    with pytest.raises(KeyError):
        await within(clock, 5, fail())


async def test_within_runs_out_of_time():
    clock = FakeClock()
    waiting = asyncio.ensure_future(within(clock, 5, asyncio.sleep(100)))
    await clock.advance(5)
    with pytest.raises(TimeoutError):
        await waiting
    with pytest.raises(TimeoutError):
        await within(RealClock(), 0.01, asyncio.sleep(100))


async def test_real_clock():
    assert abs(RealClock().now() - time.time()) < 5
    await RealClock().sleep(0)


async def test_nursery_raises_what_failed(caplog):
    async def fail() -> None:
        raise KeyError("lost")

    nursery = Nursery()
    nursery.start(fail(), name="one that fails")
    nursery.start(asyncio.sleep(100), name="one that waits")
    await asyncio.sleep(0.01)
    with pytest.raises(KeyError):
        await nursery.close()
    assert "one that fails" in caplog.text
