"""A plain client of the Bot API: what it gets is exactly what went over the wire."""

import io
from typing import Any

import aiohttp


class Api:
    """Calls methods as JSON, urlencoded or multipart, and keeps the last HTTP answer."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, token: str = "42:SANDBOX"
    ) -> None:
        self.session = session
        self.url = url
        self.token = token
        self.status = 0
        self.headers: Any = {}

    async def __call__(self, method: str, **parameters: Any) -> dict[str, Any]:
        """As a JSON body; returns the envelope."""
        return await self.post(method, json=parameters)

    async def post(self, method: str, **request: Any) -> dict[str, Any]:
        url = f"{self.url}/bot{self.token}/{method}"
        async with self.session.post(url, **request) as response:
            self.status, self.headers = response.status, response.headers
            return await response.json()

    async def form(self, method: str, **fields: Any) -> dict[str, Any]:
        """As multipart; bytes become files."""
        form = aiohttp.FormData(quote_fields=False)
        for name, value in fields.items():
            if isinstance(value, bytes):
                form.add_field(name, io.BytesIO(value), filename=f"{name}.bin")
            elif isinstance(value, tuple):
                form.add_field(name, io.BytesIO(value[1]), filename=value[0])
            else:
                form.add_field(name, str(value))
        return await self.post(method, data=form)

    async def ok(self, method: str, **parameters: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **parameters: Any) -> str:
        """`code description` of a call that must be refused."""
        answer = await self(method, **parameters)
        assert not answer["ok"], answer
        assert answer["error_code"] == self.status
        return f"{answer['error_code']} {answer['description']}"

    async def updates(self, **parameters: Any) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = await self.ok("getUpdates", **parameters)
        return result
