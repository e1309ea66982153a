"""What the owner at the terminal sees when the bot cannot start, must end, or is told to."""

import json
import signal
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from sandbox.faults import Fault
from sandbox.server import Sandbox
from storage.url import SqliteUrl, parse_url
from tests.acceptance.conftest import StartBot
from tests.acceptance.processes import Program, by_webhook, until

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(300)]

Start = Callable[[Program], Program]


async def one_sentence(program: Program, code: int, *fragments: str) -> None:
    """It ended with this code and said why; no traceback, no token, nothing else."""
    assert await program.ends() == code, program.told()
    assert "Traceback" not in program.err, program.err
    said = [line for line in program.err.splitlines() if " [info " not in line]
    last = said[-1] if said else ""
    for fragment in fragments:
        assert fragment in last, program.told()
    assert last.endswith("."), last
    assert program.settings.get("BOT_TOKEN", "42:SANDBOX").split(":")[1] not in program.err


@pytest.mark.parametrize(
    ("name", "value", "fragment"),
    [
        ("BOT_TOKEN", "no-token", "@BotFather"),
        ("DATABASE_URL", "mysql://host/bot", "postgresql://"),
        ("OWNER_IDS", "Ерлан", "separated by commas"),
        ("WEB_PORT", "70000", "65535"),
        ("WEBHOOK_URL", "bot.example.kz", "https"),
        ("LOG_LEVEL", "LOUD", "WARNING"),
    ],
)
async def test_a_wrong_setting_is_one_sentence_that_names_it(
    programs: Start, tmp_path: Path, name: str, value: str, fragment: str
) -> None:
    settings = {"BOT_TOKEN": "42:SANDBOX"} | {name: value}
    program = programs(Program(tmp_path, "bot", "run", settings=settings))
    assert await program.ends() == 2
    assert program.out == ""
    said = program.err.splitlines()
    assert len(said) == 1, program.err
    assert said[0].startswith(f"{name} should be ")
    assert fragment in said[0]
    assert said[0].endswith(".")


async def test_a_wrong_line_of_the_env_file_as_well(programs: Start, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=42:SANDBOX\nWEB_PORT=many\n")
    program = programs(Program(tmp_path, "bot", "run", settings={}))
    await one_sentence(program, 2, "WEB_PORT should be")


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_a_revoked_token_at_the_start(start_bot: StartBot, way: str) -> None:
    settings = by_webhook() if way == "webhook" else {}
    program = start_bot(BOT_TOKEN="42:REVOKED", **settings)
    await one_sentence(program, 1, "BOT_TOKEN", "revoked", "@BotFather")


async def test_a_token_that_is_revoked_while_the_bot_works(
    start_bot: StartBot, box: Sandbox
) -> None:
    program = start_bot()
    await polls(box, program)
    box.core.token = "42:ANOTHER"
    await box.person("Айгүл").send("/start")  # the request that waits is answered
    await one_sentence(program, 1, "BOT_TOKEN", "revoked")


async def test_of_two_programs_with_one_token_the_older_one_ends(
    start_bot: StartBot, box: Sandbox
) -> None:
    older = start_bot("older")
    await polls(box, older)
    younger = start_bot("younger")
    await one_sentence(older, 1, "same BOT_TOKEN")
    assert younger.code is None, younger.told()
    aigul = box.person("Айгүл", language_code="kk")
    await aigul.send("/start")
    await aigul.wait_for(timeout=30)
    younger.signal(signal.SIGTERM)
    assert await younger.ends() == 0, younger.told()


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_a_port_that_is_taken(start_bot: StartBot, way: str) -> None:
    settings = by_webhook()
    if way == "polling":
        settings = {"WEB_PORT": settings["WEB_PORT"]}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(settings["WEB_PORT"])))
        taken.listen()
        program = start_bot(**settings)
        await one_sentence(program, 1, f"Port {settings['WEB_PORT']} is taken", "WEB_PORT")


async def test_a_database_of_a_newer_release(start_bot: StartBot, fresh_sqlite_url: str) -> None:
    where = parse_url(fresh_sqlite_url)
    assert isinstance(where, SqliteUrl)
    with closing(sqlite3.connect(where.path)) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999_from_the_future'")
    await one_sentence(start_bot(), 1, "newer release", "backup")
    with closing(sqlite3.connect(where.path)) as connection:
        found = connection.execute("select version_num from alembic_version").fetchall()
    assert found == [("9999_from_the_future",)]


@pytest.mark.postgres
async def test_an_empty_postgresql_database_is_not_touched(
    start_bot: StartBot, empty_postgres_url: str
) -> None:
    program = start_bot(DATABASE_URL=empty_postgres_url)
    await one_sentence(program, 1, "python -m bot migrate")


async def test_a_file_that_is_no_database(start_bot: StartBot, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear bot, " * 1000)
    program = start_bot(DATABASE_URL=f"sqlite:///{letter}")
    await one_sentence(program, 1, "DATABASE_URL", "not a database")
    assert letter.read_text().startswith("Dear bot")


async def test_no_postgresql_there(start_bot: StartBot) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound but not listening
        port = nobody.getsockname()[1]
        program = start_bot(DATABASE_URL=f"postgresql://bot:a-password@127.0.0.1:{port}/bot")
        await one_sentence(program, 1, "DATABASE_URL")
    assert "a-password" not in program.err


@pytest.mark.postgres
async def test_a_postgresql_database_that_does_not_exist(
    start_bot: StartBot, fresh_postgres_url: str
) -> None:
    nowhere = urlsplit(fresh_postgres_url)._replace(path="/nowhere").geturl()
    await one_sentence(start_bot(DATABASE_URL=nowhere), 1, "DATABASE_URL", "nowhere")


@pytest.mark.parametrize("way", ["polling", "webhook"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_in_the_middle_of_an_update_lets_it_finish(
    start_bot: StartBot, box: Sandbox, way: str, number: signal.Signals
) -> None:
    program = start_bot(**(by_webhook() if way == "webhook" else {}))
    await works(box, program)
    box.faults.add(Fault("slow", method="sendMessage", seconds=1.5))
    aigul = box.person("Айгүл", language_code="kk")
    await aigul.send("/start")
    # the fault is used up when the answer is on its way
    await until(lambda: box.faults.shown() == [], 30, program.told)
    program.signal(number)
    assert await program.ends(30) == 0, program.told()
    assert len([m for m in aigul.messages if not m["out"]]) == 1
    assert box.pending_updates == []
    assert "Traceback" not in program.err


@pytest.mark.parametrize("method", ["getMe", "setWebhook", "getUpdates"])
async def test_a_signal_ends_it_while_telegram_is_away(
    start_bot: StartBot, box: Sandbox, method: str
) -> None:
    box.faults.add(Fault("502", method=method, times=0))
    program = start_bot(**(by_webhook() if method == "setWebhook" else {}))

    def refused() -> int:
        return len([call for call in box.calls if call.method == method and not call.ok])

    await until(lambda: refused() >= 3, 120, program.told)
    program.signal(signal.SIGTERM)
    assert await program.ends(20) == 0, program.told()
    assert "Traceback" not in program.err


async def test_what_is_written_while_it_stops_waits_for_the_next_start(
    start_bot: StartBot, box: Sandbox
) -> None:
    program = start_bot()
    await polls(box, program)
    program.signal(signal.SIGTERM)
    assert await program.ends(30) == 0
    aigul = box.person("Айгүл", language_code="kk")
    await aigul.send("/start")
    program.start()
    await aigul.wait_for(timeout=60)
    assert len([m for m in aigul.messages if not m["out"]]) == 1
    program.signal(signal.SIGTERM)
    assert await program.ends(30) == 0


async def test_health_and_readiness_are_told(start_bot: StartBot, box: Sandbox) -> None:
    settings = {"WEB_PORT": by_webhook()["WEB_PORT"], "LOG_FORMAT": "json"}
    program = start_bot(**settings)
    await polls(box, program)
    async with aiohttp.ClientSession() as session:
        for path in ("healthz", "readyz", "metrics"):
            async with session.get(f"http://127.0.0.1:{settings['WEB_PORT']}/{path}") as answer:
                assert answer.status == 200
    program.signal(signal.SIGTERM)
    assert await program.ends(30) == 0
    for line in program.err.splitlines():
        json.loads(line)


async def polls(box: Sandbox, program: Program) -> None:
    """Wait until it waits for updates."""
    await until(lambda: box.core.polling.waiting or program.code is not None, 120, program.told)
    assert program.code is None, program.told()


async def works(box: Sandbox, program: Program) -> None:
    """Wait until it takes updates, by whichever way."""

    def ready() -> bool:
        return box.core.polling.waiting or bool(box.core.webhook.url) or program.code is not None

    await until(ready, 120, program.told)
    assert program.code is None, program.told()
