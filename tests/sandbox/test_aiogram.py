"""aiogram as a client: it parses every update and result, and sends nothing unknown."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram import types as t
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from sandbox.faults import Fault
from sandbox.samples import AUDIO, DOCUMENT, PHOTO, STICKER, VIDEO, VOICE


@pytest.fixture
async def bot(box) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(box.url))
    bot = Bot("42:SANDBOX", session=session)
    yield bot
    await session.close()
    assert box.reports == []


def file(data: bytes, name: str = "a.bin") -> t.BufferedInputFile:
    return t.BufferedInputFile(data, name)


MARKUP = t.InlineKeyboardMarkup(
    inline_keyboard=[
        [t.InlineKeyboardButton(text="A", callback_data="a", style="primary")],
        [t.InlineKeyboardButton(text="C", copy_text=t.CopyTextButton(text="1414"))],
    ]
)


async def test_all_updates(bot, aigul, box):
    await bot.get_updates(
        allowed_updates=["message", "edited_message", "callback_query", "my_chat_member",
                         "message_reaction"]
    )  # fmt: skip
    said = await aigul.send("/start x")
    await aigul.edit(said["message_id"], "y")
    sent = await bot.send_message(aigul.id, "x", reply_markup=MARKUP)
    await aigul.press(sent.message_id, "A")
    await aigul.react(sent.message_id, "👍")
    for send in (aigul.send_photo, aigul.send_document, aigul.send_voice, aigul.send_video,
                 aigul.send_audio, aigul.send_sticker, aigul.share_contact):  # fmt: skip
        await send()
    await aigul.send_album([PHOTO, PHOTO])
    await aigul.send_location(51.1, 71.4)
    await aigul.forward(said["message_id"])
    await aigul.block()
    await aigul.send("/start")
    updates = await bot.get_updates(offset=1)
    assert len(updates) == 18
    kinds = {update.event_type for update in updates}
    assert kinds == {
        "message", "edited_message", "callback_query", "my_chat_member", "message_reaction",
    }  # fmt: skip
    markup = updates[2].callback_query.message.reply_markup
    assert markup.model_dump() == MARKUP.model_dump()


async def test_all_results(bot, aigul, box):
    me = await bot.get_me()
    assert me.username == "qaryzsyz_sandbox_bot"
    text = await bot.send_message(
        aigul.id,
        "<b>x</b> <blockquote expandable>y</blockquote>",
        parse_mode="HTML",
        reply_markup=MARKUP,
        link_preview_options=t.LinkPreviewOptions(is_disabled=True),
    )
    assert text.html_text == "<b>x</b> <blockquote expandable>y</blockquote>"
    reply = t.ReplyParameters(message_id=text.message_id)
    answer = await bot.send_message(
        aigul.id, "y", reply_parameters=reply, reply_markup=t.ReplyKeyboardRemove()
    )
    assert answer.reply_to_message.message_id == text.message_id
    place = {"chat_id": aigul.id, "message_id": text.message_id}
    assert (await bot.edit_message_text("z", **place)).text == "z"
    assert (await bot.edit_message_reply_markup(**place, reply_markup=MARKUP)).reply_markup
    photo = await bot.send_photo(aigul.id, file(PHOTO), caption="c", reply_markup=MARKUP)
    again = await bot.send_photo(aigul.id, photo.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == photo.photo[-1].file_unique_id
    edited = await bot.edit_message_caption(
        chat_id=aigul.id, message_id=photo.message_id, caption="d"
    )
    assert edited.caption == "d"
    assert (await bot.send_document(aigul.id, file(DOCUMENT, "a.pdf"))).document
    assert (await bot.send_voice(aigul.id, file(VOICE), duration=3)).voice.duration == 3
    assert (await bot.send_video(aigul.id, file(VIDEO, "a.mp4"))).video
    assert (await bot.send_audio(aigul.id, file(AUDIO, "a.mp3"))).audio
    assert (await bot.send_sticker(aigul.id, file(STICKER))).sticker
    assert (await bot.send_contact(aigul.id, "+7", "x")).contact
    assert (await bot.send_location(aigul.id, 51.1, 71.4)).location
    media = [
        t.InputMediaPhoto(media=file(PHOTO), caption="x"),
        t.InputMediaPhoto(media=file(PHOTO)),
    ]
    album = await bot.send_media_group(aigul.id, media)
    assert album[0].media_group_id == album[1].media_group_id
    assert (await bot.copy_message(aigul.id, aigul.id, text.message_id)).message_id
    ids = [message.message_id for message in album]
    assert len(await bot.copy_messages(aigul.id, aigul.id, ids)) == 2
    assert (await bot.forward_message(aigul.id, aigul.id, text.message_id)).forward_origin
    assert len(await bot.forward_messages(aigul.id, aigul.id, ids)) == 2
    assert await bot.pin_chat_message(**place)
    assert (await bot.get_chat(aigul.id)).pinned_message.message_id == text.message_id
    assert (await bot.get_chat_member(aigul.id, aigul.id)).status == "member"
    await aigul.block()
    assert (await bot.get_chat_member(aigul.id, 42)).status == "kicked"
    assert await bot.delete_messages(aigul.id, ids)


async def test_files(bot, aigul):
    voice = await aigul.send_voice()
    downloaded = await bot.download(voice["voice"]["file_id"])
    assert downloaded.read() == VOICE


async def test_settings(bot, aigul):
    commands = [t.BotCommand(command="start", description="x")]
    scope = t.BotCommandScopeChat(chat_id=aigul.id)
    assert await bot.set_my_commands(commands, scope=scope, language_code="kk")
    got = await bot.get_my_commands(scope=scope, language_code="kk")
    assert [command.description for command in got] == ["x"]
    assert await bot.delete_my_commands(scope=scope, language_code="kk")
    assert await bot.set_my_name("x", language_code="kk")
    assert (await bot.get_my_name("kk")).name == "x"
    assert await bot.set_my_description("x")
    assert await bot.set_my_short_description("x")
    assert await bot.set_chat_menu_button(menu_button=t.MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"
    assert await bot.set_webhook("http://127.0.0.1:9/x", allowed_updates=["message"])
    assert (await bot.get_webhook_info()).url == "http://127.0.0.1:9/x"
    assert await bot.delete_webhook(drop_pending_updates=True)


async def test_reactions_and_callbacks(bot, aigul):
    said = await aigul.send("x")
    reaction = [t.ReactionTypeEmoji(emoji="👍")]
    assert await bot.set_message_reaction(aigul.id, said["message_id"], reaction)
    sent = await bot.send_message(aigul.id, "x", reply_markup=MARKUP)
    query_id = await aigul.press(sent.message_id, "A")
    assert await bot.answer_callback_query(query_id, "t", show_alert=True)
    assert await bot.send_chat_action(aigul.id, "typing")


async def test_exceptions(bot, aigul, box):
    with pytest.raises(TelegramBadRequest, match="message text is empty"):
        await bot.send_message(aigul.id, "")
    box.faults.add(Fault("429", seconds=9))
    with pytest.raises(TelegramRetryAfter) as flood:
        await bot.send_message(aigul.id, "x")
    assert flood.value.retry_after == 9
    box.faults.add(Fault("500"))
    with pytest.raises(TelegramServerError):
        await bot.send_message(aigul.id, "x")
    await aigul.block()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(aigul.id, "x")
    await bot.set_webhook("http://127.0.0.1:9/x")
    with pytest.raises(TelegramConflictError):
        await bot.get_updates()
    session = AiohttpSession(api=TelegramAPIServer.from_base(box.url))
    async with Bot("43:OTHER", session=session).context() as other:
        with pytest.raises(TelegramUnauthorizedError):
            await other.get_me()
