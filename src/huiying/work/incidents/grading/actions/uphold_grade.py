"""维持原等级: answer an objection with reasons, by another than who signed the grade."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import refuse_classified, refuse_removal_request
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradeObjection, ObjectionState
from huiying.work.incidents.grading.objection_messages import queue_answer
from huiying.work.incidents.grading.objections import (
    is_another_than_who_signed,
    objection_hash,
    upholding_capability,
)

MOST = 400  # characters of the reasons


@transaction.atomic
def uphold_grade(
    *,
    objection: GradeObjection,
    reason: str,
    shown_grade: int,
    officer: Officer,
    now: datetime,
) -> None:
    """Uphold the grade with reasons; the unit reads them. No clock changes.

    Also of a matter that was closed meanwhile: an objection is answered, whatever follows.

    Args:
        shown_grade: The grade on the officer's screen, which the reasons speak about.

    Raises:
        Refused: If the reasons are missing, too long or may not be written here; the officer
            signed the grade, lodged the objection, or stands in for who did; of 重大 and
            graver, if he is no leader.
        Stale: If the objection was answered or withdrawn, or the grade changed, meanwhile.
    """
    incident = lock_row(Incident, objection.incident.current.pk)
    row = lock_row(GradeObjection, objection.pk)
    if row.state != ObjectionState.OPEN or incident.grade != shown_grade:
        raise Stale(_("该异议已答复、撤回，或等级已变更，本次答复未提交。请核对后办理。"))
    if not may(officer, upholding_capability(incident)):
        raise Refused(_("维持重大及以上等级，须由组长或副组长答复。"))
    if not is_another_than_who_signed(officer, incident, now):
        raise Refused(_("维持原等级须由定级人、签署人以外的人员答复。"))
    if not is_second_person(officer, row.lodged_by, since=row.lodged_at, now=now):
        raise Refused(_("提出异议的人员及其委托代行人员不得答复该异议。"))
    refuse_classified(reason)
    words = masked_text(" ".join(reason.split()))
    refuse_removal_request(words)
    if not words:
        raise Refused(_("请写明维持的理由。"))
    if len(words) > MOST:
        raise Refused(
            _("理由最多 %(most)s 字，现为 %(here)s 字。") % {"most": MOST, "here": len(words)}
        )
    row.state, row.answer = ObjectionState.UPHELD, words
    row.settled_at, row.settled_by = now, officer
    row.save(update_fields=["state", "answer", "settled_at", "settled_by"])
    record(
        row,
        "objection.upheld",
        officer,
        now,
        grade=incident.grade,
        reason=words,
        hash=objection_hash(row),
    )
    queue_answer(row, Grade(incident.grade), now)
