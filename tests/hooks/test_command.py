"""`python -m bot hooks`, as the owner types it."""

import pytest

from bot.cli import main
from bot.config import Settings
from domain.consultation.case import EventKind
from storage import open_database
from storage.hooks import HookRows
from tests.databases import run_apart
from tests.hooks.desk import NOW, Desk

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    return database_url


async def _one_dead_one_waiting(url: str) -> int:
    database = await open_database(url)
    hooks, desk = HookRows(database), Desk(database)
    await hooks.begin(NOW, alone=True)
    case = await desk.case(await desk.person(1001))
    await desk.happens(case, EventKind.OPENED)
    await desk.happens(case, EventKind.TAKEN)
    [opened] = await hooks.claim(NOW, NOW + 30, 1)
    await hooks.dead(opened.event_id, "status 404", NOW)
    await database.close()
    return opened.event_id


async def _claimed(url: str) -> list[int]:
    database = await open_database(url)
    hooks = await HookRows(database).claim(4_000_000_000, 4_000_000_030, 10)
    await database.close()
    return [hook.event_id for hook in hooks]


def test_nothing_is_said_to_be_nothing(url: str, capsys: Captured) -> None:
    assert main(["hooks"]) == 0
    assert main(["hooks", "list"]) == 0
    assert main(["hooks", "replay-dead"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Nothing was given up, and nothing waits.",
        "Nothing was given up, and nothing waits.",
        "Events that are posted once more: 0.",
    ]


def test_the_list_says_what_and_why(url: str, capsys: Captured) -> None:
    number = run_apart(_one_dead_one_waiting(url))
    assert main(["hooks", "list"]) == 0
    head, dead, waiting = capsys.readouterr().out.splitlines()
    assert head.split()[:3] == ["event", "case", "kind"]
    assert dead.split()[:5] == [str(number), "1", "opened", "dead", "1"]
    assert dead.endswith("2027-01-15 13:00  status 404"), "Almaty's clock"
    assert waiting.split()[2:5] == ["taken", "pending", "0"]


def test_one_is_posted_once_more(url: str, capsys: Captured) -> None:
    number = run_apart(_one_dead_one_waiting(url))
    assert main(["hooks", "replay", str(number)]) == 0
    assert str(number) in capsys.readouterr().out
    assert run_apart(_claimed(url)) == [number]


def test_all_that_was_given_up_is_posted_once_more(url: str, capsys: Captured) -> None:
    number = run_apart(_one_dead_one_waiting(url))
    assert main(["hooks", "replay-dead"]) == 0
    assert "once more: 1." in capsys.readouterr().out
    assert run_apart(_claimed(url)) == [number]


def test_what_is_not_there_is_one_sentence(url: str, capsys: Captured) -> None:
    assert main(["hooks", "replay", "77"]) == 1
    told = capsys.readouterr().err
    assert told == "There is no event 77 that was posted or given up: see `hooks list`.\n"
    with pytest.raises(SystemExit) as ended:
        main(["hooks", "replay", "seven"])
    assert ended.value.code == 2
    assert "ID should be the number of an event" in capsys.readouterr().err


def test_a_database_that_is_away_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    assert main(["hooks"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("DATABASE_URL cannot be opened")
    assert told.count("\n") == 1
