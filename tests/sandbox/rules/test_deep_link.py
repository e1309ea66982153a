"""Deep links to the bot."""

from __future__ import annotations

import pytest

from sandbox.rules.deep_link import is_payload, payload_of, start_message

BOT = "qaryzsyz_sandbox_bot"


@pytest.mark.parametrize("payload", ["lawyer", "join_A-9", "x" * 64])
def test_a_payload(payload: str) -> None:
    assert is_payload(payload)
    assert start_message(payload) == f"/start {payload}"
    assert payload_of(f"https://t.me/{BOT}?start={payload}", BOT) == payload


@pytest.mark.parametrize("payload", ["x" * 65, "a b", "қ", "a.b", "a\n"])
def test_a_wrong_payload(payload: str) -> None:
    assert not is_payload(payload)
    with pytest.raises(ValueError, match="1 to 64"):
        start_message(payload)
    assert payload_of(f"https://t.me/{BOT}?start={payload.strip()}!", BOT) == ""


def test_no_payload() -> None:
    assert start_message("") == "/start"
    assert payload_of(f"https://t.me/{BOT}", BOT) == ""
    assert payload_of(f"https://t.me/{BOT}?start=", BOT) == ""


@pytest.mark.parametrize(
    "url",
    [
        f"http://telegram.me/{BOT.upper()}?start=lawyer",
        f"t.me/{BOT}/?start=lawyer&x=1",
        f"tg://resolve?domain={BOT}&start=lawyer",
        f"tg:resolve?domain={BOT}&start=lawyer",
    ],
)
def test_every_form_of_the_link(url: str) -> None:
    assert payload_of(url, BOT) == "lawyer"


@pytest.mark.parametrize(
    "url",
    [
        "https://t.me/other_bot?start=lawyer",
        f"https://example.kz/{BOT}?start=lawyer",
        f"tg://user?domain={BOT}&start=lawyer",
        f"ftp://t.me/{BOT}",
        "http://[",
        "",
    ],
)
def test_other_links(url: str) -> None:
    assert payload_of(url, BOT) is None
