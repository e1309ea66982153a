"""parse_mode=MarkdownV2: every refusal, and the entities of every mark."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules.text import read_text


def parsed(text: str) -> tuple[str, list[dict[str, Any]]]:
    result = read_text(text, "MarkdownV2")
    return result.text, [entity.as_dict() for entity in result.entities]


def entity(kind: str, offset: int, length: int, **more: object) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def refuse_markdown(refused: Any, text: str) -> str:
    words: str = refused(read_text, text, "markdownV2")
    assert words.startswith("can't parse entities: ")
    return words.removeprefix("can't parse entities: ")


@pytest.mark.parametrize("sign", list("]()>#+-=|{}.!"))
def test_a_reserved_character(refused: Any, sign: str) -> None:
    assert refuse_markdown(refused, f"x{sign}y") == (
        f"Character '{sign}' is reserved and must be escaped with the preceding '\\'"
    )


@pytest.mark.parametrize(
    ("text", "name", "offset"),
    [
        ("Сәлем *x", "Bold", 11),
        ("_x", "Italic", 0),
        ("__x", "Underline", 0),
        ("~x", "Strikethrough", 0),
        ("||x", "Spoiler", 0),
        ("😀`x", "Code", 4),
        ("```x", "Pre", 0),
        ("```py x", "PreCode", 0),
        ("[x", "TextUrl", 0),
        ("![x", "CustomEmoji", 0),
        (">a *x\ny", "Bold", 3),
        (">*a _x||\ny", "Italic", 4),
        (">*x", "Bold", 1),
    ],
)
def test_no_end_of_an_entity(refused: Any, text: str, name: str, offset: int) -> None:
    words = refuse_markdown(refused, text)
    assert words == f"Can't find end of {name} entity at byte offset {offset}"


def test_a_collapsing_mark_after_an_open_entity(refused: Any) -> None:
    words = refuse_markdown(refused, ">*a||\ny")
    assert words == "Can't find end of Bold entity at byte offset 1"


def test_no_end_of_an_url(refused: Any) -> None:
    words = refuse_markdown(refused, "[қ](http://a.kz")
    assert words == "Can't find end of a URL at byte offset 5"


def test_a_custom_emoji_without_an_url(refused: Any) -> None:
    words = refuse_markdown(refused, "![x] y")
    assert words == "The entity must contain a tg://emoji or tg://time URL"


def test_a_custom_emoji_with_a_wrong_url(refused: Any) -> None:
    words = refuse_markdown(refused, "![x](http://a.kz)")
    assert words == "Invalid tg://emoji or tg://time URL specified"


def test_a_time_with_a_wrong_format(refused: Any) -> None:
    words = refuse_markdown(refused, "![x](tg://time?unix=1700000000&format=q)")
    assert words == "Invalid date format used"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("*Қарыз*", "bold"),
        ("_Қарыз_", "italic"),
        ("__Қарыз__", "underline"),
        ("~Қарыз~", "strikethrough"),
        ("||Қарыз||", "spoiler"),
        ("`Қарыз`", "code"),
        ("```\nҚарыз```", "pre"),
        (">Қарыз", "blockquote"),
        (">Қарыз||", "expandable_blockquote"),
    ],
)
def test_simple_marks(text: str, kind: str) -> None:
    assert parsed(text) == ("Қарыз", [entity(kind, 0, 5)])


def test_escapes() -> None:
    assert parsed(r"1\.5 \* \\ \a") == (r"1.5 * \ a", [])


def test_a_backslash_before_a_letter_of_ours_stays() -> None:
    assert parsed(r"\қ") == (r"\қ", [])


def test_inside_code_only_the_backtick_is_reserved() -> None:
    assert parsed("`a.b*c\\`d`") == ("a.b*c`d", [entity("code", 0, 7)])


def test_code_with_a_language() -> None:
    assert parsed("```python\nx = 1\n```")[1] == [entity("pre", 0, 5, language="python")]


def test_a_link() -> None:
    assert parsed(r"[x](https://a.kz/\(1\))") == (
        "x",
        [entity("text_link", 0, 1, url="https://a.kz/(1)")],
    )


def test_a_link_without_an_address_takes_its_text() -> None:
    assert parsed(r"[a\.kz]")[1] == [entity("text_link", 0, 4, url="http://a.kz/")]


def test_a_link_to_a_person() -> None:
    assert parsed("[Айгүл](tg://user?id=1001)")[1] == [entity("text_mention", 0, 5, user_id=1001)]


def test_custom_emoji_and_time() -> None:
    text = "![👍](tg://emoji?id=5368324170671202286) ![then](tg://time?unix=1700000000&format=r)"
    assert parsed(text)[1] == [
        entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286"),
        entity("date_time", 3, 4, unix_time=1700000000, date_time_format="r"),
    ]


def test_a_quotation_goes_on_line_by_line() -> None:
    assert parsed(">a\n>b\nc\n>d") == (
        "a\nb\nc\nd",
        [entity("blockquote", 0, 4), entity("blockquote", 6, 1)],
    )


def test_a_collapsed_quotation_before_more_text() -> None:
    assert parsed(">a\n>b||\nc") == ("a\nb\nc", [entity("expandable_blockquote", 0, 4)])


def test_a_quotation_sign_after_a_line_feed_in_code(refused: Any) -> None:
    words = refuse_markdown(refused, "```\nx\n```>y")
    assert words == "Character '>' is reserved and must be escaped with the preceding '\\'"


def test_nested_marks() -> None:
    assert parsed("*_x_*")[1] == [entity("bold", 0, 1), entity("italic", 0, 1)]


def test_underline_is_read_before_italic() -> None:
    assert parsed("___x_**__")[1] == [
        entity("italic", 0, 1),
        entity("underline", 0, 1),
    ]
