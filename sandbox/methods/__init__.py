"""The modelled methods, one module per family; importing this package registers them all."""

from __future__ import annotations

from sandbox.methods import (
    albums,
    callbacks,
    chats,
    commands,
    copying,
    editing,
    files,
    media,
    pinning,
    profile,
    removing,
    text,
    things,
    updates,
)
from sandbox.methods.registry import Method, find

__all__ = [
    "Method",
    "albums",
    "callbacks",
    "chats",
    "commands",
    "copying",
    "editing",
    "files",
    "find",
    "media",
    "pinning",
    "profile",
    "removing",
    "text",
    "things",
    "updates",
]
