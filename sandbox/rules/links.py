"""Which URLs Telegram takes in links and buttons, and how it rewrites them.

A port of tdutils parse_url and of td LinkManager check_link, get_link_user_id. [src]
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from sandbox.rules.entity import ascii_lower, is_utf8
from sandbox.rules.integers import safe_int

_HOST_EXTRA = ".-_!$,~*'();&+="
_PERCENT = re.compile(r"%[0-9a-f]{2}")
_SPACES = " \t\r\n\0\v"
MAX_USER_ID = 2**52


class LinkError(Exception):
    """Why an URL is wrong, in TDLib's words."""


@dataclass(frozen=True, slots=True)
class HttpUrl:
    """The parts of an URL; `port` is the written one (0 when none is), `query` begins with `/`."""

    https: bool
    userinfo: str
    host: str
    is_ipv6: bool
    port: int
    query: str

    def text(self) -> str:
        userinfo = f"{self.userinfo}@" if self.userinfo else ""
        port = f":{self.port}" if self.port else ""
        return f"http{'s' if self.https else ''}://{userinfo}{self.host}{port}{self.query}"


def parse_url(url: str) -> HttpUrl:
    """Split an URL; plain `example.com` is taken as http. Raises LinkError."""
    https, rest = _split_protocol(url)
    cut = next((place for place, sign in enumerate(rest) if sign in "/?#"), len(rest))
    authority, query = rest[:cut], rest[cut:]
    userinfo_host, port = _split_port(authority)
    userinfo, _, host = userinfo_host.rpartition("@")
    is_ipv6 = _check_ipv6(host)
    if not host:
        raise LinkError("URL host is empty")
    if host == ".":
        raise LinkError("Host is invalid")
    return HttpUrl(https, userinfo, _clean_host(host, is_ipv6), is_ipv6, port, _clean_query(query))


def check_link(link: str) -> str:
    """The normalised link; raises LinkError `URL '...' is invalid: ...`."""
    try:
        return _check_link(link)
    except LinkError as error:
        shown = f"URL '{link}'" if is_utf8(link) else "URL"
        raise LinkError(f"{shown} is invalid: {error}") from None


def checked_link(link: str) -> str:
    """The normalised link, or "" for a wrong one: parsers drop such a link and keep its text."""
    try:
        return _check_link(link)
    except LinkError:
        return ""


def user_id_of(link: str) -> int | None:
    """The person meant by `tg://user?id=...`, None for any other link."""
    url = ascii_lower(link)
    if not url.startswith("tg:"):
        return None
    url = url.removeprefix("tg:").removeprefix("//")
    if not url.startswith("user"):
        return None
    url = url.removeprefix("user").removeprefix("/")
    number = safe_int(_parameter(url, "id"))
    return number if number is not None and 0 < number < MAX_USER_ID else None


def custom_emoji_of(link: str) -> str | None:
    """The identifier in `tg://emoji?id=...`, None for any other link."""
    match = re.match(r"tg:(?://)?emoji/?(?=\?)", ascii_lower(link))
    number = safe_int(_parameter(link[match.end() :], "id")) if match else None
    return str(number) if number else None


def date_time_of(link: str) -> tuple[int, str] | None:
    """The Unix time and the format in `tg://time?unix=...&format=...`, None for any other link."""
    match = re.match(r"tg:(?://)?time/?(?=\?)", ascii_lower(link))
    if match is None:
        return None
    date = safe_int(_parameter(link[match.end() :], "unix"), bits=32)
    if date is None or date <= 0:
        return None
    return date, _parameter(link[match.end() :], "format")


def _parameter(url: str, name: str) -> str:
    if not url.startswith("?"):
        return ""
    for pair in url[1:].partition("#")[0].split("&"):
        key, _, value = pair.partition("=")
        if key == name:
            return value
    return ""


def _check_link(link: str) -> str:
    lowered = ascii_lower(link)
    for scheme in ("tg", "ton", "tonsite"):
        if lowered.startswith(f"{scheme}:"):
            return _check_internal(scheme, link[len(scheme) + 1 :].removeprefix("//"))
    url = parse_url(link)
    if "." not in url.host and not url.is_ipv6:
        raise LinkError("Wrong HTTP URL")
    return url.text()


def _check_internal(scheme: str, link: str) -> str:
    url = parse_url(link)
    is_http = url.https or ascii_lower(link).startswith("http://")
    if is_http or url.userinfo or url.port or url.is_ipv6:
        raise LinkError("Wrong tg URL" if scheme == "tg" else "Wrong ton URL")
    for sign in url.host:
        is_plain = sign.isascii() and (sign.isalnum() or sign in "-_")
        if not is_plain and not (scheme == "tonsite" and sign == "."):
            raise LinkError("Unallowed characters in URL host")
    query = url.query[1:] if url.query.startswith("/?") else url.query
    return f"{scheme}://{url.host}{query}"


def _split_protocol(url: str) -> tuple[bool, str]:
    cut = next((place for place, sign in enumerate(url) if sign in ":/?#@[]"), len(url))
    if not url.startswith("://", cut):
        return False, url
    protocol = ascii_lower(url[:cut])
    if protocol not in {"http", "https"}:
        raise LinkError("Unsupported URL protocol")
    return protocol == "https", url[cut + 3 :]


def _split_port(authority: str) -> tuple[str, int]:
    colon = max(authority.rfind(sign) for sign in ":]@")
    if colon <= 0 or authority[colon] != ":":
        return authority, 0
    digits = authority[colon + 1 :]
    port = safe_int(digits.lstrip("0"))
    if port is None or not 0 < port <= 65535:
        raise LinkError("Wrong port number specified in the URL")
    return authority[:colon], port


def _check_ipv6(host: str) -> bool:
    if not (host.startswith("[") and host.endswith("]")):
        return False
    try:
        ipaddress.IPv6Address(host[1:-1])
    except ValueError:
        raise LinkError("Wrong IPv6 address specified in the URL") from None
    return True


def _clean_host(host: str, is_ipv6: bool) -> str:
    host = ascii_lower(host)
    if is_ipv6:
        if not re.fullmatch(r"\[[0-9a-f:.]*\]", host):
            raise LinkError("Wrong IPv6 URL host")
        return host
    for place, sign in enumerate(host):
        if sign == "%":
            if not _PERCENT.match(host, place):
                raise LinkError("Wrong percent-encoded symbol in URL host")
        elif sign.isascii() and not sign.isalnum() and sign not in _HOST_EXTRA:
            raise LinkError("Wrong URL host")
    return host


def _clean_query(query: str) -> str:
    query = query.rstrip(_SPACES) or "/"
    if not query.startswith("/"):
        query = f"/{query}"
    return "".join(f"%{ord(sign):02X}" if sign <= " " else sign for sign in query)
