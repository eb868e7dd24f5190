"""Files as cameras and offices make them: pictures with what they hide, packed documents."""

from __future__ import annotations

import io
import struct
import zipfile


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turn: int, secret: bytes = b"GPS-30.1-120.2") -> bytes:
    body = b"II*\x00\x08\x00\x00\x00" + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, turn, 0, 0)
    return segment(0xE1, b"Exif\x00\x00" + body + secret)


def jpeg(*segments: bytes, tail: bytes = b"") -> bytes:
    pixels = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(segments) + pixels + b"\xff\xd9" + tail


def packed(*names: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return body.getvalue()
