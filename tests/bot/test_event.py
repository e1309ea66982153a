"""Updates that are newer than this release, and messages that are nobody's words."""

from typing import Any

import pytest
from aiogram import Bot
from pydantic import ValidationError

from bot.content import incoming_of
from bot.event import event_of
from domain.consultation.content import Kind

BOT = Bot("42:TEST")
CHAT = {"id": 1001, "type": "private", "first_name": "Айгүл"}
SENDER = {"id": 1001, "is_bot": False, "first_name": "Айгүл"}
NEW = {"type": "brand_new", "date": 1}


def update(kind: str = "message", **more: Any) -> dict[str, Any]:
    message = {"message_id": 7, "date": 1_800_000_000, "chat": CHAT, "from": SENDER, **more}
    return {"update_id": 5, kind: message}


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_words_beside_something_newer_are_read(kind: str) -> None:
    raw = update(kind, text="помогите", forward_origin=NEW, reply_to_message=update()["message"])
    event = event_of(raw, BOT)
    assert event is not None
    message = event.update.message or event.update.edited_message
    assert message is not None
    incoming = incoming_of(message)
    assert (incoming.content.kind, incoming.content.html) == (Kind.TEXT, "помогите")
    assert incoming.reply_to == 7


def test_a_file_of_a_newer_kind_is_carried_by_copying() -> None:
    paid = {"star_count": 1, "paid_media": [NEW]}
    event = event_of(update(paid_media=paid, media_group_id="9"), BOT)
    assert event is not None
    assert event.update.message is not None
    incoming = incoming_of(event.update.message)
    assert incoming.content.kind is Kind.OTHER
    assert incoming.media_group is None, "each part is copied by itself"


def test_a_button_below_something_newer_works() -> None:
    shown = update(text="Передать юристу?", reply_to_message=update(forward_origin=NEW)["message"])
    query = {"id": "1", "from": SENDER, "chat_instance": "1", "data": "h1",
             "message": shown["message"] | {"forward_origin": NEW}}  # fmt: skip
    event = event_of({"update_id": 5, "callback_query": query}, BOT)
    assert event is not None
    assert (event.query_id, event.pressed_message, event.message_id) == ("1", True, 7)


def test_what_cannot_be_read_at_all_is_refused() -> None:
    raw = update(text="x")
    raw["message"]["chat"] = "no chat"
    with pytest.raises(ValidationError):
        event_of(raw, BOT)
    with pytest.raises(ValidationError):
        event_of({"update_id": 5, "callback_query": {"id": []}}, BOT)


@pytest.mark.parametrize(
    "notice",
    [
        {"pinned_message": update(text="x")["message"]},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        {"write_access_allowed": {}},
        {"chat_background_set": {"type": {"type": "fill", "fill": {"type": "solid", "color": 1},
                                          "dark_theme_dimming": 1}}},
    ],
)  # fmt: skip
def test_a_notice_of_telegram_is_nobodys_words(notice: dict[str, Any]) -> None:
    assert event_of(update(**notice), BOT) is None
