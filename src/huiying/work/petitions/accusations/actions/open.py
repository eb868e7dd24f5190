"""Open the original of an accusation, with a reason; recorded each time.

In:   an accusation, a reason.    Out:  what was sent in, with its supplements.
Cost: one write; microseconds for each text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record_restricted
from huiying.base.errors import Refused
from huiying.base.files.sealing import CannotOpen
from huiying.work.petitions.accusations.actions.change import refuse_ended
from huiying.work.petitions.accusations.models import Accusation, AccusationFile
from huiying.work.petitions.core.models import Sealed
from huiying.work.petitions.core.sealed_texts import OriginalText, open_original


@dataclass(frozen=True, slots=True)
class OpenedAccusation:
    """What was sent in, then each supplement with its moment."""

    original: OriginalText
    supplements: tuple[tuple[datetime, OriginalText], ...]


@transaction.atomic
def open_accusation(
    *, accusation: Accusation, reason: str, officer: Officer, now: datetime
) -> OpenedAccusation:
    """Return the original.

    Args:
        reason: Why it has to be read. It is not stored: words could repeat what is accused.

    Raises:
        Refused: If no reason is given, nothing is left to open, or the secret of the
            installation is another one.
    """
    if not reason.strip():
        raise Refused(_("请写明查看原件的理由。"))
    refuse_ended(accusation)
    opened = OpenedAccusation(
        _opened(accusation, accusation),
        tuple((row.at, _opened(accusation, row)) for row in accusation.supplements.all()),
    )
    record_restricted(accusation, "accusation.opened", officer, now)
    return opened


@transaction.atomic
def open_accusation_file(*, row: AccusationFile, officer: Officer, now: datetime) -> None:
    """Record that a file of an accusation is opened; the caller hands it out."""
    refuse_ended(row.accusation)
    record_restricted(row.accusation, "accusation.file_opened", officer, now)


def _opened(accusation: Accusation, row: Sealed) -> OriginalText:
    if row.data_key is None or row.original is None:
        raise Refused(_("原件已依法删除，无法打开。"))
    try:
        return open_original(
            accusation.bureau_id, bytes(row.data_key), bytes(row.original), accusation.number
        )
    except CannotOpen:
        raise Refused(
            _("原件无法打开：本机的密钥与收到时不同。原件未丢失，请系统管理员核对备份。")
        ) from None
