"""Propose the text of a screenshot, for an officer to check before he enters it.

In:   a picture of a public page.    Out:  its text, or a sentence why there is none.
Cost: one process of its own for at most ``SECONDS``; by a person's click, never by a job.

The picture is decoded in a process without settings, secrets and database, with limits of time
and memory (ADR 0018: no decoder of ours meets a hostile picture). It is not stored: it shows
who wrote.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec

from django.utils.translation import gettext as _

from huiying.base.errors import Refused

READER = (sys.executable, "-m", "huiying.jobs.collection.read_screenshot")
SECONDS = 60
MOST_BYTES = 10 << 20
MOST_CHARS = 20_000
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF")


def can_read_screenshots() -> bool:
    """Tell whether the extra ``ocr`` is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def text_of_screenshot(picture: bytes) -> str:
    """Return the lines of text in a picture, unmasked, at most 20,000 characters.

    Raises:
        Refused: If it is no picture, too large, takes too long, or holds no text.
    """
    if len(picture) > MOST_BYTES:
        raise Refused(_("截图超过 10 MB。请裁剪后重新上传。"))
    if not picture.startswith(SIGNATURES):
        raise Refused(_("截图须为 PNG、JPEG 或 WebP 格式。"))
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            READER,
            input=picture,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=_environment(),
        )
    except subprocess.TimeoutExpired:
        raise Refused(_("识别超时。请裁剪截图后重试，或手工录入。")) from None
    lines = _lines(done.stdout) if done.returncode == 0 else None
    if lines is None:
        raise Refused(_("截图无法识别。请换一张，或手工录入。"))
    text = "\n".join(lines).strip()[:MOST_CHARS]
    if not text:
        raise Refused(_("截图中未识别出文字。请换一张，或手工录入。"))
    return text


def _lines(printed: bytes) -> list[str] | None:
    try:
        lines = json.loads(printed)
    except ValueError:
        return None
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        return None
    return [line.strip() for line in lines if line.strip()]


def _environment() -> dict[str, str]:
    """Return what the reader needs to start, and no secret."""
    names = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "OPENBLAS_CORETYPE")
    return {name: os.environ[name] for name in names if name in os.environ}
