"""Sending, pressing, editing, reacting: what a person does in the chat, by clicks."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from sandbox import samples
from sandbox.server import Sandbox
from tests.sandbox.page.conftest import RawBot
from tests.sandbox.page.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def test_start_then_talk(screen: Screen, bot: RawBot) -> None:
    aigul = screen.chat(1001)
    await expect(aigul.hook("composer")).to_be_hidden()
    await aigul.hook("start").click()
    assert (await bot.next("message"))["text"] == "/start"
    await aigul.say("Сәлем\nекінші жол")
    assert (await bot.next("message"))["text"] == "Сәлем\nекінші жол"
    await bot.say(1001, "Сәлеметсіз бе!")
    await expect(aigul.texts()).to_have_text(["/start", "Сәлем\nекінші жол", "Сәлеметсіз бе!"])
    await expect(aigul.hook("input")).to_have_value("")
    await expect(screen.chat(1002).texts()).to_have_count(0)


async def test_quick_messages_keep_their_order(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    for text in "abcde":
        await aigul.hook("input").fill(text)
        await aigul.hook("input").press("Enter")
    assert [(await bot.next("message"))["text"] for _ in "abcde"] == list("abcde")


async def test_inline_buttons_edit_in_place(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    keys = [
        [{"text": "Келесі", "callback_data": "next", "style": "primary"}],
        [{"text": "Өшіру", "callback_data": "x", "style": "danger"}],
    ]
    card = await bot.say(1001, "1-карточка", reply_markup={"inline_keyboard": keys})
    buttons = aigul.message(card).get_by_test_id("inline-button")
    await expect(buttons.nth(0)).to_have_attribute("data-style", "primary")
    await aigul.press("Келесі")
    await expect(buttons.nth(0)).to_have_attribute("aria-busy", "true")
    query = await bot.next("callback_query")
    assert query["data"] == "next"
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Жарайсыз")
    await expect(aigul.hook("toast")).to_have_text("Жарайсыз")
    await expect(buttons.nth(0)).not_to_have_attribute("aria-busy", "true")
    await bot.call(
        "editMessageText",
        chat_id=1001,
        message_id=card,
        text="2-карточка",
        reply_markup={"inline_keyboard": keys},
    )
    await expect(aigul.message(card).get_by_test_id("text")).to_have_text("2-карточка")
    await expect(aigul.message(card).get_by_test_id("edited")).to_be_visible()
    # Whoever pressed by keyboard is still on the same button.
    focused = await started.page.evaluate("document.activeElement.dataset.row")
    assert focused == "0"


async def test_alert_and_copy_and_link_buttons(started: Screen, bot: RawBot) -> None:
    aigul, page = started.chat(1001), started.page
    keys = [
        [{"text": "Ескерту", "callback_data": "a"}],
        [{"text": "Нөмір", "copy_text": {"text": "+77270000000"}}],
        [{"text": "Шақыру", "url": "https://t.me/qaryzsyz_sandbox_bot?start=lawyer"}],
        [{"text": "Заң", "url": "https://adilet.zan.kz/"}],
    ]
    await bot.say(1001, "?", reply_markup={"inline_keyboard": keys})
    await aigul.press("Ескерту")
    query = await bot.next("callback_query")
    await bot.call(
        "answerCallbackQuery", callback_query_id=query["id"], text="Тоқтаңыз!", show_alert=True
    )
    await expect(started.hook("alert")).to_contain_text("Тоқтаңыз!")
    await page.keyboard.press("Escape")
    await expect(started.hook("alert")).to_have_count(0)
    await aigul.press("Нөмір")
    await expect(aigul.hook("toast").last).to_contain_text("+77270000000")
    assert await page.evaluate("navigator.clipboard.readText()") == "+77270000000"
    await aigul.press("Шақыру")
    assert (await bot.next("message"))["text"] == "/start lawyer"
    await aigul.press("Заң")
    await expect(started.hook("confirm")).to_contain_text("https://adilet.zan.kz/")
    await page.keyboard.press("Escape")


async def test_invitation_opened_by_somebody_else(started: Screen, bot: RawBot) -> None:
    link = "https://t.me/qaryzsyz_sandbox_bot?start=join_abc"
    invitation = await bot.say(1001, f"Операторға: {link}")
    await started.chat(1001).menu(invitation, "open-as-1002")
    message = await bot.next("message")
    assert (message["chat"]["id"], message["text"]) == (1002, "/start join_abc")
    await started.chat(1001).message(invitation).get_by_role("link").click()
    message = await bot.next("message")
    assert (message["chat"]["id"], message["text"]) == (1001, "/start join_abc")


async def test_reply_edit_react_delete(started: Screen, bot: RawBot, box: Sandbox) -> None:
    aigul = started.chat(1001)
    question = await bot.say(1001, "Не болды?")
    await aigul.menu(question, "reply")
    await expect(aigul.hook("mode-bar")).to_contain_text("Не болды?")
    await aigul.say("Қарыз")
    answer = await bot.next("message")
    assert answer["reply_to_message"]["message_id"] == question
    own = answer["message_id"]
    await expect(aigul.message(own).get_by_test_id("reply-quote")).to_contain_text("Не болды?")

    await aigul.menu(own, "edit")
    await expect(aigul.hook("input")).to_have_value("Қарыз")
    await aigul.say("Қарыз көп")
    assert (await bot.next("edited_message"))["text"] == "Қарыз көп"
    await expect(aigul.message(own).get_by_test_id("text")).to_have_text("Қарыз көп")

    await aigul.menu(question, "react")
    assert (await bot.next("message_reaction"))["new_reaction"][0]["emoji"] == "👍"
    reaction = [{"type": "emoji", "emoji": "❤"}]
    await bot.call("setMessageReaction", chat_id=1001, message_id=own, reaction=reaction)
    await expect(aigul.message(own).locator("[data-by='bot']")).to_have_text("❤")
    await expect(aigul.message(question).locator("[data-by='person']")).to_have_text("👍")

    await aigul.menu(own, "delete")
    await expect(aigul.message(own)).to_have_count(0)
    await bot.call("deleteMessage", chat_id=1001, message_id=question)
    await expect(aigul.message(question)).to_have_count(0)
    assert box.reports == []


async def test_reply_keyboard_and_contact(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    keyboard = {
        "keyboard": [[{"text": "Нөмірім", "request_contact": True}], [{"text": "Осында"}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
        "input_field_placeholder": "Нөміріңіз",
    }
    await bot.say(1001, "Қалай хабарласайық?", reply_markup=keyboard)
    await expect(aigul.hook("input")).to_have_attribute("placeholder", "Нөміріңіз")
    await aigul.press("Нөмірім")
    await started.hook("confirm-yes").click()
    assert (await bot.next("message"))["contact"]["phone_number"] == "77015550101"
    await expect(aigul.hook("reply-keyboard")).to_have_count(0)
    await aigul.hook("keyboard-toggle").click()
    await aigul.press("Осында")
    assert (await bot.next("message"))["text"] == "Осында"
    await bot.say(1001, "Жарайды", reply_markup={"remove_keyboard": True})
    await expect(aigul.hook("keyboard-toggle")).to_be_hidden()


async def test_force_reply(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    asked = await bot.say(1001, "Атыңыз?", reply_markup={"force_reply": True})
    await expect(aigul.hook("mode-bar")).to_contain_text("Атыңыз?")
    await aigul.say("Айгүл")
    assert (await bot.next("message"))["reply_to_message"]["message_id"] == asked


async def test_commands_menu_and_command_in_text(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    commands = [
        {"command": "lessons", "description": "Сабақтар"},
        {"command": "lawyer", "description": "Заңгер"},
    ]
    await bot.call("setMyCommands", commands=commands)
    await aigul.hook("commands").click()
    items = started.hook("command")
    await expect(items).to_have_text(["/lessonsСабақтар", "/lawyerЗаңгер"])
    await items.nth(1).click()
    assert (await bot.next("message"))["text"] == "/lawyer"
    told = await bot.say(1001, "Қайту: /lessons")
    await aigul.message(told).get_by_role("button", name="/lessons").click()
    assert (await bot.next("message"))["text"] == "/lessons"


async def test_blocking_and_coming_back(started: Screen, bot: RawBot, box: Sandbox) -> None:
    aigul = started.chat(1001)
    await aigul.hook("block").click()
    assert (await bot.next("my_chat_member"))["new_chat_member"]["status"] == "kicked"
    await expect(aigul.hook("block")).to_have_attribute("aria-checked", "true")
    await expect(aigul.hook("composer")).to_be_hidden()
    with pytest.raises(AssertionError, match="bot was blocked by the user"):
        await bot.say(1001, "Бармысыз?")
    await expect(started.hook("refusals")).to_have_text("1")
    await aigul.hook("start").click()
    assert (await bot.next("my_chat_member"))["new_chat_member"]["status"] == "member"
    assert (await bot.next("message"))["text"] == "/start"
    await expect(aigul.hook("composer")).to_be_visible()


async def test_refused_message_is_given_back(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    long = "ұ" * 4097
    await aigul.say(long)
    await expect(aigul.hook("toast")).to_contain_text("4096")
    await expect(aigul.hook("input")).to_have_value(long)


async def test_typing_is_shown(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    await bot.call("sendChatAction", chat_id=1001, action="typing")
    await expect(aigul.hook("bot-status")).to_have_text("typing…")
    await bot.say(1001, "Міне")
    await expect(aigul.hook("bot-status")).to_have_text("bot")


async def test_forwarded_and_protected(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    secret = await bot.say(1001, "Құпия", protect_content=True)
    await expect(aigul.message(secret).get_by_test_id("protected")).to_be_visible()
    open_one = await bot.say(1001, "Ашық")
    await aigul.menu(open_one, "forward")
    origin = (await bot.next("message"))["forward_origin"]
    assert origin["sender_user"]["is_bot"]
    await expect(aigul.root.locator(".forwarded")).to_contain_text("Қарызсыз қоғам")


async def test_photo_from_the_bot_opens(started: Screen, bot: RawBot, box: Sandbox) -> None:
    aigul = started.chat(1001)
    person = box.handle(1001)
    sent = await person.send_photo(samples.PHOTO)
    own = sent["photo"][0]["file_id"]
    photo = await bot.call("sendPhoto", chat_id=1001, photo=own, caption="Міне")
    picture = aigul.message(photo["message_id"]).locator("img")
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("image => image.naturalWidth") > 0
    await picture.click()
    await expect(started.page.locator("dialog.viewer img")).to_be_visible()
    await started.page.keyboard.press("Escape")
    await expect(started.page.locator("dialog.viewer")).to_have_count(0)
