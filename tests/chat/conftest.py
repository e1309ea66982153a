"""A town for each test; `town` on SQLite, `town_on_both` once on each engine."""

from collections.abc import AsyncIterator

import pytest

from tests.chat.town import Town, town_on


@pytest.fixture
async def town(fresh_sqlite_url: str) -> AsyncIterator[Town]:
    async with town_on(fresh_sqlite_url) as made:
        yield made


@pytest.fixture
async def town_on_both(database_url: str) -> AsyncIterator[Town]:
    async with town_on(database_url) as made:
        yield made
