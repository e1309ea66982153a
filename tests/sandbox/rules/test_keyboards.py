"""reply_markup: every refusal, and what Telegram gives back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.rules.errors import ApiError
from sandbox.rules.keyboards import Markup, read_inline_markup, read_reply_markup


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(text: str = "Келесі", **more: object) -> dict[str, Any]:
    return {"text": text, **more}


def refuse_button(refused: Any, fields: object) -> str:
    words: str = refused(read_reply_markup, {"inline_keyboard": [[fields]]})
    return words


def test_a_markup_that_is_not_json(refused: Any) -> None:
    assert refused(read_reply_markup, "{") == "can't parse reply keyboard markup JSON object"


@pytest.mark.parametrize("raw", ["[]", "null", "5", '"x"', [], 5])
def test_a_markup_that_is_not_an_object(refused: Any, raw: object) -> None:
    assert refused(read_reply_markup, raw) == "object expected as reply markup"


def test_inline_rows_must_be_arrays_of_arrays(refused: Any) -> None:
    words = refused(read_reply_markup, {"inline_keyboard": [button()]})
    assert words == (
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
    )
    words = refused(read_reply_markup, {"inline_keyboard": {}})
    assert words == 'field "inline_keyboard" must be of type Array'


def test_reply_rows_must_be_arrays_of_arrays(refused: Any) -> None:
    words = refused(read_reply_markup, {"keyboard": ["Иә"]})
    assert words == 'field "keyboard" must be an Array of Arrays'


def test_flags_must_be_booleans(refused: Any) -> None:
    words = refused(read_reply_markup, {"remove_keyboard": "true"})
    assert words == 'field "remove_keyboard" must be of type Boolean'


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("x", "InlineKeyboardButton must be an Object"),
        ({}, 'Can\'t find field "text"'),
        ({"text": []}, 'Field "text" must be of type String'),
        (button(), "Text buttons are unallowed in the inline keyboard"),
        (button(callback_data=""), "Text buttons are unallowed in the inline keyboard"),
        (button(callback_data=None), 'Field "callback_data" must be of type String'),
        (button(url=None, callback_data="x"), 'Field "url" must be of type String'),
        (button(callback_data="x", style="red"), "invalid button style specified"),
        (button(copy_text="x"), 'Field "copy_text" must be of type Object'),
        (button(copy_text={}), 'Can\'t find field "text"'),
    ],
)
def test_a_wrong_inline_button(refused: Any, fields: object, words: str) -> None:
    assert refuse_button(refused, fields) == f"can't parse inline keyboard button: {words}"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://localhost:8080/", "Wrong HTTP URL"),
        ("ftp://egov.kz", "Unsupported URL protocol"),
        ("http://", "URL host is empty"),
        ("http://.", "Host is invalid"),
        ("http://egov.kz:0/", "Wrong port number specified in the URL"),
        ("http://egov .kz", "Wrong URL host"),
        ("http://%zz.kz", "Wrong percent-encoded symbol in URL host"),
        ("http://[x]/", "Wrong IPv6 address specified in the URL"),
        ("tg://a.b", "Unallowed characters in URL host"),
        ("tg://a:5", "Wrong tg URL"),
        ("ton://a:5", "Wrong ton URL"),
    ],
)
def test_a_wrong_url(refused: Any, url: str, why: str) -> None:
    words = refuse_button(refused, button(url=url))
    assert words == f"inline keyboard button URL '{url}' is invalid: {why}"


def test_callback_data_of_65_bytes(refused: Any) -> None:
    assert read_inline_markup(inline([button(callback_data="қ" * 32)]))
    assert refuse_button(refused, button(callback_data="қ" * 32 + "x")) == "BUTTON_DATA_INVALID"


def test_an_empty_label(refused: Any) -> None:
    words = refuse_button(refused, button("", callback_data="x"))
    assert words == "inline keyboard button text must be non-empty"
    words = refused(read_reply_markup, {"keyboard": [[""]]})
    assert words == "keyboard button text must be non-empty"


def test_half_a_character_in_a_label(refused: Any) -> None:
    words = refuse_button(refused, button("\ud800", callback_data="x"))
    assert words == "inline keyboard button text must be encoded in UTF-8"


@pytest.mark.parametrize("text", ["", "x" * 257])
def test_a_text_to_copy_of_a_wrong_length(refused: Any, text: str) -> None:
    assert refuse_button(refused, button(copy_text={"text": text})) == "BUTTON_COPY_TEXT_INVALID"


def test_a_text_to_copy_with_half_a_character(refused: Any) -> None:
    words = refuse_button(refused, button(copy_text={"text": "\ud800"}))
    assert words == "inline keyboard button copied text must be encoded in UTF-8"


def test_more_than_100_buttons(refused: Any) -> None:
    rows = [[button(str(number), callback_data="x")] for number in range(101)]
    assert read_inline_markup({"inline_keyboard": rows[:100]})
    assert refused(read_inline_markup, {"inline_keyboard": rows}) == "reply markup is too long"


def test_more_than_8_buttons_in_a_row(refused: Any) -> None:
    row = [button(str(number), callback_data="x") for number in range(9)]
    assert read_inline_markup(inline(row[:8]))
    assert refused(read_inline_markup, inline(row)) == "reply markup is too long"


def test_more_than_10_kilobytes(refused: Any) -> None:
    rows = [[button("қ" * 100, callback_data="x" * 64)] for _ in range(50)]
    assert refused(read_inline_markup, {"inline_keyboard": rows}) == "reply markup is too long"


@pytest.mark.parametrize(
    "raw", [{"keyboard": [["Иә"]]}, {"remove_keyboard": True}, {"force_reply": True}]
)
def test_an_edit_takes_inline_keyboards_only(refused: Any, raw: object) -> None:
    assert refused(read_inline_markup, raw) == "inline keyboard expected"


@pytest.mark.parametrize(
    ("name", "shown"), [("request_contact", "phone number"), ("request_location", "location")]
)
def test_requests_in_a_group(refused: Any, name: str, shown: str) -> None:
    raw = {"keyboard": [[button(**{name: True})]]}
    words = refused(read_reply_markup, raw, private=False)
    assert words == f"{shown} can be requested in private chats only"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (5, "KeyboardButton must be a String or an Object"),
        ({}, 'Can\'t find field "text"'),
        (button(style="red"), "invalid button style specified"),
        (button(request_contact=1), 'Field "request_contact" must be of type Boolean'),
    ],
)
def test_a_wrong_reply_button(refused: Any, fields: object, words: str) -> None:
    refusal = refused(read_reply_markup, {"keyboard": [[fields]]})
    assert refusal == f"can't parse keyboard button: {words}"


@pytest.mark.parametrize("kind", [{"keyboard": [["Иә"]]}, {"force_reply": True}])
def test_a_placeholder_of_65_characters(kind: dict[str, Any]) -> None:
    with pytest.raises(ApiError) as caught:
        read_reply_markup(kind | {"input_field_placeholder": "x" * 65})
    assert (caught.value.message, caught.value.source) == ("REPLY_MARKUP_INVALID", "guess")


@pytest.mark.parametrize(
    "fields",
    [
        {"web_app": {"url": "https://a.kz"}},
        {"login_url": {"url": "https://a.kz"}},
        {"switch_inline_query": ""},
        {"pay": True},
        {"callback_game": {}},
    ],
)
def test_inline_buttons_the_sandbox_does_not_model(refused: Any, fields: dict[str, Any]) -> None:
    name = next(iter(fields))
    words = refuse_button(refused, button(**fields))
    assert words == f"the sandbox does not model parameter {name}"


@pytest.mark.parametrize("name", ["request_users", "request_chat", "request_poll", "web_app"])
def test_reply_buttons_the_sandbox_does_not_model(refused: Any, name: str) -> None:
    words = refused(read_reply_markup, {"keyboard": [[button(**{name: {}})]]})
    assert words == f"the sandbox does not model parameter {name}"


def test_an_icon_is_not_modelled(refused: Any) -> None:
    words = refuse_button(refused, button(callback_data="x", icon_custom_emoji_id="5"))
    assert words == "the sandbox does not model parameter icon_custom_emoji_id"


def test_an_inline_keyboard_as_json_string_or_as_object() -> None:
    raw = inline(
        [button(callback_data="x")], [button(url="egov.kz"), button(copy_text={"text": "1"})]
    )
    expected = inline(
        [button(callback_data="x")],
        [button(url="http://egov.kz/"), button(copy_text={"text": "1"})],
    )
    assert read_reply_markup(json.dumps(raw)) == Markup("inline", expected)
    assert read_inline_markup(raw) == expected


@pytest.mark.parametrize("style", ["primary", "danger", "success"])
def test_a_style_is_kept_in_lower_case(style: str) -> None:
    raw = inline([button(callback_data="x", style=style.upper())])
    assert read_inline_markup(raw) == inline([button(callback_data="x", style=style)])


def test_the_default_style_is_left_out() -> None:
    raw = inline([button(callback_data="x", style="default")])
    assert read_inline_markup(raw) == inline([button(callback_data="x")])


def test_of_several_actions_the_first_in_the_servers_order_wins() -> None:
    raw = inline([button(callback_data="x", url="https://a.kz/", web_app={})])
    assert read_inline_markup(raw) == inline([button(url="https://a.kz/")])


def test_a_link_to_a_person() -> None:
    raw = inline([button(url="tg:user?id=1001")])
    assert read_inline_markup(raw) == inline([button(url="tg://user?id=1001")])


@pytest.mark.parametrize(
    "raw",
    [None, "", "{}", {}, inline(), inline([]), {"keyboard": [[]]}, {"inline_keyboard": None}],
)
def test_no_markup(raw: object) -> None:
    assert read_reply_markup(raw) is None
    assert read_inline_markup(raw) is None


def test_a_reply_keyboard() -> None:
    raw = {
        "keyboard": [["Иә", button("Телефон", request_contact=True, style="primary")], []],
        "resize_keyboard": True,
        "one_time_keyboard": False,
        "input_field_placeholder": "Жауап",
        "selective": True,
    }
    assert read_reply_markup(raw) == Markup(
        "keyboard",
        {
            "keyboard": [
                [button("Иә"), button("Телефон", style="primary", request_contact=True)],
            ],
            "resize_keyboard": True,
            "input_field_placeholder": "Жауап",
        },
    )


def test_a_reply_keyboard_is_cut_at_12_in_a_row_and_300_in_all() -> None:
    markup = read_reply_markup({"keyboard": [["x"] * 13] * 30})
    assert markup is not None
    assert [len(row) for row in markup.data["keyboard"]] == [12] * 25


def test_a_request_for_a_location() -> None:
    markup = read_reply_markup(
        {"keyboard": [[button(request_location=True, request_contact=False)]]}
    )
    assert markup is not None
    assert markup.data == {"keyboard": [[button(request_location=True)]]}


def test_remove_and_force_reply() -> None:
    assert read_reply_markup({"remove_keyboard": True}) == Markup(
        "remove", {"remove_keyboard": True}
    )
    raw = {"force_reply": True, "input_field_placeholder": "x", "selective": True}
    assert read_reply_markup(raw, private=False) == Markup(
        "force_reply", {"force_reply": True, "input_field_placeholder": "x", "selective": True}
    )


def test_control_characters_in_a_label_become_spaces() -> None:
    assert read_inline_markup(inline([button("a\tb", callback_data="x")])) == inline(
        [button("a b", callback_data="x")]
    )
