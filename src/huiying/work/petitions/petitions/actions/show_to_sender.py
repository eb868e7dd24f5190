"""查阅本人信息: who sent a petition reads what he wrote, with the query code alone.

In:   a petition that the public pages found by its code.
Out:  the original and what was added; a record that it was shown.
Cost: two queries, one record.

个人信息保护法 art. 45: everybody may see and copy what is kept of him. An officer opens an
original by ``reveal_original`` alone, which wants a reason: no page of the console calls this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.files.sealing import CannotOpen
from huiying.work.petitions.core.models import Petition, Supplement
from huiying.work.petitions.core.sealed_texts import OriginalText, open_original


@dataclass(frozen=True, slots=True)
class OwnOriginal:
    """What somebody sent in: the original, and when he added what; files by their numbers."""

    original: OriginalText | None  # None: its text stands in another system
    additions: tuple[tuple[datetime, str], ...]
    files: tuple[str, ...]


@transaction.atomic
def show_to_sender(*, petition: Petition, now: datetime) -> OwnOriginal:
    """Show who sent it what he wrote; the caller has found the petition by its code.

    Raises:
        Refused: If it was erased, or the installation's secret is another one.
    """
    if petition.erased_at is not None:
        raise Refused(_("这件事的内容已经依法删除。"))
    try:
        shown = OwnOriginal(
            _opened(petition, petition),
            tuple(
                (one.at, text.text)
                for one in petition.supplements.all()
                if (text := _opened(petition, one)) is not None
            ),
            tuple(petition.files.values_list("file__number", flat=True)),
        )
    except CannotOpen:
        raise Refused(_("对不起，现在无法打开您提交的内容。请致电我们。")) from None
    record(petition, "petition.shown_to_sender", None, now)
    return shown


def _opened(petition: Petition, row: Petition | Supplement) -> OriginalText | None:
    key, body = row.data_key, row.original
    if key is None or body is None:
        return None
    return open_original(petition.bureau_id, key, body, petition.number)
