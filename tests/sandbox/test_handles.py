"""The Python interface: what people do and see."""

import asyncio

import pytest

from sandbox.actions import ActionError, Attachment
from sandbox.samples import PHOTO


async def test_ids_are_stable(box):
    assert box.person("A").id == 1001
    assert box.person("B", id=7).id == 7
    assert box.person("C").id == 1002
    assert box.handle(7) is box.handle(7)
    with pytest.raises(ValueError, match="there is a person 7"):
        box.person("D", id=7)


async def test_everything_a_person_sends(api, box):
    aigul = box.person("Айгүл", last_name="С", phone="+7 701 555 01 01", language_code="kk")
    sergey = box.person("Сергей", phone="+7 700")
    await aigul.start("lesson_1")
    said = await aigul.send("call +77011234567 or a@example.com")
    await aigul.reply(said["message_id"], "again")
    await aigul.send_photo(caption="x")
    await aigul.send_document()
    await aigul.send_voice()
    await aigul.send_video()
    await aigul.send_audio()
    await aigul.send_sticker()
    await aigul.send_album([PHOTO, Attachment("video", b"x", "a.mp4")], caption="both")
    await aigul.share_contact()
    await aigul.send_foreign_contact("+7 700", "Сергей", owner=sergey)
    await aigul.send_location(51.1, 71.4)
    await aigul.forward(said["message_id"])
    await aigul.forward_from(sergey, "Хат")
    await aigul.open("https://t.me/qaryzsyz_sandbox_bot?start=lawyer")
    messages = [update["message"] for update in await api.updates()]
    assert messages[0]["text"] == "/start lesson_1"
    assert messages[0]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert [e["type"] for e in messages[1]["entities"]] == ["phone_number", "email"]
    assert messages[2]["reply_to_message"]["message_id"] == said["message_id"]
    assert messages[9]["media_group_id"] == messages[10]["media_group_id"]
    assert messages[9]["caption"] == "both"
    assert messages[11]["contact"] == {
        "phone_number": "77015550101",
        "first_name": "Айгүл",
        "last_name": "С",
        "user_id": aigul.id,
    }
    assert messages[12]["contact"]["user_id"] == sergey.id
    assert messages[13]["location"] == {"latitude": 51.1, "longitude": 71.4}
    assert messages[14]["forward_origin"]["sender_user"]["id"] == aigul.id
    assert messages[15]["forward_origin"]["sender_user"]["id"] == sergey.id
    assert messages[16]["text"] == "/start lawyer"
    assert len({m["message_id"] for m in messages}) == len(messages)


async def test_edit_and_delete(api, aigul):
    said = await aigul.send("one")
    await aigul.edit(said["message_id"], "two")
    photo = await aigul.send_photo(caption="one")
    edited = await aigul.edit(photo["message_id"], "two")
    assert edited["caption"] == "two"
    await aigul.delete(said["message_id"])
    assert len(aigul.messages) == 1
    updates = await api.updates()
    assert updates[1]["edited_message"]["text"] == "two"
    assert "edit_date" in updates[1]["edited_message"]
    assert len(updates) == 4


async def test_what_a_person_cannot_do(api, aigul, box):
    said = await aigul.send("x")
    sent = await api.ok("sendMessage", chat_id=aigul.id, text="bot", protect_content=True)
    location = await aigul.send_location(1, 2)
    poor = box.person("Телефонсыз")
    impossible = [
        aigul.send("  "),
        aigul.send("x" * 4097),
        aigul.send_photo(caption="x" * 1025),
        aigul.reply(99, "x"),
        aigul.edit(sent["message_id"], "x"),
        aigul.edit(said["message_id"], "x"),
        aigul.edit(location["message_id"], "x"),
        aigul.edit(99, "x"),
        aigul.react(said["message_id"], "🦄🦄"),
        aigul.forward(sent["message_id"]),
        aigul.press(sent["message_id"], "A"),
        aigul.start("a b"),
        aigul.open("https://example.com"),
        aigul.send_album([PHOTO] * 11),
        poor.share_contact(),
        poor.block(),
    ]
    for attempt in impossible:
        with pytest.raises(ActionError):
            await attempt


async def test_blocked_and_deactivated(api, aigul):
    sent = await api.ok("sendMessage", chat_id=aigul.id, text="x")
    await aigul.block()
    await aigul.block()
    with pytest.raises(ActionError, match="has blocked the bot"):
        await aigul.send("x")
    await aigul.send("/start")
    assert not aigul.person.blocked
    await aigul.deactivate()
    for attempt in (aigul.send("/start"), aigul.react(sent["message_id"], "👍")):
        with pytest.raises(ActionError, match="deleted"):
            await attempt


async def test_press_says_what_there_is(api, aigul):
    markup = {"inline_keyboard": [[{"text": "Келесі", "callback_data": "a"}]]}
    sent = await api.ok("sendMessage", chat_id=aigul.id, text="x", reply_markup=markup)
    with pytest.raises(ActionError, match=r"\[Келесі\]"):
        await aigul.press(sent["message_id"], "Артқа")


async def test_wait_for_takes_new_and_edited_messages(api, aigul):
    await aigul.send("/start")
    waiting = asyncio.ensure_future(aigul.wait_for(lambda m: m["text"] == "two"))
    await asyncio.sleep(0.01)
    sent = await api.ok("sendMessage", chat_id=aigul.id, text="one")
    await api.ok("editMessageText", chat_id=aigul.id, message_id=sent["message_id"], text="two")
    assert (await waiting)["message_id"] == sent["message_id"]
    # it came since her last action, so it is found again; a missing key does not match
    assert (await aigul.wait_for(lambda m: m["text"] == "one"))["text"] == "one"
    with pytest.raises(AssertionError):
        await aigul.wait_for(lambda m: m["photo"], timeout=0.02)


async def test_wait_for_does_not_take_what_was_before_her_last_action(api, aigul):
    await api.ok("sendMessage", chat_id=aigul.id, text="old")
    await aigul.send("x")
    with pytest.raises(AssertionError, match="waited") as failure:
        await aigul.wait_for(lambda m: m["text"] == "old", timeout=0.05)
    assert "'old'" in str(failure.value)


async def test_transcript_names_refusals(api, aigul, box):
    assert box.person("X").transcript() == "The chat is empty."
    with pytest.raises(AssertionError, match="said nothing"):
        _ = aigul.last
    await api("sendMessage", chat_id=aigul.id, text="")
    assert "refused: sendMessage: Bad Request: message text is empty" in aigul.transcript()


async def test_an_album_is_of_one_kind(aigul):
    mixed = [PHOTO, Attachment("document", b"x", "a.txt")]
    with pytest.raises(ActionError, match="photos and videos"):
        await aigul.send_album(mixed)
