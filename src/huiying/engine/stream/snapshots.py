"""Serialise the state of a stream that cannot be recomputed from the posts of its window.

In:   counts of terms and names, the table in use, officers' constraints.
Out:  compressed bytes with a version; no pickle, so that stored bytes cannot run code.
Cost: 1-3 MB and about 60 ms after a million posts.
"""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from huiying.engine.stream.idf import Counts, IdfTable

_MAGIC: Final = b"HYES\x02"  # raise it when ids of terms or the layout change
_MOST_BYTES: Final = 64 << 20  # of one stored array, unpacked
_TABLES: Final = ("counts", "table", "names", "names_table")


class UnreadableSnapshot(ValueError):
    """The bytes are no snapshot of this version, or are damaged."""


@dataclass(slots=True)
class StreamState:
    """The state beside the window."""

    idf: IdfTable
    last_key: int = -1  # the newest post whose terms were counted
    kept_apart: set[tuple[int, int]] = field(default_factory=set)  # events kept apart
    merged_into: dict[int, int] = field(default_factory=dict)  # merged event → survivor
    open_events: frozenset[int] = frozenset()


def _pack(counts: Counts) -> bytes:
    places = np.flatnonzero(counts).astype(np.int32)
    gaps = np.diff(places, prepend=np.int32(0)).astype(np.int32)
    return zlib.compress(gaps.tobytes() + counts[places].astype(np.int32).tobytes(), 3)


def _unpack(packed: bytes, into: Counts) -> None:
    engine = zlib.decompressobj()
    raw = engine.decompress(packed, _MOST_BYTES)
    values = np.frombuffer(raw, dtype=np.int32)
    half = values.size // 2
    into[np.cumsum(values[:half])] = values[half:]


def to_bytes(memory: StreamState) -> bytes:
    """Return the memory as bytes."""
    idf = memory.idf
    parts = [_pack(getattr(idf, name)) for name in _TABLES]
    head = json.dumps(
        {
            "posts": idf.posts,
            "table_posts": idf.table_posts,
            "last_key": memory.last_key,
            "cannot": sorted(memory.kept_apart),
            "became": sorted(memory.merged_into.items()),
            "open": sorted(memory.open_events),
            "sizes": [len(part) for part in parts],
        },
        separators=(",", ":"),
    ).encode()
    body = struct.pack("<I", len(head)) + head + b"".join(parts)
    return _MAGIC + struct.pack("<I", zlib.crc32(body)) + body


def from_bytes(data: bytes) -> StreamState:
    """Return the memory.

    Raises:
        UnreadableSnapshot: The bytes are of another version or damaged.
    """
    at = len(_MAGIC)
    if data[:at] != _MAGIC or len(data) < at + 8:
        raise UnreadableSnapshot("not a snapshot of this version")
    check, size = struct.unpack("<II", data[at : at + 8])
    if zlib.crc32(data[at + 4 :]) != check:
        raise UnreadableSnapshot("damaged")
    start = at + 8 + size
    head = json.loads(data[at + 8 : start])
    idf = IdfTable()
    for name, length in zip(_TABLES, head["sizes"], strict=True):
        _unpack(data[start : start + length], getattr(idf, name))
        start += length
    idf.posts, idf.table_posts = head["posts"], head["table_posts"]
    idf.refresh()
    return StreamState(
        idf=idf,
        last_key=head["last_key"],
        kept_apart={(left, right) for left, right in head["cannot"]},
        merged_into=dict(head["became"]),
        open_events=frozenset(head["open"]),
    )
