"""Settings: the only reader of the environment and of `.env`.

A wrong value ends the start with one sentence that names the variable and says what it should be.
"""

import datetime as dt
import io
import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import (
    BeforeValidator,
    Field,
    InstanceOf,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.consultation.opening import OpeningHours
from domain.consultation.triage import Level
from domain.consultation.watch import DEFAULT_PATIENCE

TOKEN = re.compile(r"[1-9][0-9]{0,19}:[A-Za-z0-9_-]{3,80}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SIGNING_SECRET = re.compile(r"[!-~]{16,256}")
HOURS = re.compile(r"([A-Z][a-z]{2})-([A-Z][a-z]{2}) ([0-9:]{5})-([0-9:]{5})")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONGEST_ANSWER = 7 * 24 * 60
WEBHOOK_PORTS = frozenset({443, 80, 88, 8443})


class SettingsError(Exception):
    """A setting is wrong; the text is for the owner at the terminal."""


def _ids(value: object) -> object:
    """`1, 2` from the environment as a set of numbers."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isdecimal() and 0 < int(part) < 2**52 for part in parts):
        raise ValueError("ids")  # Telegram's have at most 52 bits
    return frozenset(int(part) for part in parts)


def _hours(value: object) -> object:
    """`Mon-Fri 09:00-18:00` from the environment as opening hours."""
    if not isinstance(value, str):
        return value
    parts = HOURS.fullmatch(value.strip())
    if parts is None:
        raise ValueError("hours")
    first, last = WEEKDAYS.index(parts[1]), WEEKDAYS.index(parts[2])
    return OpeningHours(
        opens=dt.time.fromisoformat(parts[3]),
        closes=dt.time.fromisoformat(parts[4]),
        weekdays=frozenset(range(first, last + 1)),
    )


def _minutes(value: object) -> object:
    """`15,60,120,240` from the environment as minutes by urgency."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",")]
    if len(parts) != len(Level) or not all(part.isdecimal() for part in parts):
        raise ValueError("minutes")
    minutes = dict(zip(Level, map(int, parts), strict=True))
    if not all(1 <= count <= LONGEST_ANSWER for count in minutes.values()):
        raise ValueError("minutes")
    return minutes


class Settings(BaseSettings):
    """Every setting there is; `.env.example` explains them to the owner."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
    )

    bot_token: SecretStr | None = None
    bot_api_url: str | None = None
    database_url: str = "sqlite:///data/bot.db"
    owner_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)] = frozenset()
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    call_centre_url: str | None = None
    call_centre_secret: SecretStr | None = None
    call_centre_texts: bool = False
    opening_hours: Annotated[InstanceOf[OpeningHours], NoDecode, BeforeValidator(_hours)] = (
        OpeningHours()
    )
    answer_minutes: Annotated[Mapping[Level, int], NoDecode, BeforeValidator(_minutes)] = (
        DEFAULT_PATIENCE
    )
    # Telegram's groups are below zero, with at most 52 bits
    desk_chat_id: Annotated[int, Field(lt=0, gt=-(2**52))] | None = None
    web_host: str = "127.0.0.1"
    web_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    sandbox_port: int = Field(default=8081, ge=0, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_set(cls, given: Any) -> Any:
        """`NAME=` means not set; an empty variable wins over the file like any other."""
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if value != ""}

    @model_validator(mode="after")
    def _check(self) -> Self:
        """What one field's type cannot say; the error's text is the variable's name."""
        if self.bot_token and not TOKEN.fullmatch(self.bot_token.get_secret_value()):
            raise ValueError("bot_token")
        if not self.database_url.startswith(("sqlite:///", "postgresql://", "postgres://")):
            raise ValueError("database_url")
        if self.bot_api_url is not None and not _is_url(self.bot_api_url, {"http", "https"}):
            raise ValueError("bot_api_url")
        if self.bot_api_url is not None and self.bot_token is None:
            raise ValueError("bot_token")
        if not _has_form(self.webhook_secret, SECRET):
            raise ValueError("webhook_secret")
        if not _has_form(self.call_centre_secret, SIGNING_SECRET):
            raise ValueError("call_centre_secret")
        if self.webhook_url is not None:
            if self.bot_token is None:
                raise ValueError("bot_token")
            self._check_webhook(self.webhook_url)
        if self.call_centre_url is not None:
            self._check_call_centre(self.call_centre_url)
        return self

    def _check_webhook(self, url: str) -> None:
        own_server = self.bot_api_url is not None
        if not _is_url(url, {"http", "https"} if own_server else {"https"}):
            raise ValueError("webhook_url")
        if not urlsplit(url).path.endswith("/telegram"):
            raise ValueError("webhook_url")
        if not own_server and (urlsplit(url).port or 443) not in WEBHOOK_PORTS:
            raise ValueError("webhook_url")
        if self.webhook_secret is None:
            raise ValueError("webhook_secret")

    def _check_call_centre(self, url: str) -> None:
        if not _is_url(url, {"https"} if not _is_loopback(url) else {"http", "https"}):
            raise ValueError("call_centre_url")
        if self.call_centre_secret is None:
            raise ValueError("call_centre_secret")

    @property
    def in_sandbox(self) -> bool:
        """Without a token the bot is tried out against its own sandbox."""
        return self.bot_token is None


def _has_form(secret: SecretStr | None, form: re.Pattern[str]) -> bool:
    """Also while it is not used: who sets the address later must not meet an old mistake."""
    return secret is None or form.fullmatch(secret.get_secret_value()) is not None


def _is_url(value: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname)


def _is_loopback(value: str) -> bool:
    """Whether what is sent there stays on this machine."""
    try:
        host = urlsplit(value).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


SHOULD_BE = {
    "bot_token": "the token from @BotFather, like 123456789:AbCdEf... "
    "(to try the bot in the sandbox leave it, BOT_API_URL and WEBHOOK_URL empty)",
    "bot_api_url": "the address of a Bot API server, like http://127.0.0.1:8081",
    "database_url": "sqlite:///path/to/file.db or postgresql://user:password@host/name",
    "owner_ids": "Telegram ids separated by commas, like 123456789,987654321",
    "webhook_url": "the public https address of POST /telegram on port 443, 80, 88 or 8443, "
    "like https://bot.example.kz/telegram",
    "webhook_secret": "1 to 256 letters, digits, _ or -; it is needed whenever WEBHOOK_URL is set",
    "call_centre_url": "the https address of the call centre's system that takes events "
    "(http only on this machine), like https://calls.example.kz/events",
    "call_centre_secret": "16 to 256 letters, digits or signs without spaces; it is needed "
    "whenever CALL_CENTRE_URL is set",
    "call_centre_texts": "true or false: whether events may carry messages and phone numbers",
    "opening_hours": "weekdays and hours of the call centre, like Mon-Fri 09:00-18:00",
    "answer_minutes": "four numbers of minutes (today, days, week, plan), like 15,60,120,240",
    "desk_chat_id": "the number of a group that the bot is in, like -1001234567890",
    "web_host": "the address to listen on, like 127.0.0.1",
    "web_port": "a free port from 0 to 65535, like 8080",
    "sandbox_port": "a free port from 0 to 65535, like 8081",
    "log_level": "DEBUG, INFO, WARNING or ERROR",
    "log_format": "console or json",
}


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the environment and `.env`; raises SettingsError with one sentence for the owner."""
    try:
        _check_lines(env_file)
        return Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        name = _wrong_name(error)
        raise SettingsError(f"{name.upper()} should be {SHOULD_BE[name]}.") from None
    except UnicodeDecodeError:
        raise SettingsError(".env should be a text file in UTF-8.") from None


def _check_lines(env_file: Path | None) -> None:
    """A line that cannot be read would be left out, and the bot would start as another one."""
    if env_file is None or not env_file.is_file():
        return
    for line in parse_stream(io.StringIO(env_file.read_text(encoding="utf-8"))):
        if line.error or (line.key is not None and line.value is None):
            raise SettingsError(
                f"Line {line.original.line} of {env_file.name} should be NAME=value or begin "
                "with #, and a quotation mark that is opened has to be closed."
            )


def _wrong_name(error: ValidationError) -> str:
    """The first wrong setting: where pydantic saw it, or the name our own check raised."""
    first = error.errors()[0]
    if first["loc"]:
        return str(first["loc"][0])
    return str(first["ctx"]["error"])
