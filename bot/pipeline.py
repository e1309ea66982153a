"""The life of an update between its receipt and its answer.

One person at a time; one transaction, in which the update is recorded, the handler runs and the
answer is kept; then the courier. An update that comes again has no effect a second time, and its
answer is sent again unless this process has sent it.
"""

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from aiogram import Bot
from aiogram.dispatcher.event.bases import UNHANDLED
from pydantic import ValidationError

from bot.clock import Clock
from bot.dispatcher import dispatcher
from bot.event import Event, event_of
from bot.i18n import texts
from bot.locks import Missing, PersonLocks
from bot.middlewares.leave_form import leave_after_refusal
from bot.nursery import Nursery
from bot.replies import dump, load
from bot.screens import errors as error_screens
from bot.screens.model import Replies, Say, Toast
from bot.telegram.courier import Courier
from bot.telegram.receiving import TryAgain
from bot.wiring.units import Unit, Units
from domain.errors import DomainError, NotAllowed
from domain.people.model import Language, Person

log = logging.getLogger(__name__)

ANSWER_SECONDS = 2.0
"""How long an update waits for its answer to go out before it is acknowledged without."""

REMEMBERED = 10_000
"""Answered updates this process remembers."""


class Pipeline:
    """Takes updates one by one from polling or webhook; knows nothing of either."""

    def __init__(
        self,
        bot: Bot,
        units: Units,
        courier: Courier,
        clock: Clock,
        nursery: Nursery,
        on_filled: Callable[[], None],
    ) -> None:
        """`on_filled` wakes the outbox's worker: something was put into it and is committed."""
        self._bot = bot
        self._units = units
        self._courier = courier
        self._clock = clock
        self._nursery = nursery
        self._on_filled = on_filled
        self._locks = PersonLocks()
        self._missing = Missing()
        self._answered: OrderedDict[int, None] = OrderedDict()
        self.username = ""

    async def receive(self, raw: dict[str, Any]) -> None:
        """Work on an update to the end; raises TryAgain when it could not be recorded."""
        try:
            event = event_of(raw, self._bot)
        except ValidationError:
            log.error("update %s cannot be read and is let go", raw.get("update_id"))
            return
        if event is None:
            return
        async with self._locks.hold(event.user.id):
            try:
                person, replies = await self._in_order(event)
            except TryAgain:
                await self._quiet(event)
                raise
            if event.update.update_id not in self._answered:
                await self._answer(event, person, replies)

    async def _in_order(self, event: Event) -> tuple[Person | None, Replies]:
        """Commit, unless an earlier update of the person has to come again first."""
        who, update_id, now = event.user.id, event.update.update_id, self._clock.now()
        if self._missing.is_ahead(who, update_id, now):
            raise TryAgain("an earlier update of the person comes first", seconds=1, follows=True)
        try:
            result = await self._commit(event)
        except TryAgain:
            self._missing.failed(who, update_id, now)
            raise
        self._missing.done(who, update_id)
        return result

    async def _commit(self, event: Event) -> tuple[Person | None, Replies]:
        """Run the handler in its transaction; what it raises becomes an answer."""
        now = int(self._clock.now())
        met: list[Person] = []
        known: Person | None = None
        try:
            async with self._units.open(event, now) as unit:
                known = unit.known
                if not unit.new:
                    return known, load(unit.reply)
                if known is None and not event.is_said:
                    unit.keep(None)  # whoever was erased is not met again by blocking the bot
                    return None, None
                met.append(await self._units.meet(unit, event, now))
                replies = await self._handle(event, unit, met[0], now)
                unit.keep(dump(replies))
        except TryAgain:
            raise
        except DomainError as error:
            replies = self._refused(event, met, error, known)
        except Exception:  # noqa: BLE001 - the one place where our mistakes become an answer
            replies = self._failed(event, met)
        else:
            if unit.outbox.wrote:
                self._on_filled()
            return met[0], replies
        async with self._units.open(event, now) as unit:
            unit.keep(dump(replies))
            if unit.new:
                at_desk = bool(met) and met[0].works_at_desk
                await leave_after_refusal(
                    event.update.event, unit.state, unit.raw_state, at_desk=at_desk
                )
        return (met[0] if met else None), replies

    async def _handle(self, event: Event, unit: Unit, person: Person, now: int) -> Replies:
        # not feed_update: what aiogram does around every update is done here, or not needed
        result = await dispatcher().propagate_event(
            event.update.event_type,
            event.update.event,
            bot=self._bot,
            event_update=event.update,
            person=person,
            texts=texts(person.speaks),
            now=now,
            state=unit.state,
            raw_state=unit.raw_state,
            bot_username=self.username,
            **self._units.services(unit, now),
        )
        return None if result is UNHANDLED else result

    def _refused(
        self, event: Event, met: list[Person], error: DomainError, known: Person | None
    ) -> Replies:
        """The rules do not allow it: a sentence that says why. Whoever was met just now went with
        the transaction; their number may soon be somebody else's.
        """
        if isinstance(error, NotAllowed):
            who = "a new person" if known is None else f"person {known.id}"
            log.warning("update %s: refused (%s) to %s", event.update.update_id, error, who)
        words = texts(_language(event, met))
        staff = bool(met) and met[0].role is not None
        sentence = error_screens.domain_error(words, error, staff=staff)
        if event.query_id is not None:
            return Toast(sentence.striptags(), alert=True)
        at_desk = bool(met) and met[0].works_at_desk
        return Say(error_screens.refusal(words, sentence, at_desk=at_desk))

    def _failed(self, event: Event, met: list[Person]) -> Replies:
        """Our own mistake: a code joins what the person sees to what the log says."""
        code = secrets.token_hex(3).upper()
        log.exception("update %s broke, code %s", event.update.update_id, code)
        return Say(error_screens.failure(texts(_language(event, met)), code))

    async def _answer(self, event: Event, person: Person | None, replies: Replies) -> None:
        """Send; a slow answer goes on by itself, so that it holds up nobody else's updates."""
        sending = self._nursery.start(
            self._courier.answer(event.origin(person), replies), "answer"
        )
        await asyncio.wait({sending}, timeout=ANSWER_SECONDS)
        self._answered[event.update.update_id] = None
        if len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)

    async def _quiet(self, event: Event) -> None:
        """Not recorded and to come again: the press at least stops spinning."""
        if event.query_id is not None:
            words = texts(_language(event, []))
            await self._courier.answer(
                event.origin(None), Toast(words.plain("One moment, please…"))
            )


def _language(event: Event, met: list[Person]) -> Language:
    """The person's language; when they were not even loaded, that of the app."""
    if met:
        return met[0].speaks
    return Language.RU if (event.user.language_code or "").startswith("ru") else Language.KK
