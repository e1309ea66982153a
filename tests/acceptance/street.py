"""Five people who talk to the bot at once, and the bot that dies among them.

Two citizens write into their open cases, the operator answers them by reply, one person reads a
lesson, one fills in the request form again and again. All of them go on while the bot is dead.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import pairwise

from sandbox.server import Sandbox
from tests.acceptance.ledger import Place, count
from tests.acceptance.people import PATIENCE, Message, Talker, labels_of, reactions_to, words_of
from tests.acceptance.processes import START, Program, tell, until

CARDS = 4
"""The reader walks to and fro between the first cards of the lesson."""

QUIET = 120.0
"""Seconds for everything that is owed to arrive after the last restart."""

RECEIPT = "👌"

ANSWERS = frozenset({"setMessageReaction", "answerCallbackQuery"})


@dataclass(frozen=True)
class Said:
    """Something that has to come over, and to whom."""

    text: str
    place: Place
    to: int
    case: int


@dataclass(frozen=True)
class Moment:
    """When to kill.

    relayed    just as a message of a case has come to Telegram, or a blink later
    written    just as somebody has written something or got a receipt, or a blink later
    later      so many seconds after the bot is back
    start      so many seconds after its start, ready or not
    """

    how: str
    value: float
    blink: float = 0.0

    def __str__(self) -> str:
        return f"{self.how} {self.value:g} + {self.blink * 1000:.0f} ms"

    @classmethod
    def by(cls, dice: random.Random) -> "Moment":
        """Mostly in the thick of it."""
        how = dice.choices(["relayed", "written", "later", "start"], [4, 4, 2, 1])[0]
        if how in ("relayed", "written"):
            blink = dice.choice((0.0, dice.uniform(0, 0.01), dice.uniform(0, 0.06)))
            return cls(how, dice.randint(1, 3), blink)
        return cls(how, round(dice.uniform(0.2, 3.0 if how == "later" else 6.0), 2))


@dataclass
class Kill:
    """One of them: what the people had in their chats when the next start began."""

    moment: Moment
    newest: dict[int, int]


@dataclass
class Form:
    """A request: what was written for it, and its number once it is sent."""

    places: list[Place] = field(default_factory=list)
    number: int = 0
    cancelled: bool = False


class Street:
    """The people, and what they have said."""

    def __init__(self, box: Sandbox, bot: Program, database_url: str, seed: int) -> None:
        self.box = box
        self.bot = bot
        self.database_url = database_url
        self.moments = random.Random(seed)
        self.dice = random.Random(seed + 1)
        self.aigul = Talker(box.person("Айгүл", language_code="kk"))
        self.sergei = Talker(box.person("Сергей", language_code="ru"))
        self.marat = Talker(box.person("Марат", language_code="kk"))
        self.gulnar = Talker(box.person("Гүлнар", language_code="ru"))
        self.dinara = Talker(box.person("Динара", language_code="ru"))
        self.people = (self.aigul, self.sergei, self.marat, self.gulnar, self.dinara)
        self.first_update = box.core.queue.next_id
        self.said: list[Said] = []
        self.forms: list[Form] = []
        self.case_of: dict[int, int] = {}
        self.kills: list[Kill] = []
        self.asked: set[int] = set()
        self.page = 1
        self._stop = asyncio.Event()

    async def open(self) -> None:
        """Everybody is in the middle of something; the citizens' cases are taken."""
        self.bot.start()
        await until(self._takes_updates, START, self.bot.told)
        await asyncio.gather(*(self._language(person) for person in self.people))
        await asyncio.gather(self._begins_shift(), self._asks(self.aigul), self._asks(self.sergei))
        for _ in self.case_of:  # whichever of the two was sent first is the next one
            desk = await self.dinara.writes("/desk", "Взять следующую")
            await self.dinara.presses("Взять следующую", desk, "Вы взяли заявку")
        for case in self.case_of.values():
            await self.dinara.sees(f"№ {case} ·", "Помогите")

    async def _begins_shift(self) -> None:
        desk = await self.dinara.writes("/desk", "Начать смену")
        await self.dinara.presses("Начать смену", desk, "Вы на смене")

    async def _asks(self, person: Talker) -> None:
        """Gets a case."""
        form = Form()
        async for _ in self._form(person, form, "Помогите, пожалуйста"):
            pass
        self.case_of[person.id] = form.number

    async def _language(self, person: Talker) -> None:
        asked = await person.writes("/start", "Қазақша", "Русский")
        language, begin = ("Қазақша", "Бастау") if person is self.marat else ("Русский", "Начать")
        await person.presses(language, asked, begin)

    async def _form(self, person: Talker, form: Form, *words: str) -> AsyncIterator[None]:
        """The request form from its first step to the number, one answer at a time."""
        screen = await person.writes("/lawyer", "Другая тема…")
        yield
        # After a kill an old screen may be shown once more: «Тема: Другое» stands on one of them.
        screen = await person.presses("Другая тема…", screen, "Банкротство", "Другое")
        yield
        screen = await person.presses("Другое", screen, "Что случилось?")
        yield
        for so_far, text in enumerate(words, 1):
            screen = await person.writes(text, f"Получено: {so_far} сообщени", "Это всё")
            form.places.append(_newest_words(person))
            yield
        for label, following in (
            ("Это всё", "Пропустить"),
            ("Пропустить", "Здесь, в чате"),
            ("Здесь, в чате", "Отправить юристу"),
            ("Отправить юристу", "Отменить заявку"),
        ):
            screen = await person.presses(label, screen, following)
            if label != "Отправить юристу":
                yield
        form.number = int(words_of(screen).split("№ ")[1].split(" ")[0].strip("."))

    async def go_through(self, kills: int) -> None:
        """Everybody talks; the bot is killed so many times; then all come to an end."""
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._writes(self.aigul))
            group.create_task(self._writes(self.sergei))
            group.create_task(self._answers())
            group.create_task(self._reads())
            group.create_task(self._fills())
            for number in range(1, kills + 1):
                moment = Moment.by(self.moments)
                await self._wait_for(moment)
                tell(f"kill {number}: {moment}, at {time.monotonic() - began:.1f} s")
                self.bot.kill()
                await asyncio.sleep(0.3)  # what it had written to its sockets is still read
                newest = {
                    person.id: max((m["message_id"] for m in person.handle.messages), default=0)
                    for person in self.people
                }
                self.kills.append(Kill(moment, newest))
                self.bot.start()
            await self.alive()
            self._stop.set()
        await self._quiet()

    async def _wait_for(self, moment: Moment) -> None:
        if moment.how != "start":
            await self.alive()
        if moment.how in ("relayed", "written"):
            await self._happens(moment.how, int(moment.value))
            await asyncio.sleep(moment.blink)
        else:
            await asyncio.sleep(moment.value)

    async def _happens(self, what: str, times: int) -> None:
        """Return in the very turn of the loop in which it happens for that time."""
        events = self.box.core.events
        seen = events.seq
        while times > 0:
            await events.wait(seen)
            for event in events.after(seen) or ():
                if event.name == "message" and what == _kind_of(event.data["message"]):
                    times -= 1
            seen = events.seq

    def _takes_updates(self) -> bool:
        assert self.bot.code is None, self.bot.told()
        return self.box.core.polling.waiting or bool(self.box.core.webhook.url)

    async def alive(self) -> None:
        """The bot has answered an update since its start."""
        calls = self.box.core.journal.calls
        newest = calls[-1].seq if calls else 0

        def works() -> bool:
            assert self.bot.code is None, self.bot.told()
            return any(call.seq > newest and call.method in ANSWERS for call in reversed(calls))

        await until(works, START, self.bot.told)

    async def _quiet(self) -> None:
        """Nothing is owed any more."""

        def told() -> str:
            missing = [said.text for said in self.said if not self.copies(said)]
            bare = [said.text for said in self.without_receipt()]
            chats = "\n".join(person.handle.transcript() for person in self.people)
            return f"lost: {missing}\nwithout a receipt: {bare}\n{chats}\n{self.bot.told()}"

        await until(lambda: not self.box.pending_updates, QUIET, told)
        deadline = time.monotonic() + QUIET
        while await count(self.database_url, "outbox where state = 'pending'"):
            assert time.monotonic() < deadline, f"the outbox does not come to its end\n{told()}"
            await asyncio.sleep(0.3)
        await until(lambda: not self.without_receipt(), QUIET, told)

    async def _pause(self, at_least: float, at_most: float) -> bool:
        """Whether to go on after it."""
        try:
            async with asyncio.timeout(self.dice.uniform(at_least, at_most)):
                await self._stop.wait()
        except TimeoutError:
            return True
        return False

    async def _turns(self, at_least: float, at_most: float) -> AsyncIterator[None]:
        """With pauses; one more time when all is over, so that everybody talks to the last bot."""
        while await self._pause(at_least, at_most):
            yield
        yield

    async def _writes(self, person: Talker) -> None:
        """A citizen in an open case: words, and a photo now and then; waits for nobody."""
        number = 0
        async for _ in self._turns(2, 8):
            number += 1
            text = f"{person.name}, сообщение {number}."
            if number % 4 == 0:
                message = await person.handle.send_photo(caption=text)
            else:
                message = await person.handle.send(text)
            self._note(text, person, message, self.dinara, self.case_of[person.id])

    async def _answers(self) -> None:
        """The operator answers one of the messages of a case, by reply."""
        number = 0
        async for _ in self._turns(2, 8):
            number += 1
            citizen = self.dice.choice((self.aigul, self.sergei))
            case = self.case_of[citizen.id]
            to = self.dice.choice(self.dinara.received_with(f"№ {case} · "))
            text = f"Ответ {number} для {citizen.name}."
            message = await self.dinara.handle.reply(to["message_id"], text)
            self._note(text, self.dinara, message, citizen, case)
            await self._says_to_whom(message["message_id"], case)

    async def _says_to_whom(self, message_id: int, case: int) -> None:
        """A copy whose number a kill kept from being recorded leads to no case: she is asked."""

        def question() -> Message | None:
            return next(
                (
                    message
                    for message in reversed(self.dinara.received())
                    if message.get("reply_to_message", {}).get("message_id") == message_id
                ),
                None,
            )

        def answered() -> bool:
            return bool(reactions_to(self.dinara.message(message_id))) or question() is not None

        await until(answered, PATIENCE, self.dinara.handle.transcript)
        if (asked := question()) is not None:
            self.asked.add(message_id)
            await self.dinara.presses(f"№ {case} · ", asked, "Отправлено")

    def _note(self, text: str, by: Talker, message: Message, to: Talker, case: int) -> None:
        self.said.append(Said(text, Place(by.id, message["message_id"]), to.id, case))

    async def _reads(self) -> None:
        """The reader goes from card to card, and never further than one card for a press."""
        screen = await self.marat.writes("/lessons", "алғашқы")
        screen = await self.marat.presses("алғашқы", screen, "1/")
        step = 1
        async for _ in self._turns(0.3, 2.5):
            if not 1 <= self.page + step <= CARDS:
                step = -step
            label = "Келесі" if step > 0 else "Артқа"
            self.page += step
            screen = await self.marat.presses(label, screen, f"{self.page}/")
            assert any(
                label in text for label in ("Келесі", "Артқа") for text in labels_of(screen)
            )

    async def _fills(self) -> None:
        """The form, again and again, one step at a turn."""
        steps = self._requests()
        async for _ in self._turns(0.2, 1.0):
            await anext(steps)

    async def _requests(self) -> AsyncIterator[None]:
        """From the topic to the number; then the request is taken back."""
        while True:
            form = Form()
            words = [f"Черновик {self.dice.randint(1, 10**9)}" for _ in range(2)]
            async for _ in self._form(self.gulnar, form, *words):
                yield
            self.forms.append(form)
            yield
            sent = await self.gulnar.sees(f"№ {form.number}", "Отменить заявку")
            sure = await self.gulnar.presses("Отменить заявку", sent, "Да, отменить")
            yield
            await self.gulnar.presses("Да, отменить", sure, f"№ {form.number} отменена")
            form.cancelled = True
            yield

    # what came of it
    def talker(self, person_id: int) -> Talker:
        """By the number."""
        return next(person for person in self.people if person.id == person_id)

    def copies(self, said: Said) -> list[Message]:
        """All that has arrived of it at the one it was for."""
        return self.talker(said.to).received_with(said.text)

    def without_receipt(self) -> list[Said]:
        """What was said into a case and has not got its reaction."""
        return [
            said
            for said in self.said
            if not (said.place.chat_id == self.dinara.id and said.place.message_id in self.asked)
            and RECEIPT
            not in reactions_to(self.talker(said.place.chat_id).message(said.place.message_id))
        ]

    def explained(self, copies: list[Message], chat_id: int) -> bool:
        """Whether there was a kill between each copy and the one before it."""
        numbers = sorted(message["message_id"] for message in copies)
        return all(
            any(before <= kill.newest[chat_id] < after for kill in self.kills)
            for before, after in pairwise(numbers)
        )


def _kind_of(message: Message) -> str:
    """Of a message that is new or has changed."""
    if message["out"]:
        return "written"
    return "relayed" if words_of(message).startswith("№ ") else "said"


def _newest_words(person: Talker) -> Place:
    message_id = max(m["message_id"] for m in person.handle.messages if m["out"])
    return Place(person.id, message_id)
