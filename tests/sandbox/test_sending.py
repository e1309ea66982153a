"""sendMessage and what all send methods share: each refusal by name."""

import json

import pytest

NOT_FOUND = "400 Bad Request: chat not found"


async def test_returns_the_message_as_telegram_does(api, aigul, clock):
    result = await api.ok(
        "sendMessage", chat_id=aigul.id, text="<b>Сәлем</b> &amp; x", parse_mode="HTML"
    )
    assert result == {
        "message_id": 1,
        "from": {
            "id": 42,
            "is_bot": True,
            "first_name": "Қарызсыз қоғам",
            "username": "qaryzsyz_sandbox_bot",
        },
        "chat": {"id": 1001, "first_name": "Айгүл", "type": "private"},
        "date": int(clock.now()),
        "text": "Сәлем & x",
        "entities": [{"type": "bold", "offset": 0, "length": 5}],
    }


async def test_the_person_sees_it(api, aigul):
    await api.ok("sendMessage", chat_id=aigul.id, text="x")
    assert aigul.last["text"] == "x"
    assert aigul.last["out"] is False
    assert aigul.last["reactions"] == []


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "x" * 32769}, "text is too long"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        (
            {"text": "<x>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
        ),
        (
            {"text": "ә<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"text": "a.b", "parse_mode": "MarkdownV2"},
            (
                "can't parse entities: Character '.' is reserved and must be escaped with the "
                "preceding '\\'"
            ),
        ),
    ],
)
async def test_text_refusals(api, aigul, parameters, description):
    answer = await api.refused("sendMessage", chat_id=aigul.id, **parameters)
    assert answer == f"400 Bad Request: {description}"
    assert aigul.messages == []


async def test_4096_characters_after_parsing_are_accepted(api, aigul):
    text = "<b>" + "ә" * 4096 + "</b>"
    result = await api.ok("sendMessage", chat_id=aigul.id, text=text, parse_mode="HTML")
    assert len(result["text"]) == 4096


async def test_chat_id_missing(api):
    assert await api.refused("sendMessage", text="x") == "400 Bad Request: chat_id is empty"


@pytest.mark.parametrize("chat_id", [999, -100123, "@aigul", "abc", 42])
async def test_chat_unknown(api, chat_id):
    assert await api.refused("sendMessage", chat_id=chat_id, text="x") == NOT_FOUND


async def test_person_who_never_started_is_not_found(api, box):
    stranger = box.person("Бөтен")
    assert await api.refused("sendMessage", chat_id=stranger.id, text="x") == NOT_FOUND


async def test_person_the_bot_met_without_a_chat(api, box):
    met = box.person("Таныс", known=True)
    answer = await api.refused("sendMessage", chat_id=met.id, text="x")
    assert answer == "403 Forbidden: bot can't initiate conversation with a user"


async def test_blocked(api, aigul):
    await aigul.block()
    answer = await api.refused("sendMessage", chat_id=aigul.id, text="x")
    assert answer == "403 Forbidden: bot was blocked by the user"


async def test_deactivated(api, aigul):
    await aigul.deactivate()
    answer = await api.refused("sendMessage", chat_id=aigul.id, text="x")
    assert answer == "403 Forbidden: user is deactivated"


async def test_reply(api, aigul):
    asked = await aigul.send("?")
    reply = {"message_id": asked["message_id"]}
    result = await api.ok("sendMessage", chat_id=aigul.id, text="!", reply_parameters=reply)
    assert result["reply_to_message"]["text"] == "?"


async def test_reply_to_missing(api, aigul):
    reply = {"message_id": 77}
    answer = await api.refused("sendMessage", chat_id=aigul.id, text="!", reply_parameters=reply)
    assert answer == "400 Bad Request: message to be replied not found"
    reply["allow_sending_without_reply"] = True
    result = await api.ok("sendMessage", chat_id=aigul.id, text="!", reply_parameters=reply)
    assert "reply_to_message" not in result


@pytest.mark.parametrize(
    "reply", [{"message_id": 1, "quote": "x"}, {"message_id": 1, "chat_id": 7}]
)
async def test_reply_with_what_is_not_modelled(api, aigul, reply):
    answer = await api.refused("sendMessage", chat_id=aigul.id, text="!", reply_parameters=reply)
    assert "the sandbox does not model parameter reply_parameters." in answer


@pytest.mark.parametrize("reply", ["{", "[]", '{"message_id": "x"}'])
async def test_reply_that_is_broken(api, aigul, reply):
    answer = await api.refused("sendMessage", chat_id=aigul.id, text="!", reply_parameters=reply)
    assert answer.startswith("400 Bad Request: ")


async def test_inline_keyboard_comes_back_and_reply_keyboard_does_not(api, aigul):
    inline = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    result = await api.ok("sendMessage", chat_id=aigul.id, text="x", reply_markup=inline)
    assert result["reply_markup"] == inline
    keyboard = {"keyboard": [[{"text": "Нөмірім", "request_contact": True}]]}
    result = await api.ok("sendMessage", chat_id=aigul.id, text="x", reply_markup=keyboard)
    assert "reply_markup" not in result
    assert aigul.last["reply_keyboard"]["keyboard"][0][0]["request_contact"] is True


async def test_callback_data_over_64_bytes(api, aigul):
    inline = {"inline_keyboard": [[{"text": "A", "callback_data": "ә" * 33}]]}
    answer = await api.refused("sendMessage", chat_id=aigul.id, text="x", reply_markup=inline)
    assert answer == "400 Bad Request: BUTTON_DATA_INVALID"


async def test_button_without_action(api, aigul):
    inline = {"inline_keyboard": [[{"text": "A"}]]}
    answer = await api.refused("sendMessage", chat_id=aigul.id, text="x", reply_markup=inline)
    assert answer == (
        "400 Bad Request: can't parse inline keyboard button: "
        "Text buttons are unallowed in the inline keyboard"
    )


async def test_protected_silent_and_with_an_effect(api, aigul):
    result = await api.ok(
        "sendMessage",
        chat_id=aigul.id,
        text="x",
        protect_content=True,
        disable_notification=True,
        message_effect_id="5046509860389126442",
        link_preview_options={"is_disabled": True},
    )
    assert result["has_protected_content"] is True
    assert result["effect_id"] == "5046509860389126442"
    assert result["link_preview_options"] == {"is_disabled": True}
    assert aigul.last["silent"] is True


async def test_unknown_effect(api, aigul):
    answer = await api.refused("sendMessage", chat_id=aigul.id, text="x", message_effect_id="5")
    assert answer == "400 Bad Request: EFFECT_ID_INVALID"


async def test_link_preview_that_is_broken(api, aigul):
    for broken in ("{", "[1]", None):
        answer = await api.refused(
            "sendMessage", chat_id=aigul.id, text="x", link_preview_options=broken
        )
        assert answer.startswith("400 Bad Request: ")


async def test_mention_by_id_has_the_user_and_an_unknown_one_is_dropped(api, aigul):
    text = f'<a href="tg://user?id={aigul.id}">Айгүл</a>, <a href="tg://user?id=5">x</a>'
    result = await api.ok("sendMessage", chat_id=aigul.id, text=text, parse_mode="HTML")
    assert [e["user"]["first_name"] for e in result["entities"]] == ["Айгүл"]


async def test_entities_parameter(api, aigul):
    entities = json.dumps([{"type": "bold", "offset": 0, "length": 1}])
    result = await api.ok("sendMessage", chat_id=aigul.id, text="ab", entities=entities)
    assert result["entities"] == [{"type": "bold", "offset": 0, "length": 1}]


async def test_chat_action(api, aigul, box):
    assert await api.ok("sendChatAction", chat_id=aigul.id, action="typing") is True
    assert box.core.events.after(box.core.events.seq - 2)[0].name == "action"


async def test_chat_action_unknown(api, aigul):
    answer = await api.refused("sendChatAction", chat_id=aigul.id, action="dancing")
    assert answer == "400 Bad Request: wrong parameter action in request"


async def test_chat_action_to_one_who_blocked(api, aigul):
    await aigul.block()
    answer = await api.refused("sendChatAction", chat_id=aigul.id, action="typing")
    assert answer == "403 Forbidden: bot was blocked by the user"


async def test_contact_and_location(api, aigul):
    result = await api.ok(
        "sendContact", chat_id=aigul.id, phone_number="+77010000000", first_name="Заңгер"
    )
    assert result["contact"] == {"phone_number": "+77010000000", "first_name": "Заңгер"}
    result = await api.ok("sendLocation", chat_id=aigul.id, latitude="51.1", longitude=71.4)
    assert result["location"] == {"latitude": 51.1, "longitude": 71.4}


@pytest.mark.parametrize(
    ("method", "parameters", "description"),
    [
        ("sendContact", {"first_name": "x"}, "phone number must be non-empty"),
        ("sendContact", {"phone_number": "1"}, "first name must be non-empty"),
        ("sendLocation", {"longitude": 1}, "latitude is empty"),
        ("sendLocation", {"latitude": 91, "longitude": 1}, "wrong location specified"),
        ("sendLocation", {"latitude": "nan", "longitude": 1}, "wrong location specified"),
        ("sendLocation", {"latitude": 1, "longitude": "-inf"}, "wrong location specified"),
    ],
)
async def test_contact_and_location_refusals(api, aigul, method, parameters, description):
    answer = await api.refused(method, chat_id=aigul.id, **parameters)
    assert answer == f"400 Bad Request: {description}"
