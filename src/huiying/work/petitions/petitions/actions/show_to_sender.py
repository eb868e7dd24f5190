"""查阅本人信息: who sent a petition reads what he wrote, with the query code alone.

In:   a typed code.    Out:  the original and what was added; a record that it was shown.
Cost: one look-up, one record.

个人信息保护法 art. 45: everybody may see and copy what is kept of him.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.files.sealing import CannotOpen
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.sealed_texts import OriginalText, open_original
from huiying.work.petitions.petitions.queries import find_by_code


@dataclass(frozen=True, slots=True)
class OwnOriginal:
    """What somebody sent in: the original, and when he added what; files by their numbers."""

    petition: Petition
    original: OriginalText | None  # None: its text stands in another system
    additions: tuple[tuple[datetime, str], ...]
    files: tuple[str, ...]


@transaction.atomic
def show_to_sender(*, bureau: Bureau, code: str, now: datetime) -> OwnOriginal | None:
    """Show who sent it what he wrote; None for every code that belongs to no petition, alike.

    Raises:
        Refused: If the installation's secret is another one.
    """
    petition = find_by_code(bureau, code)
    if not isinstance(petition, Petition):
        return None
    try:
        shown = OwnOriginal(
            petition,
            _opened(petition.bureau_id, petition),
            tuple(
                (one.at, text.text)
                for one in petition.supplements.all()
                if (text := _opened(petition.bureau_id, one)) is not None
            ),
            tuple(petition.files.values_list("file__number", flat=True)),
        )
    except CannotOpen:
        raise Refused(_("对不起，现在无法打开您提交的内容。请致电我们。")) from None
    record(petition, "petition.shown_to_sender", None, now)
    return shown


def _opened(bureau_id: int, row: object) -> OriginalText | None:
    key, body = getattr(row, "data_key", None), getattr(row, "original", None)
    return None if key is None or body is None else open_original(bureau_id, key, body)
