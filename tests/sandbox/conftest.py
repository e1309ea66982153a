"""A sandbox on a clock that stands still, a person who has started the bot, a plain client."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.clock import FakeClock
from sandbox.handles import PersonHandle
from sandbox.server import Sandbox
from tests.sandbox.client import Api


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def box(clock: FakeClock) -> AsyncIterator[Sandbox]:
    async with Sandbox.running(clock=clock) as box:
        yield box


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def api(box: Sandbox, session: aiohttp.ClientSession) -> Api:
    return Api(session, box.url)


@pytest.fixture
def aigul(box: Sandbox) -> PersonHandle:
    return box.person("Айгүл", language_code="kk", phone="+7 701 555 01 01", started=True)
