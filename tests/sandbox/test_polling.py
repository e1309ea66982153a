"""getUpdates: confirmation, waiting, one poller, what is delivered at all."""

import asyncio

import pytest

from sandbox.clock import FakeClock
from sandbox.rules.errors import ApiError
from sandbox.server import Sandbox
from tests.sandbox.client import Api


async def until(condition) -> None:
    """Real time for the other task to reach the server."""
    for _ in range(6000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not happen")


def texts(updates) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def later(clock: FakeClock) -> None:
    """Past the time in which the same offset gets one update only."""
    await clock.advance(10)


async def test_unconfirmed_updates_come_again(api, aigul, clock):
    await aigul.send("1")
    await aigul.send("2")
    first = await api.updates()
    await later(clock)
    assert await api.updates() == first
    assert first[1]["update_id"] == first[0]["update_id"] + 1
    await later(clock)
    assert texts(await api.updates(offset=first[1]["update_id"])) == ["2"]
    assert await api.updates(offset=first[1]["update_id"] + 1) == []
    await later(clock)
    assert await api.updates() == []


async def test_negative_offset_keeps_the_newest(api, aigul, box):
    for number in range(5):
        await aigul.send(str(number))
    assert texts(await api.updates(offset=-2)) == ["3", "4"]
    assert len(box.pending_updates) == 2


@pytest.mark.parametrize(("limit", "got"), [(0, 1), (2, 2), (500, 3), (-1, 1)])
async def test_limit_is_clamped(api, aigul, limit, got):
    for number in range(3):
        await aigul.send(str(number))
    assert len(await api.updates(limit=limit)) == got


async def test_a_tight_loop_gets_one_update(api, aigul):
    await aigul.send("1")
    await aigul.send("2")
    assert len(await api.updates()) == 2
    assert len(await api.updates()) == 1


async def test_long_poll_answers_when_an_update_comes(api, aigul, box):
    waiting = asyncio.ensure_future(api.updates(timeout=30))
    await until(lambda: box.core.polling.waiting)
    await aigul.send("x")
    assert texts(await waiting) == ["x"]


async def test_long_poll_ends_after_at_most_50_seconds(api, box, clock):
    waiting = asyncio.ensure_future(api.updates(timeout=500))
    await until(lambda: box.core.polling.waiting)
    await clock.advance(49)
    await asyncio.sleep(0.02)
    assert not waiting.done()
    await clock.advance(1)
    assert await waiting == []


async def test_the_same_offset_again_waits_three_seconds(api, box, clock):
    assert await api.updates() == []
    waiting = asyncio.ensure_future(api.updates())
    await until(lambda: box.core.polling.waiting)
    await clock.advance(3)
    assert await waiting == []


async def test_the_older_of_two_pollers_is_ended(api, box, session, aigul):
    older = asyncio.ensure_future(api("getUpdates", timeout=30))
    await until(lambda: box.core.polling.waiting)
    newer = asyncio.ensure_future(api("getUpdates", timeout=30))
    answer = await older
    assert answer["error_code"] == 409
    assert answer["description"] == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    await until(lambda: box.core.polling.waiting)
    await aigul.send("x")
    assert texts((await newer)["result"]) == ["x"]


async def test_a_second_conflict_is_answered_three_seconds_later(api, box, clock):
    polls = []
    for _ in range(3):
        polls.append(asyncio.ensure_future(api("getUpdates", timeout=30)))
        await until(lambda: box.core.polling.waiting)
        await asyncio.sleep(0.02)
    assert polls[0].done()
    assert not polls[1].done()
    await clock.advance(3)
    assert (await polls[1])["error_code"] == 409
    await clock.advance(50)
    assert (await polls[2])["result"] == []


async def test_setting_a_webhook_ends_the_poll_and_forbids_it(api, box):
    poll = asyncio.ensure_future(api("getUpdates", timeout=30))
    await until(lambda: box.core.polling.waiting)
    await api.ok("setWebhook", url="http://127.0.0.1:9/")
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    assert await api.refused("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )


async def test_messages_live_a_day(api, aigul, box, clock):
    await aigul.send("x")
    await clock.advance(86_401)
    assert await api.updates() == []
    assert len(box.lost_updates) == 1


async def test_allowed_updates_stick_and_filter_at_creation(api, aigul, clock):
    await api.updates(allowed_updates=["callback_query"])
    await aigul.send("1")
    await later(clock)
    assert await api.updates() == []
    await later(clock)
    assert await api.updates(allowed_updates=[]) == []
    await aigul.send("2")
    await later(clock)
    assert texts(await api.updates()) == ["2"]


async def test_unknown_update_types_are_reported(api, box):
    await api.updates(allowed_updates=["message", "pigeon"])
    assert box.reports == ["allowed_updates: Telegram has no update type 'pigeon'"]
    for broken in ("[", "5"):
        await api.ok("getUpdates", offset=1, allowed_updates=broken)
        box.core.polling._last_offset = None
    assert len(box.reports) == 3


async def test_edits_blocking_and_return(api, aigul):
    said = await aigul.send("one")
    await aigul.edit(said["message_id"], "two")
    await aigul.block()
    await aigul.send("/start")
    kinds = [(set(update) - {"update_id"}).pop() for update in await api.updates()]
    assert kinds == ["message", "edited_message", "my_chat_member", "my_chat_member", "message"]


async def test_my_chat_member(api, aigul):
    await aigul.block()
    await aigul.unblock()
    kicked, member = [update["my_chat_member"] for update in await api.updates()]
    assert kicked["old_chat_member"]["status"] == "member"
    assert kicked["new_chat_member"]["status"] == "kicked"
    assert member["new_chat_member"] == {
        "status": "member",
        "user": kicked["new_chat_member"]["user"],
    }
    assert member["from"]["id"] == aigul.id


async def test_at_most_100_000_updates_wait(aigul, box, monkeypatch):
    monkeypatch.setattr("sandbox.delivery.queue.MAX_UPDATES", 2)
    for number in range(3):
        await aigul.send(str(number))
    assert len(box.pending_updates) == 2
    assert len(box.lost_updates) == 1


async def test_a_stopping_server_answers_the_poll(clock, session):
    async with Sandbox.running(clock=clock) as box:
        poll = asyncio.ensure_future(Api(session, box.url)("getUpdates", timeout=30))
        await until(lambda: box.core.polling.waiting)
    answer = await poll
    assert answer["description"] == "Internal Server Error: restart"
    with pytest.raises(ApiError, match="restart"):
        await box.core.polling.get(0, 100, 0)


@pytest.mark.parametrize("turns", range(12))
async def test_an_update_that_comes_while_the_wait_begins_is_not_missed(turns: int) -> None:
    async with Sandbox.running() as box:
        aigul = box.person("Айгүл", started=True)
        polling = asyncio.create_task(box.core.polling.get(0, 100, 20))
        for _ in range(turns):
            await asyncio.sleep(0)
        await aigul.send("now")
        async with asyncio.timeout(30):
            assert texts(await polling) == ["now"]
