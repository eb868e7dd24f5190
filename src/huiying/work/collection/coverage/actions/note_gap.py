"""监测空白: say of a kind that nothing watches who sees to it, or why it stays so.

In:   a kind, a standing, a note.    Out:  a note in force; the one before it is ended.
Cost: two writes and a record.

"Not needed" would let one person take a kind off the list: another one, who leads, signs it,
and until then the kind is a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.policy.monitoring.coverage import BY_CODE
from huiying.work.collection.coverage.models import CoverageNote, LawfulWay, Standing


@dataclass(frozen=True, slots=True)
class GapDetails:
    """What is said of a gap; the owner sees to it, the lawful way stands in for collecting."""

    standing: Standing
    note: str
    owner: Officer | None = None
    lawful_way: LawfulWay | None = None


@transaction.atomic
def note_gap(*, kind: str, wanted: GapDetails, officer: Officer, now: datetime) -> CoverageNote:
    """Say something of a kind; it stands until somebody says something else.

    Raises:
        PermissionDenied: If the officer may not manage sources.
        Refused: If the kind is in no list, or the owner, the way or the note is missing.
    """
    require(officer, Capability.MANAGE_SOURCES)
    _check(kind, wanted, officer)
    lock_row(Bureau, officer.bureau_id, referable=True)
    open_rows = CoverageNote.objects.filter(
        bureau_id=officer.bureau_id, kind=kind, ended_at__isnull=True
    )
    open_rows.update(ended_at=now, ended_by=officer)
    row = CoverageNote.objects.create(
        bureau_id=officer.bureau_id,
        kind=kind,
        standing=wanted.standing,
        note=masked_text(wanted.note.strip())[:400],
        lawful_way=wanted.lawful_way or "",
        owner=wanted.owner,
        at=now,
        by=officer,
    )
    record(row, "coverage.noted", officer, now, standing=str(wanted.standing), note=row.note)
    return row


@transaction.atomic
def sign_not_needed(*, note: CoverageNote, officer: Officer, now: datetime) -> None:
    """Agree that a kind need not be watched.

    Raises:
        PermissionDenied: If the officer may not approve.
        Refused: If he asked for it, or acts for who did, or it does not wait any more.
    """
    require(officer, Capability.APPROVE)
    if not is_second_person(officer, note.by, since=note.at, now=now):
        raise Refused(_("提出人不得自行审定，须由另一位领导审定。"))
    if _waiting(note).update(signed_at=now, signed_by=officer) != 1:
        raise _decided()
    record(note, "coverage.exempted", officer, now)


@transaction.atomic
def end_note(*, note: CoverageNote, officer: Officer, now: datetime) -> None:
    """End what was said of a kind: a gap is a gap again.

    Raises:
        PermissionDenied: If the officer may neither manage sources nor approve.
        Refused: If it was ended meanwhile.
    """
    if not may(officer, Capability.APPROVE):
        require(officer, Capability.MANAGE_SOURCES)
    rows = CoverageNote.objects.filter(pk=note.pk, ended_at__isnull=True)
    if rows.update(ended_at=now, ended_by=officer) != 1:
        raise _decided()
    record(note, "coverage.note_ended", officer, now)


def _check(kind: str, wanted: GapDetails, officer: Officer) -> None:
    if kind not in BY_CODE:
        raise Refused(_("没有该类渠道。"))
    if not wanted.note.strip():
        raise Refused(_("请写明情况和下一步。"))
    if wanted.standing == Standing.OWNED and wanted.owner is None:
        raise Refused(_("请选择责任人。"))
    if wanted.owner is not None and wanted.owner.bureau_id != officer.bureau_id:
        raise Refused(_("责任人须为本局人员。"))
    if wanted.standing == Standing.UNLAWFUL and wanted.lawful_way is None:
        raise Refused(_("请选择合法方式：人工巡查、来件或共享。"))


def _waiting(note: CoverageNote) -> QuerySet[CoverageNote]:
    return CoverageNote.objects.filter(
        pk=note.pk,
        standing=Standing.NOT_NEEDED,
        signed_at__isnull=True,
        ended_at__isnull=True,
    )


def _decided() -> Refused:
    return Refused(_("该项已审定或已撤销，本次操作未执行。请刷新后查看。"))
