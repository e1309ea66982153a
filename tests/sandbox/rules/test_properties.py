"""Whatever comes in: an ApiError or a text whose entities lie inside it, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.rules.commands import read_commands, read_scope
from sandbox.rules.entity import SPLITTABLE, FormattedText, is_utf8, sort_key, utf16_length
from sandbox.rules.errors import ApiError, describe
from sandbox.rules.keyboards import read_inline_markup, read_reply_markup
from sandbox.rules.links import check_link, checked_link
from sandbox.rules.reactions import read_reactions
from sandbox.rules.text import read_caption, read_text, typed_text
from sandbox.rules.webhook_url import check_webhook_url

HTML_PIECES = [
    "<b>", "</b>", "<i>", "</i>", "</>", "<", ">", "</", "<a href=", "'", '"', "t.me", "=",
    "/", "<pre>", "</pre>", '<code class="language-py">', "</code>", "<code>",
    "<blockquote expandable>", "<blockquote>", "</blockquote>", "&lt;", "&amp", "&#", "x41;",
    "&#1179;", "&#xd800;", "қ", "😀", " ", "\n", "<tg-emoji emoji-id='5'>", "</tg-emoji>",
    "<span class='tg-spoiler'>", "</span>",
    "<tg-time unix=5 format=r>", "</tg-time>", "</a>", "<a href='tg://user?id=5'>", "\r", "\t",
    "/cmd", "@user", "a.kz", "me@a.kz", "http://", ".", ":", "#tag", "+77015550101",
]  # fmt: skip
MARKDOWN_PIECES = [
    "*", "_", "__", "~", "||", "|", "`", "```", "```py", "[", "]", "](", "(", ")", "![", "!", ">",
    "\n", "\r", "\\", "\\.", ".", "қ", "😀", " ", "x", "t.me", "tg://emoji?id=5",
    "tg://time?unix=5&format=t", "tg://user?id=5", "a.kz", "/cmd",
]  # fmt: skip

html_texts = st.lists(st.sampled_from(HTML_PIECES), max_size=30).map("".join)
markdown_texts = st.lists(st.sampled_from(MARKDOWN_PIECES), max_size=30).map("".join)
kinds = st.sampled_from(
    [*SPLITTABLE, "code", "pre", "blockquote", "expandable_blockquote", "text_link"]
)
entities = st.lists(
    st.fixed_dictionaries(
        {"type": kinds, "offset": st.integers(0, 12), "length": st.integers(0, 12)}
    ).map(lambda fields: fields | {"url": "https://a.kz/"}),
    max_size=8,
)
names = st.sampled_from(
    [
        "inline_keyboard", "keyboard", "text", "callback_data", "url", "copy_text", "style",
        "remove_keyboard", "type", "emoji", "chat_id", "command", "description",
    ]
)  # fmt: skip
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=20,
)


def check_entities(result: FormattedText) -> None:
    assert is_utf8(result.text)
    assert result.text == result.text.rstrip(" \n")
    units = result.text.encode("utf-16-le")
    length = utf16_length(result.text)
    assert list(result.entities) == sorted(result.entities, key=sort_key)
    for entity in result.entities:
        assert 0 <= entity.offset < entity.end <= length
        units[entity.offset * 2 : entity.end * 2].decode("utf-16-le")  # cuts no character
    for kind in {entity.type for entity in result.entities}:
        places = [(one.offset, one.end) for one in result.entities if one.type == kind]
        assert all(before[1] <= after[0] for before, after in pairwise(places))


def outcome(rule: Callable[..., Any], *arguments: Any) -> Any:
    """What the rule returns, or its refusal, which must be a plain 400; any other error flies."""
    try:
        return rule(*arguments)
    except ApiError as error:
        refusal = error
    assert refusal.code == 400
    assert refusal.description.startswith("Bad Request: ")
    return refusal


def check_outcome(result: Any) -> None:
    if isinstance(result, FormattedText):
        check_entities(result)


@settings(max_examples=200)
@given(text=html_texts | st.text(max_size=60))
def test_html_never_crashes(text: str) -> None:
    check_outcome(outcome(read_text, text, "HTML"))


@settings(max_examples=200)
@given(text=markdown_texts | st.text(max_size=60))
@pytest.mark.parametrize("mode", ["MarkdownV2", "Markdown"])
def test_markdown_never_crashes(mode: str, text: str) -> None:
    check_outcome(outcome(read_text, text, mode))


@settings(max_examples=200)
@given(text=html_texts | st.text(max_size=60), written=entities)
def test_written_entities_never_crash(text: str, written: list[dict[str, Any]]) -> None:
    check_outcome(outcome(read_text, text, None, json.dumps(written)))


@settings(max_examples=150)
@given(text=html_texts | st.text(max_size=60), written=entities)
def test_what_telegram_returned_can_be_sent_again(
    text: str, written: list[dict[str, Any]]
) -> None:
    first = outcome(read_text, text, None, written)
    if isinstance(first, ApiError):
        return
    again = [entity.as_dict() for entity in first.entities]
    second = read_text(first.text, None, again)
    check_entities(second)
    assert second == first


@settings(max_examples=150)
@given(text=st.text(max_size=100))
def test_escaped_text_comes_back_as_typed(text: str) -> None:
    typed = outcome(typed_text, text)
    if isinstance(typed, ApiError):
        return
    escaped = typed.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert read_text(escaped, "HTML") == typed
    marks = "".join(f"\\{sign}" if sign in "_*[]()~`>#+-=|{}.!\\" else sign for sign in typed.text)
    assert read_text(marks, "MarkdownV2") == typed


@settings(max_examples=150)
@given(raw=values | st.text() | values.map(json.dumps))
@pytest.mark.parametrize(
    "rule", [read_reply_markup, read_inline_markup, read_reactions, read_commands, read_scope]
)
def test_parameters_never_crash(rule: Any, raw: object) -> None:
    outcome(rule, raw)


@settings(max_examples=150)
@given(link=st.text(alphabet="htps:/.?#@[]%0a1ә -_", max_size=30))
def test_links_never_crash_and_keep_their_normal_form(link: str) -> None:
    normal = checked_link(link)
    assert normal == "" or check_link(normal) == normal
    outcome(partial(check_webhook_url, local=False), link)


@given(code=st.sampled_from([400, 401, 403, 500]), message=st.text())
def test_describing_twice_changes_nothing(code: int, message: str) -> None:
    once = describe(code, message)
    assert describe(code, once) == once


@given(caption=st.text(max_size=30))
def test_captions_may_be_anything_but_half_characters(caption: str) -> None:
    result = outcome(read_caption, caption)
    if isinstance(result, ApiError):
        assert result.message == "Strings must be encoded in UTF-8"
    else:
        assert result.text == result.text.strip(" \n")
