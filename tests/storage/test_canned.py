"""The contract of the table of canned replies, and of sending one, on both engines."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.wiring.consultation import records_on
from domain.consultation.answering import Answering
from domain.consultation.canned import DAY_SECONDS, Canned, CannedReply, Draft, Wording, folded
from domain.consultation.case import CaseState
from domain.consultation.content import File, Kind
from domain.errors import NotAllowed, Stale
from domain.people.model import Language
from storage.canned import CannedTable
from storage.case_messages import HeldTable
from storage.cases import CaseTable
from storage.engine import Database
from storage.errors import Conflict
from storage.outbox import OutboxRows
from tests.storage.desk import TestDesk

NOW = 1_795_000_000
TODAY = NOW // DAY_SECONDS


@asynccontextmanager
async def canned(database: Database) -> AsyncIterator[CannedTable]:
    async with database.transaction() as (tx, _):
        yield CannedTable(tx)


async def keep(database: Database, by: int, *wordings: Wording) -> list[int]:
    async with canned(database) as table:
        return [await table.add(wording, by, NOW) for wording in wordings]


async def offered(
    database: Database, language: Language, words: str = "", since: int = TODAY - 30
) -> list[str]:
    async with canned(database) as table:
        found = await table.offered(language, folded(words).split(), since, 8)
    return [reply.wording.title for reply in found]


async def test_a_reply_is_kept_changed_and_deleted(
    database: Database, other_database: Database
) -> None:
    by = await TestDesk(database).person(1003)
    file = File(kind=Kind.DOCUMENT, file_id="doc")
    old = Wording(title="Хат", kk="<b>[сома]</b>", file=file)
    (number,) = await keep(database, by, old)
    async with canned(other_database) as table:
        assert await table.reply(number) == CannedReply(id=number, wording=old)
    new = Wording(title="Письмо", ru="[сумма]")
    async with canned(database) as table:
        assert await table.change(number, new, by, NOW)
        assert not await table.change(number + 1, new, by, NOW)
    async with canned(other_database) as table:
        assert await table.reply(number) == CannedReply(id=number, wording=new)
        await table.used(number, TODAY, TODAY - 30)
    async with canned(database) as table:
        assert await table.delete(number)
        assert not await table.delete(number)
        await table.used(number, TODAY, TODAY - 30)
    async with canned(other_database) as table:
        assert await table.reply(number) is None


async def test_the_list_is_in_the_order_of_the_titles_page_by_page(database: Database) -> None:
    by = await TestDesk(database).person(1003)
    wordings = [Wording(title=title, ru="т") for title in ("вода", "Банк", "Аренда", "газ")]
    await keep(database, by, *wordings)
    async with canned(database) as table:
        titles = [reply.wording.title for reply in await table.page(0, 3)]
        rest = [reply.wording.title for reply in await table.page(3, 3)]
    assert [*titles, *rest] == ["Аренда", "Банк", "вода", "газ"]


async def test_all_words_have_to_be_there_in_the_language_of_the_citizen(
    database: Database,
) -> None:
    by = await TestDesk(database).person(1003)
    await keep(
        database,
        by,
        Wording(title="Сот шешімі", kk="Сотқа <b>ШАҒЫМ</b> жазыңыз", ru="Напишите жалобу"),
        Wording(title="Банк", ru="Ещё 100% жалоб_ы решает банк!"),
        Wording(title="Өсімпұл", kk="Банкке ӨТІНІШ жазыңыз"),
    )
    assert await offered(database, Language.KK, "шағым СОТҚА") == ["Сот шешімі"]
    assert await offered(database, Language.KK, "өтініш") == ["Өсімпұл"]
    assert await offered(database, Language.KK, "жалоб") == [], "that is Russian"
    assert await offered(database, Language.RU, "ЖАЛОБ") == ["Сот шешімі", "Банк"]
    assert await offered(database, Language.RU, "сот") == ["Сот шешімі"], "the title counts, too"
    assert await offered(database, Language.RU, "еще банк 100%") == ["Банк"]
    assert await offered(database, Language.RU, "0% б_ы !") == ["Банк"]
    for pattern in ("%", "_", "!"):
        assert await offered(database, Language.RU, pattern) == ["Банк"], "no pattern of ours"
    assert await offered(database, Language.RU, "b") == [], "markup is nothing to find"


async def test_those_used_most_of_late_stand_first(database: Database) -> None:
    by = await TestDesk(database).person(1003)
    first, second, _ = await keep(
        database, by, *(Wording(title=title, ru="т") for title in ("А", "Б", "В"))
    )
    async with canned(database) as table:
        for day in (TODAY - 40, TODAY - 40, TODAY - 40):
            await table.used(first, day, day - 30)
        await table.used(second, TODAY, TODAY - 30)
        await table.used(second, TODAY, TODAY - 30)
    assert await offered(database, Language.RU) == ["Б", "А", "В"]
    async with canned(database) as table:
        reply = await table.reply(second)
        for _ in range(3):
            await table.used(first, TODAY, TODAY - 30)
    assert reply is not None
    assert reply.uses == 2
    assert await offered(database, Language.RU) == ["А", "Б", "В"]


async def test_a_reply_without_any_text_is_refused_by_the_schema(database: Database) -> None:
    by = await TestDesk(database).person(1003)
    with pytest.raises(Conflict):
        await keep(database, by, Wording(title="Пусто"))


async def test_sending_is_an_answer_once_and_only_into_ones_own_taken_case(
    database: Database,
) -> None:
    desk = TestDesk(database)
    dinara, marat = [
        await desk.staff(number, name) for number, name in ((1003, "Динара"), (1005, "Марат"))
    ]
    number = await desk.taken(dinara, NOW)
    await desk.writes(number, NOW)
    (reply,) = await keep(database, dinara, Wording(title="Хат", kk="Сәлем"))

    async def send(operator: int, message_id: int, draft: Draft) -> None:
        async with database.transaction() as (tx, _):
            records = records_on(tx, OutboxRows(tx, NOW))
            answering = Answering(records, HeldTable(tx))
            service = Canned(records.cases, answering, CannedTable(tx))
            await service.send(await desk.known(operator), draft, 1003, message_id, NOW)

    draft = Draft(case_id=number, reply_id=reply, text="Сәлем")
    await send(dinara, 50, draft)
    assert (await desk.seen(number)).owed_since is None
    with pytest.raises(Stale, match="canned_sent"):
        await send(dinara, 50, draft)
    with pytest.raises(NotAllowed):
        await send(marat, 51, draft)
    with pytest.raises(Stale, match="canned_old"):
        await send(dinara, 52, Draft(case_id=number, reply_id=reply, text="[күні]"))
    async with database.transaction() as (tx, _):
        assert await CaseTable(tx).cancel(number, NOW)
    with pytest.raises(Stale, match=CaseState.CANCELLED.value):
        await send(dinara, 53, draft)
    async with canned(database) as table:
        kept = await table.reply(reply)
    assert kept is not None
    assert kept.uses == 1, "what was refused is no use"
    sent = [kind for _, kind, _ in await desk.put() if kind == "case_message"]
    assert len(sent) == 1
