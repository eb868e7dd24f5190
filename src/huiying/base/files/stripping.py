"""Remove metadata from pictures: place, time, device, owner.

In:   the bytes of a JPEG or PNG.    Out:  the same picture without them.
Cost: one pass over the bytes; no pixel is decoded, so none can change.

A JPEG keeps how it is to be turned, or a picture of a phone would lie on its side; its colours
stay, what is appended behind the picture goes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from huiying.base.files.kinds import Kind

PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_PICTURE = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"}
PNG_COLOURS = {b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs"}
PNG_KEPT = PNG_PICTURE | PNG_COLOURS
"""Every other chunk goes: words, place and time, and what programs put in on their own."""
START, EOI, SOS = 0xFF, 0xD9, 0xDA
SOI, EOI_BYTES = b"\xff\xd8", b"\xff\xd9"
JFIF, APP1, ICC, ADOBE, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
APPS = range(0xE0, 0xF0)
KEPT_APPS = {JFIF: b"JFIF\x00", ICC: b"ICC_PROFILE\x00", ADOBE: b"Adobe"}
"""Of what programs put in: how the picture is measured and coloured, by its first letters."""
RESTARTS = range(0xD0, 0xD8)
ALONE = frozenset({0x01, *RESTARTS})  # markers without a length
ORIENTATION, SHORT = 0x0112, 3
TURNS = range(2, 9)
MOST_TAGS = 200


class Unreadable(ValueError):
    """The picture is cut off or not what it begins like."""


def strip_metadata(data: bytes, kind: Kind) -> bytes:
    """Return a file without what a camera adds; papers come back as they are.

    Raises:
        Unreadable: If it is a picture that cannot be read to its end.
    """
    try:
        if kind == Kind.JPEG:
            return b"".join(_jpeg(data))
        if kind == Kind.PNG:
            return b"".join(_png(data))
    except (IndexError, struct.error) as error:
        raise Unreadable from error
    return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield SOI
    turned = False
    for marker, segment in _segments(data):
        turn = 0 if turned or marker != APP1 else _turn(segment[4:])
        if turn:
            turned = True
            yield _turned(turn)
        elif _is_kept_segment(marker, segment):
            yield _without_thumbnail(segment) if marker == JFIF else segment
    yield EOI_BYTES


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker with its bytes up to the end of the picture; pixels go with theirs."""
    at = 2
    while True:
        if data[at] != START:
            raise Unreadable
        marker = data[at + 1]
        if marker == EOI:
            return
        if marker == START:  # a filling byte
            at += 1
            continue
        end = at + 2
        if marker not in ALONE:
            end += int(struct.unpack(">H", data[at + 2 : at + 4])[0])
        if marker == SOS:
            end = _scan_end(data, end)
        if end > len(data):
            raise Unreadable
        yield marker, data[at:end]
        at = end


def _is_kept_segment(marker: int, segment: bytes) -> bool:
    if marker in KEPT_APPS:
        return segment[4:].startswith(KEPT_APPS[marker])
    return marker not in APPS and marker != COMMENT


def _without_thumbnail(segment: bytes) -> bytes:
    """Return a JFIF header without the small picture: it may show what was cut off."""
    head = segment[4:16] + b"\x00\x00"
    return segment[:2] + struct.pack(">H", len(head) + 2) + head


def _scan_end(data: bytes, at: int) -> int:
    """Return where the coded pixels end: at the first marker that is no part of them."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise Unreadable
        if data[at + 1] == 0 or data[at + 1] in RESTARTS:
            at += 2
            continue
        return at


def _turn(exif: bytes) -> int:
    """Return how a picture is to be turned, 0 when it says nothing of it."""
    if not exif.startswith(b"Exif\x00\x00"):
        return 0
    body = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(body[:2])
    try:
        if order is None:
            return 0
        first = struct.unpack(f"{order}I", body[4:8])[0]
        count = struct.unpack(f"{order}H", body[first : first + 2])[0]
        for number in range(min(count, MOST_TAGS)):
            entry = body[first + 2 + number * 12 :][:12]
            tag, form, _many, value = struct.unpack(f"{order}HHIH", entry[:10])
            if tag == ORIENTATION and form == SHORT and value in TURNS:
                return int(value)
    except struct.error:
        return 0
    return 0


def _turned(turn: int) -> bytes:
    """Return a segment that says how to turn the picture and nothing else."""
    body = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08" + struct.pack(
        ">HHHIHHI", 1, ORIENTATION, SHORT, 1, turn, 0, 0
    )
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> Iterator[bytes]:
    yield PNG_START
    at = len(PNG_START)
    while True:
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            raise Unreadable
        (check,) = struct.unpack(">I", data[end - 4 : end])
        if zlib.crc32(data[at + 4 : end - 4]) != check:
            raise Unreadable
        if name in PNG_KEPT:
            yield data[at:end]
        if name == b"IEND":
            return
        at = end
