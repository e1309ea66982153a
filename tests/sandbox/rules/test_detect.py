"""Automatic entities: what is a link, a command, a mention, and what only looks like one."""

from __future__ import annotations

import pytest

from sandbox.rules.text import typed_text


def found(text: str, kind: str) -> list[str]:
    """The pieces of the text that were taken for the kind."""
    units = text.encode("utf-16-le")
    return [
        units[entity.offset * 2 : entity.end * 2].decode("utf-16-le")
        for entity in typed_text(text).entities
        if entity.type == kind
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", ["/start"]),
        ("/start join_abc", ["/start"]),
        ("/start@sandbox_bot", ["/start@sandbox_bot"]),
        ("көмек /help, /lawyer.", ["/help", "/lawyer"]),
        ("😀 /help", ["/help"]),
        ("и/или", []),
        ("a/b", []),
        ("/a/b", []),
        ("//a", []),
        ("/", []),
        ("/a@b", []),
        ("/көмек", []),
        ("/helpме", []),
        ("/" + "a" * 64, ["/" + "a" * 64]),
        ("/" + "a" * 65, []),
    ],
)
def test_bot_commands(text: str, expected: list[str]) -> None:
    assert found(text, "bot_command") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@egov_kz", ["@egov_kz"]),
        ("(@egov_kz)", ["@egov_kz"]),
        ("пишите@egov_kz", []),
        ("@abc", []),
        ("@gif @GIF", ["@gif", "@GIF"]),
        ("@" + "a" * 32, ["@" + "a" * 32]),
        ("@" + "a" * 33, []),
        ("@egovқ", []),
    ],
)
def test_mentions(text: str, expected: list[str]) -> None:
    assert found(text, "mention") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#қарыз #долг", ["#қарыз", "#долг"]),
        ("#12", []),
        ("#12a", ["#12a"]),
        ("a#b", []),
        ("#a#b", []),
        ("##a", ["#a"]),
        ("#a_b\u0d85·c", ["#a_b\u0d85·c"]),
        ("#" + "a" * 300, ["#" + "a" * 256]),
    ],
)
def test_hashtags(text: str, expected: list[str]) -> None:
    assert found(text, "hashtag") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$KZT", ["$KZT"]),
        ("$1INCH", ["$1INCH"]),
        ("$kzt", []),
        ("$ABCDEFGHI", []),
        ("$$KZT", []),
        ("$KZTқ", []),
    ],
)
def test_cashtags(text: str, expected: list[str]) -> None:
    assert found(text, "cashtag") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://egov.kz/", ["https://egov.kz/"]),
        ("egov.kz", ["egov.kz"]),
        ("Қараңыз: adilet.zan.kz/kaz/docs/Z2200000178.", ["adilet.zan.kz/kaz/docs/Z2200000178"]),
        ("(egov.kz/a(b))", ["egov.kz/a(b)"]),
        ("egov.kz?x=1, egov.kz#y", ["egov.kz?x=1", "egov.kz#y"]),
        ("http://egov.kz:8080/x", ["http://egov.kz:8080/x"]),
        ("http://egov.kz:99999", ["http://egov.kz"]),
        ("http://user:pass@egov.kz", ["http://user:pass@egov.kz"]),
        ("тест.қаз", ["тест.қаз"]),
        ("xn--80ak6aa92e.xn--80ao21a", ["xn--80ak6aa92e.xn--80ao21a"]),
        ("127.0.0.1", ["127.0.0.1"]),
        ("127.0.0.256", []),
        ("1.5 млн", []),
        ("01.02.2024", []),
        ("т.е. так", []),
        ("Бірінші.Екінші", []),
        ("file.unknown", []),
        ("http://file.unknown", ["http://file.unknown"]),
        ("example.cOM", ["example.cOM"]),
        ("the end.So what", []),
        ("example.COM", ["example.COM"]),
        ("shttp://egov.kz", []),
        ("sftp://egov.kz", []),
        ("ftp://egov.kz", ["ftp://egov.kz"]),
        ("a_b.kz", []),
        ("a_b.egov.kz", ["a_b.egov.kz"]),
        ("-.kz", []),
        ("teiegram.org", []),
        ("egov.kz..", ["egov.kz"]),
        ("...", []),
        ("tg://resolve?domain=egov", ["tg://resolve?domain=egov"]),
        ("TON://x/", ["TON://x/"]),
        ("tg://", []),
        ("@egov.kz", []),
        ("//egov.kz", []),
        ("аHTTP://egov.kz", ["HTTP://egov.kz"]),
        ("https://egov.kz/а—б…", ["https://egov.kz/а—б"]),
        ("https://egov.kz/a\u2010b", ["https://egov.kz/a\u2010b"]),
        ("egov.k-z", []),
        ("egov.kz/a[b](c", ["egov.kz/a[b](c"]),
        ("egov.kz/a}b", ["egov.kz/a"]),
        ("http://1.0", []),
        ("https://a.kz]me", ["https://a.kz"]),
    ],
)
def test_urls(text: str, expected: list[str]) -> None:
    assert found(text, "url") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("me@mail.kz", ["me@mail.kz"]),
        ("mailto:me@mail.kz", ["me@mail.kz"]),
        ("Жазыңыз: me.and@a-b.mail.kz!", ["me.and@a-b.mail.kz"]),
        ("you+x@mail.kz", ["you+x@mail.kz"]),
        ("me@mail", []),
        ("@mail.kz", []),
        ("a@b@mail.kz", []),
    ],
)
def test_e_mail_addresses(text: str, expected: list[str]) -> None:
    assert found(text, "email") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+77015550101", ["+77015550101"]),
        ("тел. +7 (701) 555-01-01.", ["+7 (701) 555-01-01"]),
        ("87015550101", []),
        ("+12345", []),
        ("a+77015550101", []),
    ],
)
def test_phone_numbers(text: str, expected: list[str]) -> None:
    assert found(text, "phone_number") == expected
