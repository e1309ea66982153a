"""Screens as calls of the Bot API."""

from aiogram.methods import EditMessageCaption, SendDocument, SendPhoto
from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from markupsafe import Markup

from bot.screens.model import Button, ContactKeyboard, RemoveKeyboard, Screen, Toast
from bot.telegram import render
from domain.consultation.content import File, Kind

PLAIN = Screen(text=Markup("Сәлем, <b>Айгүл</b>"))


def test_a_message_is_html_without_previews() -> None:
    method = render.send(5, PLAIN)
    assert (method.chat_id, method.text, method.parse_mode) == (
        5,
        "Сәлем, <b>Айгүл</b>",
        "HTML",
    )
    assert type(method.text) is str
    assert method.link_preview_options.is_disabled
    assert method.reply_markup is None
    assert method.reply_parameters is None


def test_protected_silent_with_an_effect() -> None:
    screen = Screen(text=Markup("a"), protect=True, silent=True, effect="5046509860389126442")
    method = render.send(5, screen)
    assert method.protect_content
    assert method.disable_notification
    assert method.message_effect_id == screen.effect
    assert render.send(-5, screen).message_effect_id is None, "effects exist in private chats only"


def test_a_reply_goes_out_even_when_its_message_is_gone() -> None:
    parameters = render.send(5, PLAIN, reply_to=7).reply_parameters
    assert parameters.message_id == 7
    assert parameters.allow_sending_without_reply


def test_buttons() -> None:
    rows = (
        (
            Button(text="Келесі", data="st1:1:2", style="primary"),
            Button(text="Артқа", data="st1:1:0"),
        ),
        (Button(text="Сайт", url="https://example.org"), Button(text="1459", copy="1459")),
    )
    markup = render.send(5, Screen(text=Markup("a"), rows=rows)).reply_markup
    assert isinstance(markup, InlineKeyboardMarkup)
    (following, back), (site, phone) = markup.inline_keyboard
    assert (following.text, following.callback_data, following.style) == (
        "Келесі",
        "st1:1:2",
        "primary",
    )
    assert back.style is None
    assert site.url == "https://example.org"
    assert phone.copy_text.text == "1459"
    assert phone.callback_data is None


def test_the_contact_keyboard_and_its_end() -> None:
    keyboard = ContactKeyboard(share="Нөмірімді жіберу", cancel="Артқа")
    markup = render.send(5, Screen(text=Markup("a"), keyboard=keyboard)).reply_markup
    assert isinstance(markup, ReplyKeyboardMarkup)
    assert markup.keyboard[0][0].request_contact
    assert markup.keyboard[1][0].text == "Артқа"
    gone = render.send(5, Screen(text=Markup("a"), keyboard=RemoveKeyboard())).reply_markup
    assert isinstance(gone, ReplyKeyboardRemove)


def test_an_edit_without_rows_takes_the_buttons_away() -> None:
    method = render.edit(5, 9, PLAIN)
    assert (method.message_id, method.reply_markup) == (9, None)


def test_a_toast_is_never_longer_than_telegram_takes() -> None:
    assert render.answer_press("q", None).text is None
    short = render.answer_press("q", Toast("Дайын", alert=True))
    assert (short.text, short.show_alert) == ("Дайын", True)
    long = render.answer_press("q", Toast("ұ" * 300))
    assert len(long.text) == 200
    assert long.text.endswith("…")


def test_a_screen_with_a_file_has_its_words_as_caption() -> None:
    rows = ((Button(text="Жіберу", data="ks1:1:a"),),)
    photo = Screen(
        text=Markup("<b>a</b>"),
        rows=rows,
        protect=True,
        file=File(kind=Kind.PHOTO, file_id="photo"),
    )
    sent = render.send(5, photo, reply_to=7)
    assert isinstance(sent, SendPhoto)
    assert (sent.photo, sent.caption, sent.parse_mode) == ("photo", "<b>a</b>", "HTML")
    assert sent.protect_content
    assert sent.reply_parameters.message_id == 7
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == "ks1:1:a"
    document = Screen(text=Markup("a"), file=File(kind=Kind.DOCUMENT, file_id="doc"))
    sent = render.send(5, document)
    assert isinstance(sent, SendDocument)
    assert (sent.document, sent.reply_markup) == ("doc", None)
    edited = render.edit(5, 7, document)
    assert isinstance(edited, EditMessageCaption)
    assert (edited.message_id, edited.caption, edited.reply_markup) == (7, "a", None)
