"""What a camera writes into a picture goes, and its pixels stay."""

from __future__ import annotations

import struct

from huiying.base.files.kinds import Kind
from huiying.base.files.stripping import strip_metadata
from tests.base.files.samples import exif, jpeg, segment
from tests.scenarios.tasks import make_png, png_chunk


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


def test_a_small_picture_that_shows_what_was_cut_off_goes():
    head = b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01"
    dirty = jpeg(
        segment(0xE0, head + b"\x01\x01" + b"rgb"), segment(0xE0, b"JFXX\x00\x10small")
    )
    assert strip_metadata(dirty, Kind.JPEG) == jpeg(segment(0xE0, head + b"\x00\x00"))


def test_what_a_program_put_into_a_png_on_its_own_goes_and_its_colours_stay():
    colours = png_chunk(b"gAMA", b"\x00\x00\xb1\x8f")
    for name in (b"iDOT", b"caBX", b"eXIf", b"zzZz"):
        dirty = make_png(colours, png_chunk(name, b"somebody's phone"))
        assert strip_metadata(dirty, Kind.PNG) == make_png(colours)
