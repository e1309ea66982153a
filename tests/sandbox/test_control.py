"""The control API: its shapes, its refusals, who may use it."""

import io

import aiohttp
import pytest
from yarl import URL

from sandbox.samples import DOCUMENT, PHOTO, VOICE


class Control:
    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session, self.url = session, url
        self.status = 0

    async def __call__(self, verb: str, path: str, body=None, **request):
        if body is not None:
            request["json"] = body
        async with self.session.request(verb, self.url + path, **request) as response:
            self.status = response.status
            return await response.json()

    async def refused(self, verb: str, path: str, body=None, **request) -> str:
        answer = await self(verb, path, body, **request)
        assert 400 <= self.status < 500
        assert set(answer) == {"error"}
        return answer["error"]


@pytest.fixture
def control(session, box) -> Control:
    return Control(session, box.url)


ME = "/sandbox/people/1001"


async def test_state(control, aigul, box):
    state = await control("GET", "/sandbox/state")
    assert state == {
        "seq": box.core.events.seq,
        "bot": {
            "id": 42,
            "username": "qaryzsyz_sandbox_bot",
            "first_name": "Қарызсыз қоғам",
        },
        "people": [
            {
                "id": 1001,
                "first_name": "Айгүл",
                "last_name": None,
                "username": None,
                "language_code": "kk",
                "phone": "+7 701 555 01 01",
                "blocked": False,
                "deactivated": False,
                "started": True,
            }
        ],
        "limits": False,
        "faults": [],
        "reports": [],
    }


async def test_people(control, box, aigul, api):
    new = await control(
        "POST", "/sandbox/people", {"first_name": "Сергей", "language_code": "ru", "phone": "+7"}
    )
    assert (new["id"], new["started"]) == (1002, False)
    changed = await control("PATCH", ME, {"blocked": True, "language_code": "ru"})
    assert (changed["blocked"], changed["language_code"]) == (True, "ru")
    await control("PATCH", ME, {"blocked": False, "deactivated": True, "first_name": "А"})
    assert box.core.world.people[1001].deactivated
    await control("PATCH", ME, {"deactivated": False})
    assert [set(u) - {"update_id"} for u in await api.updates()] == [{"my_chat_member"}] * 2


async def test_people_refusals(control, aigul):
    assert (
        await control.refused("POST", "/sandbox/people", {})
        == "The field 'first_name' is missing."
    )
    assert "first name" in await control.refused("POST", "/sandbox/people", {"first_name": " "})
    assert "id" in await control.refused("POST", "/sandbox/people", {"first_name": "x", "id": 1})
    assert "phone" in await control.refused("PATCH", ME, {"phone": "1"})
    assert "no person 5" in await control.refused("PATCH", "/sandbox/people/5", {})
    assert "not JSON" in await control.refused("PATCH", ME, data=b"{")
    assert "not a JSON object" in await control.refused("PATCH", ME, [1])


async def test_send(control, aigul, api):
    sent = await control("POST", ME + "/send", {"text": "Сәлем"})
    (message,) = sent["messages"]
    assert (message["text"], message["out"], message["reactions"]) == ("Сәлем", True, [])
    reply = {"text": "x", "reply_to": message["message_id"]}
    sent = await control("POST", ME + "/send", reply)
    assert sent["messages"][0]["reply_to_message"]["text"] == "Сәлем"
    sent = await control("POST", ME + "/send", {"start": "lesson_1"})
    assert sent["messages"][0]["text"] == "/start lesson_1"
    sent = await control("POST", ME + "/send", {"contact": True})
    assert sent["messages"][0]["contact"]["user_id"] == 1001
    sent = await control("POST", ME + "/send", {"location": {"latitude": 1, "longitude": 2}})
    assert sent["messages"][0]["location"] == {"latitude": 1.0, "longitude": 2.0}
    assert len(await api.updates()) == 5


async def test_send_files(control, aigul, session, box):
    form = aiohttp.FormData()
    form.add_field("caption", "екеуі")
    form.add_field("document", PHOTO, filename="a.png", content_type="image/png")
    form.add_field("document", DOCUMENT, filename="a.pdf", content_type="application/pdf")
    sent = (await control("POST", ME + "/send", data=form))["messages"]
    assert sent[0]["media_group_id"] == sent[1]["media_group_id"]
    assert (sent[0]["caption"], "caption" in sent[1]) == ("екеуі", False)
    unique = sent[1]["document"]["file_unique_id"]
    async with session.get(f"{box.url}/sandbox/files/{unique}") as response:
        assert response.content_type == "application/pdf"
        assert await response.read() == DOCUMENT
    form = aiohttp.FormData()
    form.add_field("reply_to", str(sent[0]["message_id"]))
    form.add_field("voice", VOICE, filename="v.ogg")
    (voice,) = (await control("POST", ME + "/send", data=form))["messages"]
    assert voice["voice"]["duration"] == 1
    assert voice["reply_to_message"]["message_id"] == sent[0]["message_id"]


async def test_send_refusals(control, aigul):
    for body in ({}, {"text": " "}, {"contact": False}):
        assert await control.refused("POST", ME + "/send", body) == "There is nothing to send."
    form = aiohttp.FormData()
    form.add_field("pigeon", b"x", filename="x")
    assert "'pigeon'" in await control.refused("POST", ME + "/send", data=form)
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("caption", "x")
    answer = await control.refused("POST", ME + "/send", data=form)
    assert answer == "There is no file to send."
    assert "/start lets it in" in await _blocked(control)


async def test_a_file_over_50_megabytes(control, aigul):
    form = aiohttp.FormData()
    form.add_field("document", io.BytesIO(bytes(51 * 1024 * 1024)), filename="big")
    answer = await control.refused("POST", ME + "/send", data=form)
    assert answer == "Request Entity Too Large."


async def _blocked(control) -> str:
    await control("PATCH", ME, {"blocked": True})
    return await control.refused("POST", ME + "/send", {"text": "x"})


async def test_press(control, aigul, api):
    markup = {
        "inline_keyboard": [
            [{"text": "A", "callback_data": "a"}],
            [
                {"text": "B", "url": "https://example.com"},
                {"text": "C", "copy_text": {"text": "c"}},
            ],
        ]
    }
    sent = await api.ok("sendMessage", chat_id=1001, text="x", reply_markup=markup)
    place = {"message_id": sent["message_id"]}
    pressed = await control("POST", ME + "/press", {**place, "row": 0, "column": 0})
    assert set(pressed) == {"callback_query_id"}
    url = await control("POST", ME + "/press", {**place, "row": 1, "column": 0})
    assert url["url"].startswith("https://example.com")
    assert await control("POST", ME + "/press", {**place, "text": "C"}) == {"copied": "c"}
    for wrong in ({"row": 5, "column": 0}, {"row": -1, "column": 0}, {"text": "Z"}, {}):
        await control.refused("POST", ME + "/press", {**place, **wrong})
    await control.refused("POST", ME + "/press", {"message_id": 99, "text": "A"})


async def test_edit_react_delete_forward(control, aigul):
    (message,) = (await control("POST", ME + "/send", {"text": "one"}))["messages"]
    place = {"message_id": message["message_id"]}
    edited = await control("POST", ME + "/edit", {**place, "text": "two"})
    assert edited["messages"][0]["text"] == "two"
    reacted = await control("POST", ME + "/react", {**place, "emoji": "👍"})
    assert reacted["messages"][0]["reactions"] == [{"emoji": "👍", "by": "person"}]
    await control("POST", ME + "/react", {**place, "emoji": None})
    forwarded = await control("POST", ME + "/forward", place)
    assert forwarded["messages"][0]["forward_origin"]["sender_user"]["id"] == 1001
    await control("POST", ME + "/delete", place)
    await control.refused("POST", ME + "/delete", place)


async def test_messages_and_commands(control, aigul, api):
    first = await aigul.send("1")
    await aigul.send("2")
    messages = (await control("GET", ME + "/messages"))["messages"]
    assert [m["text"] for m in messages] == ["1", "2"]
    after = (await control("GET", f"{ME}/messages?after={first['message_id']}"))["messages"]
    assert [m["text"] for m in after] == ["2"]
    kk = [{"command": "start", "description": "Бастау"}]
    await api.ok("setMyCommands", commands=[{"command": "start", "description": "Начать"}])
    await api.ok("setMyCommands", commands=kk, language_code="kk")
    assert await control("GET", ME + "/commands") == {"commands": kk}


async def test_calls(control, api):
    await api.ok("getMe")
    await api("sendMessage", chat_id=5, text="x")
    first, second = (await control("GET", "/sandbox/calls"))["calls"]
    assert set(first) == {
        "seq", "time", "method", "chat_id", "ok", "error_code", "description", "source", "ms",
        "parameters",
    }  # fmt: skip
    assert (second["error_code"], second["source"], second["chat_id"]) == (400, "src", 5)
    after = await control("GET", f"/sandbox/calls?after={first['seq']}")
    assert after["calls"] == [second]


async def test_faults_and_limits(control, box):
    fault = await control(
        "POST", "/sandbox/faults", {"kind": "429", "seconds": 5, "chat_id": None}
    )
    assert set(fault) == {"id", "kind", "method", "chat_id", "times", "seconds"}
    assert (await control("GET", "/sandbox/state"))["faults"] == [fault]
    assert await control("DELETE", "/sandbox/faults") == {}
    assert box.faults.shown() == []
    assert "unknown kind" in await control.refused("POST", "/sandbox/faults", {"kind": "flood"})
    await control.refused("POST", "/sandbox/faults", {"kind": "429", "colour": 1})
    await control.refused("POST", "/sandbox/faults", {})
    for wrong in ({"times": "x"}, {"seconds": "x"}, {"chat_id": "x"}, {"method": 1}):
        await control.refused("POST", "/sandbox/faults", {"kind": "429", **wrong})
    assert await control("POST", "/sandbox/limits", {"on": True}) == {"on": True}
    assert box.core.limited


async def test_clear(control, aigul, box, api):
    await aigul.send_photo()
    await control("POST", "/sandbox/clear")
    assert aigul.messages == []
    assert await api.updates() == []
    assert not aigul.person.started


async def test_page_and_what_is_not_there(control, session, box, tmp_path, monkeypatch):
    (tmp_path / "index.html").write_text("<p>page")
    (tmp_path / "a.css").write_text("p{}")
    monkeypatch.setattr("sandbox.control.STATIC", tmp_path)
    async with session.get(box.url + "/") as response:
        assert response.content_type == "text/html"
        assert response.headers["Cache-Control"] == "no-cache"
    async with session.get(box.url + "/static/a.css") as response:
        assert response.content_type == "text/css"
    for path in ("/static/none.css", "/static/css", "/sandbox/files/none"):
        assert await control.refused("GET", path) == "Not Found."
    outside = URL(box.url + "/static/%2e%2e/control.py", encoded=True)
    async with session.get(outside) as response:
        assert response.status == 404


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
async def test_a_page_elsewhere_must_not_drive_it(control, aigul, headers):
    await control.refused("POST", ME + "/send", {"text": "x"}, headers=headers)
    assert control.status == 403
    assert aigul.messages == []


async def test_the_own_page_may(control, aigul, box):
    headers = {"Origin": box.url}
    await control("POST", ME + "/send", {"text": "x"}, headers=headers)
    assert control.status == 200


class Stream:
    """Reads Server-Sent Events."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def next(self) -> tuple[int, str, str]:
        fields = {}
        while line := (await self.response.content.readline()).decode().rstrip("\n"):
            name, _, value = line.partition(": ")
            fields[name] = value
        return int(fields["id"]), fields["event"], fields["data"]


async def test_events(session, box, aigul, api):
    seq = box.core.events.seq
    async with session.get(f"{box.url}/sandbox/events?after={seq}") as response:
        assert response.content_type == "text/event-stream"
        stream = Stream(response)
        await aigul.send("Сәлем")
        number, name, data = await stream.next()
        assert (number, name) == (seq + 1, "message")
        assert '"person_id": 1001' in data
        await api.ok("sendMessage", chat_id=aigul.id, text="x", pigeon=1)
        names = [(await stream.next())[1] for _ in range(3)]
        assert names == ["report", "message", "call"]
    headers = {"Last-Event-ID": str(seq)}
    async with session.get(f"{box.url}/sandbox/events", headers=headers) as response:
        assert (await Stream(response).next())[0] == seq + 1


async def test_a_stale_number_is_told_to_reload(session, box, aigul):
    for stale in (5, box.core.events.seq + 1000):
        async with session.get(f"{box.url}/sandbox/events?after={stale}") as response:
            number, name, data = await Stream(response).next()
            assert (number, name, data) == (box.core.events.seq, "reset", "{}")


async def test_every_event_has_its_shape(box, aigul, api):
    seq = box.core.events.seq
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await api.ok("sendMessage", chat_id=aigul.id, text="x", reply_markup=markup)
    query_id = await aigul.press(sent["message_id"], "A")
    await api.ok("answerCallbackQuery", callback_query_id=query_id, text="t")
    await api.ok("sendChatAction", chat_id=aigul.id, action="typing")
    await api.ok("setMyCommands", commands=[{"command": "a", "description": "b"}])
    await api.ok("deleteMessage", chat_id=aigul.id, message_id=sent["message_id"])
    await aigul.block()
    shapes = {e.name: set(e.data) for e in box.core.events.after(seq)}
    assert shapes["message"] == {"person_id", "message"}
    assert shapes["answer"] == {"person_id", "callback_query_id", "text", "show_alert", "url"}
    assert shapes["action"] == {"person_id", "action"}
    assert shapes["commands"] == {"person_id"}
    assert shapes["deleted"] == {"person_id", "message_ids"}
    assert "blocked" in shapes["person"]
    assert "method" in shapes["call"]


async def test_forgotten_events(box, monkeypatch):
    first = box.core.events.seq
    for number in range(2100):
        box.core.events.publish("x", {"n": number})
    assert box.core.events.after(first) is None
    assert len(box.core.events.after(box.core.events.seq - 10)) == 10
