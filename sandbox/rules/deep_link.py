"""Deep links `https://t.me/<bot>?start=<payload>`."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

MAX_PAYLOAD = 64

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})


def is_payload(payload: str) -> bool:
    """1 to 64 of A-Z a-z 0-9 _ -. [docs]"""
    return _PAYLOAD.fullmatch(payload) is not None


def start_message(payload: str) -> str:
    """The text a person sends by pressing Start on a link: `/start <payload>`, or `/start` for "".

    Raises ValueError for a payload that an app would not pass on.
    """
    if not payload:
        return "/start"
    if not is_payload(payload):
        raise ValueError(
            f"A start payload has 1 to {MAX_PAYLOAD} of the characters A-Z, a-z, 0-9, _ and -."
        )
    return f"/start {payload}"


def payload_of(url: str, username: str) -> str | None:
    """The payload of a link to this bot, None for any other link.

    "" when the link has none or a wrong one: an app opens the bot then and starts it without.
    """
    try:
        parts = urlsplit(url if "://" in url or url.startswith("tg:") else f"https://{url}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    query = parse_qs(parts.query)
    if parts.scheme == "tg":
        is_resolve = host == "resolve" or parts.path.strip("/") == "resolve"
        name = query.get("domain", [""])[0] if is_resolve else ""
    elif parts.scheme in {"http", "https"} and host in _HOSTS:
        name = parts.path.strip("/")
    else:
        return None
    if name.lower() != username.lower():
        return None
    payload = query.get("start", [""])[0]
    return payload if is_payload(payload) else ""
