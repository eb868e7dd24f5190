"""A screenshot is read in a process of its own; whatever that does, the officer is told."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pytest

from huiying.base.errors import Refused
from huiying.jobs.collection import screenshots
from huiying.jobs.collection.screenshots import text_of_screenshot

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def reader(monkeypatch):
    """Let another program be the reader."""

    def use(program, seconds=20):
        monkeypatch.setattr(screenshots, "READER", (sys.executable, "-c", program))
        monkeypatch.setattr(screenshots, "SECONDS", seconds)

    return use


def test_the_lines_of_a_picture_are_its_text(reader):
    reader(
        "import sys, json; n = len(sys.stdin.buffer.read());"
        "print(json.dumps(['停水', '', f'{n}']))"
    )

    assert text_of_screenshot(PNG) == f"停水\n{len(PNG)}"


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import os; os.abort()", "无法识别"),
        ("print('no list')", "无法识别"),
        ("print('{\"a\": 1}')", "无法识别"),
        ("print('[1]')", "无法识别"),
        ("print('[]')", "未识别出文字"),
        ("print('[\" \"]')", "未识别出文字"),
    ],
)
def test_a_reader_that_fails_is_one_sentence(reader, program, words):
    reader(program)

    with pytest.raises(Refused, match=words):
        text_of_screenshot(PNG)


def test_a_reader_that_hangs_is_ended(reader):
    reader("import time; time.sleep(600)", seconds=1)

    with pytest.raises(Refused, match="超时"):
        text_of_screenshot(PNG)


def test_what_is_no_picture_or_too_large_meets_no_reader(monkeypatch):
    monkeypatch.setattr(screenshots, "READER", ("/does/not/exist",))

    with pytest.raises(Refused, match="格式"):
        text_of_screenshot(b"<svg onload=alert(1)>")
    with pytest.raises(Refused, match="10 MB"):
        text_of_screenshot(PNG + bytes(10 << 20))


def test_the_reader_gets_no_secret(reader, monkeypatch):
    monkeypatch.setenv("HUIYING_SECRET_KEY", "geheim")
    reader("import os, json; print(json.dumps(sorted(os.environ)))")

    assert "HUIYING" not in text_of_screenshot(PNG)


def test_the_reader_limits_itself_before_it_reads():
    program = (
        "import resource, json; from huiying.jobs.collection.read_screenshot import limit;"
        "limit(); print(json.dumps([resource.getrlimit(resource.RLIMIT_FSIZE)[0] == 0]))"
    )
    command = (sys.executable, "-c", program)
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603

    assert done.stdout.strip() == "[true]"


def test_a_drawn_picture_is_read():
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    drawing = pytest.importorskip("PIL.ImageDraw")
    picture = pytest.importorskip("PIL.Image").new("RGB", (480, 120), "white")
    drawing.Draw(picture).text((20, 40), "BEIMEN 2026", fill="black", font_size=40)
    stream = BytesIO()
    picture.save(stream, "PNG")

    assert "2026" in text_of_screenshot(stream.getvalue())
