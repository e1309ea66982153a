"""From a file parameter to a stored file: an upload, or the file_id of an earlier one."""

from __future__ import annotations

import re

from sandbox import probe
from sandbox.arguments import Arguments, Upload
from sandbox.core import Core
from sandbox.model import StoredFile
from sandbox.rules.errors import bad_request

MAX_PHOTO = 10 * 1024 * 1024
MAX_PHOTO_SIDES = 10_000
MAX_PHOTO_RATIO = 20
# As TDLib names the kinds of files in its refusals.
TDLIB_NAMES = {
    "photo": "Photo",
    "voice": "VoiceNote",
    "video": "Video",
    "audio": "Audio",
    "document": "Document",
    "sticker": "Sticker",
}
# What Telegram plays; an upload of another kind becomes a document. [docs]
PLAYABLE = {
    "voice": frozenset({"ogg", "mp3", "mp4"}),
    "audio": frozenset({"ogg", "mp3", "mp4"}),
    "video": frozenset({"mp4", "webm"}),
}


def read_file(core: Core, arguments: Arguments, field: str, kind: str) -> StoredFile | Upload:
    """The file that `field` names, checked as far as it can be before the chat is known."""
    value = (arguments.text(field) or "").strip()
    return _resolve(core, arguments, value, arguments.files.get(field), kind)


def read_media(core: Core, arguments: Arguments, value: str, kind: str) -> StoredFile | Upload:
    """The file of one item of an album: `attach://<name>` or a file_id."""
    return _resolve(core, arguments, value.strip(), None, kind, album=True)


def _resolve(
    core: Core,
    arguments: Arguments,
    value: str,
    upload: Upload | None,
    kind: str,
    *,
    album: bool = False,
) -> StoredFile | Upload:
    """[src] get_input_file"""
    if value.startswith("attach://"):
        upload = arguments.files.get(value.removeprefix("attach://"))
    if upload is not None:
        _check_upload(upload, kind)
        return upload
    if not value or value.startswith("attach://"):
        missing = f"there is no {kind} in the request"
        raise bad_request("Can't parse InputMedia: media not found" if album else missing, "src")
    if re.match(r"https?://", value, re.IGNORECASE):
        raise bad_request("the sandbox does not model sending by HTTP URL", "guess")
    stored = find_file(core, value)
    if stored.kind != kind:
        names = TDLIB_NAMES[stored.kind], TDLIB_NAMES[kind]
        raise bad_request(f"can't use file of type {names[0]} as {names[1]}", "issue")
    return stored


def find_file(core: Core, file_id: str) -> StoredFile:
    """[src] FileManager::from_persistent_id"""
    stored = core.world.files.by_id.get(file_id)
    if stored is not None:
        return stored
    reason = "can't unserialize it. Wrong last symbol"
    if not re.fullmatch(r"[A-Za-z0-9_-]*", file_id):
        reason = "Wrong character in the string"
    elif len(file_id) % 4 == 1:
        reason = "Wrong string length"
    raise bad_request(f"wrong remote file identifier specified: {reason}", "src")


def _check_upload(upload: Upload, kind: str) -> None:
    """What TDLib checks before it uploads."""
    if not upload.data:
        raise bad_request("file must be non-empty", "issue")
    if kind == "sticker" and probe.container(upload.data) != "webp":
        raise bad_request("the sandbox does not model stickers that are not WEBP", "guess")
    if kind == "photo" and len(upload.data) > MAX_PHOTO:
        raise bad_request(
            f"file of size {len(upload.data)} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO} bytes",
            "issue",
        )


def check_picture(file: StoredFile | Upload, kind: str) -> None:
    """What Telegram refuses after the upload of a photo."""
    if kind != "photo" or isinstance(file, StoredFile):
        return
    size = probe.picture_size(file.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED", "issue")
    longer, shorter = max(size), min(size)
    if sum(size) > MAX_PHOTO_SIDES or shorter == 0 or longer > MAX_PHOTO_RATIO * shorter:
        raise bad_request("PHOTO_INVALID_DIMENSIONS", "issue")


def keep(core: Core, file: StoredFile | Upload, kind: str) -> StoredFile:
    """Store an upload (the last step: a refused call leaves no file behind)."""
    if isinstance(file, StoredFile):
        return file
    if kind in PLAYABLE and probe.container(file.data) not in PLAYABLE[kind]:
        kind = "document"
    return core.world.files.add(kind, file.data, name=file.name, mime=file.mime)
