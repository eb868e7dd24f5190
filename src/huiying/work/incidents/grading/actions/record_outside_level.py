"""预警颜色, 响应级别: record a level from a document of another body, with its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.outside_levels import OutsideLadder
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import OutsideLevel


@dataclass(frozen=True, slots=True)
class LevelDocument:
    """What sets the level: number, issuing body, date."""

    number: str
    issuer: str
    on: date


@transaction.atomic
def record_outside_level(
    *,
    incident: Incident,
    ladder: OutsideLadder,
    step: str,
    document: LevelDocument,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Write down what a document says; an empty step says that it was lifted.

    Raises:
        Refused: If the step is unknown, the document has no number or issuer, or its
            date lies ahead.
        Stale: If the incident changed since ``revision``.
    """
    if step and step not in ladder.steps:
        raise Refused(_("无此级别。"))
    if not document.number.strip() or not document.issuer.strip():
        raise Refused(_("须写明文件的文号和发布机关。"))
    if document.on > timezone.localtime(now).date():
        raise Refused(_("文件日期在将来，请核对。"))
    if not claim_row(incident, revision):
        raise Stale(_("事件已被他人更新，级别未登记。请核对最新内容后重新提交。"))
    OutsideLevel.objects.create(
        bureau_id=incident.bureau_id,
        incident=incident,
        ladder=ladder,
        step=step,
        document=document.number.strip(),
        issuer=document.issuer.strip(),
        issued_on=document.on,
        at=now,
        by=officer,
    )
    record(
        incident,
        "incident.level",
        officer,
        now,
        ladder=str(ladder),
        step=step,
        document=document.number.strip(),
        issuer=document.issuer.strip(),
    )
