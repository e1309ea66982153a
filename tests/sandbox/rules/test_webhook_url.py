"""setWebhook: what can be refused without the network."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.rules.webhook_url import (
    check_secret_token,
    check_webhook_url,
    clamp_max_connections,
)


@pytest.mark.parametrize(
    "url", ["ftp://bot.kz/x", "http://", "https://bot.kz:99999", "https://б б"]
)
def test_an_invalid_url(refused: Any, url: str) -> None:
    assert refused(check_webhook_url, url) == "invalid webhook URL specified"


def test_plain_http_to_the_public_server(refused: Any) -> None:
    words = refused(check_webhook_url, "http://bot.kz/telegram", local=False)
    assert words == "bad webhook: An HTTPS URL must be provided for webhook"


def test_a_wrong_port_on_the_public_server(refused: Any) -> None:
    words = refused(check_webhook_url, "https://bot.kz:8080/", local=False)
    assert words == "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.5"])
def test_a_reserved_address_on_the_public_server(refused: Any, address: str) -> None:
    words = refused(check_webhook_url, f"https://{address}/", local=False)
    assert words == f"bad webhook: IP address {address} is reserved"


def test_an_ipv6_address_on_the_public_server(refused: Any) -> None:
    words = refused(check_webhook_url, "https://[2606:4700::1]/", local=False)
    assert words == "bad webhook: IPv6-only addresses are not allowed"


@pytest.mark.parametrize("port", ["", ":443", ":80", ":88", ":8443"])
def test_the_four_ports(port: str) -> None:
    url = f"https://bot.kz{port}/telegram"
    assert check_webhook_url(url, local=False) == url


def test_a_public_address() -> None:
    assert check_webhook_url("https://8.8.8.8/x", local=False) == "https://8.8.8.8/x"


def test_a_local_server_takes_any_port_and_address() -> None:
    assert check_webhook_url("http://127.0.0.1:8080/telegram") == "http://127.0.0.1:8080/telegram"
    assert check_webhook_url("http://localhost:1") == "http://localhost:1/"


def test_a_secret_of_257_characters(refused: Any) -> None:
    assert check_secret_token("x" * 256) == "x" * 256
    assert refused(check_secret_token, "x" * 257) == "secret token is too long"


@pytest.mark.parametrize("token", ["a b", "а", "a.b", "a\n"])
def test_a_secret_with_a_wrong_character(refused: Any, token: str) -> None:
    assert refused(check_secret_token, token) == "secret token contains unallowed characters"


def test_an_empty_secret_is_none() -> None:
    assert check_secret_token("") == ""


@pytest.mark.parametrize(
    ("value", "local", "clamped"),
    [(None, False, 40), (0, False, 1), (7, True, 7), (500, False, 100), (10**6, True, 100_000)],
)
def test_connections_are_clamped(value: int | None, local: bool, clamped: int) -> None:
    assert clamp_max_connections(value, local=local) == clamped
