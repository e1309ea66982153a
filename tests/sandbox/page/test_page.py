"""The page itself: widths, keyboard, hostile text, reconnecting, scrolling, the panel."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import expect

from sandbox.server import Sandbox
from tests.sandbox.page.conftest import RawBot
from tests.sandbox.page.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
LONG = "Төлемқабілетсіздік рәсімдерінің егжей-тегжейі туралы толық ақпарат алу"


async def test_says_that_it_is_not_telegram(screen: Screen) -> None:
    banner = screen.hook("banner")
    for words in ("Telegram емес", "не Telegram", "not Telegram"):
        await expect(banner).to_contain_text(words)


@pytest.mark.parametrize("width", [360, 412])
async def test_phone_shows_one_person_and_never_scrolls_sideways(
    started: Screen, bot: RawBot, width: int
) -> None:
    await started.page.set_viewport_size({"width": width, "height": 700})
    keys = [[{"text": LONG, "callback_data": "1"}], [{"text": LONG, "callback_data": "2"}] * 2]
    text = f"{LONG} {'ұзын' * 60} https://adilet.zan.kz/{'a' * 120}"
    card = await bot.say(1001, text, reply_markup={"inline_keyboard": keys})
    await bot.say(1001, f"<pre>{'x' * 200}</pre>", parse_mode="HTML")
    keyboard = {"keyboard": [[LONG, LONG]], "resize_keyboard": True}
    await bot.say(1001, "Таңдаңыз", reply_markup=keyboard)
    aigul, sergey = started.chat(1001), started.chat(1002)
    await expect(aigul.hook("reply-button")).to_have_count(2)
    assert await started.overflow() == 0
    log = await aigul.hook("history").evaluate("log => log.scrollWidth - log.clientWidth")
    assert log == 0
    key = aigul.message(card).get_by_test_id("inline-button").first
    assert (await key.bounding_box() or {})["height"] > 45  # the label wraps instead of being cut
    await expect(sergey.root).to_be_hidden()
    await bot.say(1001, "1")
    await started.hook("person-tab").nth(1).click()
    await expect(sergey.root).to_be_visible()
    await expect(aigul.root).to_be_hidden()
    await bot.say(1001, "2")
    await expect(started.hook("person-tab").nth(0).get_by_test_id("unread")).to_have_text("1")


async def test_hostile_text_stays_text(started: Screen, bot: RawBot, box: Sandbox) -> None:
    mallory = box.person(HOSTILE, last_name=HOSTILE)
    chat = started.chat(mallory.id)
    await expect(chat.root).to_be_visible()
    await mallory.send(HOSTILE)
    await mallory.send_document(caption=HOSTILE, name=HOSTILE)
    keys = {"inline_keyboard": [[{"text": HOSTILE, "callback_data": "x"}]]}
    own = box.handle(1001).messages[-1]["message_id"]
    await bot.say(1001, HOSTILE, reply_markup=keys, reply_parameters={"message_id": own})
    await expect(chat.texts()).to_have_text([HOSTILE, HOSTILE])
    await expect(started.chat(1001).hook("inline-button")).to_have_text(HOSTILE)
    assert await started.page.title() == "Sandbox: not Telegram"
    assert await started.page.locator("script:not([src])").count() == 0
    assert await started.page.locator("img[src='x']").count() == 0


async def test_dangerous_link_is_no_link(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    # Past the parser, by a message that a broken server could send: the page must not trust it.
    script = """async () => {
      const {richText} = await import('/static/js/entities.js');
      const entity = {type: 'text_link', offset: 0, length: 2, url: 'javascript:alert(1)'};
      const box = document.createElement('p');
      box.append(richText('ab', [entity], {}));
      return box.innerHTML;
    }"""
    assert await started.page.evaluate(script) == "<span>ab</span>"
    await expect(aigul.texts()).to_have_count(1)


async def test_formatting(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    html = (
        "<b>қалың <i>екеуі</i></b> 😀 <u>асты</u> <s>жоқ</s> <tg-spoiler>құпия</tg-spoiler>\n"
        "<blockquote>дәйек</blockquote>\n<blockquote expandable>1\n2\n3\n4\n5</blockquote>"
        "<pre><code class='language-python'>x = 1</code></pre>"
        "<a href='https://adilet.zan.kz/'>заң</a> <code>код</code>"
    )
    text = aigul.message(await bot.say(1001, html, parse_mode="HTML")).get_by_test_id("text")
    for tag, words in (("b", "қалың"), ("b i", "екеуі"), ("u", "асты"), ("s", "жоқ")):
        await expect(text.locator(tag).first).to_have_text(words)
    await expect(text.locator("blockquote").first).to_have_text("дәйек")
    await expect(text.locator("pre code")).to_have_text("x = 1")
    await expect(text.locator("a")).to_have_attribute("href", "https://adilet.zan.kz/")
    spoiler = text.locator(".spoiler")
    await spoiler.press("Enter")
    await expect(spoiler).to_have_class("spoiler shown")
    quote = text.locator(".expandable .quote-text")
    low = (await quote.bounding_box() or {})["height"]
    await text.get_by_test_id("quote-toggle").click()
    assert (await quote.bounding_box() or {})["height"] > low


async def test_keyboard_only(screen: Screen, bot: RawBot) -> None:
    page, aigul, sergey = screen.page, screen.chat(1001), screen.chat(1002)
    keyboard = page.keyboard
    await screen.hook("person-tab").nth(0).focus()
    await keyboard.press("ArrowRight")
    await expect(screen.hook("person-tab").nth(1)).to_be_focused()
    await keyboard.press("ArrowLeft")
    await keyboard.press("Enter")  # goes to the chat: there is only Start yet
    await expect(aigul.hook("start")).to_be_focused()
    await keyboard.press("Enter")
    await bot.next("message")
    await expect(aigul.hook("input")).to_be_focused()
    await keyboard.type("бір")
    await keyboard.press("Shift+Enter")
    await keyboard.type("екі")
    await keyboard.press("Enter")
    assert (await bot.next("message"))["text"] == "бір\nекі"
    keys = [[{"text": "Иә", "callback_data": "yes"}]]
    card = await bot.say(1001, "Солай ма?", reply_markup={"inline_keyboard": keys})
    await expect(aigul.message(card)).to_be_visible()
    await keyboard.press("Shift+Tab")  # ☰ Menu
    await expect(aigul.hook("commands")).to_be_focused()
    await keyboard.press("Shift+Tab")  # the newest button of the chat
    await expect(aigul.message(card).get_by_test_id("inline-button")).to_be_focused()
    await keyboard.press("Enter")
    assert (await bot.next("callback_query"))["data"] == "yes"
    await aigul.hook("history").focus()
    await keyboard.press("ArrowUp")
    await expect(aigul.message(card)).to_be_focused()
    await keyboard.press("Enter")
    await expect(screen.hook("menu")).to_be_visible()
    await keyboard.press("Escape")
    await expect(screen.hook("menu")).to_have_count(0)
    await keyboard.press("Enter")
    await keyboard.press("End")
    await keyboard.press("ArrowUp")
    await keyboard.press("Escape")
    assert not await sergey.hook("start").is_hidden()


async def test_reading_old_messages_is_not_disturbed(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    for number in range(30):
        last = await bot.say(1001, f"Хабар {number}")
    log = aigul.hook("history")
    await expect(aigul.message(last)).to_be_in_viewport()
    await log.evaluate("log => { log.scrollTop = 100; }")
    await expect(aigul.hook("jump-down")).to_be_visible()
    await bot.say(1001, "Жаңа")
    await expect(aigul.hook("jump-down")).to_contain_text("1")
    assert await log.evaluate("log => log.scrollTop") == 100
    await aigul.hook("jump-down").click()
    await expect(aigul.texts().last).to_be_in_viewport()
    newest = await bot.say(1001, "Тағы")
    await expect(aigul.message(newest)).to_be_in_viewport()


async def test_reconnects_after_a_restart(
    screen: Screen, browser: object, tmp_path: Path, unused_tcp_port: int
) -> None:
    state, url = tmp_path / "state.json", f"http://127.0.0.1:{unused_tcp_port}"
    aigul = screen.chat(1001)
    async with Sandbox.running(port=unused_tcp_port, state=state) as first:
        person = first.person("Айгүл", id=1001)
        await person.send("Бірінші")
        await screen.open(url)
        await expect(aigul.texts()).to_have_text(["Бірінші"])
    await expect(screen.hook("connection")).to_have_attribute("data-status", "lost")
    async with Sandbox.running(port=unused_tcp_port, state=state) as second:
        await second.handle(1001).send("Екінші")
        await expect(screen.hook("connection")).to_have_attribute(
            "data-status", "live", timeout=20_000
        )
        await second.handle(1001).send("Үшінші")
        await expect(aigul.texts()).to_have_text(["Бірінші", "Екінші", "Үшінші"])


async def test_panel_shows_refusals_and_makes_faults(
    started: Screen, bot: RawBot, box: Sandbox
) -> None:
    with pytest.raises(AssertionError):
        await bot.say(1001, "<x>", parse_mode="HTML")
    await started.hook("panel-toggle").click()
    refused = started.hook("calls").locator(".refused")
    await expect(refused).to_contain_text('Unsupported start tag "x" at byte offset 0')
    await expect(refused).to_contain_text("src")
    await started.hook("tab-faults").click()
    form = started.hook("fault-form")
    await form.locator("[name=kind]").select_option("429")
    await form.locator("[name=method]").fill("sendMessage")
    await form.locator("[name=seconds]").fill("7")
    await started.hook("add-fault").click()
    await expect(started.hook("fault")).to_contain_text("sendMessage")
    with pytest.raises(AssertionError, match="retry after 7"):
        await bot.say(1001, "Сәлем")
    await expect(started.hook("fault")).to_have_count(0)
    await started.hook("limits").click()
    await expect(started.hook("limits")).to_have_attribute("aria-checked", "true")
    await bot.call("getMe", unknown=1)
    await started.hook("tab-reports").click()
    await expect(started.hook("reports")).to_contain_text("unknown")
    assert box.reports


async def test_add_a_person_and_forget_the_chats(started: Screen, bot: RawBot) -> None:
    await started.hook("add-person").click()
    form = started.hook("form")
    await form.locator("[name=first_name]").fill("Ерлан")
    await form.locator("[name=phone]").fill("+77015550104")
    await form.locator("[name=language_code]").select_option("ru")
    await started.hook("form-submit").click()
    erlan = started.chat(1003)
    await expect(erlan.root).to_contain_text("+77015550104")
    await expect(erlan.hook("start")).to_be_focused()
    await expect(started.chat(1001).texts()).to_have_count(1)
    await started.hook("panel-toggle").click()
    await started.hook("clear").click()
    await started.hook("confirm-yes").click()
    await expect(started.chat(1001).texts()).to_have_count(0)


async def test_nothing_is_loaded_from_elsewhere(started: Screen, box: Sandbox) -> None:
    asked: list[str] = []
    started.page.on("request", lambda request: asked.append(request.url))
    await started.page.reload()
    await started.page.wait_for_selector("body[data-ready]")
    await expect(started.hook("connection")).to_have_attribute("data-status", "live")
    assert asked
    assert [url for url in asked if not url.startswith(box.url)] == []
    # Every file that the page names is served, and as what it is.
    async with aiohttp.ClientSession() as session:
        for url in asked:
            if "/static/" in url:
                async with session.get(url) as response:
                    assert response.status == 200


async def test_only_chosen_people(screen: Screen, box: Sandbox) -> None:
    await screen.open(f"{box.url}/?people=1002")
    await expect(screen.hook("chat")).to_have_count(1)
    await expect(screen.chat(1002).root).to_be_visible()


async def test_menu_of_a_person(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    await aigul.hook("person-menu").click()
    await started.hook("language-ru").click()
    await expect(aigul.root.locator(".owner-details")).to_contain_text("ru")
    await aigul.say("Сәлем")
    assert (await bot.next("message"))["from"]["language_code"] == "ru"
    await aigul.hook("person-menu").click()
    await started.hook("deactivate").click()
    await expect(aigul.hook("start")).to_have_text("Account deleted")
    await expect(aigul.hook("composer")).to_be_hidden()
    with pytest.raises(AssertionError, match="user is deactivated"):
        await bot.say(1001, "Бармысыз?")
