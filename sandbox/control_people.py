"""The part of the control API that is about people: who they are, and what they do in the chat."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from sandbox import view
from sandbox.actions import ActionError, Actions
from sandbox.control_send import read_body, send
from sandbox.core import Core
from sandbox.model import Json, Person
from sandbox.rules.commands import visible_commands

CHANGEABLE = frozenset({"blocked", "deactivated", "language_code", "first_name"})
NEW_PERSON = frozenset({"first_name", "last_name", "username", "language_code", "phone"})


class PeopleControl:
    """`/sandbox/people/...`"""

    def __init__(self, core: Core, actions: Actions) -> None:
        self._core = core
        self._actions = actions

    def routes(self) -> list[web.RouteDef]:
        one = "/sandbox/people/{id:[0-9]+}"
        return [
            web.post("/sandbox/people", self.add),
            web.patch(one, self.change),
            web.get(one + "/messages", self.messages),
            web.get(one + "/commands", self.commands),
            web.post(one + "/send", self.send),
            web.post(one + "/press", self.press),
            web.post(one + "/edit", self.edit),
            web.post(one + "/react", self.react),
            web.post(one + "/delete", self.delete),
            web.post(one + "/forward", self.forward),
        ]

    async def add(self, request: web.Request) -> web.StreamResponse:
        body = await read_body(request)
        _only(body, NEW_PERSON)
        if not str(body["first_name"]).strip():
            raise ActionError("A person needs a first name.")
        person = Person(id=self._core.world.free_person_id(), **body)
        return web.json_response(self._core.world.add_person(person).shown())

    async def change(self, request: web.Request) -> web.StreamResponse:
        person, body = await self._read(request)
        _only(body, CHANGEABLE)
        if "blocked" in body:
            (self._actions.block if body["blocked"] else self._actions.unblock)(person)
        if "deactivated" in body:
            self._actions.deactivate(person, bool(body["deactivated"]))
        for name in ("language_code", "first_name"):
            if name in body:
                setattr(person, name, body[name])
        self._core.world.person_changed(person)
        return web.json_response(person.shown())

    async def messages(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        after = int(request.query.get("after", "0"))
        chat = self._core.world.chats[person.id]
        shown = [view.on_page(self._core.world, m) for m in chat.messages.values() if m.id > after]
        return web.json_response({"messages": shown})

    async def commands(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        commands = visible_commands(
            self._core.world.commands,
            chat_id=person.id,
            language_code=person.language_code or "",
        )
        return web.json_response({"commands": commands})

    async def send(self, request: web.Request) -> web.StreamResponse:
        sent = await send(request, self._actions, self._person(request))
        shown = [view.on_page(self._core.world, item) for item in sent]
        return web.json_response({"messages": shown})

    async def press(self, request: web.Request) -> web.StreamResponse:
        person, body = await self._read(request)
        rows = self._actions.buttons(person, int(body["message_id"]))
        button = _button(rows, body)
        return web.json_response(self._actions.press(person, int(body["message_id"]), button))

    async def edit(self, request: web.Request) -> web.StreamResponse:
        person, body = await self._read(request)
        item = self._actions.edit(person, int(body["message_id"]), str(body["text"]))
        return web.json_response({"messages": [view.on_page(self._core.world, item)]})

    async def react(self, request: web.Request) -> web.StreamResponse:
        person, body = await self._read(request)
        item = self._actions.react(person, int(body["message_id"]), body.get("emoji"))
        return web.json_response({"messages": [view.on_page(self._core.world, item)]})

    async def delete(self, request: web.Request) -> web.StreamResponse:
        person, body = await self._read(request)
        self._actions.delete(person, int(body["message_id"]))
        return web.json_response({})

    async def forward(self, request: web.Request) -> web.StreamResponse:
        person, body = await self._read(request)
        item = self._actions.forward(person, int(body["message_id"]))
        return web.json_response({"messages": [view.on_page(self._core.world, item)]})

    def _person(self, request: web.Request) -> Person:
        return self._actions.person(int(request.match_info["id"]))

    async def _read(self, request: web.Request) -> tuple[Person, Json]:
        return self._person(request), await read_body(request)


def _only(body: Json, allowed: frozenset[str]) -> None:
    unknown = sorted(set(body) - allowed)
    if unknown:
        raise ActionError(f"Unknown fields: {', '.join(unknown)}.")


def _button(rows: list[list[Json]], body: Json) -> Json:
    """By `row` and `column`, or by `text`."""
    if "text" in body:
        for row in rows:
            for button in row:
                if button["text"] == body["text"]:
                    return button
        raise ActionError(f"There is no button {body['text']!r}.")
    row_number, column = _index(body["row"]), _index(body["column"])
    try:
        return rows[row_number][column]
    except IndexError:
        raise ActionError(f"There is no button in row {row_number}, column {column}.") from None


def _index(value: Any) -> int:
    number = int(value)
    if number < 0:
        raise ActionError("Rows and columns count from 0.")
    return number
