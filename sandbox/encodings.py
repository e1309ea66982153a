"""How a call's arguments come over HTTP: query string, urlencoded, multipart or JSON. [src]

Used for requests to the sandbox and for the method call in the body of a webhook's answer.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, hdrs

from sandbox.arguments import Arguments, Upload, decoded
from sandbox.rules.errors import ApiError, bad_request

MAX_BODY = 50 * 1024 * 1024  # uploads of the cloud server [docs]


def too_large() -> ApiError:
    return ApiError(413, "Request Entity Too Large", source="src")


def from_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return dict(pairs)


def from_json(body: bytes) -> dict[str, str]:
    """Strings as they are, everything else as JSON text: null is the word "null". [src]

    HttpReader::parse_json_parameters
    """
    try:
        values = decoded(body) if body.strip() else {}
        if not isinstance(values, dict):
            raise bad_request("JSON object expected", "derived")
        return {name: as_text(value) for name, value in values.items()}
    except (ValueError, RecursionError) as error:
        raise bad_request("can't parse parameter value", "derived") from error


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def read_parts(reader: MultipartReader) -> AsyncIterator[tuple[str, str | Upload]]:
    """Fields as text, parts with a file name as files, in their order."""
    room = MAX_BODY
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader):
            raise bad_request("nested multipart is not allowed", "guess")
        data = bytearray()
        while chunk := await part.read_chunk(65536):
            data += chunk
            room -= len(chunk)
            if room < 0:
                raise too_large()
        if part.filename is None:
            yield part.name or "", data.decode("utf-8", "replace")
        else:
            mime = part.headers.get(hdrs.CONTENT_TYPE, "application/octet-stream")
            yield part.name or "", Upload(part.filename, mime, bytes(data))


async def from_multipart(reader: MultipartReader, arguments: Arguments) -> None:
    """Fields become values, parts with a file name become files."""
    async for name, value in read_parts(reader):
        if isinstance(value, Upload):
            arguments.files[name] = value
        else:
            arguments.values[name] = value


def from_body(content_type: str, body: bytes) -> dict[str, str]:
    """The values of a body that is not multipart."""
    if content_type == "application/json":
        return from_json(body)
    if content_type == "application/x-www-form-urlencoded":
        return from_pairs(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return {}
