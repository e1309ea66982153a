"""Files: sending, sending again, albums, downloading; each refusal by name."""

import json
import struct

import pytest

from sandbox import samples
from sandbox.probe import container, duration, picture_size

BAD = "400 Bad Request: "


def png(width: int, height: int) -> bytes:
    return samples.PHOTO[:16] + struct.pack(">II", width, height) + samples.PHOTO[24:]


async def send(api, method, **fields):
    answer = await api.form(method, **fields)
    assert answer["ok"], answer
    return answer["result"]


async def refused(api, method, **fields):
    answer = await api.form(method, **fields)
    assert not answer["ok"]
    return f"{answer['error_code']} {answer['description']}"


async def test_photo_by_upload_and_again_by_file_id(api, aigul):
    result = await send(api, "sendPhoto", chat_id=aigul.id, photo=samples.PHOTO, caption="a")
    photo = result["photo"][-1]
    assert (photo["width"], photo["height"]) == (320, 240)
    assert photo["file_size"] == len(samples.PHOTO)
    again = await api.ok("sendPhoto", chat_id=aigul.id, photo=photo["file_id"], has_spoiler=True)
    assert again["photo"][-1]["file_unique_id"] == photo["file_unique_id"]
    assert again["has_media_spoiler"] is True


async def test_photo_by_attach(api, aigul, box):
    result = await send(
        api, "sendPhoto", chat_id=aigul.id, photo="attach://abc", abc=samples.PHOTO
    )
    assert result["photo"]
    assert box.reports == []


async def test_document_keeps_name_and_type(api, aigul):
    file = ("арыз.pdf", samples.DOCUMENT)
    result = await send(api, "sendDocument", chat_id=aigul.id, document=file)
    assert result["document"]["file_name"] == "арыз.pdf"
    assert result["document"]["mime_type"] == "application/pdf"


async def test_voice_video_audio_sticker(api, aigul):
    voice = await send(api, "sendVoice", chat_id=aigul.id, voice=samples.VOICE)
    assert voice["voice"]["duration"] == 1
    assert voice["voice"]["mime_type"] == "audio/ogg"
    video = await send(api, "sendVideo", chat_id=aigul.id, video=samples.VIDEO, duration=7)
    assert video["video"]["duration"] == 7
    audio = await send(api, "sendAudio", chat_id=aigul.id, audio=("a.mp3", samples.AUDIO))
    assert audio["audio"]["mime_type"] == "audio/mpeg"
    sticker = await send(api, "sendSticker", chat_id=aigul.id, sticker=samples.STICKER)
    assert sticker["sticker"]["type"] == "regular"


async def test_what_is_no_voice_becomes_a_document(api, aigul):
    result = await send(api, "sendVoice", chat_id=aigul.id, voice=b"not a sound")
    assert "voice" not in result
    assert result["document"]["file_size"] == 11


@pytest.mark.parametrize(
    ("photo", "description"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (
            samples.PHOTO + bytes(10 * 1024 * 1024),
            (
                f"file of size {len(samples.PHOTO) + 10485760} bytes is too big for a photo; "
                "the maximum size is 10485760 bytes"
            ),
        ),
    ],
    ids=["no picture", "empty", "too large sides", "too thin", "too big"],
)
async def test_photo_refusals(api, aigul, photo, description):
    assert await refused(api, "sendPhoto", chat_id=aigul.id, photo=photo) == BAD + description
    assert aigul.messages == []


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("sendPhoto", "photo"),
        ("sendDocument", "document"),
        ("sendVoice", "voice"),
        ("sendVideo", "video"),
        ("sendAudio", "audio"),
        ("sendSticker", "sticker"),
    ],
)
async def test_no_file(api, aigul, method, kind):
    assert await api.refused(method, chat_id=aigul.id) == f"{BAD}there is no {kind} in the request"
    answer = await api.refused(method, chat_id=aigul.id, **{kind: "attach://nothing"})
    assert answer == f"{BAD}there is no {kind} in the request"


@pytest.mark.parametrize(
    ("file_id", "reason"),
    [
        ("a b", "Wrong character in the string"),
        ("abcde", "Wrong string length"),
        ("abcd", "can't unserialize it. Wrong last symbol"),
    ],
)
async def test_wrong_file_id(api, aigul, file_id, reason):
    answer = await api.refused("sendPhoto", chat_id=aigul.id, photo=file_id)
    assert answer == f"{BAD}wrong remote file identifier specified: {reason}"


async def test_a_file_keeps_its_kind(api, aigul):
    photo = (await aigul.send_photo())["photo"][-1]["file_id"]
    answer = await api.refused("sendDocument", chat_id=aigul.id, document=photo)
    assert answer == f"{BAD}can't use file of type Photo as Document"


async def test_by_url_is_not_modelled(api, aigul, box):
    answer = await api.refused("sendPhoto", chat_id=aigul.id, photo="https://example.com/a.jpg")
    assert answer == f"{BAD}the sandbox does not model sending by HTTP URL"
    assert box.reports


async def test_sticker_that_is_no_webp(api, aigul):
    answer = await refused(api, "sendSticker", chat_id=aigul.id, sticker=samples.PHOTO)
    assert answer == f"{BAD}the sandbox does not model stickers that are not WEBP"


async def test_caption_too_long(api, aigul):
    answer = await refused(
        api, "sendPhoto", chat_id=aigul.id, photo=samples.PHOTO, caption="x" * 1025
    )
    assert answer == f"{BAD}message caption is too long"


async def test_get_file_and_download(api, aigul, session):
    voice = (await aigul.send_voice())["voice"]
    file = await api.ok("getFile", file_id=voice["file_id"])
    assert file["file_path"].startswith("voice/")
    async with session.get(f"{api.url}/file/bot42:SANDBOX/{file['file_path']}") as response:
        assert await response.read() == samples.VOICE
    async with session.get(f"{api.url}/file/bot42:SANDBOX/nothing/here") as response:
        assert response.status == 404
    async with session.get(f"{api.url}/file/bot43:X/{file['file_path']}") as response:
        assert response.status == 401


async def test_get_file_refusals(api, aigul):
    assert await api.refused("getFile") == f"{BAD}file_id not specified"
    assert await api.refused("getFile", file_id="abcd") == f"{BAD}invalid file_id"
    big = await aigul.send_document(bytes(20 * 1024 * 1024 + 1))
    answer = await api.refused("getFile", file_id=big["document"]["file_id"])
    assert answer == f"{BAD}file is too big"


async def album(api, aigul, media, **files):
    return await api.form("sendMediaGroup", chat_id=aigul.id, media=json.dumps(media), **files)


async def test_album(api, aigul):
    media = [
        {"type": "photo", "media": "attach://a", "caption": "<b>x</b>", "parse_mode": "HTML"},
        {"type": "video", "media": "attach://b"},
    ]
    answer = await album(api, aigul, media, a=samples.PHOTO, b=samples.VIDEO)
    first, second = answer["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "video" in second) == ("x", True)
    assert second["message_id"] == first["message_id"] + 1


PHOTO = {"type": "photo", "media": "attach://a"}


@pytest.mark.parametrize(
    ("media", "description"),
    [
        ([], "there are no messages to send"),
        ([PHOTO] * 11, "too many messages to send as an album"),
        (
            [PHOTO, {"type": "document", "media": "attach://a"}],
            "document can't be mixed with other media types",
        ),
        ({}, "expected an Array of InputMedia"),
        ([PHOTO, 5], "can't parse InputMedia: expected an Object"),
        (
            [PHOTO, {"type": "animation"}],
            "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
        ([PHOTO, {"type": "voice"}], 'can\'t parse InputMedia: type "voice" is unsupported'),
        ([PHOTO, {"type": "photo"}], "can't parse InputMedia: media not found"),
        ([PHOTO, {**PHOTO, "media": "attach://z"}], "can't parse InputMedia: media not found"),
        (
            [PHOTO, {**PHOTO, "media": "attach://b"}],
            'failed to send message #2 with the error message "IMAGE_PROCESS_FAILED"',
        ),
        (
            [PHOTO, {**PHOTO, "thumbnail": "x"}],
            "the sandbox does not model parameter media.thumbnail",
        ),
        ([PHOTO, {**PHOTO, "caption": "x" * 1025}], "message caption is too long"),
    ],
)
async def test_album_refusals(api, aigul, media, description):
    answer = await album(api, aigul, media, a=samples.PHOTO, b=b"no picture")
    assert answer["description"] == f"Bad Request: {description}"
    assert aigul.messages == []


async def test_album_of_one_is_a_single_message(api, aigul):
    answer = await album(api, aigul, [{**PHOTO, "has_spoiler": True}], a=samples.PHOTO)
    (message,) = answer["result"]
    assert "media_group_id" not in message
    assert message["has_media_spoiler"] is True


async def test_album_to_one_who_cannot_get_it_is_worded_otherwise(api, aigul, box):
    """The server rewords only whole texts: here a blocked bot is a 400 with the raw text."""
    media = [PHOTO, PHOTO]
    wrapped = 'failed to send message #1 with the error message "{}"'
    await aigul.block()
    answer = await album(api, aigul, media, a=samples.PHOTO)
    assert answer["description"] == "Bad Request: " + wrapped.format("USER_IS_BLOCKED")
    await aigul.deactivate()
    answer = await album(api, aigul, media, a=samples.PHOTO)
    assert answer["description"] == "Bad Request: " + wrapped.format("INPUT_USER_DEACTIVATED")
    answer = await album(api, box.person("Таныс", known=True), media, a=samples.PHOTO)
    reason = "Bot can't initiate conversation with a user"
    assert answer["description"] == "Forbidden: " + wrapped.format(reason)


async def test_album_with_an_unknown_effect(api, aigul):
    effect = {"message_effect_id": "5"}
    answer = await album(api, aigul, [PHOTO, PHOTO], a=samples.PHOTO, **effect)
    assert answer["description"] == (
        'Bad Request: failed to send message #1 with the error message "EFFECT_ID_INVALID"'
    )


async def test_album_without_media(api, aigul):
    answer = await api.refused("sendMediaGroup", chat_id=aigul.id)
    assert answer == f'{BAD}parameter "media" is required'
    answer = await api.refused("sendMediaGroup", chat_id=aigul.id, media="[")
    assert answer == f"{BAD}can't parse media JSON object"


async def test_album_has_no_keyboard(api, aigul, box):
    await album(api, aigul, [PHOTO, PHOTO], a=samples.PHOTO, reply_markup="{}")
    assert box.reports == ["sendMediaGroup: Telegram has no parameter 'reply_markup'"]


def test_pictures_are_measured():
    jpeg = (
        b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 30, 40) + bytes(9)
    )
    gif = b"GIF89a" + struct.pack("<HH", 5, 6)
    vp8x = b"RIFF0000WEBPVP8X" + bytes(8) + b"\x09\x00\x00\x04\x00\x00"
    vp8 = b"RIFF0000WEBPVP8 " + bytes(10) + struct.pack("<HH", 7, 8)
    assert picture_size(jpeg) == (40, 30)
    assert picture_size(gif) == (5, 6)
    assert picture_size(vp8x) == (10, 5)
    assert picture_size(vp8) == (7, 8)
    assert picture_size(samples.STICKER) == (1, 1)
    for broken in (b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0" + bytes(30), jpeg[:9], gif[:7]):
        assert picture_size(broken) is None


def test_sounds_are_measured():
    movie = b"\x00\x00\x00\x18ftypisom" + b"mvhd" + bytes(12) + struct.pack(">II", 1000, 9500)
    long = b"\x00\x00\x00\x18ftypisom" + b"mvhd\x01" + bytes(19) + struct.pack(">IQ", 10, 50)
    assert duration(samples.VOICE) == 1
    assert duration(movie) == 9
    assert duration(long) == 5
    assert duration(movie[:20]) == duration(b"") == 0
    assert container(b"\x1aE\xdf\xa3") == "webm"
