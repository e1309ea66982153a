"""Blanks: what has to be filled in, and that nothing else of the text changes."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consultation.blanks import BLANK_LIMIT, blanks, check_blanks, filled, visible
from domain.errors import NotValid

words = st.text(st.characters(exclude_characters="[]", exclude_categories=("Cs",)), max_size=30)
names = words.map(lambda text: " ".join(text.split())[:BLANK_LIMIT].strip()).filter(bool)
values = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
tags = st.sampled_from(
    ["<b>", "</b>", '<a href="https://x.kz/[a]?b=1">', "</a>", "<blockquote expandable>"]
)
plain = st.builds(lambda text: ("plain", text), words)
blank = st.builds(lambda name: ("blank", name), names)
tag = st.builds(lambda text: ("tag", text), tags)
texts = st.lists(st.one_of(plain, blank, tag), max_size=12)

Parts = list[tuple[str, str]]


def written(parts: Parts) -> str:
    """As aiogram gives the text of a message."""
    return "".join(
        part
        if kind == "tag"
        else f"[{html.escape(part, quote=False)}]"
        if kind == "blank"
        else html.escape(part, quote=False)
        for kind, part in parts
    )


@given(texts)
def test_every_blank_is_found_once_and_in_order(parts: Parts) -> None:
    text = written(parts)
    check_blanks(text)
    assert list(blanks(text)) == list(
        dict.fromkeys(part for kind, part in parts if kind == "blank")
    )


@given(texts, st.data())
def test_filling_changes_the_blanks_and_nothing_else(parts: Parts, data: st.DataObject) -> None:
    text = written(parts)
    given_ = {name: data.draw(values) for name in blanks(text)}
    expected = "".join(
        part
        if kind == "tag"
        else html.escape(given_[part] if kind == "blank" else part, quote=False)
        for kind, part in parts
    )
    assert filled(text, given_) == expected


@given(texts)
def test_what_is_read_has_no_markup(parts: Parts) -> None:
    read = "".join(
        "" if kind == "tag" else f"[{part}]" if kind == "blank" else part for kind, part in parts
    )
    assert visible(written(parts)) == read


@given(values, values)
def test_a_value_is_plain_words_and_never_a_blank(first: str, second: str) -> None:
    done = filled("[a] и [b]", {"a": first, "b": second})
    assert visible(done) == f"{first} и {second}"
    assert "<" not in done


@given(
    st.text(alphabet="[]ab &;<b/>", max_size=30).map(lambda text: html.escape(text, quote=False))
)
def test_a_text_is_refused_or_can_be_filled_to_the_end(text: str) -> None:
    try:
        check_blanks(text)
    except NotValid:
        return
    done = filled(text, dict.fromkeys(blanks(text), "x"))
    assert "[" not in done
    assert "]" not in done


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("До [дата", "canned_brackets"),
        ("До дата]", "canned_brackets"),
        ("[[дата]]", "canned_brackets"),
        ("[<b>дата</b>]", "canned_brackets"),
        ("<b>[да</b>та]", "canned_brackets"),
        ("До []", "canned_blank_empty"),
        ("До [ \n ]", "canned_blank_empty"),
        (f"[{'д' * (BLANK_LIMIT + 1)}]", "canned_blank_long"),
    ],
)
def test_brackets_that_are_no_blank_are_refused(text: str, reason: str) -> None:
    with pytest.raises(NotValid, match=reason):
        check_blanks(text)


def test_the_same_words_are_one_blank_however_they_are_spaced() -> None:
    text = "<b>[сумма]</b>, [дата  оплаты], [сумма] &amp; [дата\nоплаты]"
    check_blanks(text)
    assert blanks(text) == ("сумма", "дата оплаты")
    done = filled(text, {"сумма": "5 < 6", "дата оплаты": "завтра"})
    assert done == "<b>5 &lt; 6</b>, завтра, 5 &lt; 6 &amp; завтра"


def test_the_longest_name_is_counted_as_it_is_read() -> None:
    check_blanks(f"[{'&amp;' * BLANK_LIMIT}]")
