"""Text and captions: limits and the order of the checks."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules.errors import ApiError
from sandbox.rules.text import (
    FormattedText,
    check_message_length,
    read_caption,
    read_text,
    typed_text,
    utf16_length,
)


@pytest.mark.parametrize("text", [None, ""])
def test_a_missing_text(refused: Any, text: str | None) -> None:
    assert refused(read_text, text) == "message text is empty"


def test_a_text_of_more_than_32768_bytes(refused: Any) -> None:
    assert read_text("қ" * 16384).text
    assert refused(read_text, "қ" * 16384 + "x") == "text is too long"
    assert refused(read_caption, "x" * 32769) == "text is too long"


def test_an_unknown_parse_mode(refused: Any) -> None:
    assert refused(read_text, "x", "BBCode") == "unsupported parse_mode"


@pytest.mark.parametrize("mode", ["HTML", "html", "MarkdownV2", "MARKDOWN", "none", "None", ""])
def test_a_known_parse_mode_in_any_case(mode: str) -> None:
    assert read_text("x", mode).text == "x"


def test_an_empty_caption_has_no_parse_mode_to_check() -> None:
    assert read_caption("", "BBCode") == FormattedText()


@pytest.mark.parametrize(
    ("on", "caption", "size", "words", "source"),
    [
        ("send", False, 4096, "message is too long", "src"),
        ("send", True, 1024, "message caption is too long", "src"),
        ("edit", False, 4096, "MESSAGE_TOO_LONG", "issue"),
        ("edit", True, 1024, "MEDIA_CAPTION_TOO_LONG", "derived"),
    ],
)
def test_too_long(on: Any, caption: bool, size: int, words: str, source: str) -> None:
    check_message_length(FormattedText("😀" * size), on=on, caption=caption)
    with pytest.raises(ApiError) as caught:
        check_message_length(FormattedText("x" * (size + 1)), on=on, caption=caption)
    assert caught.value.description == f"Bad Request: {words}"
    assert caught.value.source == source


def test_the_length_is_counted_after_parsing_and_trimming() -> None:
    check_message_length(read_text(f"<b>{'x' * 4096}</b>  ", "HTML"), on="send")


def test_typed_text_has_no_markup() -> None:
    assert typed_text("<b>x</b> *y*").text == "<b>x</b> *y*"


def test_utf16_length() -> None:
    assert utf16_length("қ😀x") == 4
