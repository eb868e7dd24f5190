"""Check an uploaded file by content and size, strip it, encrypt it, write it to disk.

In:   the bytes that a browser sent.    Out:  something an act can keep.
Cost: one pass for the check and one to encrypt, before any transaction begins.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.base.files import store
from huiying.base.files.kinds import Kind, kind_of
from huiying.base.files.scanning import refuse_infected
from huiying.base.files.sealing import seal
from huiying.base.files.stripping import Unreadable, strip_metadata

MEGABYTE = 1 << 20
MAX_SIZE = 20 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that may be kept: its kind is what it holds, its metadata are gone."""

    kind: Kind
    data: bytes


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that lies on disk, encrypted, and is nobody's until an act keeps it."""

    kind: Kind
    size: int
    sha256: str
    blob: str
    key: bytes


def check_incoming(data: bytes) -> Incoming:
    """Check a file.

    Raises:
        Refused: If it is empty, too large, of a kind that is not kept, or cut off.
        Infected, ScannerAway: If the scanner for malicious code does not call it clean.
    """
    if not data:
        raise Refused(_("文件是空的。"))
    if len(data) > MAX_SIZE:
        raise Refused(
            _("文件超过 %(most)s MB。请缩小或分开上传。") % {"most": MAX_SIZE // MEGABYTE}
        )
    kind = kind_of(data)
    if kind is None:
        raise Refused(
            _("仅接收 JPG、PNG 图片和 PDF、OFD、DOCX、XLSX 文件（不含宏），以文件内容为准。")
        )
    refuse_infected(data)
    try:
        return Incoming(kind, strip_metadata(data, kind))
    except Unreadable:
        raise Refused(_("图片不完整或已损坏。请重新导出后上传。")) from None


def write_file(bureau_id: int, incoming: Incoming) -> WrittenFile:
    """Encrypt a file under its own key and write it to disk; no row yet."""
    sealed = seal(bureau_id, incoming.data)
    return WrittenFile(
        kind=incoming.kind,
        size=len(incoming.data),
        sha256=hashlib.sha256(incoming.data).hexdigest(),
        blob=store.put(sealed.body),
        key=sealed.key,
    )
