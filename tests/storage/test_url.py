"""Which database a `DATABASE_URL` means."""

from pathlib import Path

import pytest

from storage import open_database
from storage.url import PostgresUrl, SqliteUrl, parse_url


def test_three_slashes_are_a_path_from_here_and_four_one_from_the_root():
    assert parse_url("sqlite:///data/bot.db") == SqliteUrl(Path("data/bot.db"))
    assert parse_url("sqlite:////var/lib/my%20bot.db") == SqliteUrl(Path("/var/lib/my bot.db"))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_postgres_address_goes_to_the_driver_as_it_is(scheme: str):
    url = f"{scheme}://me:secret@db.example:5433/bot?sslmode=require"
    assert parse_url(url) == PostgresUrl(url, "postgresql://db.example:5433/bot")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bot.db",
        "mysql://me:secret@host/bot",
        "sqlite://bot.db",
        "sqlite:///",
        "sqlite:///data/",
        "sqlite:///:memory:",
        "postgresql+asyncpg://me:secret@host/bot",
        "postgresql://me:secret@host:notaport/bot",
        "postgresql://me:secret@[bad/bot",
        "postgresql://me:secret#1@host/bot",
        "sqlite:///data/#1.db",
        "sqlite:///~/bot.db",
        "sqlite:////~me/bot.db",
    ],
)
async def test_anything_else_is_refused_without_repeating_it(url: str):
    with pytest.raises(ValueError, match=r"should be|must be") as refusal:
        await open_database(url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("sign", "#/?")
def test_a_password_that_cuts_the_address_is_explained(sign: str):
    with pytest.raises(ValueError, match="percent-encoded, # as %23"):
        parse_url(f"postgresql://me:1{sign}2@host/bot")


def test_a_tilde_is_explained():
    with pytest.raises(ValueError, match="must be written out"):
        parse_url("sqlite:///~/bot.db")
    assert parse_url("sqlite:///data/~old.db") == SqliteUrl(Path("data/~old.db"))
