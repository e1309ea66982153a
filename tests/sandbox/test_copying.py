"""copyMessage(s) and forwardMessage(s): each refusal by name."""

import pytest

from sandbox.samples import PHOTO

BAD = "400 Bad Request: "


@pytest.fixture
def operator(box):
    return box.person("Динара", language_code="ru", started=True)


async def test_copy(api, aigul, operator):
    said = await aigul.send("Көмек керек https://example.com")
    result = await api.ok(
        "copyMessage",
        chat_id=operator.id,
        from_chat_id=aigul.id,
        message_id=said["message_id"],
        protect_content=True,
    )
    assert set(result) == {"message_id"}
    assert operator.last["text"] == said["text"]
    assert operator.last["entities"] == said["entities"]
    assert operator.last["has_protected_content"] is True
    assert "forward_origin" not in operator.last


async def test_copy_with_another_caption_and_buttons(api, aigul, operator):
    said = await aigul.send_photo(PHOTO, "one")
    place = {"from_chat_id": aigul.id, "message_id": said["message_id"]}
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    await api.ok("copyMessage", chat_id=operator.id, **place, reply_markup=markup)
    assert operator.last["caption"] == "one"
    assert operator.last["reply_markup"] == markup
    await api.ok("copyMessage", chat_id=operator.id, **place, caption="two")
    assert operator.last["caption"] == "two"
    await api.ok("copyMessage", chat_id=operator.id, **place, caption="")
    assert "caption" not in operator.last
    answer = await api.refused("copyMessage", chat_id=operator.id, **place, caption="x" * 1025)
    assert answer == f"{BAD}message caption is too long"


async def test_forward(api, aigul, operator, clock):
    said = await aigul.send("Көмек керек")
    await clock.advance(60)
    place = {"from_chat_id": aigul.id, "message_id": said["message_id"]}
    result = await api.ok("forwardMessage", chat_id=operator.id, **place)
    assert result["forward_origin"]["sender_user"]["id"] == aigul.id
    assert result["forward_origin"]["date"] == said["date"]
    assert result["date"] == said["date"] + 60


@pytest.mark.parametrize(
    ("method", "what"), [("copyMessage", "copy"), ("forwardMessage", "forward")]
)
async def test_missing(api, aigul, operator, method, what):
    place = {"chat_id": operator.id, "from_chat_id": aigul.id}
    answer = await api.refused(method, **place, message_id=5)
    assert answer == f"{BAD}message to {what} not found"
    answer = await api.refused(method, chat_id=operator.id, message_id=5)
    assert answer == f"{BAD}from_chat_id is empty"


@pytest.mark.parametrize(
    ("method", "what"), [("copyMessage", "copied"), ("forwardMessage", "forwarded")]
)
async def test_protected(api, aigul, operator, method, what):
    sent = await api.ok("sendMessage", chat_id=aigul.id, text="x", protect_content=True)
    place = {"from_chat_id": aigul.id, "message_id": sent["message_id"]}
    answer = await api.refused(method, chat_id=operator.id, **place)
    assert answer == f"{BAD}the message can't be {what}"
    several = {"from_chat_id": aigul.id, "message_ids": [sent["message_id"]]}
    answer = await api.refused(f"{method}s", chat_id=operator.id, **several)
    assert answer == f"{BAD}messages can't be {what}"


async def test_to_one_who_blocked(api, aigul, operator):
    said = await aigul.send("x")
    await operator.block()
    place = {"from_chat_id": aigul.id, "message_id": said["message_id"]}
    for method in ("copyMessage", "forwardMessage"):
        answer = await api.refused(method, chat_id=operator.id, **place)
        assert answer == "403 Forbidden: bot was blocked by the user"


@pytest.mark.parametrize("method", ["copyMessages", "forwardMessages"])
async def test_several_keep_the_album_and_skip_the_missing(api, aigul, operator, method):
    album = await aigul.send_album([PHOTO, PHOTO], caption="x")
    ids = [message["message_id"] for message in album]
    result = await api.ok(
        method, chat_id=operator.id, from_chat_id=aigul.id, message_ids=[*ids, 500]
    )
    assert len(result) == 2
    groups = {message["media_group_id"] for message in operator.messages}
    assert len(groups) == 1
    assert groups != {album[0]["media_group_id"]}


async def test_several_without_captions(api, aigul, operator):
    said = await aigul.send_photo(PHOTO, "x")
    several = {"from_chat_id": aigul.id, "message_ids": [said["message_id"]]}
    await api.ok("copyMessages", chat_id=operator.id, **several, remove_caption=True)
    assert "caption" not in operator.last


@pytest.mark.parametrize(
    ("ids", "description"),
    [
        ([2, 1], "message identifiers must be in a strictly increasing order"),
        ([500], "messages to copy not found"),
        (list(range(1, 102)), "too many message identifiers specified"),
    ],
)
async def test_several_refusals(api, aigul, operator, ids, description):
    await aigul.send("x")
    await aigul.send("y")
    answer = await api.refused(
        "copyMessages", chat_id=operator.id, from_chat_id=aigul.id, message_ids=ids
    )
    assert answer == BAD + description
