"""The database is away for a while: nothing is lost, nothing is half done, the bot goes on."""

import asyncio
import sqlite3

import asyncpg
import pytest

from bot.logs import set_up_logging
from storage.migrate import migrate
from tests.chat.test_whole_conversation import ask_lawyer
from tests.chat.town import Town, eventually, town_on
from tests.databases import own_server


@pytest.mark.timeout(120)
async def test_a_locked_database_delays_and_loses_nothing(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await town.employ(town.dinara)
    await town.sergei.chooses("Русский")
    await ask_lawyer(town.sergei, "Помогите")
    await town.dinara.presses("Взять № 1")
    await town.dinara.sees("№ 1 · Сергей", "Помогите")
    other = sqlite3.connect(town.database_url.removeprefix("sqlite:///"), isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        await town.sergei.says("Пока закрыто")
        await town.sergei.says("И ещё раз")
        await eventually(lambda: "StorageBusy" in caplog.text, seconds=20)
        assert not any("Пока закрыто" in text for text in town.dinara.heard())
        other.execute("ROLLBACK")
    finally:
        other.close()
    await town.dinara.sees("Пока закрыто", seconds=40)
    await town.dinara.sees("И ещё раз", seconds=40)
    heard = [t for t in town.dinara.heard() if "Пока закрыто" in t or "И ещё раз" in t]
    assert len(heard) == 2
    assert "Пока закрыто" in heard[0], "in order"
    assert "Пока закрыто" not in caplog.text


@pytest.mark.postgres
async def test_a_lost_connection_to_postgresql_is_made_anew(fresh_postgres_url: str) -> None:
    async with town_on(fresh_postgres_url) as town:
        await town.sergei.chooses("Русский")
        admin = await asyncpg.connect(fresh_postgres_url)
        try:
            for _ in range(3):
                await admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                await town.sergei.says("/settings")
                await town.sergei.sees("Настройки", "При смене языка", seconds=20)
        finally:
            await admin.close()


@pytest.mark.postgres
@pytest.mark.timeout(150)
@pytest.mark.usefixtures("logging_as_it_was")
async def test_a_server_that_is_away_is_waited_for_in_few_words(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with own_server() as server:
        await asyncio.to_thread(migrate, server.get_uri())
        async with town_on(server.get_uri()) as town:
            await town.sergei.chooses("Русский")
            await asyncio.to_thread(server.stop)
            set_up_logging("INFO", "console")  # as an owner sees it
            await town.sergei.says("Пока закрыто")
            await asyncio.sleep(4)
            await asyncio.to_thread(server.ensure_postgres_running)
            await town.sergei.sees("Передать это юристу?")
    said = capfd.readouterr().err
    assert "update could not be recorded and is asked for again" in said
    assert said.count("the outbox cannot be read") == 1
    assert "the outbox is read again" in said
    assert "Traceback" not in said
    assert "Пока закрыто" not in said


async def test_resume_after_a_restart_a_language_change_and_a_week(town: Town) -> None:
    aigul = town.aigul
    await aigul.chooses("Қазақша")
    await aigul.presses("Барлық сабақ")
    await aigul.presses("алғашқы")
    for place in ("1/", "2/"):
        await aigul.sees(place)
        await aigul.presses("Келесі")
    await aigul.sees("3/")
    town.clock.jump(days=7)
    await town.restart_bot()
    await aigul.says("/language")
    await aigul.presses("Русский")
    await aigul.sees("Теперь пишу вам по-русски")
    await aigul.says("/lessons")
    await aigul.presses("первые")
    await aigul.sees("3/")
