"""Have the bytes of an upload looked at by a scanner for malicious code (clamd) first.

In:   bytes, or a file that is open; the settings ``CLAMAV`` and ``CLAMAV_SECONDS``.
Out:  nothing when they are clean or no scanner is set; ``Infected`` or ``ScannerAway``.
Cost: one connection a file and one pass over its bytes; of 20 MB some tenths of a second.

The protocol is clamd's INSTREAM (clamd(8)): pieces with their length in four bytes, a length of
zero at the end, an answer that ends in NUL. It is closed by default: what the scanner did not
call clean in time is not taken.
"""

from __future__ import annotations

import io
import logging
import re
import socket
import time
import zipfile
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from huiying.base.errors import Refused

PIECE = 1 << 18
LONGEST_ANSWER = 4096
CONNECT_SECONDS = 5.0
PING_SECONDS = 1.0
NESTED = 110  # archives; MaxRecursion of clamd is 100 at most
NESTED_SECONDS = 10.0
CLEAN = re.compile(r"stream: OK")
TOO_LONG = re.compile(r"INSTREAM size limit exceeded")  # its StreamMaxLength
FOUND = re.compile(r"stream: (?P<name>.+) FOUND")
_UNSAFE = re.compile(r"[^A-Za-z0-9._/-]+")

log = logging.getLogger("huiying.files")
noted: ContextVar[list[str] | None] = ContextVar("infected", default=None)
"""What was found while a request was answered; whoever answers it records it."""


class Chunked(Protocol):
    """An upload of Django."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the bytes."""


class Infected(Refused):
    """The scanner found malicious code. Nothing was kept."""


class ScannerAway(Refused):
    """The scanner said nothing that can be relied on. Nothing was kept."""


def refuse_infected(upload: bytes | Chunked) -> None:
    """Refuse what the scanner does not call clean.

    Raises:
        Infected: If it found something; its name is noted for the record.
        ScannerAway: If it cannot be reached, is too slow or answers what nobody understands.
    """
    if not settings.CLAMAV:
        return
    pieces = iter([upload]) if isinstance(upload, bytes) else upload.chunks(PIECE)
    try:
        answer = _ask(b"zINSTREAM\0", _framed(pieces), settings.CLAMAV_SECONDS)
    except OSError as error:
        log.error("the scanner for malicious code is away: %s", type(error).__name__)
        raise ScannerAway(_away()) from error
    if CLEAN.fullmatch(answer):
        return
    if found := FOUND.fullmatch(answer):
        name = _safe(found["name"])
        log.warning("malicious code in an upload: %s", name)
        if (finds := noted.get()) is not None:
            finds.append(name)
        raise Infected(_("该文件未通过恶意代码检查，未保存。请查杀后重新上传，或更换文件。"))
    log.error("the scanner for malicious code gave no verdict: %s", _safe(answer))
    raise ScannerAway(_too_long() if TOO_LONG.match(answer) else _away())


def is_scanner_there() -> bool:
    """Tell whether the scanner that is set answers; True when none is."""
    if not settings.CLAMAV:
        return True
    try:
        return _ask(b"zPING\0", iter(()), PING_SECONDS) == "PONG"
    except OSError:
        return False


def calls_unread_clean() -> bool:
    """Tell whether the scanner calls clean what it did not read to the end, as clamd may.

    It is sent archives within each other, more than it can be told to open. Without
    ``AlertExceedsMax`` clamd answers OK to what is beyond any of its limits.
    """
    try:
        answer = _ask(b"zINSTREAM\0", _framed(iter([_nested()])), NESTED_SECONDS)
    except OSError:
        return False
    return CLEAN.fullmatch(answer) is not None


def _nested() -> bytes:
    data = b"-"
    for _depth in range(NESTED):
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a", data)
        data = body.getvalue()
    return data


def _safe(words: str) -> str:
    return _UNSAFE.sub("_", words)[:80]


def _away() -> str:
    return _(
        "恶意代码检查暂不可用，文件未保存。请稍后重试，或先不附文件；持续不可用的，请联系本局。"
    )


def _too_long() -> str:
    return _(
        "该文件超过恶意代码检查程序可检查的大小，未保存。请缩小或分成几个文件后上传；"
        "仍不能上传的，请联系本局。"
    )


def _framed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what clamd reads: each piece behind its length, and a length of zero."""
    for data in pieces:
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            yield len(piece).to_bytes(4, "big") + piece
    yield bytes(4)


def _ask(command: bytes, pieces: Iterator[bytes], seconds: float) -> str:
    """Send a command with what belongs to it; return the answer, all within some seconds.

    Raises:
        OSError: If there is no connection, or time is over (TimeoutError).
    """
    end = time.monotonic() + seconds
    with _connected(min(CONNECT_SECONDS, seconds)) as line:
        line.settimeout(_left(end))
        line.sendall(command)
        try:
            for piece in pieces:
                line.settimeout(_left(end))
                line.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has said enough: its answer says why it stopped to listen
        answer = b""
        while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
            line.settimeout(_left(end))
            if not (more := line.recv(LONGEST_ANSWER)):
                break
            answer += more
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _connected(seconds: float) -> socket.socket:
    place = settings.CLAMAV
    if place.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(str(Path(place)))
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
