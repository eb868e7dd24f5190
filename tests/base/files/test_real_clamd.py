"""A real clamd is understood, and while it is away, slow or killed nothing is taken."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiying.base.files.incoming import check_incoming
from huiying.base.files.scanning import (
    Infected,
    ScannerAway,
    calls_unread_clean,
    is_scanner_there,
    noted,
    refuse_infected,
)
from tests.base.files.fake_clamd import EICAR
from tests.base.files.real_clamd import MOST, PATTERN, real_clamd
from tests.base.files.samples import exif, jpeg

PICTURE = jpeg(exif(6))


@pytest.fixture
def clamd(tmp_path, settings):
    settings.CLAMAV_SECONDS = 20
    with real_clamd(tmp_path, settings) as running:
        yield running


def sheet(inner: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/media/image1.png", inner)
    return body.getvalue()


def found_in(data: bytes) -> list[str]:
    """Return what is noted of a file that is refused."""
    token = noted.set([])
    try:
        with pytest.raises(Infected):
            refuse_infected(data)
        return noted.get()
    finally:
        noted.reset(token)


@pytest.mark.parametrize("kind", ["path", "port"])
def test_what_is_clean_is_taken_and_what_is_not_is_noted_by_its_name(clamd, settings, kind):
    settings.CLAMAV = getattr(clamd, kind)

    assert check_incoming(PICTURE).kind == "jpg"
    assert check_incoming(sheet(b"x")).kind == "xlsx"
    assert found_in(jpeg(tail=EICAR)) == ["Eicar-Of-Ours.UNOFFICIAL"]
    assert found_in(jpeg(exif(6, PATTERN))) == ["Pattern-Of-Ours.UNOFFICIAL"]


def test_what_is_packed_is_found(clamd):
    assert found_in(sheet(PATTERN)) == ["Pattern-Of-Ours.UNOFFICIAL"]
    assert found_in(sheet(sheet(PATTERN))) == ["Pattern-Of-Ours.UNOFFICIAL"]


@pytest.mark.parametrize("kind", ["path", "port"])
def test_what_is_longer_than_it_takes_is_not_taken(clamd, settings, kind):
    settings.CLAMAV = getattr(clamd, kind)
    refuse_infected(bytes(MOST))

    for data in (bytes(MOST + 1), bytes(MOST * 20)):
        with pytest.raises(ScannerAway, match="请缩小或分成几个文件"):
            refuse_infected(SimpleUploadedFile("a.csv", data))
    assert is_scanner_there()


def test_what_it_did_not_read_to_the_end_is_not_clean(clamd):
    deep = PATTERN
    for _ in range(30):  # more than it opens
        deep = sheet(deep)

    assert not calls_unread_clean()
    assert found_in(deep) == ["Heuristics.Limits.Exceeded.MaxRecursion"]


def test_one_that_calls_clean_what_it_did_not_read_is_found_out(tmp_path, settings):
    with real_clamd(tmp_path, settings, AlertExceedsMax="no"):
        assert calls_unread_clean()


def test_one_that_hangs_is_not_waited_for_and_goes_on_afterwards(clamd, settings):
    clamd.freeze()
    settings.CLAMAV_SECONDS = 0.2
    for data in (b"a", bytes(MOST * 20)):
        with pytest.raises(ScannerAway):
            refuse_infected(data)
    assert not is_scanner_there()

    clamd.thaw()
    settings.CLAMAV_SECONDS = 20
    assert found_in(EICAR) == ["Eicar-Of-Ours.UNOFFICIAL"]
    refuse_infected(b"a")


def test_one_that_is_killed_meanwhile_gives_no_verdict_and_comes_back(clamd):
    class Upload:
        def chunks(self, _size=None):
            yield b"a" * 1000
            clamd.kill()
            yield b"a" * 1000

    with pytest.raises(ScannerAway):
        refuse_infected(Upload())
    with pytest.raises(ScannerAway):
        refuse_infected(b"a")

    clamd.start()
    refuse_infected(b"a")
    assert found_in(EICAR) == ["Eicar-Of-Ours.UNOFFICIAL"]


def test_while_it_reads_its_signatures_again_it_finds_what_it_found(clamd):
    for _ in range(5):
        clamd.read_signatures_again()
        assert found_in(EICAR) == ["Eicar-Of-Ours.UNOFFICIAL"]
        refuse_infected(b"a")
