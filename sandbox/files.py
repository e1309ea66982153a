"""Uploaded files: bytes in memory, or in a folder beside the state file, found by file_id."""

from __future__ import annotations

import mimetypes
import secrets
from pathlib import Path

from sandbox import probe
from sandbox.model import Json, StoredFile

# The first letters of a file_id differ by kind, as on Telegram.
PREFIXES = {
    "photo": "AgACAgIAAxk",
    "voice": "AwACAgIAAxk",
    "video": "BAACAgIAAxk",
    "audio": "CQACAgIAAxk",
    "document": "BQACAgIAAxk",
    "sticker": "CAACAgIAAxk",
}
DEFAULT_MIME = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "video": "video/mp4",
    "audio": "audio/mpeg",
    "sticker": "image/webp",
}
NOMINAL_SIZE = (1280, 960)  # of a picture or video whose header does not say


class FileStore:
    """All files of the sandbox."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._bytes: dict[str, bytes] = {}
        self.by_id: dict[str, StoredFile] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)  # photos of people's papers

    def add(
        self, kind: str, data: bytes, *, name: str | None = None, mime: str | None = None
    ) -> StoredFile:
        """Keep a new file; the same bytes sent twice are two files, as on Telegram."""
        unique = "AQAD" + secrets.token_urlsafe(8)
        width, height = (0, 0)
        if kind in ("photo", "video", "sticker"):
            width, height = probe.picture_size(data) or NOMINAL_SIZE
        stored = StoredFile(
            file_id=PREFIXES[kind] + secrets.token_urlsafe(30),
            unique_id=unique,
            kind=kind,
            size=len(data),
            name=name,
            mime=_mime(kind, name, mime),
            width=width,
            height=height,
            duration=probe.duration(data) if kind in ("voice", "video", "audio") else 0,
        )
        self.by_id[stored.file_id] = stored
        if self._folder is None:
            self._bytes[unique] = data
        else:
            (self._folder / unique).write_bytes(data)
        return stored

    def read(self, stored: StoredFile) -> bytes:
        if self._folder is None:
            return self._bytes[stored.unique_id]
        return (self._folder / stored.unique_id).read_bytes()

    def by_unique_id(self, unique_id: str) -> StoredFile | None:
        return next((f for f in self.by_id.values() if f.unique_id == unique_id), None)

    def by_path(self, path: str) -> StoredFile | None:
        return next((f for f in self.by_id.values() if f.path == path), None)

    def clear(self) -> None:
        for stored in self.by_id.values():
            if self._folder is not None:
                (self._folder / stored.unique_id).unlink(missing_ok=True)
        self._bytes.clear()
        self.by_id.clear()


def _mime(kind: str, name: str | None, mime: str | None) -> str:
    """What Telegram would say: fixed for photos and voices, else as sent, else by the name."""
    if kind in ("photo", "voice", "sticker"):
        return DEFAULT_MIME[kind]
    if mime and mime != "application/octet-stream":
        return mime
    guessed = mimetypes.guess_type(name or "")[0]
    return guessed or DEFAULT_MIME.get(kind, "application/octet-stream")


def as_content(stored: StoredFile) -> Json:
    """The Bot API field of a message with this file: {"photo": [...]}, {"voice": {...}}, ..."""
    ids: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id}
    size: Json = {"file_size": stored.size}
    shape: Json = {"width": stored.width, "height": stored.height}
    named: Json = {"file_name": stored.name} if stored.name else {}
    if stored.kind == "photo":
        return {"photo": [{**ids, **shape, **size}]}
    if stored.kind == "voice":
        return {"voice": {**ids, "duration": stored.duration, "mime_type": stored.mime, **size}}
    if stored.kind == "sticker":
        flags = {"type": "regular", "is_animated": False, "is_video": False}
        return {"sticker": {**ids, **flags, **shape, **size}}
    timed: Json = {"duration": stored.duration} if stored.kind in ("video", "audio") else {}
    sized: Json = shape if stored.kind == "video" else {}
    return {stored.kind: {**ids, **sized, **timed, **named, "mime_type": stored.mime, **size}}
