"""Keeps the sandbox across restarts: one JSON file, written whole, a moment after each change.

After a load, message ids and update ids jump ahead by 1000: an id that a kill lost before it was
written is never given twice, and a bot's own database stays consistent with the chat.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from sandbox.core import Core
from sandbox.model import BotProfile, CallbackQuery, Chat, Message, Person, StoredFile
from sandbox.rules.commands import Scope
from sandbox.world import World

VERSION = 1
JUMP = 1000
PAUSE = 0.5
CLAIM_TRIES = 30
CLAIM_PAUSE = 0.1  # seconds, of real time


class StateFile:
    """The file of one sandbox."""

    def __init__(self, path: Path, core: Core) -> None:
        self._path = path
        self._core = core
        self._usable = False  # a file that could not be read is never written over
        self._claim: TextIO | None = None

    async def claim(self) -> None:
        """Two sandboxes on one file would write over each other and give out the same numbers.

        One that is just ending is waited for. Raises ValueError with a sentence.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        claim = self._path.with_name(self._path.name + ".lock").open("w")
        for _ in range(CLAIM_TRIES):
            try:
                fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                await asyncio.sleep(CLAIM_PAUSE)
            else:
                self._claim = claim
                return
        claim.close()
        raise ValueError(
            f"A sandbox is running on {self._path} already: use its chat page, or stop it first."
        )

    def release(self) -> None:
        """The next one may begin."""
        if self._claim is not None:
            self._claim.close()
            self._claim = None

    def load(self) -> None:
        """Restore the file if there is one. Raises ValueError with a sentence if unusable."""
        if not self._path.exists():
            self._usable = True
            return
        try:
            saved = json.loads(self._path.read_text("utf-8"))
            if saved["version"] != VERSION:
                raise ValueError(f"version {saved['version']} is not {VERSION}")
            _restore(self._core, saved)
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{self._path} is not a state of this sandbox: {error}") from error
        self._usable = True

    def watch(self) -> None:
        """Save in the background from now on."""
        self._core.nursery.start(self._save_changes(self._core.events.seq), name="state file")

    def save(self) -> None:
        """Write beside the file and rename: a kill leaves the old state or the new one."""
        if not self._usable:
            return
        text = json.dumps(_snapshot(self._core), ensure_ascii=False)
        beside = self._path.with_name(self._path.name + ".new")
        beside.touch(0o600)  # people's words: for this account only, as the bot's database
        beside.write_text(text, "utf-8")
        beside.replace(self._path)

    async def _save_changes(self, saved: int) -> None:
        """Every change publishes an event, so the sequence of events tells when to save."""
        while True:
            await self._core.events.wait(saved)
            await self._core.clock.sleep(PAUSE)
            saved = self._core.events.seq
            self.save()


def _snapshot(core: Core) -> dict[str, Any]:
    world = core.world
    return {
        "version": VERSION,
        "token": core.token,
        "next_message_id": world.next_message_id,
        "bot": asdict(world.bot),
        "people": [asdict(person) for person in world.people.values()],
        "chats": {str(chat_id): _chat(chat) for chat_id, chat in world.chats.items()},
        "files": [asdict(stored) for stored in world.files.by_id.values()],
        "callbacks": [asdict(query) for query in world.callbacks.values()],
        "commands": [
            {"scope": asdict(scope), "language_code": language, "commands": commands}
            for (scope, language), commands in world.commands.items()
        ],
        "menu_button": world.menu_button,
        "queue": core.queue.dump(),
        "webhook": core.webhook.dump(),
    }


def _chat(chat: Chat) -> dict[str, Any]:
    messages = [asdict(item) for item in chat.messages.values()]
    return {"messages": messages, "pinned": chat.pinned, "menu_button": chat.menu_button}


def _restore(core: Core, saved: dict[str, Any]) -> None:
    if saved["token"].split(":")[0] != core.token.split(":")[0]:
        raise ValueError("it belongs to another bot")
    world = core.world
    world.next_message_id = saved["next_message_id"] + JUMP
    world.bot = BotProfile(**saved["bot"])
    for item in saved["files"]:
        stored = StoredFile(**item)
        world.files.by_id[stored.file_id] = stored
    for item in saved["people"]:
        world.add_person(Person(**item))
    for chat_id, item in saved["chats"].items():
        world.chats[int(chat_id)] = _restored_chat(item)
    world.callbacks = {item["id"]: CallbackQuery(**item) for item in saved["callbacks"]}
    _restore_commands(world, saved)
    core.queue.load(saved["queue"], jump=JUMP)
    core.webhook.load(saved["webhook"])


def _restored_chat(saved: dict[str, Any]) -> Chat:
    messages = [Message(**item) for item in saved["messages"]]
    return Chat({m.id: m for m in messages}, saved["pinned"], saved["menu_button"])


def _restore_commands(world: World, saved: dict[str, Any]) -> None:
    world.menu_button = saved["menu_button"]
    for item in saved["commands"]:
        world.commands[Scope(**item["scope"]), item["language_code"]] = item["commands"]
