"""The tree states the architecture: imports point one way."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

SEES_STORAGE = {"bot/app.py", "bot/cli.py"}
"""With bot/wiring/: the composition root and the commands of the owner."""

ONLY_IN = {
    "apscheduler": {"bot/jobs/ticks.py"},
    "holidays": {"domain/consultation/working_days.py"},
    "httpx": {"bot/telegram/updates_wire.py", "bot/hooks/wire.py"},
    "pydantic_settings": {"bot/config.py"},
    "aiosqlite": {"storage/sqlite_connection.py"},
    "phonenumbers": {"bot/screens/phones.py"},
    "matplotlib": {"bot/pictures/day.py"},
    "structlog": {"bot/logs.py"},
    "prometheus_client": {"bot/metrics.py"},
}
"""Libraries that one place knows."""


SCREENS_KNOW = ("i18n", "callbacks", "screens", "lessons", "guidance", "forms")
"""Of bot/, beside the rules: words and buttons, nothing that acts."""


def modules(folder: str) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / folder).rglob("*.py"))]


def imports(module: str) -> set[str]:
    """Every module that this one imports, late imports included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / module).read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
    return found


def packages(module: str) -> set[str]:
    return {name.partition(".")[0] for name in imports(module)}


@pytest.mark.parametrize("module", modules("domain"))
def test_domain_knows_the_standard_library_and_itself_only(module: str) -> None:
    """And the calendar of Kazakhstan's holidays: tables of days, nothing that acts."""
    foreign = packages(module) - set(sys.stdlib_module_names) - {"domain", "holidays"}
    assert not foreign
    assert not packages(module) & {"asyncio", "sqlite3", "socket", "logging", "os", "time"}


@pytest.mark.parametrize("module", modules("storage"))
def test_storage_does_not_know_the_bot(module: str) -> None:
    assert not packages(module) & {"bot", "sandbox", "aiogram", "aiohttp", "httpx"}


@pytest.mark.parametrize("module", modules("bot"))
def test_only_the_composition_root_knows_storage(module: str) -> None:
    assert "sandbox" not in packages(module)
    if module not in SEES_STORAGE and not module.startswith("bot/wiring/"):
        assert "storage" not in packages(module)


@pytest.mark.parametrize("module", modules("sandbox"))
def test_the_sandbox_imports_nothing_of_ours_and_not_aiogram(module: str) -> None:
    allowed = set(sys.stdlib_module_names) | {"sandbox", "aiohttp", "yarl", "multidict"}
    assert packages(module) <= allowed


@pytest.mark.parametrize("module", modules("bot/handlers"))
def test_handlers_never_send(module: str) -> None:
    forbidden = ("aiogram.methods", "bot.telegram", "bot.wiring", "aiohttp", "httpx")
    assert not [name for name in imports(module) if name.startswith(forbidden)]
    telegram = {"message", "query", "event", "bot"}
    for node in ast.walk(ast.parse((ROOT / module).read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            assert not (isinstance(owner, ast.Name) and owner.id in telegram), ast.unparse(node)


@pytest.mark.parametrize("module", modules("bot/screens"))
def test_screens_are_pure(module: str) -> None:
    allowed = ("domain", *(f"bot.{name}" for name in SCREENS_KNOW))
    ours = {name for name in imports(module) if name.partition(".")[0] in {"bot", "domain"}}
    assert all(name.startswith(allowed) for name in ours)
    assert not packages(module) & {"aiogram", "asyncio", "time", "random"}


@pytest.mark.parametrize(("library", "places"), list(ONLY_IN.items()))
def test_one_place_knows_a_library(library: str, places: set[str]) -> None:
    users = {
        module
        for folder in ("bot", "domain", "storage")
        for module in modules(folder)
        if library in packages(module)
    }
    assert users == places


def test_one_module_reads_the_environment() -> None:
    users = {
        module
        for folder in ("bot", "domain", "storage", "sandbox")
        for module in modules(folder)
        if "environ" in (ROOT / module).read_text() or "getenv" in (ROOT / module).read_text()
    }
    assert users <= {"bot/config.py"}


def test_no_sql_in_python() -> None:
    for folder in ("bot", "domain"):
        for module in modules(folder):
            text = (ROOT / module).read_text().upper()
            assert "SELECT " not in text.replace("SELECT A", "")
