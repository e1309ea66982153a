"""The token buckets, with a clock that stands still until it is moved."""

from __future__ import annotations

import pytest

from sandbox.rules import limits as limits_module
from sandbox.rules.errors import ApiError
from sandbox.rules.limits import RateLimits, check_rate


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> RateLimits:
    return RateLimits(clock)


def test_a_private_chat_takes_a_small_burst_then_one_a_second(
    limits: RateLimits, clock: Clock
) -> None:
    assert [limits.take(1) for _ in range(5)] == [0.0] * 5
    assert limits.take(1) == pytest.approx(1.0)
    clock.now += 0.25
    assert limits.take(1) == pytest.approx(0.75)
    clock.now += 0.75
    assert limits.take(1) == 0.0
    assert limits.take(1) == pytest.approx(1.0)


def test_a_refused_send_is_not_counted(limits: RateLimits, clock: Clock) -> None:
    for _ in range(50):
        limits.take(1)
    clock.now += 1
    assert limits.take(1) == 0.0


def test_30_a_second_overall(limits: RateLimits, clock: Clock) -> None:
    assert [limits.take(person) for person in range(1, 31)] == [0.0] * 30
    assert limits.take(31) == pytest.approx(1 / 30)
    clock.now += 1 / 30
    assert limits.take(31) == 0.0


def test_20_a_minute_in_a_group(limits: RateLimits, clock: Clock) -> None:
    for _ in range(20):
        assert limits.take(-100) == 0.0
    assert limits.take(-100) == pytest.approx(3.0)
    clock.now += 60
    assert [limits.take(-100) for _ in range(20)] == [0.0] * 20


def test_an_album_counts_all_its_parts(limits: RateLimits, clock: Clock) -> None:
    assert limits.take(1, messages=10) == 0.0
    assert limits.take(1) == pytest.approx(6.0)
    clock.now += 6
    assert limits.take(1) == 0.0


def test_a_clock_that_goes_back_gives_nothing(limits: RateLimits, clock: Clock) -> None:
    for _ in range(5):
        limits.take(1)
    clock.now -= 100
    assert limits.take(1) == pytest.approx(1.0)


def test_who_waits_as_long_as_told_is_let_through(limits: RateLimits, clock: Clock) -> None:
    clock.now = 1_700_000_000.1
    limits.forget()
    for _ in range(200):
        clock.now += limits.take(-7)
        limits.take(-7)
    clock.now += limits.take(-7)
    assert limits.take(-7) == 0.0


def test_forget_fills_the_buckets(limits: RateLimits) -> None:
    for _ in range(6):
        limits.take(1)
    limits.forget()
    assert limits.take(1) == 0.0


def test_full_buckets_are_dropped(
    limits: RateLimits, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits_module, "_KEPT_BUCKETS", 3)
    for person in (1, 2, 3):
        limits.take(person)
    clock.now += 0.5
    limits.take(3)
    clock.now += 0.6
    limits.take(4)
    assert set(limits._chats) == {3, 4}


def test_the_refusal_is_429_with_whole_seconds(limits: RateLimits) -> None:
    for _ in range(5):
        check_rate(limits, 1)
    with pytest.raises(ApiError) as caught:
        check_rate(limits, 1)
    assert caught.value.code == 429
    assert caught.value.retry_after == 1
    for _ in range(20):
        check_rate(limits, -1)
    with pytest.raises(ApiError) as caught:
        check_rate(limits, -1)
    assert caught.value.description == "Too Many Requests: retry after 3"
