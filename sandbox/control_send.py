"""Reading what the page sends: JSON bodies, and files as multipart."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from sandbox.actions import ActionError, Actions, Attachment
from sandbox.arguments import Arguments, Upload
from sandbox.encodings import MAX_BODY, read_parts, too_large
from sandbox.model import Json, Message, Person

FILE_FIELDS = frozenset({"photo", "document", "voice", "video"})


async def read_body(request: web.Request) -> Json:
    """A JSON object."""
    if (request.content_length or 0) > MAX_BODY:
        raise too_large()
    body = await request.json() if request.can_read_body else {}
    if not isinstance(body, dict):
        raise ActionError("The body is not a JSON object.")
    return body


async def send(request: web.Request, actions: Actions, person: Person) -> list[Message]:
    """`POST /sandbox/people/{id}/send` in all its forms."""
    if request.content_type.startswith("multipart/"):
        return await _send_files(request, actions, person)
    body = await read_body(request)
    reply_to = _optional_id(body.get("reply_to"))
    if "text" in body:
        return [actions.send_text(person, str(body["text"]), reply_to)]
    if "start" in body:
        return [actions.start(person, str(body["start"]))]
    if body.get("contact"):
        return [actions.send_contact(person, reply_to)]
    if "location" in body:
        place = body["location"]
        return [actions.send_location(person, float(place["latitude"]), float(place["longitude"]))]
    raise ActionError("There is nothing to send.")


async def _send_files(request: web.Request, actions: Actions, person: Person) -> list[Message]:
    fields = Arguments()
    files: list[tuple[str, Upload]] = []
    async for name, value in read_parts(await request.multipart()):
        if isinstance(value, Upload):
            files.append((name, value))
        else:
            fields.values[name] = value
    for name, _ in files:
        if name not in FILE_FIELDS:
            raise ActionError(f"A file cannot be sent as {name!r}.")
    if not files:
        raise ActionError("There is no file to send.")
    caption = fields.values.get("caption", "")
    attachments = [
        Attachment(name, file.data, file.name, file.mime, caption if number == 0 else "")
        for number, (name, file) in enumerate(files)
    ]
    return actions.send_files(person, attachments, _optional_id(fields.values.get("reply_to")))


def _optional_id(value: Any) -> int | None:
    return None if value in (None, "") else int(value)
