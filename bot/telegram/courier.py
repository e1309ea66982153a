"""The only sender: every call that people see passes here and ends as a value."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiogram import Bot
from aiogram.methods import (
    AnswerCallbackQuery,
    CopyMessages,
    EditMessageCaption,
    EditMessageReplyMarkup,
    EditMessageText,
    ForwardMessages,
    SendMediaGroup,
    SetMessageReaction,
    SetMyCommands,
    TelegramMethod,
)

from bot.clock import Clock
from bot.metrics import Metrics
from bot.nursery import Nursery
from bot.screens.model import Replies
from bot.telegram.answering import Answering
from bot.telegram.endings import is_too_many, outcome_of
from bot.telegram.limits import Limiter
from bot.telegram.origin import Origin
from bot.telegram.session import Answer, BotSession, NoAnswer, NotSent
from domain.delivery.outbox import Priority
from domain.delivery.outcome import Blocked, Outcome, Rejected, RetryAt, Unknown

log = logging.getLogger(__name__)

_NO_MESSAGE: Final = (
    EditMessageText,
    EditMessageCaption,
    EditMessageReplyMarkup,
    SetMessageReaction,
    SetMyCommands,
)

OnUnreachable = Callable[[int, bool], Awaitable[None]]
"""Told the chat of a person who blocked the bot, and whether the account is gone."""

_LONGEST_PAUSE: Final = 30.0


class Courier:
    """Sends. It never raises for what Telegram or the network do; it says how a call ended.

    The log gets the method, the outcome and Telegram's words, never a text of ours or a chat.
    """

    def __init__(
        self,
        bot: Bot,
        limiter: Limiter,
        clock: Clock,
        nursery: Nursery,
        metrics: Metrics,
        on_unreachable: OnUnreachable,
    ) -> None:
        """`bot` has to carry a BotSession."""
        if not isinstance(bot.session, BotSession):
            raise TypeError("the courier needs a bot with a BotSession")
        self._bot = bot
        self._session = bot.session
        self._limiter = limiter
        self._clock = clock
        self._metrics = metrics
        self._on_unreachable = on_unreachable
        self._answering = Answering(self.call, clock, nursery)
        self._failures = 0
        self._unreached_until = 0.0

    async def call(
        self,
        method: TelegramMethod[Any],
        *,
        chat_id: int | None,
        priority: Priority,
        patience: float,
    ) -> Outcome:
        """One call: waits for its turn at most `patience` seconds, sends, and says how it ended.

        `chat_id`: whose limit it counts against and who is paused by a 429; None: nobody's.
        """
        # an answer to a press is no message and has to be quick: the chat's limit is not for it
        counted = None if isinstance(method, AnswerCallbackQuery) else chat_id
        at = await self._limiter.acquire(counted, priority, patience, _cost(method))
        if at is not None:
            return self._ended(method, RetryAt(at, "the limits of Telegram"))
        try:
            answer = await self._session.post(self._bot, method)
        except NotSent as error:
            return self._ended(method, self._not_sent(error))
        except NoAnswer as error:
            return self._ended(method, Unknown(str(error)))
        self._failures = 0
        return await self._answered(method, chat_id, answer)

    async def answer(self, origin: Origin, replies: Replies) -> list[Outcome]:
        """Answer an update; the outcomes of the replies, in their order. See `Answering`."""
        return await self._answering.answer(origin, replies)

    def quiet_until(self) -> float:
        """Until when sending is of no use to anybody: the whole bot is paused, or offline."""
        return max(self._limiter.paused_until(None), self._unreached_until)

    async def _answered(
        self, method: TelegramMethod[Any], chat_id: int | None, answer: Answer
    ) -> Outcome:
        now = self._clock.now()
        outcome = outcome_of(method, answer, now)
        if isinstance(outcome, RetryAt) and is_too_many(answer):
            self._metrics.too_many()
            self._limiter.pause(chat_id, outcome.at - now)
        elif isinstance(outcome, Blocked) and chat_id is not None and chat_id > 0:
            await self._tell(chat_id, outcome.deactivated)
        return self._ended(method, outcome)

    async def _tell(self, chat_id: int, deactivated: bool) -> None:
        try:
            await self._on_unreachable(chat_id, deactivated)
        except Exception:
            log.exception("a person who cannot be reached could not be marked")

    def _not_sent(self, error: NotSent) -> RetryAt:
        """Ask for growing pauses while there is no connection at all."""
        pause = min(2.0**self._failures, _LONGEST_PAUSE)
        self._failures = min(self._failures + 1, 10)
        self._unreached_until = self._clock.now() + pause
        return RetryAt(self._unreached_until, f"not connected: {error}")

    def _ended(self, method: TelegramMethod[Any], outcome: Outcome) -> Outcome:
        self._metrics.outcome(outcome)
        name = type(method).__name__
        match outcome:
            case Rejected(description=words):
                log.error("%s rejected: %s", name, words)
            case Unknown(reason=words) | RetryAt(reason=words):
                log.warning("%s %s: %s", name, type(outcome).__name__.lower(), words)
            case _:
                log.debug("%s %s", name, type(outcome).__name__.lower())
        return outcome


def _cost(method: TelegramMethod[Any]) -> int:
    """How many messages a call makes: albums count one by one, changes of a message do not count.

    Telegram's limits are told for messages; an edit answers a press and comes as fast as a person
    presses. Should Telegram think otherwise, its 429 is obeyed as for any call.
    """
    if isinstance(method, _NO_MESSAGE):
        return 0
    if isinstance(method, SendMediaGroup):
        return len(method.media)
    if isinstance(method, CopyMessages | ForwardMessages):
        return len(method.message_ids)
    return 1
