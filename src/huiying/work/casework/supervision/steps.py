"""What all acts on a supervision item share: its claim, entries, holders and records.

In:   an item, an act's moment and officer.    Out:  conditional updates, entries, records.
Cost: one conditional UPDATE, one entry, one audit record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import persons_behind, units_behind
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import AuditedActor, record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.db.claims import RowClaim
from huiying.base.errors import Refused
from huiying.base.outbox.signatory import Signatory, officer_signatory
from huiying.work.casework.core.files import FileInput, keep_pieces
from huiying.work.casework.core.petitions import sees_petition
from huiying.work.casework.core.text import MAX_TEXT, checked_text
from huiying.work.casework.supervision.models import (
    EntryKind,
    Supervision,
    SupervisionEntry,
    SupervisionFile,
    SupervisionState,
)

claim_supervision = RowClaim(
    SupervisionState,
    gettext_noop("该督办件当前状态为“%(state)s”，不能办理此操作。"),
    gettext_noop("该督办件已被他人更新，本次操作未执行。请核对最新内容后重新提交。"),
)


def checks_supervision(officer: Officer, row: Supervision) -> bool:
    """Tell whether an officer's role lets him return feedback, ask for 销号 and sign it.

    A leader; or the office, but for what its own unit, or that of somebody it stands in for,
    has to answer. Who wrote the feedback does not judge it.
    """
    leads = may(officer, Capability.INSTRUCT)
    keeps = may(officer, Capability.SUPERVISE) and row.unit_id not in units_behind(officer)
    sees = row.petition is None or sees_petition(officer, row.petition)
    return (leads or keeps) and sees and not wrote_feedback(officer, row)


def wrote_feedback(officer: Officer, row: Supervision) -> bool:
    """Tell whether an officer, or somebody he stands in for, wrote what the unit answered."""
    written = row.entries.filter(kind=EntryKind.FEEDBACK, by_id__in=persons_behind(officer))
    return written.exists()


def require_check(officer: Officer, row: Supervision) -> None:
    """Refuse who does not judge an item.

    Raises:
        Refused.
    """
    if not checks_supervision(officer, row):
        raise Refused(_("反馈由领导或领导小组办公室人员审核；承办单位及反馈人不得审核。"))


def add_entry(
    row: Supervision,
    kind: EntryKind,
    by: Officer | Signatory,
    now: datetime,
    *,
    text: str = "",
) -> SupervisionEntry:
    """Write one step of an item.

    Raises:
        Refused: As ``checked_text``.
    """
    who = officer_signatory(by) if isinstance(by, Officer) else by
    return SupervisionEntry.objects.create(
        bureau_id=row.bureau_id,
        supervision=row,
        kind=kind,
        unit=row.unit,
        text=checked_text(text, MAX_TEXT),
        at=now,
        by=who.officer,
        by_label=who.label,
    )


def keep_files(
    entry: SupervisionEntry, pieces: Sequence[FileInput], now: datetime
) -> list[SupervisionFile]:
    """Keep the files of a step.

    Raises:
        Refused: If one is not named, or there are too many at once.
    """
    return [
        SupervisionFile.objects.create(
            bureau_id=entry.bureau_id, entry=entry, words=words, file=file
        )
        for words, file in keep_pieces(entry.bureau_id, pieces, now)
    ]


def hand_supervision(row: Supervision, holder: Holder, now: datetime) -> None:
    """Let the time run in other hands; it never stops by that."""
    if row.clock is not None:
        hand_over_clock(clock=row.clock, holder=holder, now=now)


def record_supervision(
    row: Supervision, verb: str, by: AuditedActor, now: datetime, /, **data: Any
) -> None:
    """Write one record with the unit that has to answer."""
    record(row, verb, by, now, unit=row.unit.name, unit_id=row.unit_id, **data)
