"""What every keeper of attempts has to do: the one in memory and the tables of both engines."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from domain.course.ports import Attempts, LessonRecord, Tally
from domain.course.progress import Answer
from domain.people.ports import Contact
from storage import Database, open_database
from storage.course import AttemptTable
from storage.errors import Conflict
from storage.people import PeopleTable
from tests.domain.course.examples import NOW
from tests.domain.course.memory import MemoryAttempts

Open = Callable[[], AbstractAsyncContextManager[Attempts]]
AIGUL, ERLAN = 1, 2


async def add_people(database: Database) -> None:
    async with database.transaction() as (tx, _):
        for number in (AIGUL, ERLAN):
            await PeopleTable(tx).add(
                Contact(telegram_id=number, name="n", app_language=None), NOW
            )


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def opening(request: pytest.FixtureRequest) -> AsyncIterator[Open]:
    """Each use is a transaction of its own, so that what is read was committed."""
    if request.param == "memory":
        attempts = MemoryAttempts()

        @asynccontextmanager
        async def kept() -> AsyncIterator[Attempts]:
            yield attempts

        yield kept
        return
    database = await open_database(request.getfixturevalue(f"fresh_{request.param}_url"))
    await add_people(database)

    @asynccontextmanager
    async def transaction() -> AsyncIterator[Attempts]:
        async with database.transaction() as (tx, _):
            yield AttemptTable(tx)

    yield transaction
    await database.close()


async def start(opening: Open, person: int = AIGUL, lesson: str = "first", now: int = NOW) -> int:
    async with opening() as attempts:
        return (await attempts.start(person, lesson, now)).id


async def test_a_new_attempt_is_found_by_its_person_only(opening: Open) -> None:
    number = await start(opening)
    async with opening() as attempts:
        found = await attempts.find(AIGUL, number)
        assert found is not None
        assert (found.id, found.lesson, found.step, found.finished, found.newest) == (
            number,
            "first",
            0,
            False,
            True,
        )
        assert await attempts.find(ERLAN, number) is None
        assert await attempts.find(AIGUL, number + 1) is None
        assert await attempts.newest(AIGUL, "first") == found
        assert await attempts.newest(AIGUL, "second") is None


async def test_the_step_is_kept(opening: Open) -> None:
    number = await start(opening)
    async with opening() as attempts:
        attempts.save_step(number, 3, NOW + 5)
    async with opening() as attempts:
        found = await attempts.find(AIGUL, number)
        assert found is not None
        assert found.step == 3
        assert await attempts.records(AIGUL) == [
            LessonRecord(
                lesson="first", step=3, updated_at=NOW + 5, running=True, finished_once=False
            )
        ]


async def test_the_first_answer_is_kept(opening: Open) -> None:
    number = await start(opening)
    async with opening() as attempts:
        attempts.save_answer(number, "q0", "b", right=True, now=NOW)
        attempts.save_answer(number, "q1", "a", right=False, now=NOW)
    async with opening() as attempts:
        attempts.save_answer(number, "q0", "c", right=False, now=NOW)
    async with opening() as attempts:
        found, newest = await attempts.find(AIGUL, number), await attempts.newest(AIGUL, "first")
        assert found is not None
        assert found.answers == {"q0": Answer("b", True), "q1": Answer("a", False)}
        assert newest == found
        assert await attempts.tally(AIGUL) == Tally(answered=2, right=1)
        assert await attempts.tally(ERLAN) == Tally(answered=0, right=0)


async def test_finished_once_and_for_good(opening: Open) -> None:
    number = await start(opening)
    async with opening() as attempts:
        attempts.save_finish(number, 5, NOW + 1)
        attempts.save_finish(number, 5, NOW + 2)
        attempts.save_step(number, 0, NOW + 3)
    async with opening() as attempts:
        found = await attempts.find(AIGUL, number)
        assert found is not None
        assert (found.step, found.finished_at) == (5, NOW + 1)


async def test_again_keeps_what_was_finished(opening: Open) -> None:
    old = await start(opening)
    async with opening() as attempts:
        attempts.save_answer(old, "q0", "b", right=True, now=NOW)
        attempts.save_finish(old, 5, NOW + 1)
    new = await start(opening, now=NOW + 2)
    assert new != old
    async with opening() as attempts:
        before, after = await attempts.find(AIGUL, old), await attempts.newest(AIGUL, "first")
        assert before is not None
        assert after is not None
        assert (before.newest, before.finished) == (False, True)
        assert (after.id, after.newest, after.finished, after.answers) == (new, True, False, {})
        assert await attempts.records(AIGUL) == [
            LessonRecord(
                lesson="first", step=0, updated_at=NOW + 2, running=True, finished_once=True
            )
        ]


async def test_records_of_several_lessons_and_people(opening: Open) -> None:
    await start(opening)
    await start(opening, lesson="second", now=NOW + 1)
    await start(opening, person=ERLAN, now=NOW + 2)
    async with opening() as attempts:
        records = await attempts.records(AIGUL)
        assert {(record.lesson, record.updated_at) for record in records} == {
            ("first", NOW),
            ("second", NOW + 1),
        }


async def test_a_save_is_seen_by_the_next_read_of_the_same_transaction(opening: Open) -> None:
    number = await start(opening)
    async with opening() as attempts:
        attempts.save_step(number, 2, NOW)
        found = await attempts.find(AIGUL, number)
        assert found is not None
        assert found.step == 2


async def test_the_schema_refuses_a_second_running_attempt(database: Database) -> None:
    await add_people(database)
    async with database.transaction() as (tx, _):
        await AttemptTable(tx).start(AIGUL, "first", NOW)
    with pytest.raises(Conflict):
        async with database.transaction() as (tx, _):
            await AttemptTable(tx).start(AIGUL, "first", NOW)
