"""Editing and deleting: each refusal by name."""

import json

import pytest

from sandbox.samples import PHOTO

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
MARKUP = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


@pytest.fixture
async def sent(api, aigul):
    """Where a text message with a button is."""
    result = await api.ok("sendMessage", chat_id=aigul.id, text="one", reply_markup=MARKUP)
    return {"chat_id": aigul.id, "message_id": result["message_id"]}


@pytest.fixture
async def photo(api, aigul):
    answer = await api.form("sendPhoto", chat_id=aigul.id, photo=PHOTO, caption="one")
    return {"chat_id": aigul.id, "message_id": answer["result"]["message_id"]}


async def test_edit_text_in_place_takes_the_buttons_away(api, aigul, sent, clock):
    await clock.advance(5)
    result = await api.ok("editMessageText", **sent, text="<i>two</i>", parse_mode="HTML")
    assert result["text"] == "two"
    assert result["edit_date"] == int(clock.now())
    assert "reply_markup" not in result
    assert [m["text"] for m in aigul.messages] == ["two"]


async def test_edit_to_the_same(api, sent):
    answer = await api.refused("editMessageText", **sent, text="one", reply_markup=MARKUP)
    assert answer == NOT_MODIFIED


async def test_edit_markup_to_the_same(api, sent):
    answer = await api.refused("editMessageReplyMarkup", **sent, reply_markup=MARKUP)
    assert answer == NOT_MODIFIED
    assert "reply_markup" not in await api.ok("editMessageReplyMarkup", **sent)


async def test_edit_unknown(api, aigul):
    answer = await api.refused("editMessageText", chat_id=aigul.id, message_id=99, text="x")
    assert answer == "400 Bad Request: message to edit not found"


async def test_edit_in_another_chat(api, box, sent):
    other = box.person("Сергей", started=True)
    place = {"chat_id": other.id, "message_id": sent["message_id"]}
    answer = await api.refused("editMessageText", **place, text="x")
    assert answer == "400 Bad Request: message to edit not found"


async def test_edit_of_the_persons_message(api, aigul):
    theirs = await aigul.send("mine")
    place = {"chat_id": aigul.id, "message_id": theirs["message_id"]}
    answer = await api.refused("editMessageText", **place, text="x")
    assert answer == "400 Bad Request: message can't be edited"


async def test_edit_of_a_message_with_a_reply_keyboard(api, aigul):
    keyboard = {"keyboard": [[{"text": "A"}]]}
    result = await api.ok("sendMessage", chat_id=aigul.id, text="x", reply_markup=keyboard)
    place = {"chat_id": aigul.id, "message_id": result["message_id"]}
    answer = await api.refused("editMessageText", **place, text="y")
    assert answer == "400 Bad Request: message can't be edited"


async def test_edit_text_of_a_photo(api, photo):
    answer = await api.refused("editMessageText", **photo, text="x")
    assert answer == "400 Bad Request: there is no text in the message to edit"


async def test_edit_caption_of_a_text(api, sent):
    answer = await api.refused("editMessageCaption", **sent, caption="x")
    assert answer == "400 Bad Request: there is no caption in the message to edit"


async def test_edit_caption(api, photo):
    result = await api.ok("editMessageCaption", **photo, caption="<b>two</b>", parse_mode="HTML")
    assert result["caption"] == "two"
    assert result["caption_entities"][0]["type"] == "bold"
    result = await api.ok("editMessageCaption", **photo)
    assert "caption" not in result
    assert await api.refused("editMessageCaption", **photo) == NOT_MODIFIED


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("", "message text is empty"),
        (" ", "text must be non-empty"),
        ("x" * 4097, "MESSAGE_TOO_LONG"),
    ],
)
async def test_edit_text_refusals(api, sent, text, description):
    answer = await api.refused("editMessageText", **sent, text=text)
    assert answer == f"400 Bad Request: {description}"


async def test_edit_caption_too_long(api, photo):
    answer = await api.refused("editMessageCaption", **photo, caption="x" * 1025)
    assert answer == "400 Bad Request: MEDIA_CAPTION_TOO_LONG"


async def test_edit_with_a_reply_keyboard(api, sent):
    keyboard = {"keyboard": [[{"text": "A"}]]}
    answer = await api.refused("editMessageText", **sent, text="x", reply_markup=keyboard)
    assert answer.startswith("400 Bad Request: ")


async def test_edit_for_one_who_blocked(api, aigul, sent):
    await aigul.block()
    answer = await api.refused("editMessageText", **sent, text="x")
    assert answer == "403 Forbidden: bot was blocked by the user"


async def test_inline_message_id_is_not_modelled(api):
    answer = await api.refused("editMessageText", inline_message_id="1", text="x")
    assert answer.endswith("the sandbox does not model parameter inline_message_id")


async def test_delete(api, aigul, sent):
    theirs = await aigul.send("mine")
    assert await api.ok("deleteMessage", **sent) is True
    assert await api.ok("deleteMessage", chat_id=aigul.id, message_id=theirs["message_id"])
    assert aigul.messages == []


async def test_delete_unknown(api, sent):
    await api.ok("deleteMessage", **sent)
    answer = await api.refused("deleteMessage", **sent)
    assert answer == "400 Bad Request: message to delete not found"


async def test_delete_after_48_hours(api, sent, clock):
    await clock.advance(48 * 3600 + 1)
    wanted = "400 Bad Request: message can't be deleted for everyone"
    assert await api.refused("deleteMessage", **sent) == wanted
    ids = json.dumps([sent["message_id"]])
    answer = await api.refused("deleteMessages", chat_id=sent["chat_id"], message_ids=ids)
    assert answer == wanted


async def test_delete_several_skips_unknown(api, aigul, sent):
    ids = [sent["message_id"], 500]
    assert await api.ok("deleteMessages", chat_id=aigul.id, message_ids=ids) is True
    assert aigul.messages == []


@pytest.mark.parametrize(
    ("ids", "description"),
    [
        (None, "message identifiers are not specified"),
        ("{}", "expected an Array of message identifiers"),
        ("[", "can't parse message_ids JSON object"),
        (list(range(1, 102)), "too many message identifiers specified"),
        ([0], "invalid message identifier specified"),
        ([True], "message identifier must be a Number"),
        (["x"], "can't parse message identifier as Number"),
    ],
)
async def test_delete_several_refusals(api, aigul, ids, description):
    parameters = {} if ids is None else {"message_ids": ids}
    answer = await api.refused("deleteMessages", chat_id=aigul.id, **parameters)
    assert answer == f"400 Bad Request: {description}"


async def test_pin_and_unpin(api, aigul, sent):
    assert await api.ok("pinChatMessage", **sent) is True
    assert aigul.last["pinned_message"]["message_id"] == sent["message_id"]
    info = await api.ok("getChat", chat_id=aigul.id)
    assert info["pinned_message"]["text"] == "one"
    assert await api.ok("unpinChatMessage", chat_id=aigul.id) is True
    answer = await api.refused("unpinChatMessage", chat_id=aigul.id)
    assert answer == "400 Bad Request: message to unpin not found"
    await api.ok("pinChatMessage", **sent)
    await api.ok("unpinChatMessage", **sent)
    await api.ok("unpinAllChatMessages", chat_id=aigul.id)
    assert "pinned_message" not in await api.ok("getChat", chat_id=aigul.id)


async def test_pin_unknown(api, aigul):
    answer = await api.refused("pinChatMessage", chat_id=aigul.id, message_id=9)
    assert answer == "400 Bad Request: message to pin not found"
