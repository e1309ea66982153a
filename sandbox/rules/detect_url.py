"""Links and e-mail addresses in a text: a port of match_urls, fix_url and match_tg_urls. [src]"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from sandbox.rules.entity import ascii_lower
from sandbox.rules.tlds import COMMON_TLDS

_BAD_END = ".:;,('?!`"
_NOT_IN_PATH = frozenset('\n<>"«»')
_NOT_IN_USERINFO = frozenset("\n/[]{}()'`<>\"@«»")
_TG_URL = re.compile(r"(?:tg|ton|tonsite)://[A-Za-z0-9_-]{1,253}", re.IGNORECASE)
_PORT = re.compile(r":0*([1-9][0-9]{0,4})(?![0-9])")
_EMAIL_USER = re.compile(r"(?:[A-Za-z0-9_-]{0,26}[.+]){0,10}[A-Za-z0-9_-]{1,35}")
_EMAIL_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9_-]{0,28}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,8}")
# How a protocol may end, which whole words it may not be, and how much of it belongs to the link.
_PROTOCOLS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("http", ("shttp",), 7),
    ("https", (), 8),
    ("ftp", ("tftp", "sftp"), 6),
    ("tonsite", (), 10),
)
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_OCTET = re.compile(r"0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5]")


def find_tg_urls(text: str) -> Iterator[tuple[int, int]]:
    """`tg://` and `ton://` links."""
    place = 0
    while match := _TG_URL.search(text, place):
        place = _path_end(text, match.end())
        yield match.start(), place


def find_urls(text: str) -> Iterator[tuple[int, int, bool]]:
    """Spans of links and e-mail addresses: (begin, end, is it an e-mail)."""
    for begin, end in _match_urls(text):
        found = text[begin:end]
        if is_email(found):
            yield begin, end, True
        elif found.startswith("mailto:") and is_email(found[7:]):
            yield begin + 7, end, True
        elif length := _good_length(found):
            yield begin, begin + length, False


def is_email(text: str) -> bool:
    """TDLib's idea of an e-mail address."""
    user, at, host = text.partition("@")
    return bool(at and _EMAIL_USER.fullmatch(user) and _EMAIL_HOST.fullmatch(host))


def _match_urls(text: str) -> Iterator[tuple[int, int]]:
    """Grow a link to both sides of every dot, then go on behind it."""
    start = 0
    while True:
        dot = text.find(".", start)
        if dot < 0 or dot + 1 == len(text):
            return
        if text[dot + 1] == " ":
            start = dot + 2
            continue
        candidate = _Candidate(text, start, dot)
        end = candidate.end
        if candidate.is_bad:
            while text[end - 1] != ".":
                end -= 1
        else:
            if end > dot + 1:
                yield candidate.begin, end
            while end < len(text) and text[end] == ".":
                end += 1
        start = end if end > dot else dot + 1


class _Candidate:
    """What stands around one dot: from `begin` to `end`, unless it `is_bad`."""

    def __init__(self, text: str, start: int, dot: int) -> None:
        self._text = text
        self._start = start
        self.is_bad = False
        host_begin = self._back(dot, _is_domain_sign)
        host_end, last_at = dot, -1
        while host_end < len(text) and (text[host_end] == "@" or _is_domain_sign(text[host_end])):
            if text[host_end] == "@":
                last_at = host_end
            host_end += 1
        if last_at >= 0:
            host_begin = self._back(host_begin, _is_userinfo_sign)
        self.end = _path_end(text, _port_end(text, host_end))
        while self.end > dot + 1 and text[self.end - 1] == ".":
            self.end -= 1
        self.begin = self._userinfo_begin(host_begin, has_at=last_at >= 0)
        self._take_protocol()

    def _back(self, place: int, belongs: Callable[[str], bool]) -> int:
        while place > self._start and belongs(self._text[place - 1]):
            place -= 1
        return place

    def _userinfo_begin(self, begin: int, *, has_at: bool) -> int:
        if begin == self._start or self._text[begin - 1] != "@":
            return begin
        user_begin = self._back(begin - 1, _is_userinfo_sign)
        if has_at or user_begin == begin - 1:
            self.is_bad = True
        return user_begin

    def _take_protocol(self) -> None:
        begin = self.begin
        if begin == self._start:
            return
        prefix = self._text[self._start : begin]
        if len(prefix.encode("utf-8", "surrogatepass")) >= 6 and prefix.endswith("://"):
            protocol_begin = self._back(begin - 3, _is_protocol_sign)
            protocol = ascii_lower(self._text[protocol_begin : begin - 3])
            length = _protocol_length(protocol)
            self.begin -= length
            self.is_bad = self.is_bad or length == 0
        elif self._text[begin - 1] in "/#@" or _is_word_sign(self._text[begin - 1]):
            self.is_bad = True


def _protocol_length(protocol: str) -> int:
    for ending, excluded, length in _PROTOCOLS:
        if protocol.endswith(ending) and protocol not in excluded:
            return length
    return 0


def _port_end(text: str, place: int) -> int:
    match = _PORT.match(text, place)
    return match.end() if match and int(match[1]) <= 65535 else place


def _path_end(text: str, place: int) -> int:
    """The end of the path, query and fragment that begin at the place, if they do."""
    if place == len(text) or text[place] not in "/?#":
        return place
    end = place + 1
    while end < len(text) and text[end] not in _NOT_IN_PATH and _is_url_sign(text[end]):
        end += 1
    while end > place + 1 and text[end - 1] in _BAD_END:
        end -= 1
    return end if text[place] == "/" or end > place + 1 else place


def _good_length(url: str) -> int:
    """How much of the match is a link: 0 for none, less than all behind an unpaired bracket."""
    protocol = re.match(r"(?:https?|ftp|tonsite)://", url, re.IGNORECASE)
    rest = url[protocol.end() :] if protocol else url
    cut = next((place for place, sign in enumerate(rest) if sign in "/?#"), len(rest))
    authority = rest[:cut]
    host = authority.partition("@")[2] if "@" in authority else authority
    host = host.rpartition(":")[0] if ":" in host else host
    if not _is_good_host(host, has_protocol=protocol is not None):
        return 0
    path = rest[cut:]
    return len(url) - len(path) + _paired_length(path)


def _paired_length(path: str) -> int:
    balance = dict.fromkeys(_BRACKETS.values(), 0)
    end = len(path)
    for place, sign in enumerate(path):
        if sign in balance:
            balance[sign] += 1
        elif sign in _BRACKETS:
            balance[_BRACKETS[sign]] -= 1
            if balance[_BRACKETS[sign]] < 0:
                end = place
                break
    while end > 0 and path[end - 1] in _BAD_END:
        end -= 1
    return end


def _is_good_host(host: str, *, has_protocol: bool) -> bool:
    parts = host.split(".")
    if host.lower() == "teiegram.org" or len(parts) == 1:
        return False
    if any(not 0 < _size(part) < 64 or part.endswith("-") for part in parts):
        return False
    if len(parts) == 4 and all(_OCTET.fullmatch(part) for part in parts):
        return True
    if re.fullmatch(r"[0-9.]*", host) or len(parts[-1]) <= 1 or "_" in parts[-2]:
        return False
    return _is_good_tld(parts[-1], has_protocol=has_protocol)


def _is_good_tld(tld: str, *, has_protocol: bool) -> bool:
    if tld.startswith("xn--"):
        return re.fullmatch(r"xn--[A-Za-z0-9]{2,}", tld) is not None
    if "_" in tld or "-" in tld:
        return False
    lowered = tld.lower()
    begins_sentence = lowered != tld and lowered[1:] == tld[1:]  # `the end.So what`
    return has_protocol or (not begins_sentence and lowered in COMMON_TLDS)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _is_plain(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _is_url_sign(sign: str) -> bool:
    if "\u2000" <= sign <= "\u206f":
        return sign in "\u200c\u200d" or "\u2010" <= sign <= "\u2015"
    return not unicodedata.category(sign).startswith("Z")


def _is_domain_sign(sign: str) -> bool:
    if sign < "\u00c0":
        return _is_plain(sign) or sign in "._-~"
    return _is_url_sign(sign)


def _is_userinfo_sign(sign: str) -> bool:
    return sign not in _NOT_IN_USERINFO and _is_url_sign(sign)


def _is_protocol_sign(sign: str) -> bool:
    if sign.isascii():
        return _is_plain(sign) or sign in "+-"
    return not unicodedata.category(sign).startswith("Z")


def _is_word_sign(sign: str) -> bool:
    return sign == "_" or unicodedata.category(sign)[0] in "LN"
