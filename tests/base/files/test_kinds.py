"""What kind of file it is, its content tells."""

from __future__ import annotations

import pytest

from huiying.base.files.kinds import Kind, kind_of
from tests.base.files.samples import jpeg, packed
from tests.scenarios.tasks import PICTURE


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PICTURE, Kind.PNG),
        (jpeg(), Kind.JPEG),
        (b"%PDF-1.7 ...", Kind.PDF),
        (packed("OFD.xml"), Kind.OFD),
        (packed("[Content_Types].xml", "word/document.xml"), Kind.DOCX),
        (packed("xl/workbook.xml"), Kind.XLSX),
        (packed("word/document.xml", "word/vbaProject.bin"), None),
        (packed("anything.txt"), None),
        (b"PK\x03\x04 cut off", None),
        (b"<html><script>alert(1)</script>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"MZ\x90\x00", None),
        (b"GIF89a", None),
    ],
)
def test_a_kind_is_told_by_content_alone(data, kind):
    assert kind_of(data) == kind
