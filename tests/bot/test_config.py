"""A wrong setting is told in one sentence that names the variable."""

from pathlib import Path

import pytest

from bot.config import SHOULD_BE, Settings, SettingsError, load_settings

WRONG = [
    ("BOT_TOKEN", "not-a-token"),
    ("BOT_TOKEN", "012:abcdef"),
    ("BOT_API_URL", "localhost:8081"),
    ("DATABASE_URL", "mysql://x"),
    ("OWNER_IDS", "1,two"),
    ("OWNER_IDS", "0"),
    ("OWNER_IDS", "²"),
    ("WEBHOOK_URL", "http://bot.example.kz/telegram"),
    ("WEBHOOK_URL", "https://bot.example.kz:9000/telegram"),
    ("WEBHOOK_URL", "https://bot.example.kz/elsewhere"),
    ("WEBHOOK_SECRET", "has spaces"),
    ("WEBHOOK_SECRET", "құпия"),
    ("CALL_CENTRE_SECRET", "short"),
    ("CALL_CENTRE_SECRET", "sixteen and more, with spaces"),
    ("WEB_PORT", "eighty"),
    ("WEB_PORT", "70000"),
    ("SANDBOX_PORT", "-1"),
    ("OPENING_HOURS", "Mon-Fri"),
    ("OPENING_HOURS", "Fri-Mon 09:00-18:00"),
    ("OPENING_HOURS", "Mon-Fri 18:00-09:00"),
    ("OPENING_HOURS", "Mon-Fri 25:00-26:00"),
    ("ANSWER_MINUTES", "15,60,120"),
    ("ANSWER_MINUTES", "15,60,120,0"),
    ("DESK_CHAT_ID", "@desk"),
    ("DESK_CHAT_ID", "9001"),
    ("OWNER_IDS", "9" * 49),
    ("DESK_CHAT_ID", "-99999999999999999999999"),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_FORMAT", "xml"),
]


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_told_by_its_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name != "BOT_TOKEN":
        monkeypatch.setenv("BOT_TOKEN", "42:fine")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as told:
        load_settings(None)
    sentence = str(told.value)
    assert sentence.startswith(f"{name} should be ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_another_bot_api_server_needs_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:8081")
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN should be"):
        load_settings(None)


def test_a_webhook_needs_its_token_and_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.kz/telegram")
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN should be"):
        load_settings(None)
    monkeypatch.setenv("BOT_TOKEN", "42:fine")
    with pytest.raises(SettingsError, match=r"^WEBHOOK_SECRET should be"):
        load_settings(None)
    monkeypatch.setenv("WEBHOOK_SECRET", "has spaces")
    with pytest.raises(SettingsError, match=r"^WEBHOOK_SECRET should be"):
        load_settings(None)
    monkeypatch.setenv("WEBHOOK_SECRET", "fine-1")
    assert load_settings(None).webhook_url == "https://bot.example.kz/telegram"


def test_empty_values_mean_not_set(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("BOT_TOKEN=\nWEB_PORT=\nOWNER_IDS=\nLOG_LEVEL=\n")
    settings = load_settings(file)
    assert settings.in_sandbox
    assert settings.web_port is None
    assert settings.owner_ids == frozenset()


def test_an_empty_variable_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("BOT_TOKEN=123456789:AbCdEf-AbCdEf-AbCdEf-AbCdEf-AbCdEf\n")
    assert not load_settings(file).in_sandbox
    monkeypatch.setenv("BOT_TOKEN", "")
    assert load_settings(file).in_sandbox, "to try something beside a bot that runs"


@pytest.mark.parametrize("text", ['A=1\nBOT_TOKEN = "abc\nFOO', "A=1\nBOT_TOKEN 123:abc\n"])
def test_a_line_that_cannot_be_read_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / ".env"
    file.write_text(text)
    with pytest.raises(SettingsError, match=r"^Line 2 of \.env should be NAME=value"):
        load_settings(file)


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("OWNER_IDS=1, 2\n")
    assert load_settings(file).owner_ids == {1, 2}
    monkeypatch.setenv("OWNER_IDS", "3")
    assert load_settings(file).owner_ids == {3}


def test_the_token_is_never_shown() -> None:
    settings = Settings(_env_file=None, bot_token="42:very-secret")
    assert "very-secret" not in repr(settings)
    assert "very-secret" not in str(settings)


def test_the_example_lists_every_setting_with_a_comment() -> None:
    lines = (Path(__file__).parents[2] / ".env.example").read_text().splitlines()
    listed = [line.partition("=")[0] for line in lines if "=" in line and line[0] != "#"]
    assert set(listed) == {name.upper() for name in Settings.model_fields}
    assert set(SHOULD_BE) == set(Settings.model_fields)
    for name in listed:
        place = next(i for i, line in enumerate(lines) if line.startswith(f"{name}="))
        assert lines[place - 1].startswith("#"), name


def test_the_example_is_a_working_file() -> None:
    example = Path(__file__).parents[2] / ".env.example"
    settings = load_settings(example)
    assert settings == Settings(_env_file=None)
