"""getFile; the bytes are at `/file/bot<token>/<file_path>`."""

from __future__ import annotations

from typing import Any

from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.methods.registry import method
from sandbox.rules.errors import bad_request

MAX_DOWNLOAD = 20 * 1024 * 1024  # [docs]


@method("getFile", "file_id")
async def get_file(core: Core, arguments: Arguments) -> Any:
    file_id = arguments.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified", "src")
    stored = core.world.files.by_id.get(file_id)
    if stored is None:
        raise bad_request("invalid file_id", "src")
    if stored.size > MAX_DOWNLOAD:
        raise bad_request("file is too big", "src")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }
