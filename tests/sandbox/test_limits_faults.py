"""Limits by token bucket, and faults on demand."""

import asyncio

import aiohttp
import pytest

from sandbox.faults import Fault
from tests.sandbox.test_polling import later, texts


async def test_limits_are_off_in_tests(api, aigul):
    for _ in range(40):
        await api.ok("sendMessage", chat_id=aigul.id, text="x")


async def test_flood(api, aigul, box, clock):
    box.limit(True)
    answer = {"ok": True}
    while answer["ok"]:
        answer = await api("sendMessage", chat_id=aigul.id, text="x")
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert api.headers["Retry-After"] == "1"
    await clock.advance(1)
    await api.ok("sendMessage", chat_id=aigul.id, text="x")
    box.limit(False)
    for _ in range(10):
        await api.ok("sendMessage", chat_id=aigul.id, text="x")


async def test_429(api, aigul, box):
    box.faults.add(Fault("429", method="sendMessage", times=2, seconds=7))
    await api.ok("getMe")
    for _ in range(2):
        answer = await api("sendMessage", chat_id=aigul.id, text="x")
        assert answer["parameters"] == {"retry_after": 7}
    await api.ok("sendMessage", chat_id=aigul.id, text="x")
    assert box.calls[1].source == "fault 429"
    assert len(aigul.messages) == 1


async def test_429_for_a_time(api, aigul, box, clock):
    box.faults.add(Fault("429", times=0, seconds=5))
    answer = await api("sendMessage", chat_id=aigul.id, text="x")
    assert answer["parameters"] == {"retry_after": 5}
    await clock.advance(3)
    answer = await api("sendMessage", chat_id=aigul.id, text="x")
    assert answer["parameters"] == {"retry_after": 2}
    await clock.advance(2)
    await api.ok("sendMessage", chat_id=aigul.id, text="x")
    assert box.faults.shown() == []


async def test_fault_for_one_chat(api, aigul, box):
    other = box.person("Сергей", started=True)
    box.faults.add(Fault("500", chat_id=other.id, times=0))
    await api.ok("sendMessage", chat_id=aigul.id, text="x")
    for _ in range(3):
        answer = await api.refused("sendMessage", chat_id=other.id, text="x")
        assert answer == "500 Internal Server Error"
    box.faults.clear()
    await api.ok("sendMessage", chat_id=other.id, text="x")


async def test_a_fault_hits_get_updates_only_by_name(api, box):
    box.faults.add(Fault("500"))
    await api.updates()
    box.faults.clear()
    box.faults.add(Fault("500", method="getupdates"))
    assert await api.refused("getUpdates") == "500 Internal Server Error"


async def test_502_is_html(api, aigul, box, session):
    box.faults.add(Fault("502"))
    async with session.post(f"{api.url}/bot42:SANDBOX/getMe") as response:
        assert response.status == 502
        assert response.content_type == "text/html"
        assert "502 Bad Gateway" in await response.text()


@pytest.mark.parametrize(("kind", "effects"), [("reset", 0), ("lost_reply", 1)])
async def test_connection_cut_before_or_after_the_effect(api, aigul, box, kind, effects):
    box.faults.add(Fault(kind))
    with pytest.raises(aiohttp.ClientError):
        await api("sendMessage", chat_id=aigul.id, text="x")
    assert len(aigul.messages) == effects
    assert len(box.calls) == 1


async def test_slow(api, aigul, box, clock):
    box.faults.add(Fault("slow", seconds=20))
    call = asyncio.ensure_future(api("sendMessage", chat_id=aigul.id, text="x"))
    await asyncio.sleep(0.05)
    assert not call.done()
    assert aigul.messages == []
    await clock.advance(20)
    assert (await call)["ok"]
    assert box.calls[-1].ms == 20_000


async def test_update_delivered_twice(api, aigul, box, clock):
    box.faults.add(Fault("duplicate_update"))
    await aigul.send("1")
    await aigul.send("2")
    updates = await api.updates()
    after = updates[-1]["update_id"] + 1
    assert await api.updates(offset=after) == updates[:1]
    await later(clock)
    assert await api.updates(offset=after) == []
    assert texts(updates) == ["1", "2"]


def test_fault_that_is_none():
    with pytest.raises(ValueError, match="unknown kind of fault"):
        Fault("flood")
    with pytest.raises(ValueError, match="not negative"):
        Fault("429", times=-1)


async def test_a_refusal_on_demand(api, aigul, box):
    box.faults.add(Fault("400", method="sendMessage"))
    answer = await api("sendMessage", chat_id=aigul.id, text="a")
    assert answer["description"] == "Bad Request: MEDIA_EMPTY"
    await api.ok("sendMessage", chat_id=aigul.id, text="a")
