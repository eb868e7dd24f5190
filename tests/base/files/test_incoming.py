"""What may come in, and why something may not."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.base.files.incoming import MAX_SIZE, check_incoming
from tests.base.files.samples import jpeg
from tests.scenarios.tasks import PICTURE, PLACE_CHUNK, make_png


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空的"),
        (b"\xff\xd8\xff" + b"0" * MAX_SIZE, "20 MB"),
        (b"<html>", "仅接收 JPG、PNG 图片和 PDF、OFD、DOCX、XLSX 文件（不含宏）"),
        (PICTURE[:-8], "不完整"),
        (jpeg()[:-4], "不完整"),
    ],
)
def test_what_is_not_kept_is_told_why(data, why):
    with pytest.raises(Refused, match=why):
        check_incoming(data)


def test_place_and_device_go_from_a_png():
    assert PLACE_CHUNK in PICTURE
    assert check_incoming(PICTURE).data == make_png()
