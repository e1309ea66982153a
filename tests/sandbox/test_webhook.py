"""Delivery by webhook: order, success, back-off, secret, time-out, the method in the answer."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.faults import Fault
from tests.sandbox.test_polling import texts, until

Answer = Callable[[dict[str, Any]], Awaitable[web.StreamResponse]]


class Bot:
    """A webhook that keeps what it got and answers as the test says."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.headers: list[Any] = []
        self.answer: Answer = self.accept
        self.url = ""

    async def accept(self, update: dict[str, Any]) -> web.StreamResponse:
        return web.Response()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        update = await request.json()
        self.got.append(update)
        self.headers.append(request.headers)
        return await self.answer(update)

    def texts(self) -> list[str]:
        return [u["message"]["text"] if "message" in u else "press" for u in self.got]


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    bot = Bot()
    app = web.Application()
    app.router.add_post("/hook", bot.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield bot
    await runner.cleanup()


async def settle() -> None:
    """Turns of the loop, not time: a slow machine gets as many."""
    for _ in range(50):
        await asyncio.sleep(0.001)


def answers(*statuses: int, **headers: str) -> Answer:
    """These statuses one after another, then 200."""
    left = list(statuses)

    async def answer(update: dict[str, Any]) -> web.StreamResponse:
        return web.Response(status=left.pop(0) if left else 200, headers=headers)

    return answer


async def test_set_info_and_delete(api, bot, clock):
    answer = await api("setWebhook", url=bot.url, max_connections=500, allowed_updates=["message"])
    assert answer == {"ok": True, "result": True, "description": "Webhook was set"}
    assert await api.refused("setWebhook", url=bot.url) == "429 Too Many Requests: retry after 1"
    await clock.advance(1)
    answer = await api("setWebhook", url=bot.url, max_connections=100)
    assert answer["description"] == "Webhook is already set"
    assert await api.ok("getWebhookInfo") == {
        "url": bot.url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 100,
        "allowed_updates": ["message"],
    }
    assert (await api("deleteWebhook"))["description"] == "Webhook was deleted"
    assert (await api("setWebhook", url=""))["description"] == "Webhook is already deleted"
    assert (await api.ok("getWebhookInfo"))["url"] == ""


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_secret_refusals(api, bot, parameters, description):
    answer = await api.refused("setWebhook", url=bot.url, **parameters)
    assert answer == f"400 Bad Request: {description}"


async def test_url_refusals_and_what_is_not_modelled(api, bot):
    answer = await api.refused("setWebhook", url="ftp://127.0.0.1/")
    assert answer.startswith("400 Bad Request: ")
    answer = await api.refused("setWebhook", url=bot.url, ip_address="127.0.0.1")
    assert answer.endswith("the sandbox does not model parameter ip_address")


async def test_delivers_with_the_secret(api, bot, aigul, box):
    await aigul.send("before")
    await api.ok("setWebhook", url=bot.url, secret_token="s3cret_-")
    await aigul.send("after")
    await until(lambda: len(bot.got) == 2)
    assert bot.texts() == ["before", "after"]
    assert bot.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "s3cret_-"
    assert bot.headers[0]["Content-Type"] == "application/json"
    await until(lambda: not box.pending_updates)


async def test_without_a_secret_there_is_no_header(api, bot, aigul):
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("x")
    await until(lambda: bot.got)
    assert "X-Telegram-Bot-Api-Secret-Token" not in bot.headers[0]


async def test_drop_pending(api, bot, aigul):
    await aigul.send("x")
    await api.ok("setWebhook", url=bot.url, drop_pending_updates=True)
    await aigul.send("y")
    await until(lambda: bot.got)
    assert bot.texts() == ["y"]
    await api.ok("deleteWebhook")
    await aigul.send("z")
    await api.ok("deleteWebhook", drop_pending_updates=True)
    assert await api.updates() == []


async def test_a_chat_is_in_order_others_and_callbacks_overtake(api, bot, aigul, box):
    other = box.person("Сергей", started=True)
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await api.ok("sendMessage", chat_id=aigul.id, text="x", reply_markup=markup)
    gate = asyncio.Event()

    async def slow_for_aigul(update: dict[str, Any]) -> web.StreamResponse:
        if update.get("message", {}).get("text") == "1":
            await gate.wait()
        return web.Response()

    bot.answer = slow_for_aigul
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("1")
    await until(lambda: bot.texts() == ["1"])
    await aigul.send("2")
    await aigul.press(sent["message_id"], "A")
    await other.send("3")
    await until(lambda: len(bot.got) == 3)
    assert sorted(bot.texts()) == ["1", "3", "press"]
    gate.set()
    await until(lambda: len(bot.got) == 4)
    assert bot.texts()[-1] == "2"


async def test_no_more_at_once_than_max_connections(api, bot, box):
    people = [box.person(str(number), started=True) for number in range(4)]
    gate = asyncio.Event()

    async def slow(update: dict[str, Any]) -> web.StreamResponse:
        await gate.wait()
        return web.Response()

    bot.answer = slow
    await api.ok("setWebhook", url=bot.url, max_connections=2)
    for person in people:
        await person.send("x")
    await settle()
    assert len(bot.got) == 2
    gate.set()
    await until(lambda: len(bot.got) == 4)


@pytest.mark.parametrize("status", [302, 401, 404, 500])
async def test_only_2xx_is_a_success_and_the_chat_waits(api, bot, aigul, clock, status):
    bot.answer = answers(status, status, status)
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("1")
    await aigul.send("2")
    await until(lambda: bot.texts() == ["1", "1"])  # the first retry comes at once
    await settle()
    info = await api.ok("getWebhookInfo")
    assert info["last_error_message"].startswith(f"Wrong response from the webhook: {status} ")
    assert info["pending_update_count"] == 2
    await clock.advance(1.9)
    await settle()
    assert len(bot.got) == 2
    await clock.advance(0.1)  # then after 2 s
    await until(lambda: len(bot.got) == 3)
    await settle()
    await clock.advance(4)  # then after 4 s
    await until(lambda: len(bot.got) == 5)
    assert bot.texts() == ["1", "1", "1", "1", "2"]


async def test_204_is_a_success(api, bot, aigul, box):
    bot.answer = answers(204)
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("1")
    await until(lambda: bot.got and not box.pending_updates)
    assert len(bot.got) == 1


async def test_retry_after_is_obeyed(api, bot, aigul, clock):
    bot.answer = answers(503, **{"Retry-After": "30"})
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("1")
    await until(lambda: bot.got)
    await settle()
    await clock.advance(29)
    await settle()
    assert len(bot.got) == 1
    await clock.advance(1)
    await until(lambda: len(bot.got) == 2)


async def test_a_callback_is_dropped_when_the_next_try_would_be_too_late(
    api, bot, aigul, clock, box
):
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await api.ok("sendMessage", chat_id=aigul.id, text="x", reply_markup=markup)
    bot.answer = answers(*[500] * 50)
    await api.ok("setWebhook", url=bot.url)
    await aigul.press(sent["message_id"], "A")
    for _ in range(20):
        await settle()
        await clock.advance(16)
    assert [update.kind for update in box.lost_updates] == ["callback_query"]
    assert 5 <= len(bot.got) <= 9


async def test_no_answer_in_60_seconds_is_sent_again(api, bot, aigul, clock):
    gate = asyncio.Event()

    async def hang_once(update: dict[str, Any]) -> web.StreamResponse:
        if len(bot.got) == 1:
            await gate.wait()
        return web.Response()

    bot.answer = hang_once
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("1")
    await until(lambda: bot.got)
    await clock.advance(59)
    await settle()
    assert len(bot.got) == 1
    await clock.advance(1)
    await until(lambda: len(bot.got) == 2)
    info = await api.ok("getWebhookInfo")
    assert info["last_error_message"] == "Read timeout expired"
    gate.set()


async def test_nobody_listens(api, bot, aigul, clock):
    await api.ok("setWebhook", url="http://127.0.0.1:9/hook")
    await aigul.send("1")
    await settle()
    info = await api.ok("getWebhookInfo")
    assert info["last_error_message"] == "Connection refused"
    await api.ok("deleteWebhook")
    assert texts(await api.updates()) == ["1"]


async def test_gone_for_23_hours_removes_the_webhook(api, bot, aigul, clock):
    bot.answer = answers(*[410] * 3000, **{"Retry-After": "3600"})
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("1")
    for _ in range(25):
        await settle()
        await clock.advance(3600)
    assert (await api.ok("getWebhookInfo"))["url"] == ""


async def test_update_delivered_twice(api, bot, aigul, box):
    box.faults.add(Fault("duplicate_update"))
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("1")
    await until(lambda: len(bot.got) == 2)
    assert bot.got[0] == bot.got[1]
    await until(lambda: not box.pending_updates)


def as_json(call: dict[str, str]) -> dict[str, Any]:
    return {"text": json.dumps(call), "content_type": "application/json"}


def as_form(call: dict[str, str]) -> dict[str, Any]:
    return {"body": aiohttp.FormData(call)()}


def as_multipart(call: dict[str, str]) -> dict[str, Any]:
    form = aiohttp.MultipartWriter("form-data")
    for name, value in call.items():
        part = form.append(value)
        part.set_content_disposition("form-data", name=name)
    return {"body": form}


@pytest.mark.parametrize("encode", [as_json, as_form, as_multipart])
async def test_method_in_the_answer(api, bot, aigul, box, encode):
    async def reply(update: dict[str, Any]) -> web.StreamResponse:
        call = {"method": "sendMessage", "chat_id": str(aigul.id), "text": "Сәлем"}
        return web.Response(**encode(call))

    bot.answer = reply
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("1")
    assert (await aigul.wait_for())["text"] == "Сәлем"
    assert box.calls[-1].method == "sendMessage"


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "setWebhook", "logOut", "close"])
async def test_methods_that_an_answer_may_not_carry(api, bot, aigul, box, method):
    async def reply(update: dict[str, Any]) -> web.StreamResponse:
        return web.json_response({"method": method})

    bot.answer = reply
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("1")
    await until(lambda: bot.got and not box.pending_updates)
    assert [call.method for call in box.calls] == ["setWebhook"]


async def test_refusal_of_the_method_in_the_answer_is_only_logged(api, bot, aigul, box):
    async def reply(update: dict[str, Any]) -> web.StreamResponse:
        return web.json_response({"method": "sendMessage", "chat_id": 5, "text": "x"})

    bot.answer = reply
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("1")
    await until(lambda: len(box.calls) == 2)
    assert box.calls[-1].error == "Bad Request: chat not found"
    assert len(bot.got) == 1


async def test_an_unreadable_answer_is_a_success_without_a_method(api, bot, aigul, box):
    async def reply(update: dict[str, Any]) -> web.StreamResponse:
        return web.Response(text="{", content_type="application/json")

    bot.answer = reply
    await api.ok("setWebhook", url=bot.url)
    await aigul.send("1")
    await until(lambda: bot.got and not box.pending_updates)
