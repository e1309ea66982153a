"""The bot's answer to a delivered update: whether it counts, and the method call it may carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus

from aiohttp import ClientResponse, MultipartReader, hdrs

from sandbox.arguments import Arguments
from sandbox.encodings import from_body, from_multipart
from sandbox.rules.errors import ApiError

FORBIDDEN = frozenset({"setwebhook", "deletewebhook", "close", "logout"})


@dataclass(frozen=True)
class Outcome:
    """What one try gave; `status` 0: no answer came. Only 200 to 299 is a success. [src]"""

    status: int
    reason: str = ""
    retry_after: float = 0.0
    method: str = ""
    arguments: Arguments = field(default_factory=Arguments)

    @property
    def accepted(self) -> bool:
        return 200 <= self.status <= 299


async def read_answer(response: ClientResponse) -> Outcome:
    """Read status, Retry-After and, from a 2xx, the method call in the body."""
    if not 200 <= response.status <= 299:
        return Outcome(response.status, _wrong(response), _retry_after(response))
    arguments = await _arguments(response)
    method = arguments.values.pop("method", "").strip()
    if method.lower() in FORBIDDEN or method.lower().startswith("get"):
        method = ""  # ignored without a word [src]
    return Outcome(response.status, method=method, arguments=arguments)


async def _arguments(response: ClientResponse) -> Arguments:
    """An unreadable body is an answer without a method call."""
    arguments = Arguments()
    try:
        if response.content_type.startswith("multipart/"):
            await from_multipart(MultipartReader.from_response(response).stream, arguments)
        else:
            arguments.values = from_body(response.content_type, await response.read())
    except (ApiError, ValueError):
        return Arguments()
    return arguments


def _wrong(response: ClientResponse) -> str:
    phrase = response.reason or HTTPStatus(response.status).phrase
    return f"Wrong response from the webhook: {response.status} {phrase}"


def _retry_after(response: ClientResponse) -> float:
    value = response.headers.get(hdrs.RETRY_AFTER, "")
    return float(value) if value.isdigit() else 0.0
