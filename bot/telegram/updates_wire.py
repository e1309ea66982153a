"""The HTTP calls of polling, on connections of their own: a long poll never waits behind sends.

Refused        the server answered with an error of the Bot API
Unreachable    no usable answer: no connection, a time-out, an error of a proxy
"""

import logging
from collections.abc import Sequence
from typing import Any, Final

import httpx

HOLD: Final = 25
"""Seconds the server holds a request while there is nothing to tell."""

# httpx writes every address at INFO, and Telegram's addresses contain the token
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Unreachable(Exception):
    """No usable answer came; the message names the kind only, because addresses hold the token."""


class Refused(Exception):
    """The Bot API answered `ok: false`."""

    def __init__(self, code: int, description: str, retry_after: float | None) -> None:
        """As the server says it."""
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class UpdatesWire:
    """getUpdates and deleteWebhook, as raw JSON."""

    def __init__(self, api_base: str, token: str, allowed_updates: Sequence[str]) -> None:
        """Nothing is opened before the first call."""
        self._base = f"{api_base.rstrip('/')}/bot{token}"
        self._allowed_updates = list(allowed_updates)
        self._client: httpx.AsyncClient | None = None

    async def get_updates(self, offset: int | None) -> list[dict[str, Any]]:
        """The next updates, waiting for them for a while."""
        parameters: dict[str, Any] = {
            "timeout": HOLD,
            "limit": 100,
            "allowed_updates": self._allowed_updates,
        }
        if offset is not None:
            parameters["offset"] = offset
        result = await self._call("getUpdates", parameters, wait=HOLD + 10)
        if not isinstance(result, list):
            raise Unreachable("getUpdates answered something that is no list")
        return [update for update in result if isinstance(update, dict)]

    async def confirm(self, offset: int) -> None:
        """Confirm everything below `offset` without taking more."""
        await self._call("getUpdates", {"timeout": 0, "limit": 1, "offset": offset}, wait=5)

    async def delete_webhook(self) -> None:
        """Stop the delivery by webhook; what waits there is kept and comes by polling."""
        await self._call("deleteWebhook", {"drop_pending_updates": False}, wait=10)

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _call(self, method: str, parameters: dict[str, Any], wait: float) -> Any:
        if self._client is None:
            self._client = httpx.AsyncClient()
        try:
            response = await self._client.post(
                f"{self._base}/{method}",
                json=parameters,
                timeout=httpx.Timeout(10, read=wait),
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(type(error).__name__) from None
        try:
            body = response.json()
        except ValueError:
            body = None
        if not isinstance(body, dict) or "ok" not in body:
            raise Unreachable(f"status {response.status_code} without a body of the Bot API")
        if body["ok"] is True:
            return body.get("result")
        return _refuse(body, response.status_code)


def _refuse(body: dict[str, Any], status: int) -> Any:
    code = body.get("error_code", status)
    description = str(body.get("description", ""))
    if not isinstance(code, int) or code >= 500:
        raise Unreachable(f"{code} {description}")
    parameters = body.get("parameters")
    asked = parameters.get("retry_after") if isinstance(parameters, dict) else None
    raise Refused(code, description, float(asked) if isinstance(asked, int | float) else None)
