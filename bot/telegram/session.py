"""The wire to the Bot API, for the courier and for what aiogram itself calls.

NetworkInTransaction   a call was tried while a database transaction is open: a mistake of ours
NotBotApi              a 404 of something that is no Bot API (for what aiogram calls)
NotSent                no connection came about: nothing of the request reached the server
NoAnswer               the request was written and no answer came: it may have had its effect

Messages of aiohttp name the address, and Telegram's addresses contain the token: only the kind of
a failure goes further from here.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, cast

from aiogram import Bot
from aiogram.client.default import Default, DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError, TelegramNotFound
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientTimeout,
    ConnectionTimeoutError,
    FormData,
    InvalidURL,
    ServerFingerprintMismatch,
)
from pydantic import BaseModel

TOTAL: Final = 10.0
"""Seconds for one send from the first byte to the last; a lease of the outbox is longer."""

_NOT_SENT = (ClientConnectorError, ConnectionTimeoutError, InvalidURL, ServerFingerprintMismatch)
"""Kinds of aiohttp that are raised before a byte of the request is written."""

_JSON: Final = {"Content-Type": "application/json"}


class NetworkInTransaction(RuntimeError):
    """Sends wait for the commit: a slow network must not hold the database's only writer."""


class NotSent(Exception):
    """No connection came about; nothing was sent."""


class NotBotApi(TelegramNotFound):
    """A 404 that is not in the words of a Bot API: another server, or a proxy in trouble."""


class NoAnswer(Exception):
    """The request was written and no answer came; it may have had its effect."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status and the text as it stands."""

    status: int
    text: str
    retry_after: str | None = None  # the header; Telegram's own refusals carry it in the body too


class BotSession(AiohttpSession):
    """aiogram's session with our time-outs, the guard, and `post` for the courier."""

    def __init__(
        self,
        api_base: str | None,
        in_transaction: Callable[[], bool],
        *,
        total: float = TOTAL,
        connect: float = 5.0,
        limit: int = 100,
    ) -> None:
        """`api_base`: another Bot API server. `in_transaction`: whether this task has one open."""
        api = PRODUCTION if api_base is None else TelegramAPIServer.from_base(api_base)
        super().__init__(limit=limit, api=api, timeout=total)
        self._in_transaction = in_transaction
        self._connect = connect
        self._responses: dict[type[TelegramMethod[Any]], type[Response[Any]]] = {}

    async def close(self) -> None:
        """aiohttp itself waits until its connections are closed; aiogram would sleep a quarter of
        a second on top of that, at every stop.
        """
        if self._session is not None:
            await self._session.close()

    async def post(
        self, bot: Bot, method: TelegramMethod[Any], total: float | None = None
    ) -> Answer:
        """One call; raises NotSent, NoAnswer, NetworkInTransaction and nothing else."""
        if self._in_transaction():
            raise NetworkInTransaction(type(method).__name__)
        session = await self.create_session()
        body, headers = self._body(bot, method)
        try:
            async with session.post(
                self.api.api_url(token=bot.token, method=method.__api_method__),
                data=body,
                headers=headers,
                timeout=ClientTimeout(total=total or self.timeout, connect=self._connect),
                allow_redirects=False,
            ) as response:
                text = await response.text(errors="replace")
                return Answer(response.status, text, response.headers.get("Retry-After"))
        except _NOT_SENT as error:
            raise NotSent(type(error).__name__) from None
        except (TimeoutError, ClientError, OSError) as error:
            raise NoAnswer(type(error).__name__) from None

    def _body(
        self, bot: Bot, method: TelegramMethod[Any]
    ) -> tuple[bytes | FormData, dict[str, str] | None]:
        """The arguments as JSON, with the header that says so; as a form where files go along.

        A form takes several times the work: Kazakh and Russian are quoted byte by byte.
        """
        try:
            text = json.dumps(_plain(method, bot.default), ensure_ascii=False)
        except TypeError:
            return self.build_form_data(bot, method), None
        return text.encode(), _JSON

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - the signature is aiogram's
    ) -> TelegramType:
        """What `await bot(method)` runs: the answer as aiogram's own types and errors."""
        # pydantic keeps generic classes weakly and would build this one anew for every answer
        kind = type(method)
        if kind not in self._responses:
            self._responses[kind] = Response[kind.__returning__]  # type: ignore[name-defined]
        try:
            answer = await self.post(bot, method, timeout)
        except (NotSent, NoAnswer) as error:
            message = f"{type(error).__name__}: {error}"
            raise TelegramNetworkError(method=method, message=message) from error
        if answer.status == HTTPStatus.NOT_FOUND and not answer.text.lstrip().startswith("{"):
            raise NotBotApi(method, "404 without a body of the Bot API")
        response = self.check_response(bot, method, answer.status, answer.text)
        return cast("TelegramType", response.result)


def _plain(value: object, default: DefaultBotProperties) -> object:
    """Models as dictionaries without what was left out; what JSON does not know stays as it is."""
    if isinstance(value, Default):
        value = default[value.name]
    if isinstance(value, BaseModel):
        return {
            name: plain
            for name, part in value.__dict__.items()
            if part is not None and (plain := _plain(part, default)) is not None
        }
    if isinstance(value, list | tuple):
        return [_plain(part, default) for part in value]
    return value
