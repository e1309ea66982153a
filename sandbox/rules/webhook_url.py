"""The parameters of setWebhook that can be checked without the network."""

from __future__ import annotations

import ipaddress
import re

from sandbox.rules.errors import bad_request
from sandbox.rules.links import HttpUrl, LinkError, parse_url

PORTS = frozenset({80, 88, 443, 8443})
MAX_SECRET = 256
DEFAULT_CONNECTIONS = 40
MAX_CONNECTIONS = 100
MAX_LOCAL_CONNECTIONS = 100_000


def check_webhook_url(url: str, *, local: bool = True) -> str:
    """The normalised URL of a webhook (an empty one, which removes it, is the caller's).

    `local` is the real server's `--local` mode, and what a bot on the same machine needs: plain
    HTTP, any port and a private address are allowed. Raises ApiError 400.
    """
    try:
        parts = parse_url(url)
    except LinkError:
        raise bad_request("invalid webhook URL specified", "src") from None
    if not local:
        _check_public(parts)
    return parts.text()


def check_secret_token(token: str) -> str:
    """At most 256 of A-Z a-z 0-9 _ -; "" is no token. Raises ApiError 400."""
    if len(token) > MAX_SECRET:
        raise bad_request("secret token is too long", "src")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", token):
        raise bad_request("secret token contains unallowed characters", "src")
    return token


def clamp_max_connections(value: int | None, *, local: bool = True) -> int:
    """1..100 clamped, 40 when missing; a server of one's own takes up to 100,000. [src, docs]"""
    if value is None:
        return DEFAULT_CONNECTIONS
    return max(1, min(value, MAX_LOCAL_CONNECTIONS if local else MAX_CONNECTIONS))


def _check_public(parts: HttpUrl) -> None:
    if not parts.https:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook", "src")
    if parts.port and parts.port not in PORTS:
        raise bad_request(
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443", "src"
        )
    if parts.is_ipv6:
        raise bad_request("bad webhook: IPv6-only addresses are not allowed", "guess")
    try:
        address = ipaddress.IPv4Address(parts.host)
    except ValueError:
        return
    if not address.is_global:
        raise bad_request(f"bad webhook: IP address {address} is reserved", "src")
