"""The worker and the real courier on the sandbox: what people see when the network misbehaves."""

import asyncio
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram.methods import TelegramMethod
from markupsafe import Markup

from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.nursery import Nursery
from bot.screens.model import Screen
from bot.telegram import render
from bot.telegram.outbox import OutboxWorker
from domain.delivery.outbox import Item, Parcel
from domain.delivery.outcome import Blocked, Outcome
from sandbox.faults import Fault
from sandbox.server import Sandbox
from storage.engine import Database, Transaction
from storage.errors import StorageUnavailable
from storage.outbox import OutboxRows, open_queue_of
from tests.bot.telegram.helpers import Post, post_office, until


async def render_words(item: Item) -> TelegramMethod[Any]:
    return render.send(item.chat_id, Screen(text=Markup(item.payload["word"])))


@asynccontextmanager
async def at_work(database: Database, post: Post, ended: list[Outcome]) -> Any:
    async def on_result(tx: Transaction, item: Item, outcome: Outcome) -> None:
        ended.append(outcome)

    stop, nursery = asyncio.Event(), Nursery()
    worker = OutboxWorker(
        open_queue=open_queue_of(database),
        render=render_words,
        courier=post.courier,
        clock=SystemClock(),
        nursery=nursery,
        metrics=Metrics(),
        on_result=on_result,
        alone=True,
        transient=(StorageUnavailable,),
    )
    running = asyncio.create_task(worker.run(stop))
    yield worker
    stop.set()
    await running
    await nursery.close()
    assert nursery.failures == 0


async def put(database: Database, chat_id: int, *words: str) -> None:
    async with database.transaction() as (tx, _):
        rows = OutboxRows(tx, int(SystemClock().now()))
        for word in words:
            rows.put(Parcel(chat_id=chat_id, kind="notice", payload={"word": word}))


@pytest.mark.parametrize("kind", ["429", "500", "502", "reset"])
async def test_everything_arrives_once_and_in_order_through_a_fault(
    fresh_sqlite_url: str, kind: str
) -> None:
    from storage import open_database

    database = await open_database(fresh_sqlite_url)
    async with Sandbox.running() as box, post_office(box) as post:
        people = [box.person(name, started=True) for name in ("Айгүл", "Сергей")]
        for person in people:
            await put(database, person.id, "бір", "екі", "үш")
        box.faults.add(Fault(kind=kind, chat_id=people[0].id, seconds=1))  # type: ignore[arg-type]
        ended: list[Outcome] = []
        async with at_work(database, post, ended):
            await until(lambda: len(ended) == 6, 20)
        for person in people:
            assert [m["text"] for m in person.messages] == ["бір", "екі", "үш"]
    await database.close()


async def test_a_lost_answer_is_sent_again_because_it_must_arrive(fresh_sqlite_url: str) -> None:
    from storage import open_database

    database = await open_database(fresh_sqlite_url)
    async with Sandbox.running() as box, post_office(box) as post:
        aigul = box.person("Айгүл", started=True)
        await put(database, aigul.id, "бір", "екі")
        box.faults.add(Fault(kind="lost_reply"))
        ended: list[Outcome] = []
        async with at_work(database, post, ended):
            await until(lambda: len(ended) == 2, 20)
        assert [m["text"] for m in aigul.messages] == ["бір", "бір", "екі"]
    await database.close()


async def test_a_block_ends_what_waits_and_marks_the_person(fresh_sqlite_url: str) -> None:
    from storage import open_database

    database = await open_database(fresh_sqlite_url)
    async with Sandbox.running() as box, post_office(box) as post:
        aigul = box.person("Айгүл", started=True)
        await aigul.block()
        await put(database, aigul.id, "бір")
        ended: list[Outcome] = []
        async with at_work(database, post, ended):
            await until(lambda: ended == [Blocked()], 20)
        assert post.unreachable == [(aigul.id, False)]
    await database.close()
