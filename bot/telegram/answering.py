"""Answers to one update: which calls a handler's replies become, in which order, and what then.

A press is answered first and exactly once. Navigation edits the pressed message where it can.
What Telegram asks to send a little later is sent a little later, in order and only once more: who
misses an answer presses again.
"""

import logging
from collections.abc import Sequence
from typing import Any, Final, Protocol

from aiogram.methods import TelegramMethod
from markupsafe import escape

from bot.clock import Clock
from bot.nursery import Nursery
from bot.screens.model import (
    Draw,
    React,
    Replies,
    Reply,
    Say,
    Screen,
    Show,
    StripButtons,
    Toast,
)
from bot.telegram import render
from bot.telegram.origin import Origin
from bot.telegram.studio import Studio
from domain.delivery.outbox import Priority
from domain.delivery.outcome import (
    Blocked,
    Delivered,
    Gone,
    Outcome,
    Rejected,
    RetryAt,
    Unknown,
)

log = logging.getLogger(__name__)

PATIENCE: Final = 2.0
"""Seconds an answer waits for the limits while its update is being worked on."""

LATER: Final = 30.0
"""An answer that may go within so many seconds is sent late; after that it is let go."""


class Call(Protocol):
    """`Courier.call`."""

    async def __call__(
        self,
        method: TelegramMethod[Any],
        *,
        chat_id: int | None,
        priority: Priority,
        patience: float,
    ) -> Outcome:
        """One call of the Bot API."""
        ...


class Answering:
    """Turns replies into calls."""

    def __init__(self, call: Call, clock: Clock, nursery: Nursery) -> None:
        """`call` is the courier's own."""
        self._call = call
        self._clock = clock
        self._nursery = nursery
        self._studio = Studio(nursery)
        self._late: dict[int, list[tuple[Origin, Reply]]] = {}

    async def answer(self, origin: Origin, replies: Replies) -> list[Outcome]:
        """Send the replies; their outcomes in their order, as far as they were tried.

        Nothing is tried after a Blocked. After a RetryAt the rest is RetryAt as well, and follows.
        """
        wanted = _as_list(replies)
        outcomes: list[Outcome] = []
        if origin.pressed:
            outcomes += await self._answer_press(origin, wanted)
            wanted = [reply for reply in wanted if not isinstance(reply, Toast)]
        if waiting := self._late.get(origin.chat_id):
            waiting.extend((origin, reply) for reply in wanted)
            return outcomes + [RetryAt(self._clock.now(), "behind a late answer")] * len(wanted)
        for place, reply in enumerate(wanted):
            if isinstance(reply, StripButtons) and not _all_arrived(outcomes):
                break  # whoever missed the answer presses again
            outcome = await self._deliver(origin, reply, PATIENCE)
            outcomes.append(outcome)
            if isinstance(outcome, Blocked):
                break
            if isinstance(outcome, RetryAt):
                rest = wanted[place:]
                self._follow_later(origin, rest, outcome)
                outcomes += [outcome] * (len(rest) - 1)
                break
        return outcomes

    async def _answer_press(self, origin: Origin, replies: Sequence[Reply]) -> list[Outcome]:
        toast = next((reply for reply in replies if isinstance(reply, Toast)), None)
        method = render.answer_press(origin.callback_query_id or "", toast)
        outcome = await self._try(origin, method, PATIENCE)
        if isinstance(outcome, RetryAt) and (wait := outcome.at - self._clock.now()) <= LATER:
            self._nursery.start(self._answer_press_late(origin, method, wait), "late press")
        return [] if toast is None else [outcome]

    async def _answer_press_late(
        self, origin: Origin, method: TelegramMethod[Any], wait: float
    ) -> None:
        await self._clock.sleep(wait)
        await self._try(origin, method, LATER)

    async def _deliver(self, origin: Origin, reply: Reply, patience: float) -> Outcome:
        match reply:
            case Show(screen=screen):
                return await self._show(origin, screen, patience)
            case Say() | Draw():
                return await self._try(origin, await self._message(origin, reply), patience)
            case Toast(text=text):  # a message came, so there is no press to show it on
                screen = Screen(text=escape(text))
                return await self._try(origin, render.send(origin.chat_id, screen), patience)
            case React(emoji=emoji) if origin.message_id is not None and not origin.pressed:
                reaction = render.react(origin.chat_id, origin.message_id, emoji)
                return await self._try(origin, reaction, patience)
            case StripButtons() if origin.message_id is not None and origin.editable:
                method_ = render.strip(origin.chat_id, origin.message_id)
                return await self._try(origin, method_, patience)
            case _:
                return Gone("no message to do this with")

    async def _message(self, origin: Origin, reply: Say | Draw) -> TelegramMethod[Any]:
        """A new message; of a picture that cannot be drawn the sentence in its place."""
        if isinstance(reply, Say):
            return render.send(origin.chat_id, reply.screen, reply.reply_to)
        drawn = await self._studio.draw(reply.picture)
        if drawn is None:
            return render.send(origin.chat_id, reply.instead)
        return render.send_drawn(origin.chat_id, reply.screen, reply.picture.name, drawn)

    async def _show(self, origin: Origin, screen: Screen, patience: float) -> Outcome:
        """Edit in place; where that cannot be, a new message takes over from the old one."""
        if origin.edits and origin.message_id is not None and screen.keyboard is None:
            edit = render.edit(origin.chat_id, origin.message_id, screen)
            outcome = await self._try(origin, edit, patience)
            if isinstance(outcome, Unknown):  # an edit may be done twice, unlike a message
                outcome = await self._try(origin, edit, patience)
            if not isinstance(outcome, Gone | Rejected):
                return outcome
        outcome = await self._try(origin, render.send(origin.chat_id, screen), patience)
        if isinstance(outcome, Delivered) and origin.pressed:
            await self._deliver(origin, StripButtons(), patience)
        return outcome

    async def _try(self, origin: Origin, method: TelegramMethod[Any], patience: float) -> Outcome:
        return await self._call(
            method, chat_id=origin.chat_id, priority=Priority.ANSWER, patience=patience
        )

    def _follow_later(self, origin: Origin, rest: Sequence[Reply], outcome: RetryAt) -> None:
        wait = outcome.at - self._clock.now()
        if wait > LATER:
            log.warning("%s answers were let go: Telegram asks for %.0f s", len(rest), wait)
            return
        self._late[origin.chat_id] = [(origin, reply) for reply in rest]
        self._nursery.start(self._send_late(origin.chat_id, wait), "late answer")

    async def _send_late(self, chat_id: int, wait: float) -> None:
        """Send what waits for this chat, and what has come behind it meanwhile."""
        waiting = self._late[chat_id]
        try:
            await self._clock.sleep(wait)
            while waiting:
                origin, reply = waiting.pop(0)
                if _overtaken(origin, reply, waiting):
                    continue
                outcome = await self._deliver(origin, reply, LATER)
                if isinstance(outcome, Blocked | RetryAt):
                    log.warning("%s late answers were let go", len(waiting) + 1)
                    break
        finally:
            del self._late[chat_id]


def _all_arrived(outcomes: Sequence[Outcome]) -> bool:
    return all(isinstance(outcome, Delivered) for outcome in outcomes)


def _overtaken(origin: Origin, reply: Reply, behind: Sequence[tuple[Origin, Reply]]) -> bool:
    """Whether a later navigation changes the same message: the older one need not be seen."""
    return isinstance(reply, Show) and any(
        isinstance(later, Show) and other.edits and origin.edits
        for other, later in behind
        if other.message_id == origin.message_id
    )


def _as_list(replies: Replies) -> list[Reply]:
    if replies is None:
        return []
    if isinstance(replies, Reply):
        return [replies]
    return list(replies)
