"""Paths, tokens, encodings and the shape of answers."""

import io
import json

import pytest

from sandbox.server import Sandbox

JSON = {"Content-Type": "application/json"}


async def test_success_has_ok_and_result(api):
    assert await api("getMe") == {
        "ok": True,
        "result": {
            "id": 42,
            "is_bot": True,
            "first_name": "Қарызсыз қоғам",
            "username": "qaryzsyz_sandbox_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
        },
    }


async def test_refusal_has_status_code_and_keys_in_the_servers_order(api):
    answer = await api("sendMessage", chat_id=1, text="")
    assert api.status == 400
    assert list(answer) == ["ok", "error_code", "description"]


@pytest.mark.parametrize("name", ["getme", "GETME", "GetMe", "test/getMe"])
async def test_method_names_are_case_insensitive_and_test_is_allowed(api, name):
    assert (await api(name))["ok"]


async def test_any_verb_and_query_string(api, session):
    async with session.get(f"{api.url}/bot42:SANDBOX/getMe?timeout=1") as response:
        assert (await response.json())["ok"]
    async with session.put(f"{api.url}/bot42:SANDBOX/getMe") as response:
        assert (await response.json())["ok"]


async def test_method_in_the_arguments(api, session):
    async with session.post(f"{api.url}/bot42:SANDBOX/", json={"method": "getMe"}) as response:
        assert (await response.json())["result"]["id"] == 42


async def test_no_method_at_all_is_not_found(api, session):
    async with session.post(f"{api.url}/bot42:SANDBOX") as response:
        assert await response.json() == {
            "ok": False,
            "error_code": 404,
            "description": "Not Found",
        }


async def test_bad_path_is_not_found(api, session):
    async with session.get(f"{api.url}/bot42:SANDBOX/a/b/c") as response:
        assert (await response.json())["description"] == "Not Found"


@pytest.mark.parametrize("token", ["0:A", "abc", "42", "42:" + "x" * 80])
async def test_malformed_token(api, token):
    api.token = token
    assert await api.refused("getMe") == "401 Unauthorized: invalid token specified"


async def test_other_token_is_unauthorized(api):
    api.token = "43:OTHER"
    assert await api.refused("getMe") == "401 Unauthorized"


async def test_unknown_method_is_not_found_and_reported(api, box):
    assert await api.refused("sendPigeon") == "404 Not Found: method not found"
    assert box.reports == ["sendPigeon: Not Found: method not found"]


@pytest.mark.parametrize("name", ["sendPoll", "sendDice", "logOut", "close", "editMessageMedia"])
async def test_unmodelled_method_is_refused_and_reported(api, box, name):
    wanted = f"501 Not Implemented: the sandbox does not model {name}"
    assert await api.refused(name) == wanted
    assert len(box.reports) == 1


async def test_unmodelled_parameter_is_refused_and_reported(api, box, aigul):
    answer = await api.refused("sendMessage", chat_id=aigul.id, text="x", message_thread_id=7)
    assert answer == "400 Bad Request: the sandbox does not model parameter message_thread_id"
    assert len(box.reports) == 1
    assert aigul.messages == []


async def test_unknown_parameter_is_accepted_and_reported(api, box, aigul):
    await api.ok("sendMessage", chat_id=aigul.id, text="x", colour="red")
    assert box.reports == ["sendMessage: Telegram has no parameter 'colour'"]


async def test_urlencoded(api, aigul):
    answer = await api.post("sendMessage", data={"chat_id": str(aigul.id), "text": "Сәлем"})
    assert answer["result"]["text"] == "Сәлем"


async def test_multipart_with_nested_json_strings(api, aigul):
    markup = json.dumps({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]})
    answer = await api.form("sendMessage", chat_id=aigul.id, text="x", reply_markup=markup)
    assert answer["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "a"


async def test_json_with_nested_objects(api, aigul):
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    result = await api.ok("sendMessage", chat_id=str(aigul.id), text="x", reply_markup=markup)
    assert result["reply_markup"] == markup


async def test_json_null_is_the_word_null(api, aigul):
    answer = await api.refused("sendMessage", chat_id=aigul.id, text="x", parse_mode=None)
    assert answer == "400 Bad Request: unsupported parse_mode"


async def test_json_that_is_no_object(api):
    answer = await api.post("sendMessage", json=[1])
    assert answer["description"] == "Bad Request: JSON object expected"


async def test_json_that_is_broken(api):
    headers = {"Content-Type": "application/json"}
    answer = await api.post("sendMessage", data=b"{", headers=headers)
    assert answer["error_code"] == 400


@pytest.mark.parametrize("depth", [980, 100_000])
@pytest.mark.parametrize("name", ["text", "reply_markup"])
async def test_json_that_is_nested_too_deeply(api, aigul, name, depth):
    deep = b"[" * depth + b"]" * depth
    body = b'{"chat_id": %d, "text": "x", "%s": %s}' % (aigul.id, name.encode(), deep)
    answer = await api.post("sendMessage", data=body, headers=JSON)
    assert (api.status, answer["error_code"]) == (400, 400)


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("sendMessage", "reply_parameters"),
        ("sendMessage", "link_preview_options"),
        ("sendMediaGroup", "media"),
        ("deleteMessages", "message_ids"),
        ("setMessageReaction", "reaction"),
        ("setChatMenuButton", "menu_button"),
    ],
)
@pytest.mark.parametrize("depth", [980, 100_000])
async def test_a_parameter_that_is_nested_too_deeply(api, aigul, method, name, depth):
    values = {"chat_id": str(aigul.id), "text": "x", "message_id": "1"}
    answer = await api.post(method, data=values | {name: "[" * depth + "]" * depth})
    assert (api.status, answer["error_code"]) == (400, 400)


@pytest.mark.parametrize("given", ["[" * 100_000, '[[1], {"a": 1}]', "5"])
async def test_allowed_updates_that_are_no_names(api, given):
    answer = await api.post("getUpdates", data={"allowed_updates": given, "timeout": "0"})
    assert answer["ok"]


@pytest.mark.parametrize(
    ("method", "name"),
    [("sendMessage", "chat_id"), ("getUpdates", "offset"), ("editMessageText", "message_id")],
)
@pytest.mark.parametrize("sign", ["", "-"])
async def test_a_number_of_five_thousand_digits(api, aigul, method, name, sign):
    values = {"chat_id": str(aigul.id), "text": "x", "timeout": "0", name: sign + "9" * 5000}
    answer = await api.post(method, json=values)
    assert (api.status, answer["error_code"]) == (400, 400)


@pytest.mark.parametrize(
    "line", [b"broken", b"Content Disposition: x", b"X: " + b"a" * 20_000, b"\xff\xfe: x"]
)
async def test_a_broken_line_among_the_headers_of_a_part(api, line):
    body = b"--b\r\n" + line + b"\r\n\r\nx\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = await api.post("sendMessage", data=body, headers=headers)
    assert (api.status, answer["error_code"]) == (400, 400)


async def test_body_over_50_megabytes(api):
    body = b"--b\r\nContent-Disposition: form-data; name=document; filename=a\r\n\r\n"
    body += bytes(51 * 1024 * 1024 + 1000) + b"\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = await api.post("sendDocument", data=io.BytesIO(body), headers=headers)
    assert answer["description"] == "Request Entity Too Large"
    assert api.status == 413


async def test_chunked_body_over_50_megabytes(api):
    async def chunks():
        yield b"--b\r\nContent-Disposition: form-data; name=document; filename=a\r\n\r\n"
        for _ in range(51):
            yield bytes(1024 * 1024)
        yield b"\r\n--b--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = await api.post("sendDocument", data=chunks(), headers=headers)
    assert answer["error_code"] == 413


async def test_calls_are_logged_with_source_and_short_parameters(api, box, aigul):
    await api("sendMessage", chat_id=aigul.id, text="x" * 5000)
    call = box.calls[-1]
    assert (call.method, call.chat_id, call.ok, call.status) == ("sendMessage", 1001, False, 400)
    assert call.error == "Bad Request: message is too long"
    assert call.source == "src"
    assert len(call.parameters["text"]) == 300


async def test_a_token_must_look_like_one():
    with pytest.raises(ValueError, match="is not a bot token"):
        async with Sandbox.running(token="nonsense"):
            pass


async def test_only_loopback():
    with pytest.raises(ValueError, match="is not a loopback address"):
        async with Sandbox.running(host="0.0.0.0"):
            pass
