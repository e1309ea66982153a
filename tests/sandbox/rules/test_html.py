"""parse_mode=HTML: every refusal with its byte offset, and the entities of every tag."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules.text import read_text


def parsed(text: str) -> tuple[str, list[dict[str, Any]]]:
    result = read_text(text, "HTML")
    return result.text, [entity.as_dict() for entity in result.entities]


def entity(kind: str, offset: int, length: int, **more: object) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


def refuse_html(refused: Any, text: str) -> str:
    words: str = refused(read_text, text, "HTML")
    assert words.startswith("can't parse entities: ")
    return words.removeprefix("can't parse entities: ")


def test_unsupported_start_tag(refused: Any) -> None:
    assert refuse_html(refused, "a<div>b</div>") == 'Unsupported start tag "div" at byte offset 1'


def test_byte_offsets_count_bytes_not_letters(refused: Any) -> None:
    assert refuse_html(refused, "Сәлем, 😀<br>") == 'Unsupported start tag "br" at byte offset 16'


def test_a_self_closing_tag_is_unsupported(refused: Any) -> None:
    assert refuse_html(refused, "<b/>") == 'Unsupported start tag "b/" at byte offset 0'


def test_a_lone_less_than_sign_is_an_unclosed_tag(refused: Any) -> None:
    assert refuse_html(refused, "1 <") == "Unclosed start tag at byte offset 2"


def test_a_less_than_sign_before_a_number_is_a_tag(refused: Any) -> None:
    assert refuse_html(refused, "1 < 2") == 'Unsupported start tag "" at byte offset 2'


def test_unclosed_start_tag(refused: Any) -> None:
    assert refuse_html(refused, "ә<b") == "Unclosed start tag at byte offset 2"


def test_unclosed_start_tag_with_an_attribute_name(refused: Any) -> None:
    words = refuse_html(refused, "x<a href")
    assert words == 'Unclosed start tag "a" at byte offset 1'


def test_unclosed_start_tag_with_an_attribute_value_missing(refused: Any) -> None:
    words = refuse_html(refused, "x<a href= ")
    assert words == 'Unclosed start tag "a" at byte offset 1'


def test_unclosed_attribute_value(refused: Any) -> None:
    assert refuse_html(refused, '<a href="t.me>x</a>') == "Unclosed start tag at byte offset 0"


def test_empty_attribute_name(refused: Any) -> None:
    words = refuse_html(refused, '<a ="t.me">x</a>')
    assert words == 'Empty attribute name in the tag "a" at byte offset 0'


def test_unexpected_end_of_name_token(refused: Any) -> None:
    words = refuse_html(refused, "<a href=t.me/x>x</a>")
    assert words == "Unexpected end of name token at byte offset 8"


def test_unexpected_end_tag(refused: Any) -> None:
    assert refuse_html(refused, "қ</b>") == "Unexpected end tag at byte offset 2"


def test_unclosed_end_tag(refused: Any) -> None:
    assert refuse_html(refused, "<b>x</b") == "Unclosed end tag at byte offset 4"


def test_unmatched_end_tag(refused: Any) -> None:
    words = refuse_html(refused, "<b>қ<i>x</b></i>")
    assert words == 'Unmatched end tag at byte offset 9, expected "</i>", found "</b>"'


def test_no_end_tag(refused: Any) -> None:
    words = refuse_html(refused, "<b>one <i>two</i>")
    assert words == 'Can\'t find end tag corresponding to start tag "b"'


def test_a_span_must_be_a_spoiler(refused: Any) -> None:
    words = refuse_html(refused, '<span class="red">x</span>')
    assert words == 'Tag "span" must have class "tg-spoiler" at byte offset 0'


def test_a_custom_emoji_needs_an_identifier(refused: Any) -> None:
    words = refuse_html(refused, '<tg-emoji emoji-id="smile">😀</tg-emoji>')
    assert words == "Invalid custom emoji identifier specified"


def test_a_time_needs_a_known_format(refused: Any) -> None:
    words = refuse_html(refused, '<tg-time unix="1700000000" format="q">then</tg-time>')
    assert words == "Invalid date format used"


def test_half_a_character(refused: Any) -> None:
    words = refuse_html(refused, "&#xd83d;")
    assert words == (
        "Text contains invalid Unicode characters after decoding HTML entities, check for "
        "unmatched surrogate code units"
    )


def test_a_null_byte(refused: Any) -> None:
    assert refuse_html(refused, "a\0b") == "Text must not contain null bytes"


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("I", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
    ],
)
def test_simple_tags(tag: str, kind: str) -> None:
    assert parsed(f"<{tag}>Қарыз</{tag}>") == ("Қарыз", [entity(kind, 0, 5)])


def test_offsets_count_utf16_units() -> None:
    assert parsed("😀<b>😀</b>") == ("😀😀", [entity("bold", 2, 2)])


def test_an_end_tag_without_a_name_closes_anything() -> None:
    assert parsed("<b>x</>y") == ("xy", [entity("bold", 0, 1)])


def test_a_spoiler_span() -> None:
    assert parsed('<span class="tg-spoiler">x</span>') == ("x", [entity("spoiler", 0, 1)])


def test_an_expandable_quotation() -> None:
    expected = ("x", [entity("expandable_blockquote", 0, 1)])
    assert parsed("<blockquote expandable>x</blockquote>") == expected
    assert parsed('<blockquote expandable="">x</blockquote>') == expected


def test_a_link_gets_a_protocol_and_a_slash() -> None:
    assert parsed('<a href="egov.kz">x</a>') == (
        "x",
        [entity("text_link", 0, 1, url="http://egov.kz/")],
    )


def test_a_link_without_an_address_takes_its_text() -> None:
    assert parsed("<a>egov.kz</a>") == (
        "egov.kz",
        [entity("text_link", 0, 7, url="http://egov.kz/")],
    )


def test_a_wrong_link_is_plain_text() -> None:
    assert parsed('<a href="http://localhost/">x</a>') == ("x", [])


def test_a_link_with_references_in_its_address() -> None:
    assert parsed("<a href='https://a.kz/?x=1&amp;y=2'>x</a>")[1] == [
        entity("text_link", 0, 1, url="https://a.kz/?x=1&y=2")
    ]


def test_a_link_to_a_person() -> None:
    assert parsed('<a href="tg://user?id=1001">Айгүл</a>')[1] == [
        entity("text_mention", 0, 5, user_id=1001)
    ]


@pytest.mark.parametrize(
    "text",
    [
        '<pre><code class="language-python">x</code></pre>',
        '<code class="language-python"><pre>x</pre></code>',
    ],
)
def test_code_with_a_language(text: str) -> None:
    assert parsed(text) == ("x", [entity("pre", 0, 1, language="python")])


def test_code_alone_has_no_language() -> None:
    assert parsed('<code class="language-python">x</code>') == ("x", [entity("code", 0, 1)])


def test_custom_emoji_and_time() -> None:
    text = '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji> '
    text += '<tg-time unix="1700000000" format="wDT">then</tg-time>'
    assert parsed(text)[1] == [
        entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286"),
        entity("date_time", 3, 4, unix_time=1700000000, date_time_format="wDT"),
    ]


def test_references_with_and_without_a_semicolon() -> None:
    assert parsed("&lt;&gt;&amp;&quot;&#1179;&#x49B; &lt&amp;lt;")[0] == '<>&"ққ <&lt;'


@pytest.mark.parametrize("text", ["&nbsp;", "&", "&;", "&#;", "&#x;", "&#0;", "&#99999999999;"])
def test_unknown_references_are_plain_text(text: str) -> None:
    assert parsed(f"x{text}")[0] == f"x{text}"


def test_an_empty_tag_leaves_nothing() -> None:
    assert parsed("x<b></b>") == ("x", [])
