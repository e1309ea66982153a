"""What the header of a file says: its kind, the size of a picture, the length of a sound.

Telegram re-encodes what it gets; the sandbox keeps the bytes and only reads their headers.
"""

from __future__ import annotations

import struct


def container(data: bytes) -> str | None:
    """jpeg, png, gif, webp, ogg, mp3, mp4, webm or None."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        return "mp4"
    for start, name in _STARTS:
        if data.startswith(start):
            return name
    return None


_STARTS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\x1aE\xdf\xa3", "webm"),
)


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture, None for what is not one."""
    kind = container(data)
    try:
        if kind == "png":
            width, height = struct.unpack(">II", data[16:24])
            return int(width), int(height)
        if kind == "gif":
            width, height = struct.unpack("<HH", data[6:10])
            return int(width), int(height)
        if kind == "jpeg":
            return _jpeg_size(data)
        if kind == "webp":
            return _webp_size(data)
    except (struct.error, IndexError):
        return None
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    form = data[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def duration(data: bytes) -> int:
    """Whole seconds of an Opus voice or an MP4, 0 when the header does not say."""
    kind = container(data)
    if kind == "ogg":
        last = data.rfind(b"OggS")
        granule = int.from_bytes(data[last + 6 : last + 14], "little", signed=True)
        return max(0, granule) // 48_000
    at = data.find(b"mvhd")
    if kind != "mp4" or at < 0:
        return 0
    wide = data[at + 4 : at + 5] == b"\x01"
    times = data[at + 24 : at + 36] if wide else data[at + 16 : at + 24]
    if len(times) < (12 if wide else 8):
        return 0
    scale, length = int.from_bytes(times[:4], "big"), int.from_bytes(times[4:], "big")
    return length // scale if scale else 0
