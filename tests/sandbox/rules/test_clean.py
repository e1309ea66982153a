"""The clean-up of fix_formatted_text: characters, ends, and entities that cross."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules.clean import clean_string, fix_formatted_text
from sandbox.rules.entity import Entity
from sandbox.rules.text import read_caption, read_text, typed_text


def fixed(text: str, *entities: tuple[str, int, int]) -> tuple[str, list[tuple[str, int, int]]]:
    result = fix_formatted_text(text, [Entity(*entity) for entity in entities])
    return result.text, [(found.type, found.offset, found.length) for found in result.entities]


@pytest.mark.parametrize("text", [" ", "\n\n", "\t \r\n", "\u200b", "\u2800", "\u00a0 \u3164"[:2]])
def test_nothing_but_white_space(refused: Any, text: str) -> None:
    assert refused(read_text, text) == "text must be non-empty"
    assert refused(typed_text, text) == "text must be non-empty"


def test_nothing_but_markup(refused: Any) -> None:
    assert refused(read_text, "<b></b>", "HTML") == "text must be non-empty"
    assert refused(read_text, "<b> </b>", "HTML") == "text must be non-empty"


def test_half_a_character(refused: Any) -> None:
    assert refused(read_text, "\ud83d") == "strings must be encoded in UTF-8"
    assert refused(read_text, "\ud83d", "HTML") == "text must be encoded in UTF-8"


def test_a_caption_may_be_empty() -> None:
    for caption in (None, "", "  \n", "<b></b>"):
        result = read_caption(caption, "HTML")
        assert (result.text, result.entities) == ("", ())


def test_control_characters_become_spaces_and_returns_vanish() -> None:
    assert clean_string("a\tb\x00c\r\nd") == "a b c\nd"


def test_direction_and_line_marks_vanish() -> None:
    assert clean_string("a\u2028b\u202ec\u0333d") == "abcd"


def test_of_many_direction_marks_the_last_stays() -> None:
    assert clean_string("a\u200e\u200f\u200eb") == "a\u200c\u200c\u200eb"


def test_both_ends_are_trimmed() -> None:
    assert fixed(" \n текст \n") == ("текст", [])


def test_inner_spaces_stay() -> None:
    assert fixed("a  \n\n b") == ("a  \n\n b", [])


def test_entities_move_with_the_text() -> None:
    assert fixed("  \r\nab", ("bold", 4, 2)) == ("ab", [("bold", 0, 2)])


def test_a_space_in_front_stays_inside_an_entity() -> None:
    assert fixed("  ab", ("code", 1, 2)) == (" ab", [("code", 0, 2)])


def test_an_entity_ends_with_the_text() -> None:
    assert fixed("ab  ", ("bold", 0, 4), ("code", 3, 1)) == ("ab", [("bold", 0, 2)])


def test_neighbours_of_one_kind_become_one() -> None:
    assert fixed("abcd", ("bold", 0, 2), ("bold", 2, 2)) == ("abcd", [("bold", 0, 4)])


def test_bold_across_italic_is_cut() -> None:
    assert fixed("abcdef", ("bold", 0, 4), ("italic", 2, 4)) == (
        "abcdef",
        [("bold", 0, 2), ("italic", 2, 4), ("bold", 2, 2)],
    )


def test_code_holds_no_bold() -> None:
    assert fixed("abcdef", ("code", 2, 2), ("bold", 0, 6)) == (
        "abcdef",
        [("bold", 0, 2), ("code", 2, 2), ("bold", 4, 2)],
    )


def test_of_two_links_over_each_other_the_first_stays() -> None:
    result = fix_formatted_text(
        "abcdef",
        [Entity("text_link", 0, 4, url="http://a.kz/"), Entity("text_mention", 2, 4, user_id=5)],
    )
    assert [found.type for found in result.entities] == ["text_link"]


def test_a_link_inside_a_quotation_stays() -> None:
    assert fixed("abcdef", ("blockquote", 0, 6), ("code", 2, 2)) == (
        "abcdef",
        [("blockquote", 0, 6), ("code", 2, 2)],
    )


def test_a_link_across_the_border_of_a_quotation_is_dropped() -> None:
    assert fixed("abcdef", ("blockquote", 0, 3), ("code", 2, 2))[1] == [("blockquote", 0, 3)]
    assert fixed("abcdef", ("blockquote", 2, 4), ("code", 0, 3))[1] == [("blockquote", 2, 4)]


def test_quotations_do_not_nest() -> None:
    assert fixed("abcd", ("blockquote", 0, 4), ("expandable_blockquote", 1, 2))[1] == [
        ("blockquote", 0, 4)
    ]


def test_automatic_entities_do_not_cross_written_ones() -> None:
    assert fixed("see a.kz now", ("code", 4, 4))[1] == [("code", 4, 4)]
    assert fixed("see a.kz now", ("bold", 4, 4))[1] == [("url", 4, 4), ("bold", 4, 4)]


def test_bold_is_cut_around_a_found_link() -> None:
    assert fixed("see a.kz now", ("bold", 0, 12))[1] == [
        ("bold", 0, 4),
        ("url", 4, 4),
        ("bold", 4, 4),
        ("bold", 8, 4),
    ]
    assert fixed("see a.kz now", ("bold", 0, 6))[1] == [
        ("bold", 0, 4),
        ("url", 4, 4),
        ("bold", 4, 2),
    ]


def test_telegram_keeps_a_hundred_entities_code_before_bold() -> None:
    bold = [("bold", place * 2, 1) for place in range(99)]
    codes = [("code", 200, 1), ("code", 202, 1)]
    _, kept = fixed("x " * 101 + "x", *bold, *codes)
    assert len(kept) == 100
    assert kept[-2:] == codes
    assert kept[-3] == ("bold", 97 * 2, 1)
