"""Reactions a bot may set."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules.reactions import ALLOWED, is_allowed, read_reactions


def test_all_documented_reactions_are_allowed() -> None:
    assert len(set(ALLOWED)) == 73
    for emoji in ALLOWED:
        reaction = {"type": "emoji", "emoji": emoji}
        assert read_reactions([reaction]) == [reaction]


@pytest.mark.parametrize("raw", [None, "", "[]", []])
def test_no_reaction(raw: object) -> None:
    assert read_reactions(raw) == []


@pytest.mark.parametrize("emoji", ["✅", "❤\ufe0f", "x", "", "👍🏽"])
def test_an_emoji_that_is_no_reaction(refused: Any, emoji: str) -> None:
    assert refused(read_reactions, [{"type": "emoji", "emoji": emoji}]) == "REACTION_INVALID"
    assert not is_allowed(emoji)


def test_a_custom_emoji(refused: Any) -> None:
    raw = [{"type": "custom_emoji", "custom_emoji_id": "5"}]
    assert refused(read_reactions, raw) == "REACTION_INVALID"


def test_two_reactions(refused: Any) -> None:
    raw = [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "🔥"}]
    assert refused(read_reactions, raw) == "REACTIONS_TOO_MANY"


def test_no_json(refused: Any) -> None:
    assert refused(read_reactions, "[") == "can't parse reaction types JSON object"


def test_no_array(refused: Any) -> None:
    assert refused(read_reactions, '{"type": "emoji"}') == "expected an Array of ReactionType"


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("👍", "expected an Object"),
        ({}, 'Can\'t find field "type"'),
        ({"type": "emoji"}, 'Can\'t find field "emoji"'),
        ({"type": "paid"}, "invalid reaction type specified"),
        ({"type": "custom_emoji"}, 'Can\'t find field "custom_emoji_id"'),
    ],
)
def test_a_wrong_element(refused: Any, element: object, words: str) -> None:
    assert refused(read_reactions, [element]) == f"can't parse ReactionType: {words}"
