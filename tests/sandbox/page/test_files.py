"""Photos, albums, files, voices, places: through the attach menu, as a person would."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from sandbox import samples
from tests.sandbox.page.conftest import RawBot
from tests.sandbox.page.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


def picture(name: str) -> dict[str, object]:
    return {"name": name, "mimeType": "image/png", "buffer": samples.PHOTO}


async def test_one_photo_with_a_caption(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    await aigul.attach("photo", picture("a.png"))
    await expect(aigul.hook("tray").locator("img")).to_have_count(1)
    await aigul.say("Қағаз")
    message = await bot.next("message")
    assert (message["caption"], "photo" in message) == ("Қағаз", True)
    await expect(aigul.hook("tray")).to_be_hidden()
    await expect(aigul.message(message["message_id"]).locator("img")).to_be_visible()


async def test_album_is_one_group(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    await aigul.attach("photo", picture("a.png"), picture("b.png"), picture("c.png"))
    await aigul.hook("send").click()
    messages = [await bot.next("message") for _ in range(3)]
    groups = {message["media_group_id"] for message in messages}
    assert len(groups) == 1
    album = aigul.root.locator(f"[data-album='{groups.pop()}']")
    await expect(album).to_have_count(1)
    await expect(album.locator(".album-part")).to_have_count(3)
    await expect(album.locator("img")).to_have_count(3)


async def test_file(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    file = {"name": "шарт.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 x"}
    await aigul.attach("document", file)
    await aigul.hook("send").click()
    document = (await bot.next("message"))["document"]
    assert (document["file_name"], document["mime_type"]) == ("шарт.pdf", "application/pdf")
    await expect(aigul.root.locator(".document")).to_contain_text("шарт.pdf")


async def test_sample_voice_is_ogg_opus_and_plays(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    await aigul.hook("attach").click()
    await started.hook("attach-sample-voice").click()
    message = await bot.next("message")
    # The server reads the length out of the Ogg pages: they were written well.
    assert message["voice"]["duration"] == 2
    assert message["voice"]["mime_type"] == "audio/ogg"
    voice = aigul.message(message["message_id"])
    await voice.get_by_test_id("play").click()
    playing = """audio => new Promise(done =>
        audio.addEventListener('timeupdate', () => done(audio.duration)))"""
    length = await voice.locator("audio").evaluate(playing)
    assert 2.0 < length < 2.2


async def test_recorded_voice(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    await aigul.hook("record").click()
    await expect(aigul.hook("recording")).to_be_visible()
    await started.page.wait_for_timeout(600)
    await aigul.hook("record-send").click()
    voice = (await bot.next("message"))["voice"]
    assert voice["file_size"] > 500
    file = await bot.call("getFile", file_id=voice["file_id"])
    assert file["file_size"] == voice["file_size"]
    await expect(aigul.hook("recording")).to_be_hidden()


async def test_contact_and_location(started: Screen, bot: RawBot) -> None:
    aigul = started.chat(1001)
    await aigul.hook("attach").click()
    await started.hook("attach-contact").click()
    assert (await bot.next("message"))["contact"]["user_id"] == 1001
    await aigul.hook("attach").click()
    await started.hook("attach-location").click()
    await started.hook("form-submit").click()
    place = (await bot.next("message"))["location"]
    assert round(place["latitude"], 3) == 43.239
    await expect(aigul.root.locator(".contact")).to_contain_text("Айгүл")
    await expect(aigul.root.locator(".location")).to_contain_text("43.238949")
