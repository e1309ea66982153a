"""Replies as text and back: they are kept with the record of their update.

When the program dies between the commit and the answer, Telegram delivers the update again; it has
no effect a second time, but the person still gets the answer.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from bot.screens.model import (
    Button,
    ContactKeyboard,
    Draw,
    Kept,
    React,
    RemoveKeyboard,
    Replies,
    Reply,
    Say,
    Screen,
    Show,
    StripButtons,
    Toast,
)
from domain.consultation.content import File, Kind


def as_sequence(replies: Replies) -> tuple[Reply, ...]:
    """What a handler returned, as a sequence."""
    if replies is None:
        return ()
    if isinstance(replies, Sequence):
        return tuple(replies)
    return (replies,)


def dump(replies: Replies) -> str | None:
    """None when there is nothing to answer. Secret screens and pictures are left out: whoever
    misses one asks for it again.
    """
    parts = [
        _dump_one(reply)
        for reply in as_sequence(replies)
        if not isinstance(reply, Draw) and not _is_secret(reply)
    ]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")) if parts else None


def load(text: str | None) -> tuple[Reply, ...]:
    """Back again."""
    return tuple(_LOADERS[part["is"]](part) for part in json.loads(text)) if text else ()


def _is_secret(reply: Kept) -> bool:
    return isinstance(reply, Show | Say) and reply.screen.secret


def _dump_one(reply: Kept) -> dict[str, Any]:
    match reply:
        case Show(screen):
            return {"is": "show", "screen": _dump_screen(screen)}
        case Say(screen, reply_to):
            return {"is": "say", "screen": _dump_screen(screen), "to": reply_to}
        case Toast(text, alert):
            return {"is": "toast", "text": text, "alert": alert}
        case React(emoji):
            return {"is": "react", "emoji": emoji}
        case StripButtons():
            return {"is": "strip"}


def _dump_screen(screen: Screen) -> dict[str, Any]:
    data: dict[str, Any] = {"text": str(screen.text)}
    if screen.rows:
        data["rows"] = [[_dump_button(button) for button in row] for row in screen.rows]
    match screen.keyboard:
        case ContactKeyboard(share=share, cancel=cancel):
            data["contact"] = [share, cancel]
        case RemoveKeyboard():
            data["remove"] = True
        case None:
            pass
    for name in ("protect", "silent", "effect"):
        if value := getattr(screen, name):
            data[name] = value
    if screen.file is not None:
        data["file"] = [screen.file.kind.value, screen.file.file_id]
    return data


def _dump_button(button: Button) -> dict[str, str]:
    names = ("text", "data", "url", "copy", "style")
    return {name: value for name in names if (value := getattr(button, name)) is not None}


def _load_screen(data: Mapping[str, Any]) -> Screen:
    keyboard: ContactKeyboard | RemoveKeyboard | None = None
    if "contact" in data:
        keyboard = ContactKeyboard(share=data["contact"][0], cancel=data["contact"][1])
    elif data.get("remove"):
        keyboard = RemoveKeyboard()
    return Screen(
        text=Markup(data["text"]),  # noqa: S704 - it was Markup when it was kept
        rows=tuple(tuple(Button(**button) for button in row) for row in data.get("rows", ())),
        keyboard=keyboard,
        protect=data.get("protect", False),
        silent=data.get("silent", False),
        effect=data.get("effect"),
        file=File(kind=Kind(data["file"][0]), file_id=data["file"][1]) if "file" in data else None,
    )


_LOADERS: dict[str, Callable[[Mapping[str, Any]], Reply]] = {
    "show": lambda part: Show(_load_screen(part["screen"])),
    "say": lambda part: Say(_load_screen(part["screen"]), part["to"]),
    "toast": lambda part: Toast(part["text"], part["alert"]),
    "react": lambda part: React(part["emoji"]),
    "strip": lambda _: StripButtons(),
}
