"""Opening an update: it has its effect once, and knows who is there and where they stand."""

# ruff: noqa: PT012 (what a transaction is refused for may show only where its block ends)

import asyncio
from typing import Any

import pytest

from storage import Database
from storage.fsm import FsmRows
from storage.locks import lock_number, person_lock
from storage.updates import OpenedUpdate, forget_updates, open_update

ASEL = {"chat_id": 500, "user_id": 500, "telegram_id": 500, "bot_id": 42}


def opening(database: Database, update_id: int, **changes: Any) -> Any:
    """The opening of an update of Asel's."""
    return open_update(database, update_id=update_id, received_at=1000, **{**ASEL, **changes})


async def add_person(database: Database, telegram_id: int = 500) -> int:
    """A person who has been here before."""
    async with database.transaction() as (tx, _):
        row = await tx.one("note_person", telegram_id=telegram_id, language="kk")
        assert row is not None
        return int(row["id"])


async def test_a_new_update_of_somebody_unknown(database: Database):
    async with opening(database, 1) as opened:
        tx = opened.tx
    assert opened == OpenedUpdate(tx=tx, new=True, reply=None, person=None, state=None, data=None)


async def test_a_repeat_is_known_and_brings_the_reply_that_was_kept(database: Database):
    async with opening(database, 1) as opened:
        opened.kept = '{"text": "Сәлем"}'
    async with opening(database, 1) as opened:
        assert not opened.new
        assert opened.reply == '{"text": "Сәлем"}'
    async with opening(database, 2) as opened:
        assert opened.new
        assert opened.reply is None


async def test_another_bot_has_update_numbers_of_its_own(database: Database):
    async with opening(database, 1):
        pass
    async with opening(database, 1, bot_id=43) as opened:
        assert opened.new


async def test_an_update_that_failed_is_new_again(database: Database):
    with pytest.raises(ZeroDivisionError):
        async with opening(database, 1) as opened:
            opened.kept = "never"
            raise ZeroDivisionError
    async with opening(database, 1) as opened:
        assert opened.new
        assert opened.reply is None


async def test_the_person_comes_with_the_role_and_the_shift(database: Database):
    person_id = await add_person(database)
    async with opening(database, 1) as opened:
        assert opened.person is not None
        assert opened.person["id"] == person_id
        assert opened.person["language"] == "kk"
        assert (opened.person["role"], opened.person["on_shift_since"]) == (None, None)
        assert set(opened.person) == {
            "id", "telegram_id", "name", "language", "app_language", "source", "unreachable",
            "unreachable_at", "last_message_id", "created_at", "phone", "role",
            "on_shift_since", "open_case",
        }  # fmt: skip
        await opened.tx.run(
            "add_staff_row", person_id=person_id, role="operator", shift=900, removed=None
        )
    async with opening(database, 2) as opened:
        assert opened.person is not None
        assert (opened.person["role"], opened.person["on_shift_since"]) == ("operator", 900)


async def test_the_newest_message_is_kept_with_the_person_and_never_goes_back(database: Database):
    await add_person(database)
    seen = []
    for update_id, message_id in ((1, 70), (2, 80), (3, 75), (4, None)):
        async with opening(database, update_id, message_id=message_id):
            pass
        async with opening(
            database, update_id, message_id=99
        ) as opened:  # a repeat changes nothing
            assert opened.person is not None
            seen.append(opened.person["last_message_id"])
    assert seen == [70, 80, 80, 80]


async def test_the_first_message_of_somebody_new_is_kept_too(database: Database):
    async with opening(database, 1, message_id=70) as opened:
        await opened.tx.one("note_person", telegram_id=500, language="kk")
    async with opening(database, 2) as opened:
        assert opened.person is not None
        assert opened.person["last_message_id"] == 70


async def test_somebody_who_was_removed_has_no_role(database: Database):
    person_id = await add_person(database)
    async with database.transaction() as (tx, _):
        await tx.run("add_staff_row", person_id=person_id, role="owner", shift=900, removed=950)
    async with opening(database, 1) as opened:
        assert opened.person is not None
        assert (opened.person["role"], opened.person["on_shift_since"]) == (None, None)


async def test_the_conversation_of_exactly_this_key(database: Database):
    rows = FsmRows(database, clock=lambda: 1000)
    for address, state in (
        ((42, 500, 500, 0, "", "default"), "plain"),
        ((42, 500, 500, 7, "", "default"), "topic"),
        ((42, 500, 500, 0, "biz", "default"), "business"),
        ((42, 500, 500, 0, "", "other"), "destiny"),
        ((43, 500, 500, 0, "", "default"), "bot"),
    ):
        async with rows.changing(address) as (tx, _):
            rows.save_in(tx, address, state, '{"n":1}')
    for update_id, (changes, state) in enumerate(
        (
            ({}, "plain"),
            ({"thread_id": 7}, "topic"),
            ({"business_connection_id": "biz"}, "business"),
            ({"bot_id": 43}, "bot"),
            ({"user_id": 501}, None),
        )
    ):
        async with opening(database, update_id, **changes) as opened:
            assert opened.state == state
            assert opened.data == ('{"n":1}' if state else None)


async def test_an_update_without_a_sender_or_a_chat(database: Database):
    nobody = {"chat_id": None, "user_id": None, "telegram_id": None}
    async with opening(database, 1, **nobody) as opened:
        assert opened.new
        assert opened.person is None
    async with opening(database, 1, **nobody) as opened:
        assert not opened.new


async def test_the_same_update_delivered_twice_at_once_is_new_once(
    database: Database, other_database: Database
):
    async def deliver(door: Database, number: int) -> bool:
        async with opening(door, number) as opened:
            await asyncio.sleep(0.01)
            return bool(opened.new)

    for number in range(10):
        doors = (database, other_database) * 2
        news = await asyncio.gather(*(deliver(door, number) for door in doors))
        assert sorted(news) == [False, False, False, True]


async def test_updates_of_one_person_see_each_others_work_in_order(
    database: Database, other_database: Database
):
    rows = FsmRows(database)
    address = (42, 500, 500, 0, "", "default")

    async def count(door: Database, number: int) -> None:
        async with opening(door, number) as opened:
            seen = int(opened.state or 0)
            await asyncio.sleep(0)
            rows.save_in(opened.tx, address, str(seen + 1), "{}")

    doors = [(database, other_database)[number % 2] for number in range(20)]
    await asyncio.gather(*(count(door, number) for number, door in enumerate(doors)))
    assert await rows.read(address) == ("20", "{}")


async def test_old_records_are_forgotten(database: Database):
    for update_id, received_at in ((1, 100), (2, 200), (3, 300)):
        async with open_update(database, update_id=update_id, received_at=received_at, **ASEL):
            pass
    async with database.transaction() as (tx, _):
        assert await forget_updates(tx, before=300) == 2
    async with opening(database, 3) as opened:
        assert not opened.new
    async with opening(database, 1) as opened:
        assert opened.new


def test_lock_numbers_are_the_same_in_every_process_and_release():
    assert lock_number("person", 42, 500) == person_lock(42, 500) == PINNED
    assert -(2**63) <= PINNED < 2**63
    assert person_lock(42, 501) != PINNED != person_lock(43, 500)


PINNED = 6713052485402329774
