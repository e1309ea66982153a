"""One signed POST: the only place that speaks to the call centre's system."""

import asyncio
import ssl
from typing import Final

import httpx

from bot.clock import Clock
from domain.hooks.fate import Accepted, Answer, Refused, Silent, retry_after
from domain.hooks.signature import signature

TOTAL: Final = 10.0
"""Seconds a post may take altogether; a receiver that needs longer should answer first."""

_CONNECT: Final = 5.0


class HookWire:
    """Answers are values; nothing of an address or a body stands in them."""

    def __init__(self, url: str, secret: str, clock: Clock, total: float = TOTAL) -> None:
        """Nothing is opened before the first post."""
        self._url = url
        self._secret = secret
        self._clock = clock
        self._total = total
        self._client: httpx.AsyncClient | None = None

    async def post(self, key: str, body: bytes) -> Answer:
        """Post it; of the answer only the head is read. A redirect is an answer like another:
        what is meant for one address does not go to a second one.
        """
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": key,
            "X-Signature": signature(self._secret, body, int(self._clock.now())),
        }
        try:
            async with asyncio.timeout(self._total):
                async with self._opened().stream(
                    "POST", self._url, content=body, headers=headers
                ) as response:
                    return self._answer(response)
        except TimeoutError:
            return Silent("no answer in time")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Silent(type(error).__name__)

    def _answer(self, response: httpx.Response) -> Answer:
        if response.is_success:
            return Accepted()
        wish = response.headers.get("Retry-After")
        status = response.status_code
        return Refused(status, retry_after(status, wish, self._clock.now()))

    def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                follow_redirects=False,
                timeout=httpx.Timeout(self._total, connect=min(_CONNECT, self._total)),
                headers={"User-Agent": "qaryzsyz-qogam"},
                trust_env=False,  # the settings say where to post, no proxy does
                verify=_trusted(),
            )
        return self._client

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None


def _trusted() -> ssl.SSLContext:
    """The public authorities, and those of this machine: a call centre may have its own."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context
