"""Buttons, their answers, and reactions."""

import pytest

TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
MARKUP = {
    "inline_keyboard": [
        [
            {"text": "Келесі", "callback_data": "next"},
            {"text": "Заң", "url": "https://adilet.zan.kz/"},
        ],
        [{"text": "Телефон", "copy_text": {"text": "1414"}}],
    ]
}


@pytest.fixture
async def sent(api, aigul):
    result = await api.ok("sendMessage", chat_id=aigul.id, text="x", reply_markup=MARKUP)
    return result["message_id"]


async def test_the_update(api, aigul, sent):
    query_id = await aigul.press(sent, "Келесі")
    (update,) = await api.updates()
    query = update["callback_query"]
    assert query["id"] == query_id
    assert query["data"] == "next"
    assert query["from"]["language_code"] == "kk"
    assert query["message"]["message_id"] == sent
    assert query["message"]["reply_markup"] == MARKUP
    assert query["chat_instance"]


async def test_other_buttons(aigul, sent):
    assert await aigul.press(sent, "Заң") == "https://adilet.zan.kz/"
    assert await aigul.press(sent, "Телефон") == "1414"


async def test_forged_data(api, aigul, sent):
    await aigul.forge(sent, "admin:erase")
    assert (await api.updates())[0]["callback_query"]["data"] == "admin:erase"


async def test_answer(api, aigul, sent):
    query_id = await aigul.press(sent, callback_data="next")
    assert await api.ok(
        "answerCallbackQuery", callback_query_id=query_id, text="Дайын", show_alert=True
    )
    (answer,) = aigul.answers
    assert (answer.text, answer.show_alert) == ("Дайын", True)


async def test_answer_twice(api, aigul, sent):
    query_id = await aigul.press(sent, "Келесі")
    await api.ok("answerCallbackQuery", callback_query_id=query_id)
    assert await api.refused("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD


async def test_answer_unknown(api):
    assert await api.refused("answerCallbackQuery", callback_query_id="5") == TOO_OLD
    assert await api.refused("answerCallbackQuery") == TOO_OLD


async def test_answer_late(api, aigul, sent, clock):
    query_id = await aigul.press(sent, "Келесі")
    await clock.advance(61)
    assert await api.refused("answerCallbackQuery", callback_query_id=query_id) == TOO_OLD


async def test_answer_too_long(api, aigul, sent):
    query_id = await aigul.press(sent, "Келесі")
    parameters = {"callback_query_id": query_id, "text": "x" * 201}
    answer = await api.refused("answerCallbackQuery", **parameters)
    assert answer == "400 Bad Request: MESSAGE_TOO_LONG"


async def test_answer_with_a_link(api, aigul, sent):
    query_id = await aigul.press(sent, "Келесі")
    parameters = {"callback_query_id": query_id, "url": "https://example.com"}
    assert await api.refused("answerCallbackQuery", **parameters) == "400 Bad Request: URL_INVALID"
    parameters["url"] = "https://t.me/qaryzsyz_sandbox_bot?start=x"
    assert await api.ok("answerCallbackQuery", **parameters)


async def test_the_update_lives_150_seconds(api, aigul, sent, clock, box):
    await aigul.press(sent, "Келесі")
    await clock.advance(151)
    assert await api.updates() == []
    assert [update.kind for update in box.lost_updates] == ["callback_query"]


async def test_reaction_of_the_bot(api, aigul):
    said = await aigul.send("x")
    place = {"chat_id": aigul.id, "message_id": said["message_id"]}
    reaction = [{"type": "emoji", "emoji": "👍"}]
    assert await api.ok("setMessageReaction", **place, reaction=reaction) is True
    assert aigul.messages[0]["reactions"] == [{"emoji": "👍", "by": "bot"}]
    await api.ok("setMessageReaction", **place)
    assert aigul.messages[0]["reactions"] == []


@pytest.mark.parametrize(
    ("reaction", "description"),
    [
        ([{"type": "emoji", "emoji": "🦄🦄"}], "REACTION_INVALID"),
        ([{"type": "emoji", "emoji": "✅"}], "REACTION_INVALID"),
        (
            [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}],
            "REACTIONS_TOO_MANY",
        ),
    ],
)
async def test_reaction_refusals(api, aigul, reaction, description):
    said = await aigul.send("x")
    place = {"chat_id": aigul.id, "message_id": said["message_id"]}
    answer = await api.refused("setMessageReaction", **place, reaction=reaction)
    assert answer == f"400 Bad Request: {description}"


async def test_reaction_to_missing(api, aigul):
    answer = await api.refused("setMessageReaction", chat_id=aigul.id, message_id=9)
    assert answer == "400 Bad Request: message to react not found"


async def test_reaction_of_a_person_comes_only_when_asked_for(api, aigul, sent):
    await aigul.react(sent, "👍")
    assert await api.updates() == []
    await api.updates(allowed_updates=["message_reaction"], timeout=0, offset=1)
    await aigul.react(sent, None)
    (update,) = await api.updates()
    assert update["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert update["message_reaction"]["new_reaction"] == []
