"""Links: normalisation, and the private schemes of Telegram."""

from __future__ import annotations

import pytest

from sandbox.rules.links import check_link, checked_link, custom_emoji_of, date_time_of, user_id_of


@pytest.mark.parametrize(
    ("link", "normal"),
    [
        ("egov.kz", "http://egov.kz/"),
        ("HTTPS://EGOV.kz/Path?Q=1#f", "https://egov.kz/Path?Q=1#f"),
        ("https://egov.kz?x", "https://egov.kz/?x"),
        ("http://egov.kz:080/", "http://egov.kz:80/"),
        ("http://me:pw@egov.kz", "http://me:pw@egov.kz/"),
        ("http://[2606:4700::1]:8080/x", "http://[2606:4700::1]:8080/x"),
        ("https://тест.қаз/а б", "https://тест.қаз/а%20б"),
        ("https://egov.kz/ \n", "https://egov.kz/"),
        ("tg:resolve?domain=egov", "tg://resolve?domain=egov"),
        ("TG://Resolve", "tg://resolve/"),
        ("tonsite://a.ton", "tonsite://a.ton/"),
    ],
)
def test_normal_form(link: str, normal: str) -> None:
    assert check_link(link) == normal
    assert checked_link(normal) == normal


@pytest.mark.parametrize(
    "link",
    ["", "localhost", "javascript:alert(1)", "http://[fe80::1%x]/", "ftp://a.kz", "http://?"],
)
def test_wrong_links(link: str) -> None:
    assert checked_link(link) == ""


@pytest.mark.parametrize(
    ("link", "user_id"),
    [
        ("tg://user?id=1001", 1001),
        ("TG:user/?x=1&id=1001#y", 1001),
        ("tg://user?id=0", None),
        ("tg://user?id=-5", None),
        ("tg://user?id=x", None),
        ("tg://user?id=01001", None),
        ("tg://user?id=9999999999999999999", None),
        ("tg://user", None),
        ("tg://use?id=5", None),
        ("https://t.me/user?id=5", None),
    ],
)
def test_links_to_people(link: str, user_id: int | None) -> None:
    assert user_id_of(link) == user_id


def test_links_to_custom_emoji_and_times() -> None:
    assert custom_emoji_of("tg://emoji?id=5368324170671202286") == "5368324170671202286"
    assert custom_emoji_of("tg://emoji?id=0") is None
    assert custom_emoji_of("tg://emoji?x=5") is None
    assert custom_emoji_of("tg://emoji?id=05") is None
    assert custom_emoji_of("http://a.kz/emoji?id=5") is None
    assert date_time_of("tg:time?unix=5&format=wDT") == (5, "wDT")
    assert date_time_of("tg://time?unix=5") == (5, "")
    assert date_time_of("tg://time?unix=0") is None
    assert date_time_of("tg://time?format=r") is None
