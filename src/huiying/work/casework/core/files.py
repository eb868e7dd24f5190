"""Files that units hand in: as they come, and as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention, StoredFile
from huiying.work.casework.core.text import MAX_TITLE, mask_text

MAX_FILES = 10


@dataclass(frozen=True, slots=True)
class FileInput:
    """A file as it was handed in: what it shows, in words, and where it lies."""

    words: str
    file: WrittenFile


def keep_pieces(
    bureau_id: int, pieces: Sequence[FileInput], now: datetime
) -> list[tuple[str, StoredFile]]:
    """Keep files for thirty years; return each with what it shows.

    Raises:
        Refused: If one is not named, or there are too many at once.
    """
    if len(pieces) > MAX_FILES:
        raise Refused(_("一次最多 %(most)s 个文件。") % {"most": MAX_FILES})
    found = []
    for piece in pieces:
        words = mask_text(" ".join(piece.words.split()), MAX_TITLE)
        if not words:
            raise Refused(_("请填写文件说明。"))
        file = keep_file(
            bureau_id=bureau_id, written=piece.file, retention=Retention.THIRTY_YEARS, now=now
        )
        found.append((words, file))
    return found
