"""The door of updates: what is asked for again, what is let go, what is counted."""

from typing import Any

import pytest

from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.telegram.receiving import ATTEMPTS, Receiving, TryAgain


class Inside:
    def __init__(self) -> None:
        self.seen: list[int] = []
        self.trouble: dict[int, Exception] = {}

    async def receive(self, update: dict[str, Any]) -> None:
        self.seen.append(update["update_id"])
        if update["update_id"] in self.trouble:
            raise self.trouble[update["update_id"]]


@pytest.fixture
def inside() -> Inside:
    return Inside()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def receiving(inside: Inside, metrics: Metrics) -> Receiving:
    return Receiving(inside.receive, metrics, SystemClock())


async def test_an_update_without_a_number_reaches_nobody(
    receiving: Receiving, inside: Inside
) -> None:
    await receiving({"message": {}})
    await receiving({"update_id": "7"})
    assert inside.seen == []


async def test_a_database_that_is_away_is_waited_for_without_end(
    receiving: Receiving, inside: Inside
) -> None:
    inside.trouble[1] = TryAgain("the database is away")
    for _ in range(ATTEMPTS * 5):
        with pytest.raises(TryAgain):
            await receiving({"update_id": 1, "message": {}})


async def test_attempts_are_counted_for_each_update(
    receiving: Receiving, inside: Inside, caplog: pytest.LogCaptureFixture
) -> None:
    inside.trouble = {1: KeyError("name"), 2: KeyError("name")}
    for number in (1, 2, 1, 2):
        with pytest.raises(TryAgain):
            await receiving({"update_id": number, "message": {"text": "құпия"}})
    await receiving({"update_id": 1, "message": {"text": "құпия"}})
    assert "update 1 is let go" in caplog.text
    assert "update 2 is let go" not in caplog.text
    assert "құпия" not in caplog.text


async def test_an_update_that_recovers_is_forgotten(receiving: Receiving, inside: Inside) -> None:
    for _ in range(ATTEMPTS):
        inside.trouble[1] = KeyError()
        with pytest.raises(TryAgain):
            await receiving({"update_id": 1, "message": {}})
        inside.trouble.clear()
        await receiving({"update_id": 1, "message": {}})


async def test_memory_of_broken_updates_is_bounded(receiving: Receiving, inside: Inside) -> None:
    for number in range(1100):
        inside.trouble = {number: KeyError()}
        with pytest.raises(TryAgain):
            await receiving({"update_id": number, "message": {}})
    assert len(receiving._broken) == 1000


async def test_kinds_are_counted(receiving: Receiving, metrics: Metrics) -> None:
    await receiving({"update_id": 1, "callback_query": {}})
    await receiving({"update_id": 2})
    text = metrics.text()
    assert b'bot_updates_total{kind="callback_query",result="done"} 1.0' in text
    assert b'bot_updates_total{kind="empty",result="done"} 1.0' in text
