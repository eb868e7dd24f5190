"""Inspect a file once, then read it as text in constant memory.

In:   the path of a plain or gzip-compressed text file.
Out:  its size and charset (``survey``), and a text stream that knows how far it is.
Cost: two passes over the bytes; at most a few megabytes of memory.

The charset rule wants *strict* decoding of the whole file: a file is not GBK because its
first page happens to be.  Hence the first pass, which also stops compression bombs.
"""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from huiying.reasons.reason import reason
from huiying.work.collection.files.charsets import STRICT_CHARSETS, choose_charset
from huiying.work.collection.files.problems import UnreadableFile

GZIP_MAGIC = b"\x1f\x8b"
CHUNK_BYTES = 1 << 18
SAMPLE_BYTES = 1 << 18
RATIO_FREE_BYTES = 16 << 20  # a small file may compress as well as it likes


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much one file may cost us."""

    max_bytes: int = 4 << 30  # after decompression
    max_ratio: int = 300  # decompressed / compressed, beyond 16 MiB
    max_sheet_bytes: int = 1 << 30  # all parts of a spreadsheet, unpacked
    max_sheet_memory: int = 3 << 30  # of the process that lays it out
    max_columns: int = 1_000


@dataclass(frozen=True, slots=True)
class Survey:
    """What the first pass found."""

    encoding: str
    errors: str  # "strict", or "replace" when a few bytes fit no charset
    total_bytes: int  # after decompression
    sample: str  # the beginning, at most 256 KiB of bytes


class CountingStream(io.RawIOBase):
    """Count the bytes that pass, and stop at the limits."""

    def __init__(self, inner: BinaryIO, *, packed_bytes: int, limits: ReadLimits) -> None:
        super().__init__()
        self._inner = inner
        self._packed_bytes = max(packed_bytes, 1)
        self._limits = limits
        self.passed_bytes = 0

    def readable(self) -> bool:
        """Return True: this stream is for reading."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill ``buffer`` and return the number of bytes.

        Raises:
            UnreadableFile: If a limit is passed or the compressed data are broken.
        """
        view = memoryview(cast("bytearray", buffer)).cast("B")
        try:
            chunk = self._inner.read(len(view))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise UnreadableFile(reason("collection.file.broken_gzip")) from error
        view[: len(chunk)] = chunk
        self.passed_bytes += len(chunk)
        self._check()
        return len(chunk)

    def _check(self) -> None:
        if self.passed_bytes > self._limits.max_bytes:
            raise UnreadableFile(
                reason("collection.file.too_big", limit=megabytes(self._limits.max_bytes))
            )
        ratio = self.passed_bytes / self._packed_bytes
        if self.passed_bytes > RATIO_FREE_BYTES and ratio > self._limits.max_ratio:
            raise UnreadableFile(
                reason("collection.file.gzip_bomb", ratio=self._limits.max_ratio)
            )


def megabytes(size: int) -> str:
    """Return ``size`` bytes as a readable number of megabytes."""
    return f"{size / (1 << 20):g} MB"


@contextmanager
def open_bytes(path: Path, limits: ReadLimits) -> Iterator[CountingStream]:
    """Open ``path`` and decompress it while it is read.

    Raises:
        UnreadableFile: If the file cannot be opened.
    """
    try:
        packed = path.open("rb")
    except OSError as error:
        raise UnreadableFile(reason("collection.file.cannot_open", name=path.name)) from error
    with packed:
        packed_bytes = path.stat().st_size
        is_gzip = packed.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        packed.seek(0)
        inner = cast("BinaryIO", gzip.GzipFile(fileobj=packed)) if is_gzip else packed
        yield CountingStream(inner, packed_bytes=packed_bytes, limits=limits)


def survey(path: Path, limits: ReadLimits) -> Survey:
    """Read the whole file once and say which charset fits all of it.

    The order is: byte-order mark, UTF-8, GB18030 or Big5, then a guess from the sample.

    Raises:
        UnreadableFile: If the file is empty, too big, broken or in no known charset.
    """
    tests = {name: _decoder(name) for name in STRICT_CHARSETS}
    sample, foreign = bytearray(), bytearray()
    with open_bytes(path, limits) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            if len(sample) < SAMPLE_BYTES:
                sample += chunk[: SAMPLE_BYTES - len(sample)]
            if len(foreign) < SAMPLE_BYTES and not chunk.isascii():
                foreign += _from_first_foreign_line(chunk)
            tests = {name: test for name, test in tests.items() if _accepts(test, chunk)}
        total_bytes = stream.passed_bytes
    tests = {name: test for name, test in tests.items() if _accepts(test, b"", final=True)}
    if not bytes(sample).strip():
        raise UnreadableFile(reason("collection.file.empty"))
    encoding, errors = choose_charset(bytes(sample), bytes(foreign or sample), list(tests))
    text = bytes(sample).decode(encoding, "ignore")
    return Survey(encoding, errors, total_bytes, text)


def _from_first_foreign_line(chunk: bytes) -> bytes:
    """Return a chunk from the line on that holds the first byte beyond ASCII."""
    first = next(at for at, byte in enumerate(chunk) if byte > 127)  # noqa: PLR2004 - ASCII
    return chunk[chunk.rfind(b"\n", 0, first) + 1 :]


def open_text(stream: CountingStream, found: Survey) -> io.TextIOWrapper:
    """Return ``stream`` as text, with line ends left as they are."""
    buffered = io.BufferedReader(stream, CHUNK_BYTES)
    return io.TextIOWrapper(buffered, found.encoding, found.errors, newline="")


def _decoder(name: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(name)("strict")


def _accepts(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
