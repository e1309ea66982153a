"""A town for conversations: the sandbox, the real bot over HTTP, and people who talk to it."""

import asyncio
import datetime as dt
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr

from bot.app import Paces, run
from bot.config import Settings
from bot.telegram.buckets import Pace
from sandbox.handles import PersonHandle
from sandbox.server import DEFAULT_TOKEN, Sandbox
from tests.databases import on_their_way

QUICK = Paces(overall=Pace(1 / 1000, 100), private=Pace(1 / 100, 30), watch=0.2)
"""People in tests write faster than people; the limits have tests of their own."""


MORNING = dt.datetime(2026, 11, 25, 5, tzinfo=dt.UTC).timestamp()
"""A Wednesday, ten o'clock in Almaty: nobody's test depends on the hour at which it is run."""


PATIENCE = 30.0
"""Real seconds a test waits for what has to come: only a failing one waits them out."""


class ShiftedClock:
    """Goes like real time and can jump ahead: the only thing that is not real in these tests."""

    def __init__(self) -> None:
        self.ahead = MORNING - time.monotonic()

    def now(self) -> float:
        return time.monotonic() + self.ahead

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def jump(self, **span: float) -> None:
        """`jump(hours=25)`."""
        units = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
        self.ahead += sum(units[unit] * amount for unit, amount in span.items())


def buttons(message: dict[str, Any]) -> list[str]:
    """The labels under a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def _spaced(text: str) -> str:
    """No-break spaces are a matter of the screens' own tests."""
    return text.replace("\u00a0", " ")


class Resident:
    """A person whose test reads like a chat."""

    def __init__(self, handle: PersonHandle, settled: Callable[[int], Awaitable[None]]) -> None:
        self.handle = handle
        self.id = handle.id
        self._settled = settled

    async def says(self, text: str) -> dict[str, Any]:
        """Write."""
        return await self.handle.send(text)

    async def replies(self, to: dict[str, Any], text: str) -> dict[str, Any]:
        """Write as a reply to a message; nobody is quicker than the bot notes what it has sent."""
        await self._settled(self.id)
        return await self.handle.reply(to["message_id"], text)

    async def presses(self, label: str, on: dict[str, Any] | None = None) -> None:
        """Press the button with this label, on the newest message that has it."""
        deadline = time.monotonic() + PATIENCE
        while True:
            candidates = [on] if on is not None else list(reversed(self.handle.messages))
            for message in candidates:
                for text in buttons(message):
                    if label in text:
                        await self.handle.press(message["message_id"], text)
                        return
            if time.monotonic() > deadline:
                raise AssertionError(f"no button {label!r}:\n{self.handle.transcript()}")
            await asyncio.sleep(0.02)

    async def sees(self, *fragments: str, seconds: float = PATIENCE) -> dict[str, Any]:
        """The message from the bot, new or edited since the last action, with all fragments."""

        def fits(message: dict[str, Any]) -> bool:
            said = message.get("text") or message.get("caption") or ""
            everything = _spaced("\n".join([said, *buttons(message)]))
            return all(_spaced(fragment) in everything for fragment in fragments)

        return await self.handle.wait_for(fits, timeout=seconds)

    async def sees_file(self, kind: str, seconds: float = PATIENCE) -> dict[str, Any]:
        """A message with a photo, a document, a voice message..."""
        return await self.handle.wait_for(lambda message: kind in message, timeout=seconds)

    async def is_told(self, fragment: str) -> None:
        """A toast or an alert after a press."""
        await eventually(lambda: any(fragment in (a.text or "") for a in self.handle.answers))

    async def chooses(self, language: str) -> None:
        """/start and the first two screens, up to home."""
        await self.says("/start")
        await self.sees("Қазақша", "Русский")
        await self.presses(language)
        await self.presses("Бастау" if language == "Қазақша" else "Начать")
        await self.sees("Басты бет" if language == "Қазақша" else "Главная")

    def heard(self) -> list[str]:
        """Every text from the bot, as it stands now."""
        return [
            message.get("text") or message.get("caption") or ""
            for message in self.handle.messages
            if not message["out"]
        ]


async def eventually(holds: Any, seconds: float = PATIENCE) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError("it did not come to hold")
        await asyncio.sleep(0.02)


class Town:
    """The sandbox, the bot, and the people."""

    def __init__(self, box: Sandbox, database_url: str, clock: ShiftedClock) -> None:
        self.box = box
        self.clock = clock
        self.database_url = database_url
        self.owners = frozenset({OWNER_ID})
        self._stop = asyncio.Event()
        self._bot: asyncio.Task[None] | None = None
        self.aigul = self.resident(
            "Айгүл", last_name="Сәрсенова", language_code="kk", phone="+77015550101"
        )
        self.sergei = self.resident(
            "Сергей", last_name="Ким", language_code="ru", phone="+77015550102"
        )
        self.dinara = self.resident("Динара", last_name="Омарова", language_code="ru")
        self.marat = self.resident("Марат", last_name="Әлиев", language_code="kk")
        self.erlan = self.resident("Ерлан", language_code="kk", id=OWNER_ID)

    def resident(self, name: str, **known: Any) -> Resident:
        """Somebody new; `known`: as the sandbox's `person` takes it."""
        return Resident(self.box.person(name, **known), self._settled)

    async def _settled(self, chat_id: int) -> None:
        """Wait until nothing is on its way to the chat: sent, and where it stands written down."""
        deadline = time.monotonic() + PATIENCE
        while await on_their_way(self.database_url, chat_id):
            assert time.monotonic() < deadline, "something does not arrive"
            await asyncio.sleep(0.02)

    @property
    def settings(self) -> Settings:
        return Settings(
            _env_file=None,
            bot_token=SecretStr(DEFAULT_TOKEN),
            bot_api_url=self.box.url,
            database_url=self.database_url,
            owner_ids=self.owners,
            web_port=0,
        )

    async def start_bot(self) -> None:
        """Start it and wait until it receives."""
        self._stop = asyncio.Event()
        ready = asyncio.Event()
        self._bot = asyncio.create_task(
            run(self.settings, self._stop, clock=self.clock, paces=QUICK, on_ready=ready.set)
        )
        waiting = asyncio.create_task(ready.wait())
        await asyncio.wait({waiting, self._bot}, return_when=asyncio.FIRST_COMPLETED)
        if self._bot.done():
            waiting.cancel()
            self._bot.result()

    async def stop_bot(self) -> None:
        """Stop it as a signal does."""
        self._stop.set()
        if self._bot is not None:
            await self._bot

    async def restart_bot(self) -> None:
        await self.stop_bot()
        await self.start_bot()

    async def employ(self, *operators: Resident) -> None:
        """The owner invites, the operators join and begin their shifts."""
        await self.erlan.chooses("Қазақша")
        for operator in operators:
            await operator.chooses("Русский")
            link = await self.invitation()
            await operator.handle.open(link)
            await operator.sees("Добро пожаловать")
            await operator.says("/desk")
            await operator.presses("Начать смену")
            await operator.sees("Вы на смене")

    async def invitation(self, button: str = "Оператор шақыру") -> str:
        """A link that the owner has made."""
        await self.erlan.says("/admin")
        await self.erlan.presses(button)
        message = await self.erlan.sees("https://t.me/")
        return next(w for w in str(message["text"]).split() if w.startswith("https://t.me/"))


OWNER_ID = 9001


@asynccontextmanager
async def town_on(database_url: str, *, limits: bool = False) -> AsyncIterator[Town]:
    """A town with a running bot; at the end the sandbox must have had nothing to complain of."""
    clock = ShiftedClock()
    async with Sandbox.running(clock=clock, limits=limits) as box:
        town = Town(box, database_url, clock)
        await town.start_bot()
        try:
            yield town
        finally:
            await town.stop_bot()
        assert box.reports == [], "the bot sent what the Bot API does not know"
