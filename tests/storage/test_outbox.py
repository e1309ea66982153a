"""The outbox on both engines: order, leases and counts."""

import asyncio

import pytest

from domain.delivery.outbox import Item, Parcel, Priority
from storage.engine import Database
from storage.outbox import HOLDING_TRIES, OutboxQueue, OutboxRows, open_queue_of

NOW = 1_800_000_000
LEASE = NOW + 15


async def put(database: Database, *parcels: Parcel, now: int = NOW) -> None:
    async with database.transaction() as (tx, _):
        rows = OutboxRows(tx, now)
        for parcel in parcels:
            rows.put(parcel)


async def claim(database: Database, now: int = NOW, limit: int = 10) -> list[Item]:
    async with database.transaction() as (tx, _):
        return await OutboxQueue(tx).claim(now, now + 15, limit)


async def end(database: Database, item: Item, state: str = "sent", now: int = NOW) -> Item | None:
    async with database.transaction() as (tx, _):
        queue = OutboxQueue(tx)
        queue.finish(item.id, state, None, now)
        return await queue.claim_next(item.chat_id, now, now + 15)


async def again(database: Database, item: Item, due_at: int, *, sent: bool) -> None:
    async with database.transaction() as (tx, _):
        OutboxQueue(tx).retry(item.id, due_at, "trouble", sent=sent)


def notice(chat_id: int, word: str, priority: Priority = Priority.CASE, **more: object) -> Parcel:
    return Parcel(
        chat_id=chat_id, kind="notice", payload={"word": word}, priority=priority, **more
    )


def words(items: list[Item]) -> list[str]:
    return [item.payload["word"] for item in items]


async def test_a_parcel_comes_out_as_it_was_put(database: Database) -> None:
    parcel = Parcel(
        chat_id=5_000_000_001,
        kind="relay",
        payload={"case": 7, "word": "сәлем", "deep": {"list": [1, None]}},
        priority=Priority.REMINDER,
    )
    await put(database, parcel)
    [item] = await claim(database)
    assert (item.chat_id, item.kind, item.payload) == (
        parcel.chat_id,
        parcel.kind,
        parcel.payload,
    )
    assert (item.priority, item.attempts, item.created_at) == (Priority.REMINDER, 1, NOW)


async def test_put_says_that_somebody_should_be_woken(database: Database) -> None:
    async with database.transaction() as (tx, _):
        rows = OutboxRows(tx, NOW)
        assert not rows.wrote
        rows.put(notice(1, "a"))
        assert rows.wrote


async def test_the_same_key_is_written_once(database: Database) -> None:
    await put(database, notice(1, "a", dedupe="case-7-taken"))
    await put(database, notice(1, "b", dedupe="case-7-taken"), notice(1, "c"), notice(1, "d"))
    [first] = await claim(database)
    second = await end(database, first)
    assert second is not None
    third = await end(database, second)
    assert third is not None
    assert words([first, second, third]) == ["a", "c", "d"]
    assert await end(database, third) is None


async def test_a_rolled_back_parcel_is_not_there(database: Database) -> None:
    async def put_and_fail() -> None:
        async with database.transaction() as (tx, _):
            OutboxRows(tx, NOW).put(notice(1, "a"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await put_and_fail()
    assert await claim(database) == []


async def test_one_item_of_a_chat_at_a_time_and_the_important_first(database: Database) -> None:
    await put(
        database,
        notice(1, "news", Priority.BROADCAST),
        notice(1, "first"),
        notice(1, "second"),
        notice(2, "reminder", Priority.REMINDER),
        notice(3, "other case"),
    )
    assert words(await claim(database)) == ["first", "other case", "reminder"]
    assert await claim(database) == []


async def test_within_a_chat_and_a_priority_the_order_is_that_of_writing(
    database: Database,
) -> None:
    await put(database, *(notice(1, str(n)) for n in range(4)))
    [item] = await claim(database)
    seen = [item]
    while (following := await end(database, seen[-1])) is not None:
        seen.append(following)
    assert words(seen) == ["0", "1", "2", "3"]


async def test_limit(database: Database) -> None:
    await put(database, *(notice(chat, str(chat)) for chat in range(1, 6)))
    assert words(await claim(database, limit=2)) == ["1", "2"]
    assert words(await claim(database, limit=9)) == ["3", "4", "5"]


async def test_an_item_that_waits_for_another_try_holds_up_its_chat(database: Database) -> None:
    await put(database, notice(1, "first"), notice(1, "second"))
    [first] = await claim(database)
    await again(database, first, NOW + 60, sent=False)
    assert await claim(database, now=NOW + 59) == []
    assert words(await claim(database, now=NOW + 60)) == ["first"]


async def test_an_item_that_fails_again_and_again_holds_up_its_chat_no_longer(
    database: Database,
) -> None:
    await put(database, notice(1, "chokes"), notice(1, "second"), notice(1, "third"))
    now = NOW
    for tries in range(1, HOLDING_TRIES + 1):
        [item] = await claim(database, now)
        assert (words([item]), item.attempts) == (["chokes"], tries)
        now += 10
        await again(database, item, now, sent=True)
    [second] = await claim(database, now - 1)
    assert words([second]) == ["second"]
    third = await end(database, second, now=now - 1)
    assert words([third] if third else []) == ["third"]
    assert third is not None
    await end(database, third, now=now - 1)
    assert words(await claim(database, now)) == ["chokes"], "it is tried all the same"


async def test_an_item_that_waits_does_not_hold_up_what_is_more_important(
    database: Database,
) -> None:
    await put(database, notice(1, "news", Priority.BROADCAST))
    [news] = await claim(database)
    await again(database, news, NOW + 60, sent=False)
    await put(database, notice(1, "case"))
    assert words(await claim(database)) == ["case"]


async def test_an_item_put_for_later_holds_up_nobody(database: Database) -> None:
    await put(database, notice(1, "tomorrow", due_at=NOW + 86400), notice(1, "now"))
    [item] = await claim(database)
    assert words([item]) == ["now"]
    assert await end(database, item) is None
    assert words(await claim(database, now=NOW + 86400)) == ["tomorrow"]


async def test_a_lease_ends_and_the_try_is_counted(database: Database) -> None:
    await put(database, notice(1, "a"))
    [item] = await claim(database)
    assert item.attempts == 1
    assert await claim(database, now=NOW + 14) == []
    [item] = await claim(database, now=NOW + 15)
    assert item.attempts == 2


async def test_a_try_that_sent_nothing_is_not_counted(database: Database) -> None:
    await put(database, notice(1, "a"))
    [item] = await claim(database)
    await again(database, item, NOW, sent=False)
    [item] = await claim(database)
    assert item.attempts == 1
    await again(database, item, NOW, sent=True)
    [item] = await claim(database)
    assert item.attempts == 2


async def test_the_next_of_a_chat_is_not_taken_while_it_waits(database: Database) -> None:
    await put(database, notice(1, "a"), notice(1, "b", Priority.REMINDER))
    [first] = await claim(database)
    await put(database, notice(1, "important", Priority.ANSWER))
    following = await end(database, first)
    assert following is not None
    await again(database, following, NOW + 5, sent=False)
    async with database.transaction() as (tx, _):
        assert await OutboxQueue(tx).claim_next(1, NOW, LEASE) is None
        assert await OutboxQueue(tx).claim_next(2, NOW, LEASE) is None


async def test_an_end_is_kept_and_never_overwritten(database: Database) -> None:
    await put(database, notice(1, "a"))
    [item] = await claim(database)
    await end(database, item, "blocked")
    await end(database, item, "sent")
    await again(database, item, NOW, sent=False)
    assert await claim(database, now=NOW + 100) == []
    async with database.transaction() as (tx, _):
        assert await OutboxQueue(tx).prune(NOW) == 0
        assert await OutboxQueue(tx).prune(NOW + 1) == 1


async def test_prune_leaves_what_waits(database: Database) -> None:
    await put(database, notice(1, "a"))
    async with database.transaction() as (tx, _):
        assert await OutboxQueue(tx).prune(NOW + 10**6) == 0


async def test_release_gives_back_every_lease(database: Database) -> None:
    await put(database, notice(1, "a"), notice(2, "b"), notice(3, "c"))
    taken = await claim(database, limit=2)
    async with database.transaction() as (tx, _):
        assert await OutboxQueue(tx).release_all() == 2
    assert words(await claim(database)) == ["a", "b", "c"]
    assert words(taken) == ["a", "b"]


async def test_age_is_that_of_the_oldest_due(database: Database) -> None:
    async with database.transaction() as (tx, _):
        assert await OutboxQueue(tx).age(NOW) == 0
    await put(database, notice(1, "later", due_at=NOW + 50), notice(2, "now"))
    async with database.transaction() as (tx, _):
        assert await OutboxQueue(tx).age(NOW + 40) == 40
        assert await OutboxQueue(tx).age(NOW + 60) == 60


async def test_two_workers_never_get_the_same_chat(
    database: Database, other_database: Database
) -> None:
    await put(database, *(notice(chat % 10, f"{chat}") for chat in range(30)))

    async def work(door: Database) -> list[Item]:
        return await claim(door, limit=6)

    rounds = await asyncio.gather(*(work(door) for door in [database, other_database] * 4))
    claimed = [item.chat_id for batch in rounds for item in batch]
    assert len(claimed) == len(set(claimed)) == 10


@pytest.mark.postgres
async def test_the_commit_wakes_a_listener(fresh_postgres_url: str) -> None:
    from storage import open_database

    database = await open_database(fresh_postgres_url)
    woken = asyncio.Event()
    undo = await database.listen(woken.set)
    try:
        await asyncio.sleep(0.2)
        woken.clear()  # it wakes once when it begins to listen: something may have come before
        async with database.transaction() as (tx, _):
            OutboxRows(tx, NOW).put(notice(1, "a"))
            await tx.all("oldest_due_parcel", now=NOW)
            await asyncio.sleep(0.1)
            assert not woken.is_set()
        await asyncio.wait_for(woken.wait(), 30)
    finally:
        await undo()
        await database.close()


async def test_the_worker_opens_its_transactions_through_one_function(database: Database) -> None:
    await put(database, notice(1, "a"))
    open_queue = open_queue_of(database)
    async with open_queue() as (_, queue):
        assert words(await queue.claim(NOW, LEASE, 5)) == ["a"]
