"""Small real files for people who send "some photo": what a bot downloads can be opened."""

from __future__ import annotations

import struct
import zlib


def _png(width: int, height: int, rgb: tuple[int, int, int]) -> bytes:
    """A picture in one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    row = b"\x00" + bytes(rgb) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * height))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def _ogg_page(flags: int, granule: int, sequence: int, data: bytes) -> bytes:
    """One page of an Ogg stream (RFC 3533) with its checksum."""
    lacing = b"\xff" * (len(data) // 255) + bytes([len(data) % 255])
    fields = struct.pack("<4sBBqIII", b"OggS", 0, flags, granule, 1, sequence, 0)
    page = fields + bytes([len(lacing)]) + lacing + data
    return page[:22] + struct.pack("<I", _ogg_checksum(page)) + page[26:]


def _ogg_checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value


def _silence(frames: int = 50) -> bytes:
    """Opus in Ogg (RFC 7845): `frames` packets of 20 ms of nothing, each on a page of its own."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 7) + b"sandbox" + struct.pack("<I", 0)
    pages = [_ogg_page(2, 0, 0, head), _ogg_page(0, 0, 1, tags)]
    for number in range(1, frames + 1):
        flags = 4 if number == frames else 0
        pages.append(_ogg_page(flags, 960 * number, number + 1, b"\xf8\xff\xfe"))
    return b"".join(pages)


PHOTO = _png(320, 240, (70, 130, 180))
VOICE = _silence()
DOCUMENT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
# Headers only: enough to be told apart, not to be played.
VIDEO = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00\x00\x00\x08free"
AUDIO = b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(413)
STICKER = (
    b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00"
    b"\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
)
