"""The settings of the posting: an address needs its secret, and https unless it stays here."""

import pytest

from bot.config import Settings, SettingsError, load_settings

SECRET = "0123456789abcdef"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def loaded(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name.upper(), value)
    return load_settings(None)


@pytest.mark.parametrize(
    "url",
    [
        "http://calls.example.kz/events",
        "http://127.0.0.1.example.kz/events",
        "http://10.0.0.5/events",
        "ftp://127.0.0.1/events",
        "calls.example.kz",
        "https://",
        "https://host:port/",
    ],
)
def test_an_address_that_would_be_read_on_its_way_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match=r"^CALL_CENTRE_URL should be .*\.$"):
        loaded(monkeypatch, call_centre_url=url, call_centre_secret=SECRET)


@pytest.mark.parametrize(
    "url",
    [
        "https://calls.example.kz/events",
        "https://10.0.0.5:8443/events?tenant=7",
        "http://127.0.0.1:9000/events",
        "http://127.8.8.8/events",
        "http://localhost:9000/events",
        "http://[::1]:9000/events",
    ],
)
def test_https_or_this_machine(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch, call_centre_url=url, call_centre_secret=SECRET)
    assert settings.call_centre_url == url
    assert settings.call_centre_texts is False


@pytest.mark.parametrize("secret", [None, "too short", "has spaces in it, sixteen", "й" * 20])
def test_the_secret_is_needed_and_named(
    secret: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {} if secret is None else {"call_centre_secret": secret}
    with pytest.raises(SettingsError, match=r"^CALL_CENTRE_SECRET should be .*\.$") as told:
        loaded(monkeypatch, call_centre_url="https://calls.example.kz/", **values)
    assert secret is None or secret not in str(told.value)


def test_texts_are_true_or_false(monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded(monkeypatch, call_centre_texts="true").call_centre_texts
    with pytest.raises(SettingsError, match=r"^CALL_CENTRE_TEXTS should be "):
        loaded(monkeypatch, call_centre_texts="perhaps")


def test_the_secret_is_never_shown() -> None:
    settings = Settings(_env_file=None, call_centre_secret=SECRET)
    assert SECRET not in repr(settings)
