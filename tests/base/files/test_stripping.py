"""What a camera writes into a picture goes, and its pixels stay."""

from __future__ import annotations

import struct

from huiying.base.files.kinds import Kind
from huiying.base.files.stripping import strip_metadata
from tests.base.files.samples import exif, jpeg, segment


def test_place_and_comments_go_from_a_jpeg_and_its_pixels_stay():
    dirty = jpeg(
        exif(1), segment(0xFE, b"by somebody"), segment(0xED, b"IPTC"), tail=b"\xff\xd8second"
    )

    assert strip_metadata(dirty, Kind.JPEG) == jpeg()


def test_a_jpeg_stays_turned_the_right_way_and_keeps_its_colours():
    colours = segment(0xE2, b"ICC_PROFILE\x00\x01\x01...")
    clean = strip_metadata(jpeg(exif(6), colours), Kind.JPEG)

    assert b"GPS" not in clean
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in clean
    assert colours in clean
    assert strip_metadata(clean, Kind.JPEG) == clean
