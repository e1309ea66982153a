"""`setMessageReaction`: which reactions a bot may set.

The list is the one of ReactionTypeEmoji [docs]. It is exact: signs that carry U+FE0F, as keyboards
write the heart, are refused (Alex2772/kuni#71) [issue].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.rules.errors import bad_request
from sandbox.rules.json_fields import (
    FieldError,
    NotJsonError,
    decode,
    is_missing,
    required_int,
    required_string,
)

ALLOWED = tuple(
    """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡
🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈
😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿
🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡
""".split()  # noqa: SIM905 - in the order of the documentation
)
_ALLOWED = frozenset(ALLOWED)


def read_reactions(raw: object) -> list[dict[str, Any]]:
    """The `reaction` parameter (JSON string or decoded list): no ReactionTypeEmoji, or one.

    Raises ApiError 400: can't parse ...; REACTION_INVALID; REACTIONS_TOO_MANY.
    """
    if is_missing(raw):
        return []
    try:
        value = decode(raw)
    except NotJsonError:
        raise bad_request("Can't parse reaction types JSON object", "src") from None
    if not isinstance(value, list):
        raise bad_request("Expected an Array of ReactionType", "src")
    reactions = [_read_reaction(element) for element in value]
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY", "docs")
    if any(reaction not in _ALLOWED for reaction in reactions):
        raise bad_request("REACTION_INVALID", "issue")
    return [{"type": "emoji", "emoji": reaction} for reaction in reactions]


def is_allowed(emoji: str) -> bool:
    """Whether the emoji is one of the documented reactions, character for character."""
    return emoji in _ALLOWED


def _read_reaction(element: object) -> str:
    """The emoji; "" for a custom one, which a private chat with a bot never allows. [derived]"""
    try:
        if not isinstance(element, Mapping):
            raise FieldError("expected an Object")
        kind = required_string(element, "type")
        if kind == "emoji":
            return required_string(element, "emoji")
        if kind != "custom_emoji":
            raise FieldError("invalid reaction type specified")
        required_int(element, "custom_emoji_id", bits=64)
    except FieldError as error:
        raise bad_request(f"Can't parse ReactionType: {error}", "src") from None
    return ""
