"""The state file: everything is there after a restart, and no id is given twice."""

import json

import pytest

from sandbox.clock import FakeClock
from sandbox.samples import PHOTO
from sandbox.server import Sandbox
from tests.sandbox.client import Api

MARKUP = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


async def test_everything_survives_a_restart(tmp_path, session, clock):
    path = tmp_path / "deep" / "state.json"
    async with Sandbox.running(state=path, clock=clock) as box:
        api = Api(session, box.url)
        aigul = box.person("Айгүл", language_code="kk")
        said = await aigul.send("/start")
        photo = await aigul.send_photo(PHOTO)
        sent = await api.ok("sendMessage", chat_id=aigul.id, text="x", reply_markup=MARKUP)
        await aigul.press(sent["message_id"], "A")
        await api.ok("setMyCommands", commands=[{"command": "a", "description": "b"}])
        await api.ok("setMyDescription", description="Сәлем")
        await api.ok("pinChatMessage", chat_id=aigul.id, message_id=sent["message_id"])
        await api.ok("setChatMenuButton", menu_button={"type": "commands"})
        seen, updates = aigul.messages, box.pending_updates
    async with Sandbox.running(state=path, clock=clock) as box:
        api = Api(session, box.url)
        aigul = box.handle(1001)
        assert aigul.messages == seen
        assert box.pending_updates == updates
        assert await api.ok("getMyCommands") == [{"command": "a", "description": "b"}]
        assert await api.ok("getMyDescription") == {"description": "Сәлем"}
        file = await api.ok("getFile", file_id=photo["photo"][-1]["file_id"])
        async with session.get(f"{box.url}/file/bot42:SANDBOX/{file['file_path']}") as response:
            assert await response.read() == PHOTO
        query_id = updates[-1].payload["id"]
        assert await api.ok("answerCallbackQuery", callback_query_id=query_id)
        again = await aigul.send("again")
        assert again["message_id"] >= said["message_id"] + 1000
        assert box.pending_updates[-1].id >= updates[-1].id + 1000
        await api.ok("deleteMessages", chat_id=1001, message_ids=[again["message_id"]])


async def test_a_kill_loses_at_most_half_a_second(tmp_path, clock):
    path = tmp_path / "state.json"
    async with Sandbox.running(state=path, clock=clock) as box:
        aigul = box.person("Айгүл")
        await aigul.send("1")
        await clock.advance(0.6)
        saved = json.loads(path.read_text("utf-8"))
    assert saved["chats"]["1001"]["messages"][0]["content"]["text"] == "1"


async def test_the_webhook_goes_on(tmp_path, session, clock):
    path = tmp_path / "state.json"
    async with Sandbox.running(state=path, clock=clock) as box:
        api = Api(session, box.url)
        await api.ok("setWebhook", url="http://127.0.0.1:9/", secret_token="s", max_connections=7)
    async with Sandbox.running(state=path, clock=clock) as box:
        info = await Api(session, box.url).ok("getWebhookInfo")
        assert (info["url"], info["max_connections"]) == ("http://127.0.0.1:9/", 7)


async def test_clear_removes_the_files(tmp_path):
    path = tmp_path / "state.json"
    async with Sandbox.running(state=path, clock=FakeClock()) as box:
        await box.person("Айгүл").send_photo()
        assert len(list((tmp_path / "state.json.files").iterdir())) == 1
        box.core.world.forget_chats()
        assert list((tmp_path / "state.json.files").iterdir()) == []


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 99}', '{"version": 1}'])
async def test_a_file_that_is_no_state(tmp_path, text):
    path = tmp_path / "state.json"
    path.write_text(text)
    with pytest.raises(ValueError, match="is not a state of this sandbox"):
        async with Sandbox.running(state=path):
            pass
    assert path.read_text() == text


async def test_a_state_of_another_bot(tmp_path):
    path = tmp_path / "state.json"
    async with Sandbox.running(state=path):
        pass
    with pytest.raises(ValueError, match="belongs to another bot"):
        async with Sandbox.running(state=path, token="43:OTHER"):
            pass
