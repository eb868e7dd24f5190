"""Nothing is taken that the scanner did not call clean; without a scanner nothing is asked."""

from __future__ import annotations

import socket

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile

from huiying.base.files.incoming import check_incoming
from huiying.base.files.scanning import (
    PIECE,
    Infected,
    ScannerAway,
    is_scanner_there,
    noted,
    refuse_infected,
)
from huiying.config.settings.environment import Environment
from tests.base.files.clamd import scanner
from tests.base.files.fake_clamd import EICAR, NAME
from tests.base.files.samples import exif, jpeg

PICTURE = jpeg(exif(6))
BAD = jpeg(tail=EICAR)


@pytest.fixture(autouse=True)
def _soon(settings):
    settings.CLAMAV_SECONDS = 5


def test_without_a_scanner_nothing_is_asked(settings):
    settings.CLAMAV = ""

    assert check_incoming(BAD).kind == "jpg"
    assert is_scanner_there()


def test_the_scanner_sees_every_byte_before_anything_is_stripped(settings):
    with scanner(settings) as clamd:
        check_incoming(PICTURE)

    assert clamd.seen == [PICTURE]


def test_a_large_upload_goes_piece_by_piece(settings):
    data = bytes(range(256)) * (PIECE // 256 * 3) + b"end"

    with scanner(settings) as clamd:
        refuse_infected(SimpleUploadedFile("a.csv", data))

    assert clamd.seen == [data]


def test_what_is_infected_is_refused_and_noted_by_the_name_of_what_was_found(settings):
    token = noted.set([])
    with scanner(settings), pytest.raises(Infected, match="未通过恶意代码检查，未保存"):
        check_incoming(BAD)

    assert noted.get() == [NAME]
    noted.reset(token)


def test_a_local_socket_is_a_scanner_too(settings, tmp_path):
    with scanner(settings, path=str(tmp_path / "clamd.ctl")):
        assert is_scanner_there()
        with pytest.raises(Infected):
            check_incoming(BAD)


@pytest.mark.parametrize(
    "behaves",
    [
        {"says": b"stream: OKAY then\0"},
        {"says": b"\xff\xfe rubbish without an end"},
        {"says": b""},
        {"says": b"x" * 20_000},
        {"says": b"stream: OK FOUND ERROR\0"},
    ],
    ids=["another", "bytes", "nothing", "endless", "both"],
)
def test_what_is_no_verdict_lets_nothing_in(settings, behaves):
    with scanner(settings, **behaves), pytest.raises(ScannerAway, match="暂不可用，文件未保存"):
        check_incoming(PICTURE)


def test_what_is_too_long_for_the_scanner_is_to_be_made_shorter(settings):
    with scanner(settings, most=10), pytest.raises(ScannerAway, match="请缩小或分成几个文件"):
        check_incoming(PICTURE)


def test_a_scanner_that_hangs_is_not_waited_for_without_end(settings):
    settings.CLAMAV_SECONDS = 0.2

    with scanner(settings, silent=True):
        assert not is_scanner_there()
        with pytest.raises(ScannerAway):
            check_incoming(PICTURE)


def test_a_scanner_that_is_away_lets_nothing_in(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMAV = f"127.0.0.1:{free.getsockname()[1]}"

    assert not is_scanner_there()
    with pytest.raises(ScannerAway):
        check_incoming(PICTURE)


@pytest.mark.parametrize(
    ("value", "fits"),
    [("", True), ("/run/clamav/clamd.ctl", True), ("127.0.0.1:3310", True), ("clamd", False)],
)
def test_the_setting_names_a_socket_or_a_port(monkeypatch, value, fits):
    monkeypatch.setenv("HUIYING_CLAMAV", value)

    if fits:
        assert Environment().socket("HUIYING_CLAMAV") == value
        return
    with pytest.raises(ImproperlyConfigured, match="HUIYING_CLAMAV 只能是"):
        Environment().socket("HUIYING_CLAMAV")
